-- Evidence that a person has dismissed, and why: it stays, and supports no cell.

-- +goose Up

ALTER TABLE evidence ADD COLUMN dismissed_at timestamptz;
ALTER TABLE evidence ADD COLUMN dismissed_by text NOT NULL DEFAULT '';
ALTER TABLE evidence ADD COLUMN dismiss_reason text NOT NULL DEFAULT '';
