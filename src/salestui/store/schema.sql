CREATE TABLE competitor (
	id TEXT NOT NULL,
	ref TEXT NOT NULL,
	name TEXT NOT NULL,
	strengths TEXT,
	weaknesses TEXT,
	price TEXT,
	our_answer TEXT,
	created_at INTEGER NOT NULL,
	archived_at INTEGER,
	CONSTRAINT pk_competitor PRIMARY KEY (id),
	CONSTRAINT uq_competitor_ref UNIQUE (ref),
	CONSTRAINT uq_competitor_name UNIQUE (name)
);

CREATE TABLE owner (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	archived_at INTEGER,
	CONSTRAINT pk_owner PRIMARY KEY (id),
	CONSTRAINT uq_owner_name UNIQUE (name)
);

CREATE TABLE rules_in_force (
	id TEXT NOT NULL,
	since INTEGER NOT NULL,
	fingerprint TEXT NOT NULL,
	book TEXT NOT NULL,
	CONSTRAINT pk_rules_in_force PRIMARY KEY (id)
);

CREATE TABLE tag (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	CONSTRAINT pk_tag PRIMARY KEY (id),
	CONSTRAINT uq_tag_name UNIQUE (name)
);

CREATE TABLE absence (
	id TEXT NOT NULL,
	ref TEXT NOT NULL,
	owner TEXT NOT NULL,
	from_day TEXT NOT NULL,
	to_day TEXT NOT NULL,
	stand_in TEXT NOT NULL,
	ended_at INTEGER,
	CONSTRAINT pk_absence PRIMARY KEY (id),
	CONSTRAINT ck_absence_to_day CHECK (from_day <= to_day),
	CONSTRAINT ck_absence_stand_in CHECK (stand_in <> owner),
	CONSTRAINT uq_absence_ref UNIQUE (ref),
	CONSTRAINT fk_absence_owner FOREIGN KEY(owner) REFERENCES owner (name) ON DELETE RESTRICT,
	CONSTRAINT fk_absence_stand_in FOREIGN KEY(stand_in) REFERENCES owner (name) ON DELETE RESTRICT
);

CREATE INDEX ix_absence_owner ON absence (owner);

CREATE INDEX ix_absence_stand_in ON absence (stand_in);

CREATE INDEX ix_absence_to_day ON absence (to_day);

CREATE TABLE customer (
	id TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	industry TEXT,
	employees INTEGER,
	annual_revenue INTEGER,
	currency TEXT,
	region TEXT,
	grade TEXT,
	segment TEXT,
	care TEXT,
	stage TEXT NOT NULL,
	source_channel TEXT,
	owner TEXT,
	core_needs TEXT,
	pain_points TEXT,
	need_urgency TEXT,
	goals TEXT,
	supplier_expectations TEXT,
	buying_preference TEXT,
	buying_habits TEXT,
	information_channels TEXT,
	deal_cycle TEXT,
	strategy_suggestion TEXT,
	profile_reviewed_at TEXT,
	customer_since TEXT,
	note TEXT,
	created_at INTEGER NOT NULL,
	archived_at INTEGER,
	CONSTRAINT pk_customer PRIMARY KEY (id),
	CONSTRAINT ck_customer_grade CHECK (grade IN ('A', 'B', 'C')),
	CONSTRAINT ck_customer_segment CHECK (segment IN ('key_account', 'potential', 'long_term')),
	CONSTRAINT ck_customer_care CHECK (care IN ('strategic_care', 'key_expansion', 'routine')),
	CONSTRAINT ck_customer_stage CHECK (stage IN ('prospect', 'interested', 'active', 'strategic', 'lost')),
	CONSTRAINT ck_customer_need_urgency CHECK (need_urgency IN ('high', 'medium', 'low')),
	CONSTRAINT ck_customer_employees CHECK (employees >= 0),
	CONSTRAINT ck_customer_currency CHECK ((annual_revenue IS NULL) = (currency IS NULL)),
	CONSTRAINT uq_customer_code UNIQUE (code),
	CONSTRAINT fk_customer_owner FOREIGN KEY(owner) REFERENCES owner (name) ON DELETE RESTRICT
);

