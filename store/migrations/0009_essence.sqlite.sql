-- What the base of a source says, as a hash of what comparisons look at: a page that says the same is not compared.

-- +goose Up

ALTER TABLE sources ADD COLUMN base_essence blob;
