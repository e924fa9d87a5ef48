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
-- Drafts that were prepared, and who approved which.
CREATE TABLE drafts (
    workspace TEXT NOT NULL,
    month TEXT NOT NULL,             -- 2026-10
    made INTEGER NOT NULL,
    version TEXT,                    -- of the data that were approved
    approved INTEGER,
    approver TEXT,
    PRIMARY KEY (workspace, month)
);
-- What was approved, as it is sent.
CREATE TABLE papers (
    workspace TEXT NOT NULL,
    month TEXT NOT NULL,
    language TEXT NOT NULL,
    name TEXT NOT NULL,              -- of the file
    entry INTEGER,                   -- of the ledger that signs it
    bytes BLOB NOT NULL,
    view TEXT NOT NULL,              -- its figures, as JSON
    PRIMARY KEY (workspace, month, language, name)
);
-- What is to be sent, and what became of it. Nothing is sent twice to one address, even where it was taken off the list and put
-- on again.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    workspace TEXT NOT NULL,
    what TEXT NOT NULL,              -- draft, report, digest, goal
    about TEXT NOT NULL,             -- the month, the last day of the week, the goal and its state
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
