-- What programs were answered that named their request by a key of their own: the same request is not carried out twice.

-- +goose Up

CREATE TABLE kept_answers (
    user_id    INTEGER NOT NULL,
    key        text NOT NULL,
    request    blob NOT NULL,
    status     INTEGER NOT NULL DEFAULT 0,
    etag       text NOT NULL DEFAULT '',
    body       blob,
    created_at datetime NOT NULL,
    PRIMARY KEY (user_id, key)
);
CREATE INDEX kept_answers_created ON kept_answers (created_at);
