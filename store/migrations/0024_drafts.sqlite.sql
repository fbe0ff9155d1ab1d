-- What a language model drafted, and what became of it: one for each change or phrase that it was asked about, refused ones too.

-- +goose Up

CREATE TABLE drafts (
    id          INTEGER PRIMARY KEY,
    change_id   INTEGER UNIQUE REFERENCES changes (id) ON DELETE CASCADE,
    phrase_id   INTEGER UNIQUE REFERENCES phrases (id) ON DELETE CASCADE,
    model       text NOT NULL,
    text        text NOT NULL DEFAULT '',
    feature_id  INTEGER REFERENCES features (id),
    quote       text NOT NULL DEFAULT '',
    refused     text NOT NULL DEFAULT '',
    made_at     datetime NOT NULL,
    taken       boolean NOT NULL DEFAULT false,
    decided_by  text NOT NULL DEFAULT '',
    decided_at  datetime,
    CHECK ((change_id IS NULL) <> (phrase_id IS NULL))
);
CREATE INDEX drafts_made ON drafts (made_at);
