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

CREATE INDEX ix_deal_closed_at ON deal (closed_at);

CREATE INDEX ix_deal_customer_id ON deal (customer_id);

CREATE INDEX ix_deal_lost_to_id ON deal (lost_to_id);

CREATE INDEX ix_deal_owner ON deal (owner);

CREATE INDEX ix_deal_renews_id ON deal (renews_id);

CREATE INDEX ix_deal_stage ON deal (stage, owner);

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

ALTER TABLE task RENAME TO task_of_schema_2;

DROP INDEX ix_task_customer_id;

DROP INDEX ix_task_follow_up_id;

DROP INDEX ix_task_inquiry_id;

DROP INDEX ix_task_owner;

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

INSERT INTO task (id, ref, customer_id, follow_up_id, inquiry_id, module, action, owner, supervisor, acceptor, support, start, "end", resources, output_standard, expected_effect, progress, status, done_at, dropped_at, accepted_at, delay_cause, priority, milestone, note, created_at, archived_at)
SELECT id, ref, customer_id, follow_up_id, inquiry_id, module, action, owner, supervisor, acceptor, support, start, "end", resources, output_standard, expected_effect, progress, status, done_at, dropped_at, accepted_at, delay_cause, priority, milestone, note, created_at, archived_at FROM task_of_schema_2;

DROP TABLE task_of_schema_2;

CREATE INDEX ix_task_customer_id ON task (customer_id);

CREATE INDEX ix_task_deal_id ON task (deal_id);

CREATE INDEX ix_task_done_at ON task (done_at);

CREATE INDEX ix_task_follow_up_id ON task (follow_up_id);

CREATE INDEX ix_task_inquiry_id ON task (inquiry_id);

CREATE INDEX ix_task_owner ON task (owner);

CREATE INDEX ix_task_series_id ON task (series_id);

CREATE INDEX ix_task_status ON task (status, owner);

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
