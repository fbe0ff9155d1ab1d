-- The matrix is renewed without reading the cells of all features: each feature keeps the number of cells at which those of its
-- own, or their history, were last written.

-- +goose Up

CREATE TABLE feature_revisions (
    feature_id INTEGER PRIMARY KEY, -- no reference: it outlives what it counts
    number     INTEGER NOT NULL
);
DROP TRIGGER revise_cells_added;
DROP TRIGGER revise_cells_changed;
DROP TRIGGER revise_cells_gone;
DROP TRIGGER revise_cell_versions_added;
DROP TRIGGER revise_cell_versions_changed;
DROP TRIGGER revise_cell_versions_gone;

-- +goose StatementBegin
CREATE TRIGGER revise_cells_added AFTER INSERT ON cells BEGIN
    UPDATE revisions SET cells = cells + 1;
    INSERT INTO feature_revisions (feature_id, number) SELECT NEW.feature_id, cells FROM revisions WHERE true
        ON CONFLICT (feature_id) DO UPDATE SET number = excluded.number;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_cells_changed AFTER UPDATE ON cells BEGIN
    UPDATE revisions SET cells = cells + 1;
    INSERT INTO feature_revisions (feature_id, number) SELECT OLD.feature_id, cells FROM revisions WHERE OLD.feature_id <> NEW.feature_id
        ON CONFLICT (feature_id) DO UPDATE SET number = excluded.number;
    INSERT INTO feature_revisions (feature_id, number) SELECT NEW.feature_id, cells FROM revisions WHERE true
        ON CONFLICT (feature_id) DO UPDATE SET number = excluded.number;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_cells_gone AFTER DELETE ON cells BEGIN
    UPDATE revisions SET cells = cells + 1;
    INSERT INTO feature_revisions (feature_id, number) SELECT OLD.feature_id, cells FROM revisions WHERE true
        ON CONFLICT (feature_id) DO UPDATE SET number = excluded.number;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER revise_cell_versions_added AFTER INSERT ON cell_versions BEGIN
    UPDATE revisions SET cells = cells + 1;
    INSERT INTO feature_revisions (feature_id, number) SELECT NEW.feature_id, cells FROM revisions WHERE true
        ON CONFLICT (feature_id) DO UPDATE SET number = excluded.number;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_cell_versions_changed AFTER UPDATE ON cell_versions BEGIN
    UPDATE revisions SET cells = cells + 1;
    INSERT INTO feature_revisions (feature_id, number) SELECT OLD.feature_id, cells FROM revisions WHERE OLD.feature_id <> NEW.feature_id
        ON CONFLICT (feature_id) DO UPDATE SET number = excluded.number;
    INSERT INTO feature_revisions (feature_id, number) SELECT NEW.feature_id, cells FROM revisions WHERE true
        ON CONFLICT (feature_id) DO UPDATE SET number = excluded.number;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_cell_versions_gone AFTER DELETE ON cell_versions BEGIN
    UPDATE revisions SET cells = cells + 1;
    INSERT INTO feature_revisions (feature_id, number) SELECT OLD.feature_id, cells FROM revisions WHERE true
        ON CONFLICT (feature_id) DO UPDATE SET number = excluded.number;
END;
-- +goose StatementEnd