CREATE INDEX ix_customer_archived ON customer (archived_at, id) WHERE archived_at IS NOT NULL;

CREATE INDEX ix_customer_created ON customer (created_at, owner, archived_at);

CREATE INDEX ix_customer_name ON customer (name);

CREATE INDEX ix_customer_owner ON customer (owner);

CREATE TABLE goal (
	id TEXT NOT NULL,
	ref TEXT NOT NULL,
	phase TEXT,
	core_goal TEXT,
	figure TEXT NOT NULL,
	target INTEGER NOT NULL,
	currency TEXT,
	owner TEXT,
	from_day TEXT NOT NULL,
	to_day TEXT NOT NULL,
	parent_id TEXT,
	note TEXT,
	created_at INTEGER NOT NULL,
	archived_at INTEGER,
	CONSTRAINT pk_goal PRIMARY KEY (id),
	CONSTRAINT ck_goal_to_day CHECK (from_day <= to_day),
	CONSTRAINT ck_goal_target CHECK (target > 0),
	CONSTRAINT uq_goal_ref UNIQUE (ref),
	CONSTRAINT fk_goal_owner FOREIGN KEY(owner) REFERENCES owner (name) ON DELETE RESTRICT,
	CONSTRAINT fk_goal_parent_id FOREIGN KEY(parent_id) REFERENCES goal (id) ON DELETE RESTRICT
);

CREATE INDEX ix_goal_owner ON goal (owner);

CREATE INDEX ix_goal_parent_id ON goal (parent_id);

CREATE TABLE review (
	id TEXT NOT NULL,
	ref TEXT NOT NULL,
	period TEXT NOT NULL,
	from_day TEXT NOT NULL,
	to_day TEXT NOT NULL,
	owner TEXT,
	figures TEXT NOT NULL,
	figures_at INTEGER NOT NULL,
	problems TEXT,
	causes TEXT,
	cases TEXT,
	note TEXT,
	created_at INTEGER NOT NULL,
	archived_at INTEGER,
	CONSTRAINT pk_review PRIMARY KEY (id),
	CONSTRAINT ck_review_to_day CHECK (from_day <= to_day),
	CONSTRAINT uq_review_ref UNIQUE (ref),
	CONSTRAINT fk_review_owner FOREIGN KEY(owner) REFERENCES owner (name) ON DELETE RESTRICT
);

CREATE INDEX ix_review_owner ON review (owner);

CREATE TABLE saved_view (
	id TEXT NOT NULL,
	owner TEXT NOT NULL,
	screen TEXT NOT NULL,
	name TEXT NOT NULL,
	"query" TEXT NOT NULL,
	CONSTRAINT pk_saved_view PRIMARY KEY (id),
	CONSTRAINT uq_saved_view_owner UNIQUE (owner, screen, name),
	CONSTRAINT fk_saved_view_owner FOREIGN KEY(owner) REFERENCES owner (name) ON DELETE RESTRICT
);

CREATE INDEX ix_saved_view_owner ON saved_view (owner);

CREATE TABLE contact (
	id TEXT NOT NULL,
	ref TEXT NOT NULL,
	customer_id TEXT NOT NULL,
	name TEXT NOT NULL,
	title TEXT,
	decision_role TEXT,
	involvement TEXT,
	concern TEXT,
	phone TEXT,
	mobile TEXT,
	email TEXT,
	messaging TEXT,
	created_at INTEGER NOT NULL,
	archived_at INTEGER,
	CONSTRAINT pk_contact PRIMARY KEY (id),
	CONSTRAINT ck_contact_decision_role CHECK (decision_role IN ('decision_maker', 'technical', 'purchasing', 'management', 'user', 'influencer')),
	CONSTRAINT ck_contact_involvement CHECK (involvement IN ('high', 'medium', 'low')),
	CONSTRAINT uq_contact_ref UNIQUE (ref),
	CONSTRAINT fk_contact_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT
);

CREATE INDEX ix_contact_customer_id ON contact (customer_id);

