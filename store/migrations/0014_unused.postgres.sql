-- What nobody writes or reads any more.

-- +goose Up

ALTER TABLE snapshots DROP COLUMN read_at;
