-- People: who may come in, with what, and what clients see.
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,      -- in lower case
    name TEXT NOT NULL,
    password TEXT,                   -- argon2id; none for who comes in by a provider
    made INTEGER NOT NULL
);
-- What somebody is in a workspace; '*' is every workspace of the server.
CREATE TABLE members (
    user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    workspace TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'analyst', 'client')),
    PRIMARY KEY (user, workspace)
);
CREATE TABLE sessions (
    digest TEXT PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    made INTEGER NOT NULL,
    seen INTEGER NOT NULL
);
CREATE TABLE invitations (
    digest TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    workspace TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'analyst', 'client')),
    made INTEGER NOT NULL,
    until INTEGER NOT NULL
);
CREATE TABLE keys (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    workspace TEXT NOT NULL,
    scopes TEXT NOT NULL,            -- words with a space between
    made INTEGER NOT NULL,
    seen INTEGER
);
-- Failures to come in, by what was tried: an address of mail, a network address.
CREATE TABLE attempts (
    what TEXT NOT NULL,
    at INTEGER NOT NULL
);
CREATE INDEX attempts_by_what ON attempts (what, at);
-- Pages that clients of a workspace see.
CREATE TABLE shares (
    workspace TEXT NOT NULL,
    page TEXT NOT NULL,
    PRIMARY KEY (workspace, page)
);