CREATE TABLE customer_tag (
	id TEXT NOT NULL,
	customer_id TEXT NOT NULL,
	tag_id TEXT NOT NULL,
	CONSTRAINT pk_customer_tag PRIMARY KEY (id),
	CONSTRAINT uq_customer_tag_customer_id UNIQUE (customer_id, tag_id),
	CONSTRAINT fk_customer_tag_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT,
	CONSTRAINT fk_customer_tag_tag_id FOREIGN KEY(tag_id) REFERENCES tag (id) ON DELETE RESTRICT
);

CREATE INDEX ix_customer_tag_customer_id ON customer_tag (customer_id);

CREATE INDEX ix_customer_tag_tag_id ON customer_tag (tag_id);

CREATE TABLE deal (
	id TEXT NOT NULL,
	ref TEXT NOT NULL,
	customer_id TEXT NOT NULL,
	name TEXT NOT NULL,
	amount INTEGER,
	currency TEXT,
	kind TEXT NOT NULL,
	stage TEXT NOT NULL,
	probability INTEGER,
	expected_close TEXT,
	closed_at INTEGER,
	lost_reason TEXT,
	lost_to_id TEXT,
	product TEXT,
	contract_from TEXT,
	contract_to TEXT,
	renews_id TEXT,
	channel TEXT,
	owner TEXT,
	note TEXT,
	created_at INTEGER NOT NULL,
	archived_at INTEGER,
	CONSTRAINT pk_deal PRIMARY KEY (id),
	CONSTRAINT ck_deal_kind CHECK (kind IN ('new', 'renewal', 'repeat', 'upsell', 'cross_sell')),
	CONSTRAINT ck_deal_stage CHECK (stage IN ('lead', 'nurtured', 'qualified', 'opportunity', 'won', 'lost')),
	CONSTRAINT ck_deal_lost_reason CHECK (lost_reason IN ('price', 'function', 'timing', 'competitor', 'budget', 'no_decision', 'other')),
	CONSTRAINT ck_deal_probability CHECK (probability BETWEEN 0 AND 100),
	CONSTRAINT ck_deal_currency CHECK ((amount IS NULL) = (currency IS NULL)),
	CONSTRAINT ck_deal_closed_at CHECK ((stage IN ('won', 'lost')) = (closed_at IS NOT NULL)),
	CONSTRAINT ck_deal_lost CHECK ((stage = 'lost') = (lost_reason IS NOT NULL)),
	CONSTRAINT ck_deal_lost_to CHECK (stage = 'lost' OR lost_to_id IS NULL),
	CONSTRAINT ck_deal_contract_to CHECK (contract_from <= contract_to),
	CONSTRAINT uq_deal_ref UNIQUE (ref),
	CONSTRAINT fk_deal_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT,
	CONSTRAINT fk_deal_lost_to_id FOREIGN KEY(lost_to_id) REFERENCES competitor (id) ON DELETE RESTRICT,
	CONSTRAINT fk_deal_renews_id FOREIGN KEY(renews_id) REFERENCES deal (id) ON DELETE RESTRICT,
	CONSTRAINT fk_deal_owner FOREIGN KEY(owner) REFERENCES owner (name) ON DELETE RESTRICT
);

CREATE INDEX ix_deal_archived ON deal (archived_at, id) WHERE archived_at IS NOT NULL;

CREATE INDEX ix_deal_closed ON deal (closed_at, stage, owner, customer_id, amount, currency, kind, channel, created_at, archived_at) WHERE archived_at IS NULL AND closed_at IS NOT NULL;

CREATE INDEX ix_deal_created ON deal (created_at, owner, customer_id, stage, closed_at, archived_at) WHERE archived_at IS NULL;

CREATE INDEX ix_deal_customer_id ON deal (customer_id);

CREATE INDEX ix_deal_lost_to_id ON deal (lost_to_id);

CREATE INDEX ix_deal_owned ON deal (owner, id, archived_at, customer_id) WHERE archived_at IS NULL;

CREATE INDEX ix_deal_owner ON deal (owner);

