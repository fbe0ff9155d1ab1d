-- When a source is looked at: in which hours, and what is known of how often it moves.

-- +goose Up

ALTER TABLE sources ADD COLUMN look_window text NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN zone text NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN jitter_percent bigint NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN asked_at timestamptz;
ALTER TABLE sources ADD COLUMN quiet_looks bigint NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN quiet_since timestamptz;
ALTER TABLE sources ADD COLUMN wish_seconds bigint NOT NULL DEFAULT 0;

UPDATE sources SET quiet_since = coalesce(last_new_at, (SELECT min(at) FROM captures WHERE source_id = sources.id
    AND outcome IN ('new', 'same', 'changed')));
