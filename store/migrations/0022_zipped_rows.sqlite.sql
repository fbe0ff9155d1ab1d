-- The rows of a plan, which are long and alike, are kept compressed from here on. Old ones stay the JSON they are, as bytes.

-- +goose Up

UPDATE plans SET features = CAST(features AS BLOB);
