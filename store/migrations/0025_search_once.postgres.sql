-- For SQLite only, whose index kept all text a second time.

-- +goose Up

SELECT 1;