CREATE INDEX ix_deal_renews_id ON deal (renews_id);

CREATE INDEX ix_deal_stage ON deal (stage, owner);

CREATE TABLE grade_change (
	id TEXT NOT NULL,
	customer_id TEXT NOT NULL,
	grade_before TEXT,
	grade TEXT,
	changed_at INTEGER NOT NULL,
	CONSTRAINT pk_grade_change PRIMARY KEY (id),
	CONSTRAINT ck_grade_change_grade CHECK (grade IN ('A', 'B', 'C')),
	CONSTRAINT ck_grade_change_grade_before CHECK (grade_before IN ('A', 'B', 'C')),
	CONSTRAINT fk_grade_change_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT
);

CREATE INDEX ix_grade_change_customer_id ON grade_change (customer_id);

CREATE TABLE satisfaction_score (
	id TEXT NOT NULL,
	customer_id TEXT NOT NULL,
	score INTEGER NOT NULL,
	scored_at INTEGER NOT NULL,
	CONSTRAINT pk_satisfaction_score PRIMARY KEY (id),
	CONSTRAINT ck_satisfaction_score_score CHECK (score BETWEEN 0 AND 100),
	CONSTRAINT fk_satisfaction_score_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT
);

CREATE INDEX ix_satisfaction_score_customer_id ON satisfaction_score (customer_id);

CREATE TABLE stage_change (
	id TEXT NOT NULL,
	customer_id TEXT NOT NULL,
	stage TEXT NOT NULL,
	since INTEGER NOT NULL,
	CONSTRAINT pk_stage_change PRIMARY KEY (id),
	CONSTRAINT ck_stage_change_stage CHECK (stage IN ('prospect', 'interested', 'active', 'strategic', 'lost')),
	CONSTRAINT fk_stage_change_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT
);

CREATE INDEX ix_stage_change_customer_id ON stage_change (customer_id);

CREATE INDEX ix_stage_change_stage ON stage_change (stage, since, customer_id);

CREATE TABLE task_series (
	id TEXT NOT NULL,
	ref TEXT NOT NULL,
	rule TEXT NOT NULL,
	starts_on TEXT NOT NULL,
	ends_before TEXT,
	days INTEGER DEFAULT 1 NOT NULL,
	customer_id TEXT,
	module TEXT,
	action TEXT NOT NULL,
	owner TEXT NOT NULL,
	supervisor TEXT,
	acceptor TEXT,
	support TEXT,
	resources TEXT,
	output_standard TEXT,
	expected_effect TEXT,
	priority TEXT,
	milestone INTEGER DEFAULT 0 NOT NULL,
	note TEXT,
	created_at INTEGER NOT NULL,
	archived_at INTEGER,
	CONSTRAINT pk_task_series PRIMARY KEY (id),
	CONSTRAINT ck_task_series_priority CHECK (priority IN ('high', 'medium', 'low')),
	CONSTRAINT ck_task_series_days CHECK (days >= 1),
	CONSTRAINT ck_task_series_ends_before CHECK (starts_on <= ends_before),
	CONSTRAINT uq_task_series_ref UNIQUE (ref),
	CONSTRAINT fk_task_series_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT,
	CONSTRAINT fk_task_series_owner FOREIGN KEY(owner) REFERENCES owner (name) ON DELETE RESTRICT
);

CREATE INDEX ix_task_series_customer_id ON task_series (customer_id);

CREATE INDEX ix_task_series_owner ON task_series (owner);

CREATE TABLE deal_stage_change (
	id TEXT NOT NULL,
	deal_id TEXT NOT NULL,
	stage TEXT NOT NULL,
	entered_at INTEGER NOT NULL,
	CONSTRAINT pk_deal_stage_change PRIMARY KEY (id),
	CONSTRAINT ck_deal_stage_change_stage CHECK (stage IN ('lead', 'nurtured', 'qualified', 'opportunity', 'won', 'lost')),
	CONSTRAINT fk_deal_stage_change_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE RESTRICT
);

CREATE INDEX ix_deal_stage_change_deal_id ON deal_stage_change (deal_id);

