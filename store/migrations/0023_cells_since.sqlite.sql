-- Since when a cell has been in its state. What else it says may have moved since, and who says it.

-- +goose Up

ALTER TABLE cells ADD COLUMN since datetime;
UPDATE cells SET since = coalesce((
    SELECT min(v.at) FROM cell_versions v WHERE v.feature_id = cells.feature_id AND v.competitor_id = cells.competitor_id AND v.at > coalesce((
        SELECT max(w.at) FROM cell_versions w
        WHERE w.feature_id = cells.feature_id AND w.competitor_id = cells.competitor_id AND w.state <> cells.state
    ), '')
), updated_at);
