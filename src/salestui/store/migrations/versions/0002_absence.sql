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

DROP INDEX ix_clock_owner;

CREATE INDEX ix_clock_owner ON clock (owner, kind, soon_at, due_at, started_at, stopped_at) WHERE stopped_at IS NULL;

DROP INDEX ix_follow_up_customer;

CREATE INDEX ix_follow_up_customer ON follow_up (customer_id, contacted_at, archived_at);