CREATE INDEX ix_deal_stage_change_opportunity ON deal_stage_change (entered_at, deal_id, stage) WHERE stage = 'opportunity';

CREATE TABLE follow_up (
	id TEXT NOT NULL,
	ref TEXT NOT NULL,
	customer_id TEXT NOT NULL,
	contact_id TEXT,
	contacted_at INTEGER NOT NULL,
	method TEXT NOT NULL,
	with_people TEXT,
	our_people TEXT,
	need TEXT,
	content TEXT NOT NULL,
	feedback TEXT,
	decision_progress TEXT,
	progress TEXT,
	next_action TEXT,
	owner TEXT,
	written_at INTEGER,
	archived_at INTEGER,
	CONSTRAINT pk_follow_up PRIMARY KEY (id),
	CONSTRAINT ck_follow_up_method CHECK (method IN ('visit', 'phone', 'online_meeting', 'demo', 'messaging', 'email', 'event')),
	CONSTRAINT uq_follow_up_ref UNIQUE (ref),
	CONSTRAINT fk_follow_up_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT,
	CONSTRAINT fk_follow_up_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE RESTRICT,
	CONSTRAINT fk_follow_up_owner FOREIGN KEY(owner) REFERENCES owner (name) ON DELETE RESTRICT
);

CREATE INDEX ix_follow_up_contact_id ON follow_up (contact_id);

CREATE INDEX ix_follow_up_contacted_at ON follow_up (contacted_at);

CREATE INDEX ix_follow_up_customer ON follow_up (customer_id, contacted_at, archived_at);

CREATE INDEX ix_follow_up_owner ON follow_up (owner, contacted_at);

CREATE TABLE inquiry (
	id TEXT NOT NULL,
	ref TEXT NOT NULL,
	customer_id TEXT NOT NULL,
	contact_id TEXT,
	kind TEXT NOT NULL,
	received_at INTEGER NOT NULL,
	channel TEXT,
	text TEXT NOT NULL,
	complex INTEGER DEFAULT 0 NOT NULL,
	grade_at_receipt TEXT NOT NULL,
	answered_at INTEGER,
	solved_at INTEGER,
	result TEXT,
	customer_told_at INTEGER,
	created_at INTEGER NOT NULL,
	archived_at INTEGER,
	CONSTRAINT pk_inquiry PRIMARY KEY (id),
	CONSTRAINT ck_inquiry_kind CHECK (kind IN ('lead', 'urgent', 'objection', 'complaint')),
	CONSTRAINT ck_inquiry_grade_at_receipt CHECK (grade_at_receipt IN ('A', 'B', 'C')),
	CONSTRAINT ck_inquiry_solved_at CHECK (solved_at >= received_at),
	CONSTRAINT ck_inquiry_answered_at CHECK (answered_at >= received_at),
	CONSTRAINT ck_inquiry_customer_told_at CHECK (solved_at IS NOT NULL OR customer_told_at IS NULL),
	CONSTRAINT uq_inquiry_ref UNIQUE (ref),
	CONSTRAINT fk_inquiry_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT,
	CONSTRAINT fk_inquiry_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE RESTRICT
);

CREATE INDEX ix_inquiry_contact_id ON inquiry (contact_id);

CREATE INDEX ix_inquiry_customer_id ON inquiry (customer_id);

CREATE TABLE answer (
	id TEXT NOT NULL,
	follow_up_id TEXT NOT NULL,
	inquiry_id TEXT NOT NULL,
	CONSTRAINT pk_answer PRIMARY KEY (id),
	CONSTRAINT uq_answer_follow_up_id UNIQUE (follow_up_id, inquiry_id),
	CONSTRAINT fk_answer_follow_up_id FOREIGN KEY(follow_up_id) REFERENCES follow_up (id) ON DELETE RESTRICT,
	CONSTRAINT fk_answer_inquiry_id FOREIGN KEY(inquiry_id) REFERENCES inquiry (id) ON DELETE RESTRICT
);

CREATE INDEX ix_answer_follow_up_id ON answer (follow_up_id);

