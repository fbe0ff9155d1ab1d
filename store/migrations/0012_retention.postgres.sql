-- What taking stored pages away has to look up: who refers to a snapshot.

-- +goose Up

CREATE INDEX sources_base_snapshot ON sources (base_snapshot_id) WHERE base_snapshot_id IS NOT NULL;
CREATE INDEX sources_last_snapshot ON sources (last_snapshot_id) WHERE last_snapshot_id IS NOT NULL;
CREATE INDEX phrases_snapshot ON phrases (snapshot_id);
