-- Who wrote an annotation, by account: names are not unique and can be changed.

-- +goose Up

ALTER TABLE annotations ADD COLUMN author_id bigint REFERENCES users (id);
