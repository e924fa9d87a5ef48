-- A month's report may be issued anew after it was sent: what was approved before stays, and what comes later has a number of its own.
CREATE TABLE issues (
    workspace TEXT NOT NULL,
    month TEXT NOT NULL,             -- 2026-10
    number INTEGER NOT NULL,         -- 1: the report; 2 and on: what restates it
    made INTEGER NOT NULL,
    changes TEXT,                    -- what a restatement changes, as JSON
    version TEXT,                    -- of the data that were approved
    entries INTEGER,                 -- of the ledger, when it was approved
    approved INTEGER,
    approver TEXT,
    PRIMARY KEY (workspace, month, number)
);
INSERT INTO issues (workspace, month, number, made, version, approved, approver)
    SELECT workspace, month, 1, made, version, approved, approver FROM drafts;
DROP TABLE drafts;
CREATE TABLE kept (
    workspace TEXT NOT NULL,
    month TEXT NOT NULL,
    number INTEGER NOT NULL,
    language TEXT NOT NULL,
    name TEXT NOT NULL,              -- of the file
    entry INTEGER,                   -- of the ledger that signs it
    bytes BLOB NOT NULL,
    view TEXT NOT NULL,              -- its figures, as JSON
    PRIMARY KEY (workspace, month, number, language, name)
);
INSERT INTO kept SELECT workspace, month, 1, language, name, entry, bytes, view FROM papers;
DROP TABLE papers;