CREATE INDEX ix_answer_inquiry_id ON answer (inquiry_id);

CREATE TABLE objection (
	id TEXT NOT NULL,
	ref TEXT NOT NULL,
	follow_up_id TEXT NOT NULL,
	inquiry_id TEXT,
	kind TEXT NOT NULL,
	text TEXT NOT NULL,
	answer TEXT,
	outcome TEXT NOT NULL,
	CONSTRAINT pk_objection PRIMARY KEY (id),
	CONSTRAINT ck_objection_kind CHECK (kind IN ('price', 'function', 'delivery', 'service', 'competitor', 'other')),
	CONSTRAINT ck_objection_outcome CHECK (outcome IN ('open', 'satisfied', 'unmoved')),
	CONSTRAINT uq_objection_ref UNIQUE (ref),
	CONSTRAINT fk_objection_follow_up_id FOREIGN KEY(follow_up_id) REFERENCES follow_up (id) ON DELETE RESTRICT,
	CONSTRAINT fk_objection_inquiry_id FOREIGN KEY(inquiry_id) REFERENCES inquiry (id) ON DELETE RESTRICT
);

CREATE INDEX ix_objection_follow_up_id ON objection (follow_up_id);

CREATE INDEX ix_objection_inquiry_id ON objection (inquiry_id);

CREATE TABLE promise (
	id TEXT NOT NULL,
	ref TEXT NOT NULL,
	customer_id TEXT NOT NULL,
	follow_up_id TEXT,
	made_at INTEGER NOT NULL,
	due TEXT NOT NULL,
	method TEXT,
	place TEXT,
	withdrawn_at INTEGER,
	CONSTRAINT pk_promise PRIMARY KEY (id),
	CONSTRAINT ck_promise_method CHECK (method IN ('visit', 'phone', 'online_meeting', 'demo', 'messaging', 'email', 'event')),
	CONSTRAINT uq_promise_ref UNIQUE (ref),
	CONSTRAINT fk_promise_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT,
	CONSTRAINT fk_promise_follow_up_id FOREIGN KEY(follow_up_id) REFERENCES follow_up (id) ON DELETE RESTRICT
);

CREATE INDEX ix_promise_customer_id ON promise (customer_id);

CREATE INDEX ix_promise_follow_up_id ON promise (follow_up_id);

CREATE TABLE task (
	id TEXT NOT NULL,
	ref TEXT NOT NULL,
	customer_id TEXT,
	follow_up_id TEXT,
	inquiry_id TEXT,
	module TEXT,
	action TEXT NOT NULL,
	owner TEXT NOT NULL,
	supervisor TEXT,
	acceptor TEXT,
	support TEXT,
	start TEXT,
	"end" TEXT,
	resources TEXT,
	output_standard TEXT,
	expected_effect TEXT,
	progress INTEGER DEFAULT 0 NOT NULL,
	status TEXT NOT NULL,
	done_at INTEGER,
	dropped_at INTEGER,
	accepted_at INTEGER,
	delay_cause TEXT,
	priority TEXT,
	milestone INTEGER DEFAULT 0 NOT NULL,
	note TEXT,
	created_at INTEGER NOT NULL,
	archived_at INTEGER,
	waiting_for TEXT,
	deal_id TEXT,
	series_id TEXT,
	series_day TEXT,
	CONSTRAINT pk_task PRIMARY KEY (id),
	CONSTRAINT ck_task_status CHECK (status IN ('todo', 'doing', 'waiting', 'done', 'dropped')),
	CONSTRAINT ck_task_priority CHECK (priority IN ('high', 'medium', 'low')),
	CONSTRAINT ck_task_progress CHECK (progress BETWEEN 0 AND 100),
	CONSTRAINT ck_task_done_at CHECK ((status = 'done') = (done_at IS NOT NULL)),
	CONSTRAINT ck_task_dropped_at CHECK ((status = 'dropped') = (dropped_at IS NOT NULL)),
	CONSTRAINT ck_task_done CHECK (status <> 'done' OR progress = 100),
	CONSTRAINT ck_task_start CHECK ("start" <= "end" OR length("end") > 10),
	CONSTRAINT uq_task_ref UNIQUE (ref),
	CONSTRAINT fk_task_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE RESTRICT,
	CONSTRAINT fk_task_follow_up_id FOREIGN KEY(follow_up_id) REFERENCES follow_up (id) ON DELETE RESTRICT,
	CONSTRAINT fk_task_inquiry_id FOREIGN KEY(inquiry_id) REFERENCES inquiry (id) ON DELETE RESTRICT,
	CONSTRAINT fk_task_owner FOREIGN KEY(owner) REFERENCES owner (name) ON DELETE RESTRICT,
	CONSTRAINT fk_task_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE RESTRICT,
	CONSTRAINT fk_task_series_id FOREIGN KEY(series_id) REFERENCES task_series (id) ON DELETE RESTRICT
);

