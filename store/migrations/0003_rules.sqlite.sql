-- What people say of parts of a source's pages, in versions: a rule is never edited, a new version replaces it. Readings
-- say which reader and which rules made them. Documents are caches and are read again.

-- +goose Up

CREATE TABLE rule_versions (
    id        INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES sources (id),
    version   INTEGER NOT NULL,
    rules     text NOT NULL,
    actor     text NOT NULL DEFAULT '',
    at        datetime NOT NULL,
    UNIQUE (source_id, version)
);

ALTER TABLE sources ADD COLUMN rules_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN read_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE sources ADD COLUMN read_rules INTEGER NOT NULL DEFAULT 0;

ALTER TABLE changes ADD COLUMN read_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE changes ADD COLUMN read_rules INTEGER NOT NULL DEFAULT 0;

DROP TABLE documents;
CREATE TABLE documents (
    snapshot_id  INTEGER NOT NULL REFERENCES snapshots (id),
    read_version INTEGER NOT NULL,
    read_rules   INTEGER NOT NULL,
    body         blob NOT NULL,
    PRIMARY KEY (snapshot_id, read_version, read_rules)
);

-- Evidence that a newer reader, or new rules, no longer find on the very page it was taken from.
ALTER TABLE evidence ADD COLUMN withdrawn_at datetime;
