-- Where what was made is found: a request that is sent again is told so too.

-- +goose Up

ALTER TABLE kept_answers ADD COLUMN location text NOT NULL DEFAULT '';
