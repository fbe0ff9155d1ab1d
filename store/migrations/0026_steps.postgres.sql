-- Differences may be made from differences now, which earlier programs cannot restore: they refuse this database.

-- +goose Up

SELECT 1;
