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
