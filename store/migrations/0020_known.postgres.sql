-- How pages may differ from the base of a source and still say what it says: a page that does need not be read.

-- +goose Up

ALTER TABLE sources ADD COLUMN base_known bytea;
