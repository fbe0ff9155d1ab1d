-- A subscription may be about single features: "area/feature", as addresses name them.

-- +goose Up

ALTER TABLE subscriptions ADD COLUMN features text;
