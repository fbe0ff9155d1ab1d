-- What people who may not decide cells say of them, until somebody who may takes it or does not.

-- +goose Up

CREATE TABLE proposals (
    id            INTEGER PRIMARY KEY,
    feature_id    INTEGER NOT NULL REFERENCES features (id),
    competitor_id INTEGER NOT NULL REFERENCES competitors (id),
    state         text NOT NULL,
    plan_from     text NOT NULL DEFAULT '',
    add_on        boolean NOT NULL DEFAULT false,
    limit_text    text NOT NULL DEFAULT '',
    platform      text NOT NULL DEFAULT '',
    note          text NOT NULL DEFAULT '',
    proposed_by   text NOT NULL,
    proposed_at   datetime NOT NULL,
    decided_by    text NOT NULL DEFAULT '',
    decided_at    datetime,
    taken         boolean NOT NULL DEFAULT false
);
CREATE INDEX proposals_cell ON proposals (feature_id, competitor_id);
CREATE INDEX proposals_open ON proposals (id) WHERE decided_at IS NULL;
