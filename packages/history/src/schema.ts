/** Counted up when the tables change; `PRAGMA user_version` holds it. */
export const schemaVersion = 1

export const schema = `
  CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    scenario TEXT NOT NULL,
    variant TEXT NOT NULL,
    started_at TEXT NOT NULL,
    commit_hash TEXT,
    commit_subject TEXT,
    commit_dirty INTEGER,
    outcome TEXT NOT NULL,
    good INTEGER NOT NULL,
    -- The whole result as JSON, packed by gzip; only of the latest runs.
    result BLOB,
    UNIQUE (scenario, variant, started_at)
  ) STRICT;
  CREATE TABLE figures (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    unit TEXT NOT NULL,
    better TEXT NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (run, id)
  ) STRICT;
`
