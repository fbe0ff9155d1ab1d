-- What people wrote about one gap is renewed without reading that of all others: the customers of a number are parted into accounts
-- and gaps, and each gap keeps the number of gaps at which its annotations were last written.

-- +goose Up

CREATE TABLE gap_revisions (
    gap_id bigint PRIMARY KEY, -- no reference: it outlives what it counts
    number bigint NOT NULL
);

DROP TRIGGER revise_accounts ON accounts;
DROP TRIGGER revise_gaps ON gaps;
DROP TRIGGER revise_annotations ON annotations;

ALTER TABLE revisions RENAME COLUMN customers TO gaps; -- and annotations
ALTER TABLE revisions ADD COLUMN accounts bigint NOT NULL DEFAULT 0;

-- revise_gap gives the gaps of an annotation the number that revise has raised, whose row it holds until the commit: so no two
-- writers meet here, and numbers grow in the order of commits.
-- +goose StatementBegin
CREATE FUNCTION revise_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gap_revisions (gap_id, number)
        SELECT written.gap_id, revisions.gaps FROM (SELECT NEW.gap_id UNION SELECT OLD.gap_id) AS written (gap_id), revisions
        WHERE written.gap_id IS NOT NULL
        ON CONFLICT (gap_id) DO UPDATE SET number = excluded.number WHERE gap_revisions.number <> excluded.number;
    RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE CONSTRAINT TRIGGER revise_accounts AFTER INSERT OR UPDATE OR DELETE ON accounts
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revise('accounts');
CREATE CONSTRAINT TRIGGER revise_gaps AFTER INSERT OR UPDATE OR DELETE ON gaps
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revise('gaps');
-- Triggers of one row run in the order of their names: first the number, then the gap that gets it.
CREATE CONSTRAINT TRIGGER revise_annotations AFTER INSERT OR UPDATE OR DELETE ON annotations
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revise('gaps');
CREATE CONSTRAINT TRIGGER revise_annotations_gap AFTER INSERT OR UPDATE OR DELETE ON annotations
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION revise_gap();
