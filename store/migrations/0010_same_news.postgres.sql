-- The same news from several addresses of one competitor: an entry that tells what another one told first names it. What
-- names none is the first. A change of such an entry is "joined": told already, and not told again.

-- +goose Up

ALTER TABLE entries ADD COLUMN same_as bigint REFERENCES entries (id);
CREATE INDEX entries_same_as ON entries (same_as) WHERE same_as IS NOT NULL;
CREATE INDEX entries_near ON entries (competitor_id, date);
