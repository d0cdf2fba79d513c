DROP INDEX ix_deal_closed_at;

CREATE INDEX ix_customer_archived ON customer (archived_at, id) WHERE archived_at IS NOT NULL;

CREATE INDEX ix_customer_created ON customer (created_at, owner, archived_at);

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

CREATE INDEX ix_deal_archived ON deal (archived_at, id) WHERE archived_at IS NOT NULL;

CREATE INDEX ix_deal_closed ON deal (closed_at, stage, owner, customer_id, amount, currency, kind, channel, created_at, archived_at) WHERE archived_at IS NULL AND closed_at IS NOT NULL;

CREATE INDEX ix_deal_created ON deal (created_at, owner, customer_id, stage, closed_at, archived_at) WHERE archived_at IS NULL;

CREATE INDEX ix_deal_owned ON deal (owner, id, archived_at, customer_id) WHERE archived_at IS NULL;

CREATE INDEX ix_stage_change_stage ON stage_change (stage, since, customer_id);

CREATE INDEX ix_deal_stage_change_opportunity ON deal_stage_change (entered_at, deal_id, stage) WHERE stage = 'opportunity';

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

DROP TABLE clock;

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