CREATE INDEX ix_task_customer_id ON task (customer_id);

CREATE INDEX ix_task_deal_id ON task (deal_id);

CREATE INDEX ix_task_done_at ON task (done_at);

CREATE INDEX ix_task_follow_up_id ON task (follow_up_id);

CREATE INDEX ix_task_inquiry_id ON task (inquiry_id);

CREATE INDEX ix_task_owner ON task (owner);

CREATE INDEX ix_task_series_id ON task (series_id);

CREATE INDEX ix_task_status ON task (status, owner);

CREATE TABLE improvement (
	id TEXT NOT NULL,
	review_id TEXT NOT NULL,
	text TEXT NOT NULL,
	task_id TEXT,
	CONSTRAINT pk_improvement PRIMARY KEY (id),
	CONSTRAINT uq_improvement_task_id UNIQUE (task_id),
	CONSTRAINT fk_improvement_review_id FOREIGN KEY(review_id) REFERENCES review (id) ON DELETE RESTRICT,
	CONSTRAINT fk_improvement_task_id FOREIGN KEY(task_id) REFERENCES task (id) ON DELETE RESTRICT
);

CREATE INDEX ix_improvement_review_id ON improvement (review_id);

CREATE INDEX ix_improvement_task_id ON improvement (task_id);

CREATE TABLE task_dependency (
	id TEXT NOT NULL,
	task_id TEXT NOT NULL,
	depends_on_id TEXT NOT NULL,
	CONSTRAINT pk_task_dependency PRIMARY KEY (id),
	CONSTRAINT uq_task_dependency_task_id UNIQUE (task_id, depends_on_id),
	CONSTRAINT ck_task_dependency_depends_on_id CHECK (task_id <> depends_on_id),
	CONSTRAINT fk_task_dependency_task_id FOREIGN KEY(task_id) REFERENCES task (id) ON DELETE RESTRICT,
	CONSTRAINT fk_task_dependency_depends_on_id FOREIGN KEY(depends_on_id) REFERENCES task (id) ON DELETE RESTRICT
);

CREATE INDEX ix_task_dependency_depends_on_id ON task_dependency (depends_on_id);

CREATE INDEX ix_task_dependency_task_id ON task_dependency (task_id);

-- The change log, and what follows from the facts. Appended to the generated schema; none of it is logged.

CREATE TABLE command (
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    at INTEGER NOT NULL,
    subject TEXT,
    undoes INTEGER REFERENCES command (seq),
    undone_by INTEGER REFERENCES command (seq)
);

CREATE INDEX ix_command_actor ON command (actor, seq);

CREATE TABLE change (
    seq INTEGER PRIMARY KEY,
    command_seq INTEGER NOT NULL REFERENCES command (seq),
    entity TEXT NOT NULL,
    record_id TEXT NOT NULL,
    operation TEXT NOT NULL CHECK (operation IN ('insert', 'update', 'delete')),
    fields TEXT NOT NULL
);

CREATE INDEX ix_change_command ON change (command_seq);

CREATE INDEX ix_change_record ON change (record_id, seq);

