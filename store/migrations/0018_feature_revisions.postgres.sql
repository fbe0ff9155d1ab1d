-- The matrix is renewed without reading the cells of all features: each feature keeps the number of cells at which those of its
-- own, or their history, were last written.

-- +goose Up

CREATE TABLE feature_revisions (
    feature_id bigint PRIMARY KEY, -- no reference: it outlives what it counts
    number     bigint NOT NULL
);

-- revise_feature gives the features of a cell the number that revise has raised, whose row it holds until the commit: so no two
-- writers meet here, and numbers grow in the order of commits.
-- +goose StatementBegin
CREATE FUNCTION revise_feature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO feature_revisions (feature_id, number)
        SELECT written.feature_id, revisions.cells
        FROM (SELECT NEW.feature_id UNION SELECT OLD.feature_id) AS written (feature_id), revisions
        WHERE written.feature_id IS NOT NULL
        ON CONFLICT (feature_id) DO UPDATE SET number = excluded.number WHERE feature_revisions.number <> excluded.number;
    RETURN NULL;
END $$;
-- +goose StatementEnd

-- Triggers of one row run in the order of their names: first the number, by revise_cells and revise_cell_versions, then the feature
-- that gets it.
CREATE CONSTRAINT TRIGGER revise_cells_feature AFTER INSERT OR UPDATE OR DELETE ON cells
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revise_feature();
CREATE CONSTRAINT TRIGGER revise_cell_versions_feature AFTER INSERT OR UPDATE OR DELETE ON cell_versions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revise_feature();
