-- Subscriptions of people: when messages go, what they ask for, and what was told to whom. A telling says that one change
-- is owed to one subscription; a delivery is the message that carries one or more of them. A subscription may be told by
-- another one that goes to the same place: that one is its teller.

-- +goose Up

ALTER TABLE subscriptions ADD COLUMN person text NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN words text;
ALTER TABLE subscriptions ADD COLUMN send_at text NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN weekday text NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN quiet text NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN report boolean NOT NULL DEFAULT false;
ALTER TABLE subscriptions ADD COLUMN sees_money boolean NOT NULL DEFAULT false;
ALTER TABLE subscriptions ADD COLUMN secret text NOT NULL DEFAULT '';
ALTER TABLE subscriptions ADD COLUMN from_file boolean NOT NULL DEFAULT false;
ALTER TABLE subscriptions ADD COLUMN next_send_at datetime;
ALTER TABLE subscriptions ADD COLUMN next_report_at datetime;
ALTER TABLE subscriptions ADD COLUMN told_until datetime;
CREATE INDEX subscriptions_due ON subscriptions (next_send_at) WHERE removed_at IS NULL;
CREATE INDEX subscriptions_report ON subscriptions (next_report_at) WHERE removed_at IS NULL AND report;

UPDATE subscriptions SET from_file = true WHERE user_id IS NULL;

ALTER TABLE deliveries ADD COLUMN answer text NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN next_try_at datetime;
CREATE INDEX deliveries_recent ON deliveries (subscription_id, created_at);

CREATE TABLE tellings (
    id              INTEGER PRIMARY KEY,
    subscription_id INTEGER NOT NULL REFERENCES subscriptions (id),
    change_id       INTEGER NOT NULL REFERENCES changes (id),
    teller_id       INTEGER NOT NULL REFERENCES subscriptions (id),
    delivery_id     INTEGER REFERENCES deliveries (id),
    why             text NOT NULL DEFAULT '',
    created_at      datetime NOT NULL,
    UNIQUE (subscription_id, change_id)
);
CREATE INDEX tellings_change ON tellings (change_id);
CREATE INDEX tellings_delivery ON tellings (delivery_id) WHERE delivery_id IS NOT NULL;
CREATE INDEX tellings_open ON tellings (teller_id, id) WHERE delivery_id IS NULL;

-- What was owed before: instant messages keep their delivery, those of digests wait for one.
INSERT INTO tellings (subscription_id, change_id, teller_id, delivery_id, created_at)
SELECT d.subscription_id, CAST(substr(d.tells, 8) AS INTEGER), d.subscription_id,
    CASE WHEN d.status = 'owed' AND s.cadence <> 'instant' THEN NULL ELSE d.id END, d.created_at
FROM deliveries d JOIN subscriptions s ON s.id = d.subscription_id
WHERE d.tells LIKE 'change:%' AND EXISTS (SELECT 1 FROM changes c WHERE c.id = CAST(substr(d.tells, 8) AS INTEGER));
DELETE FROM deliveries WHERE status = 'owed' AND tells LIKE 'change:%'
    AND subscription_id IN (SELECT id FROM subscriptions WHERE cadence <> 'instant');

-- Keys that this installation signs with.
CREATE TABLE secrets (
    name  text PRIMARY KEY,
    value blob NOT NULL
);
