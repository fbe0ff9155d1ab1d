-- The rows of a plan, which are long and alike, are kept compressed from here on. Old ones stay the JSON they are, as bytes.

-- +goose Up

ALTER TABLE plans ALTER COLUMN features TYPE bytea USING convert_to(features, 'UTF8');
