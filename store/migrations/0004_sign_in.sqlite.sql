-- Who may come in: passwords, identities of other sign-in services, sessions and API tokens. Tokens of sessions and of the
-- API are kept as hashes only.

-- +goose Up

ALTER TABLE users ADD COLUMN password_hash text NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN failed_sign_ins INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN locked_until datetime;
ALTER TABLE users ADD COLUMN zone text NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN theme text NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN keys_off boolean NOT NULL DEFAULT false;

CREATE TABLE identities (
    issuer  text NOT NULL,
    subject text NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_user ON identities (user_id);

CREATE TABLE sessions (
    token      text PRIMARY KEY,
    data       blob NOT NULL,
    expires_at datetime NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE api_tokens (
    id           INTEGER PRIMARY KEY,
    user_id      INTEGER NOT NULL REFERENCES users (id),
    name         text NOT NULL DEFAULT '',
    hash         blob NOT NULL UNIQUE,
    hint         text NOT NULL DEFAULT '',
    scope        text NOT NULL DEFAULT 'read',
    created_at   datetime NOT NULL,
    last_used_at datetime,
    expires_at   datetime,
    revoked_at   datetime
);
CREATE INDEX api_tokens_user ON api_tokens (user_id);

-- What waits for a person is counted on every page.
CREATE INDEX cells_contested ON cells (id) WHERE standing = 'contested';
CREATE INDEX phrases_waiting ON phrases (id) WHERE decision = 'open';
CREATE INDEX annotations_inbox ON annotations (id) WHERE gap_id IS NULL;
