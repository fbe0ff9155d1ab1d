-- Which landscape file the database holds as it was applied, so that the same file need not be read again.

-- +goose Up

CREATE TABLE applied_landscapes (
    id          bigint PRIMARY KEY,
    fingerprint text NOT NULL
);
