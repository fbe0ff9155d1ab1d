-- How often the rows of a topic were written: the landscape, the cells of the matrix, and what customers said. What was made of
-- them is kept in memory as long as its number stays. The database counts by itself, so that no writer can forget it, and
-- within the writer's transaction, so that whoever sees a new row sees a new number.

-- +goose Up

CREATE TABLE revisions (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    landscape INTEGER NOT NULL DEFAULT 0,
    cells     INTEGER NOT NULL DEFAULT 0,
    customers INTEGER NOT NULL DEFAULT 0
);
INSERT INTO revisions (id) VALUES (1);

-- +goose StatementBegin
CREATE TRIGGER revise_areas_added AFTER INSERT ON areas BEGIN UPDATE revisions SET landscape = landscape + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_areas_changed AFTER UPDATE ON areas BEGIN UPDATE revisions SET landscape = landscape + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_areas_gone AFTER DELETE ON areas BEGIN UPDATE revisions SET landscape = landscape + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_features_added AFTER INSERT ON features BEGIN UPDATE revisions SET landscape = landscape + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_features_changed AFTER UPDATE ON features BEGIN UPDATE revisions SET landscape = landscape + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_features_gone AFTER DELETE ON features BEGIN UPDATE revisions SET landscape = landscape + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_competitors_added AFTER INSERT ON competitors BEGIN UPDATE revisions SET landscape = landscape + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_competitors_changed AFTER UPDATE ON competitors BEGIN UPDATE revisions SET landscape = landscape + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_competitors_gone AFTER DELETE ON competitors BEGIN UPDATE revisions SET landscape = landscape + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_area_competitors_added AFTER INSERT ON area_competitors BEGIN UPDATE revisions SET landscape = landscape + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_area_competitors_changed AFTER UPDATE ON area_competitors BEGIN UPDATE revisions SET landscape = landscape + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_area_competitors_gone AFTER DELETE ON area_competitors BEGIN UPDATE revisions SET landscape = landscape + 1; END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER revise_cells_added AFTER INSERT ON cells BEGIN UPDATE revisions SET cells = cells + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_cells_changed AFTER UPDATE ON cells BEGIN UPDATE revisions SET cells = cells + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_cells_gone AFTER DELETE ON cells BEGIN UPDATE revisions SET cells = cells + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_cell_versions_added AFTER INSERT ON cell_versions BEGIN UPDATE revisions SET cells = cells + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_cell_versions_changed AFTER UPDATE ON cell_versions BEGIN UPDATE revisions SET cells = cells + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_cell_versions_gone AFTER DELETE ON cell_versions BEGIN UPDATE revisions SET cells = cells + 1; END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER revise_accounts_added AFTER INSERT ON accounts BEGIN UPDATE revisions SET customers = customers + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_accounts_changed AFTER UPDATE ON accounts BEGIN UPDATE revisions SET customers = customers + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_accounts_gone AFTER DELETE ON accounts BEGIN UPDATE revisions SET customers = customers + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_gaps_added AFTER INSERT ON gaps BEGIN UPDATE revisions SET customers = customers + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_gaps_changed AFTER UPDATE ON gaps BEGIN UPDATE revisions SET customers = customers + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_gaps_gone AFTER DELETE ON gaps BEGIN UPDATE revisions SET customers = customers + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_annotations_added AFTER INSERT ON annotations BEGIN UPDATE revisions SET customers = customers + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_annotations_changed AFTER UPDATE ON annotations BEGIN UPDATE revisions SET customers = customers + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER revise_annotations_gone AFTER DELETE ON annotations BEGIN UPDATE revisions SET customers = customers + 1; END;
-- +goose StatementEnd
