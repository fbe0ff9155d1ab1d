-- What programs were answered that named their request by a key of their own: the same request is not carried out twice.

-- +goose Up

CREATE TABLE kept_answers (
    user_id    bigint NOT NULL,
    key        text NOT NULL,
    request    bytea NOT NULL,
    status     bigint NOT NULL DEFAULT 0,
    etag       text NOT NULL DEFAULT '',
    body       bytea,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, key)
);
CREATE INDEX kept_answers_created ON kept_answers (created_at);
