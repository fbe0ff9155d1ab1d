-- How often the rows of a topic were written: the landscape, the cells of the matrix, and what customers said. What was made of
-- them is kept in memory as long as its number stays. The database counts by itself, so that no writer can forget it, and
-- within the writer's transaction, so that whoever sees a new row sees a new number.
--
-- The number is raised when the transaction commits: until then it would keep other writers waiting. A later migration that
-- writes to one of these tables and alters it needs SET CONSTRAINTS ALL IMMEDIATE between the two.

-- +goose Up

CREATE TABLE revisions (
    id        bigint PRIMARY KEY CHECK (id = 1),
    landscape bigint NOT NULL DEFAULT 0,
    cells     bigint NOT NULL DEFAULT 0,
    customers bigint NOT NULL DEFAULT 0
);
INSERT INTO revisions (id) VALUES (1);

-- revise raises the number of the topic it is given, once in a transaction.
-- +goose StatementBegin
CREATE FUNCTION revise() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    marker text := 'gapwatch.revised_' || TG_ARGV[0];
BEGIN
    IF current_setting(marker, true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        EXECUTE format('UPDATE revisions SET %1$I = %1$I + 1', TG_ARGV[0]);
        PERFORM set_config(marker, pg_current_xact_id()::text, true);
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE CONSTRAINT TRIGGER revise_areas AFTER INSERT OR UPDATE OR DELETE ON areas
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revise('landscape');
CREATE CONSTRAINT TRIGGER revise_features AFTER INSERT OR UPDATE OR DELETE ON features
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revise('landscape');
CREATE CONSTRAINT TRIGGER revise_competitors AFTER INSERT OR UPDATE OR DELETE ON competitors
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revise('landscape');
CREATE CONSTRAINT TRIGGER revise_area_competitors AFTER INSERT OR UPDATE OR DELETE ON area_competitors
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revise('landscape');
CREATE CONSTRAINT TRIGGER revise_cells AFTER INSERT OR UPDATE OR DELETE ON cells
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revise('cells');
CREATE CONSTRAINT TRIGGER revise_cell_versions AFTER INSERT OR UPDATE OR DELETE ON cell_versions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revise('cells');
CREATE CONSTRAINT TRIGGER revise_accounts AFTER INSERT OR UPDATE OR DELETE ON accounts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revise('customers');
CREATE CONSTRAINT TRIGGER revise_gaps AFTER INSERT OR UPDATE OR DELETE ON gaps
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revise('customers');
CREATE CONSTRAINT TRIGGER revise_annotations AFTER INSERT OR UPDATE OR DELETE ON annotations
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revise('customers');