CREATE TABLE clock (
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    step TEXT NOT NULL,
    ref TEXT NOT NULL,
    rule TEXT NOT NULL,
    customer_id TEXT,
    owner TEXT,
    grade TEXT,
    time_limit TEXT,
    started_at INTEGER NOT NULL,
    soon_at INTEGER,
    due_at INTEGER,
    due_before_regrade INTEGER,
    stopped_at INTEGER,
    outcome TEXT,
    due_day TEXT,
    PRIMARY KEY (kind, subject_id, step)
) WITHOUT ROWID;

CREATE INDEX ix_clock_owner ON clock (owner, kind, soon_at, due_at, started_at, stopped_at) WHERE stopped_at IS NULL;

CREATE INDEX ix_clock_open ON clock (kind, soon_at) WHERE stopped_at IS NULL;

CREATE INDEX ix_clock_customer ON clock (customer_id);

CREATE INDEX ix_clock_due_day ON clock (kind, due_day, owner, due_at, stopped_at, outcome, grade, rule, customer_id)
    WHERE due_day IS NOT NULL;

CREATE INDEX ix_clock_settled ON clock (kind, stopped_at, owner, due_day, due_at, outcome, grade, rule)
    WHERE due_day IS NOT NULL AND kind = 'inquiry';

CREATE TABLE customer_order (
    customer_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    at INTEGER NOT NULL,
    following INTEGER,
    owner TEXT,
    PRIMARY KEY (customer_id, place)
) WITHOUT ROWID;

CREATE INDEX ix_customer_order_at ON customer_order (at, following, owner);

CREATE INDEX ix_customer_order_first ON customer_order (at, owner) WHERE place = 1;

CREATE INDEX ix_customer_order_owner ON customer_order (owner, at) WHERE place = 1;

CREATE TABLE customer_score (
    customer_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    at INTEGER NOT NULL,
    following INTEGER,
    score INTEGER NOT NULL,
    change INTEGER NOT NULL,
    owner TEXT,
    PRIMARY KEY (customer_id, place)
) WITHOUT ROWID;

CREATE TABLE deal_open (
    deal_id TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    ended_at INTEGER,
    owner TEXT,
    customer_id TEXT NOT NULL,
    PRIMARY KEY (deal_id, opened_at)
) WITHOUT ROWID;

CREATE INDEX ix_deal_open_customer ON deal_open (customer_id, opened_at, ended_at, owner);

CREATE TABLE daily (
    figure TEXT NOT NULL,
    part TEXT NOT NULL,
    owner TEXT NOT NULL,
    day TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (figure, day, owner, part)
) WITHOUT ROWID;

CREATE TABLE warning (
    customer_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    owner TEXT,
    grade TEXT NOT NULL,
    begins_at INTEGER NOT NULL,
    score_before INTEGER,
    score INTEGER,
    counted_from INTEGER,
    rhythm TEXT,
    complaints INTEGER,
    ref TEXT,
    PRIMARY KEY (customer_id, kind)
) WITHOUT ROWID;

CREATE INDEX ix_warning_owner ON warning (owner, begins_at, grade);

CREATE INDEX ix_warning_begins ON warning (grade, begins_at);

CREATE TABLE customer_search (
    customer_id TEXT PRIMARY KEY,
    text TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE customer_line (
    n INTEGER PRIMARY KEY,
    customer_id TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    grade TEXT,
    segment TEXT,
    care TEXT,
    stage TEXT NOT NULL,
    owner TEXT,
    region TEXT,
    industry TEXT,
    created_at INTEGER NOT NULL,
    archived_at INTEGER,
    last_contact INTEGER,
    next_due INTEGER,
    tagged INTEGER NOT NULL
);

CREATE INDEX ix_customer_line_archived ON customer_line (archived_at) WHERE archived_at IS NOT NULL;

CREATE VIRTUAL TABLE customer_grams USING fts5 (
    grams, content = '', detail = none, columnsize = 0, tokenize = 'ascii'
);

CREATE TABLE text_key (
    n INTEGER PRIMARY KEY,
    entity TEXT NOT NULL,
    record_id TEXT NOT NULL UNIQUE
);

CREATE VIRTUAL TABLE text_search USING fts5 (body, tokenize = "unicode61 remove_diacritics 2");
