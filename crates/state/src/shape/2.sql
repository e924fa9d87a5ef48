-- Sending: who is sent what and when, what was approved, the outbox, and how goals stood.
-- Who is sent something of a workspace: an address of mail or of a webhook.
CREATE TABLE recipients (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given again: links that end letters name it
    workspace TEXT NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('mail', 'webhook')),
    address TEXT NOT NULL,
    language TEXT NOT NULL,          -- BCP 47
    zone TEXT NOT NULL,              -- IANA
    report INTEGER NOT NULL,         -- whether they get this
    digest INTEGER NOT NULL,
    goals INTEGER NOT NULL,
    secret BLOB,                     -- of a webhook, sealed with the server's key
    off TEXT,                        -- why nothing is sent any more
    made INTEGER NOT NULL,
    reports_since INTEGER NOT NULL,  -- approvals from then on are for them
    UNIQUE (workspace, address)
);
-- When a workspace's reports and digests are due; the hours are of each recipient's zone.
CREATE TABLE schedules (
    workspace TEXT PRIMARY KEY,
    day INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    weekday INTEGER NOT NULL,
    week_hour INTEGER NOT NULL,
    since INTEGER NOT NULL           -- what was due before is not caught up with
);
-- Drafts that were prepared, and who approved which. A month's report may be issued anew after it was sent: what was approved
-- before stays, and what comes later has a number of its own.
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
-- What was approved, as it is sent.
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
-- What is to be sent, and what became of it. Nothing is sent twice to one address, even where it was taken off the list and put
-- on again.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    workspace TEXT NOT NULL,
    what TEXT NOT NULL,              -- draft, report, restated, digest, goal
    about TEXT NOT NULL,             -- the issue, the last day of the week, the goal, its state and which change
    way TEXT NOT NULL,
    address TEXT NOT NULL,
    language TEXT NOT NULL,
    recipient INTEGER,
    due INTEGER NOT NULL,
    next INTEGER NOT NULL,           -- when it is tried next
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    held INTEGER,                    -- until when whoever sends it may take
    body TEXT,                       -- as it is sent, so that each attempt says the same
    error TEXT,
    done INTEGER,
    UNIQUE (workspace, what, about, address)
);
CREATE INDEX outbox_by_next ON outbox (state, next);
-- How goals stood when they were last looked at.
CREATE TABLE goal_states (
    workspace TEXT NOT NULL,
    goal TEXT NOT NULL,
    state TEXT NOT NULL,
    changes INTEGER NOT NULL,        -- how often it came to stand otherwise
    PRIMARY KEY (workspace, goal)
);
