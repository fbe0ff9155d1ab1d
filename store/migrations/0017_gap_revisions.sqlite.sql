-- What people wrote about one gap is renewed without reading that of all others: the customers of a number are parted into accounts
-- and gaps, and each gap keeps the number of gaps at which its annotations were last written.

-- +goose Up

CREATE TABLE gap_revisions (
    gap_id INTEGER PRIMARY KEY, -- no reference: it outlives what it counts
    number INTEGER NOT NULL
);
DROP TRIGGER revise_accounts_added;
DROP TRIGGER revise_accounts_changed;
DROP TRIGGER revise_accounts_gone;
DROP TRIGGER revise_gaps_added;
DROP TRIGGER revise_gaps_changed;
DROP TRIGGER revise_gaps_gone;
DROP TRIGGER revise_annotations_added;
DROP TRIGGER revise_annotations_changed;
DROP TRIGGER revise_annotations_gone;

ALTER TABLE revisions RENAME COLUMN customers TO gaps; -- and annotations
ALTER TABLE revisions ADD COLUMN accounts INTEGER NOT NULL DEFAULT 0;

-- +goose StatementBegin
CREATE TRIGGER revise_accounts_added AFTER INSERT ON accounts BEGIN UPDATE revisions SET accounts = accounts + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_accounts_changed AFTER UPDATE ON accounts BEGIN UPDATE revisions SET accounts = accounts + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_accounts_gone AFTER DELETE ON accounts BEGIN UPDATE revisions SET accounts = accounts + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_gaps_added AFTER INSERT ON gaps BEGIN UPDATE revisions SET gaps = gaps + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_gaps_changed AFTER UPDATE ON gaps BEGIN UPDATE revisions SET gaps = gaps + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_gaps_gone AFTER DELETE ON gaps BEGIN UPDATE revisions SET gaps = gaps + 1; END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER revise_annotations_added AFTER INSERT ON annotations BEGIN
    UPDATE revisions SET gaps = gaps + 1;
    INSERT INTO gap_revisions (gap_id, number) SELECT NEW.gap_id, gaps FROM revisions WHERE NEW.gap_id IS NOT NULL
        ON CONFLICT (gap_id) DO UPDATE SET number = excluded.number;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_annotations_changed AFTER UPDATE ON annotations BEGIN
    UPDATE revisions SET gaps = gaps + 1;
    INSERT INTO gap_revisions (gap_id, number) SELECT OLD.gap_id, gaps FROM revisions WHERE OLD.gap_id IS NOT NULL
        ON CONFLICT (gap_id) DO UPDATE SET number = excluded.number;
    INSERT INTO gap_revisions (gap_id, number) SELECT NEW.gap_id, gaps FROM revisions WHERE NEW.gap_id IS NOT NULL
        ON CONFLICT (gap_id) DO UPDATE SET number = excluded.number;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_annotations_gone AFTER DELETE ON annotations BEGIN
    UPDATE revisions SET gaps = gaps + 1;
    INSERT INTO gap_revisions (gap_id, number) SELECT OLD.gap_id, gaps FROM revisions WHERE OLD.gap_id IS NOT NULL
        ON CONFLICT (gap_id) DO UPDATE SET number = excluded.number;
END;
-- +goose StatementEnd
