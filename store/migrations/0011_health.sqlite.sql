-- How sources fare: what is wrong with one in a word, how often it brings news, and episodes: a time in which a source was
-- in trouble, or quiet against its own rhythm. Of each an operator is told once that it began and once that it ended.

-- +goose Up

CREATE TABLE episodes (
    id             INTEGER PRIMARY KEY,
    source_id      INTEGER NOT NULL REFERENCES sources (id),
    kind           text NOT NULL,
    class          text NOT NULL DEFAULT '',
    reason         text NOT NULL DEFAULT '',
    failures       INTEGER NOT NULL DEFAULT 0,
    since          datetime NOT NULL,
    began_at       datetime NOT NULL,
    ended_at       datetime,
    began_told_at  datetime,
    ended_told_at  datetime,
    UNIQUE (source_id, kind, since)
);
CREATE UNIQUE INDEX episodes_open ON episodes (source_id, kind) WHERE ended_at IS NULL;
CREATE INDEX episodes_began ON episodes (began_at);
CREATE INDEX episodes_untold ON episodes (id) WHERE began_told_at IS NULL OR (ended_at IS NOT NULL AND ended_told_at IS NULL);

ALTER TABLE sources ADD COLUMN trouble text NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN episode_id INTEGER REFERENCES episodes (id);
ALTER TABLE sources ADD COLUMN news_every_seconds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN quiet_after datetime;

ALTER TABLE subscriptions ADD COLUMN audience text NOT NULL DEFAULT 'reader';
