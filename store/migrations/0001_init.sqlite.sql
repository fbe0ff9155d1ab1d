-- The whole house, first version. Nothing cascades: what holds evidence or a person's words is never deleted by a
-- foreign key. Times are UTC text of the form '2026-01-02 15:04:05.123456+00:00', which sorts as it reads.

-- +goose Up

CREATE TABLE areas (
    id         INTEGER PRIMARY KEY,
    key        text NOT NULL UNIQUE,
    name       text NOT NULL DEFAULT '',
    team       text NOT NULL DEFAULT '',
    removed_at datetime
);

CREATE TABLE features (
    id         INTEGER PRIMARY KEY,
    area_id    INTEGER NOT NULL REFERENCES areas (id),
    key        text NOT NULL,
    name       text NOT NULL DEFAULT '',
    definition text NOT NULL DEFAULT '',
    group_name text NOT NULL DEFAULT '',
    aliases    text,
    own_state  text NOT NULL DEFAULT '',
    own_note   text NOT NULL DEFAULT '',
    position   INTEGER NOT NULL DEFAULT 0,
    removed_at datetime,
    UNIQUE (area_id, key)
);

CREATE TABLE competitors (
    id         INTEGER PRIMARY KEY,
    key        text NOT NULL UNIQUE,
    name       text NOT NULL DEFAULT '',
    homepage   text NOT NULL DEFAULT '',
    removed_at datetime
);

CREATE TABLE area_competitors (
    area_id       INTEGER NOT NULL REFERENCES areas (id),
    competitor_id INTEGER NOT NULL REFERENCES competitors (id),
    best_in_class boolean NOT NULL DEFAULT false,
    PRIMARY KEY (area_id, competitor_id)
);
CREATE INDEX area_competitors_competitor ON area_competitors (competitor_id);

-- One address of one competitor and kind is one source for ever: adding it again brings the removed one back, with
-- what it remembers.
CREATE TABLE sources (
    id               INTEGER PRIMARY KEY,
    competitor_id    INTEGER NOT NULL REFERENCES competitors (id),
    kind             text NOT NULL,
    url              text NOT NULL,
    host             text NOT NULL DEFAULT '',
    render           text NOT NULL DEFAULT '',
    every_seconds    INTEGER NOT NULL DEFAULT 0,
    paused           boolean NOT NULL DEFAULT false,
    removed_at       datetime,
    next_check_at    datetime NOT NULL,
    not_before       datetime,
    look_again       boolean NOT NULL DEFAULT false,
    failures         INTEGER NOT NULL DEFAULT 0,
    last_capture_id  INTEGER,
    last_checked_at  datetime,
    last_outcome     text NOT NULL DEFAULT '',
    last_class       text NOT NULL DEFAULT '',
    last_reason      text NOT NULL DEFAULT '',
    last_bytes       INTEGER NOT NULL DEFAULT 0,
    last_good_at     datetime,
    last_new_at      datetime,
    moved_to         text NOT NULL DEFAULT '',
    etag             text NOT NULL DEFAULT '',
    last_modified    text NOT NULL DEFAULT '',
    wire_hash        blob,
    full_fetch_at    datetime,
    last_snapshot_id INTEGER REFERENCES snapshots (id),
    base_snapshot_id INTEGER REFERENCES snapshots (id),
    looks            INTEGER NOT NULL DEFAULT 0,
    UNIQUE (competitor_id, kind, url)
);
CREATE INDEX sources_due ON sources (host, next_check_at) WHERE removed_at IS NULL AND NOT paused;
CREATE INDEX sources_look_again ON sources (host, look_again) WHERE look_again;

-- The stored bytes of pages, found by the sha256 of what the site sent. encoding: raw, zstd, or delta (zstd with the
-- body of base_id as dictionary; a base is never itself a delta).
CREATE TABLE blobs (
    id       INTEGER PRIMARY KEY,
    hash     blob NOT NULL UNIQUE,
    size     INTEGER NOT NULL,
    encoding text NOT NULL,
    base_id  INTEGER REFERENCES blobs (id),
    data     blob NOT NULL
);
CREATE INDEX blobs_base ON blobs (base_id) WHERE base_id IS NOT NULL;

CREATE TABLE snapshots (
    id           INTEGER PRIMARY KEY,
    source_id    INTEGER NOT NULL REFERENCES sources (id),
    at           datetime NOT NULL,
    blob_hash    blob NOT NULL REFERENCES blobs (hash),
    size         INTEGER NOT NULL DEFAULT 0,
    content_type text NOT NULL DEFAULT '',
    final_url    text NOT NULL DEFAULT '',
    read_at      datetime
);
CREATE INDEX snapshots_source ON snapshots (source_id, id);
CREATE INDEX snapshots_blob ON snapshots (blob_hash);

CREATE TABLE captures (
    id          INTEGER PRIMARY KEY,
    source_id   INTEGER NOT NULL REFERENCES sources (id),
    at          datetime NOT NULL,
    seen_until  datetime NOT NULL,
    times       INTEGER NOT NULL DEFAULT 1,
    outcome     text NOT NULL,
    class       text NOT NULL DEFAULT '',
    reason      text NOT NULL DEFAULT '',
    status      INTEGER NOT NULL DEFAULT 0,
    bytes       INTEGER NOT NULL DEFAULT 0,
    millis      INTEGER NOT NULL DEFAULT 0,
    final_url   text NOT NULL DEFAULT '',
    snapshot_id INTEGER REFERENCES snapshots (id)
);
CREATE INDEX captures_source ON captures (source_id, at);
CREATE INDEX captures_snapshot ON captures (snapshot_id) WHERE snapshot_id IS NOT NULL;

-- Documents and source memories are caches of reading: rebuildable from the snapshots.
CREATE TABLE documents (
    snapshot_id    INTEGER NOT NULL REFERENCES snapshots (id),
    reader_version INTEGER NOT NULL,
    body           blob NOT NULL,
    PRIMARY KEY (snapshot_id, reader_version)
);

CREATE TABLE source_memories (
    source_id  INTEGER PRIMARY KEY REFERENCES sources (id),
    body       blob NOT NULL,
    updated_at datetime NOT NULL
);

CREATE TABLE entries (
    id            INTEGER PRIMARY KEY,
    source_id     INTEGER NOT NULL REFERENCES sources (id),
    competitor_id INTEGER NOT NULL REFERENCES competitors (id),
    key           text NOT NULL,
    title         text NOT NULL DEFAULT '',
    date          datetime,
    precision     text NOT NULL DEFAULT '',
    url           text NOT NULL DEFAULT '',
    type          text NOT NULL DEFAULT '',
    level         text NOT NULL DEFAULT '',
    items         text,
    snapshot_id   INTEGER NOT NULL REFERENCES snapshots (id),
    first_seen_at datetime NOT NULL,
    baseline      boolean NOT NULL DEFAULT false,
    UNIQUE (source_id, key)
);
CREATE INDEX entries_competitor ON entries (competitor_id, first_seen_at);
CREATE INDEX entries_snapshot ON entries (snapshot_id);

CREATE TABLE plans (
    id            INTEGER PRIMARY KEY,
    source_id     INTEGER NOT NULL REFERENCES sources (id),
    competitor_id INTEGER NOT NULL REFERENCES competitors (id),
    snapshot_id   INTEGER NOT NULL REFERENCES snapshots (id),
    position      INTEGER NOT NULL DEFAULT 0,
    name          text NOT NULL DEFAULT '',
    group_name    text NOT NULL DEFAULT '',
    custom        boolean NOT NULL DEFAULT false,
    add_on        boolean NOT NULL DEFAULT false,
    prices        text,
    features      text,
    valid_from    datetime NOT NULL,
    valid_to      datetime
);
CREATE INDEX plans_source ON plans (source_id, valid_to);
CREATE INDEX plans_competitor ON plans (competitor_id, valid_from);
CREATE INDEX plans_snapshot ON plans (snapshot_id);

CREATE TABLE changes (
    id               INTEGER PRIMARY KEY,
    source_id        INTEGER NOT NULL REFERENCES sources (id),
    competitor_id    INTEGER NOT NULL REFERENCES competitors (id),
    kind             text NOT NULL,
    subject          text NOT NULL DEFAULT '',
    before           text NOT NULL DEFAULT '',
    after            text NOT NULL DEFAULT '',
    quote            text NOT NULL DEFAULT '',
    level            text NOT NULL DEFAULT '',
    status           text NOT NULL,
    base_snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
    snapshot_id      INTEGER NOT NULL REFERENCES snapshots (id),
    fingerprint      text NOT NULL,
    entry_id         INTEGER REFERENCES entries (id),
    detected_at      datetime NOT NULL,
    published_at     datetime,
    dismiss_reason   text NOT NULL DEFAULT '',
    taken_at         datetime,
    UNIQUE (base_snapshot_id, fingerprint)
);
CREATE INDEX changes_published ON changes (published_at);
CREATE INDEX changes_untaken ON changes (status, taken_at) WHERE status = 'published' AND taken_at IS NULL;
CREATE INDEX changes_base ON changes (base_snapshot_id, status);
CREATE INDEX changes_status ON changes (status, detected_at);
CREATE INDEX changes_source ON changes (source_id, status);
CREATE INDEX changes_competitor ON changes (competitor_id, published_at);
CREATE INDEX changes_snapshot ON changes (snapshot_id);
CREATE INDEX changes_entry ON changes (entry_id) WHERE entry_id IS NOT NULL;

CREATE TABLE evidence (
    id            INTEGER PRIMARY KEY,
    feature_id    INTEGER NOT NULL REFERENCES features (id),
    competitor_id INTEGER NOT NULL REFERENCES competitors (id),
    source_id     INTEGER NOT NULL REFERENCES sources (id),
    snapshot_id   INTEGER NOT NULL REFERENCES snapshots (id),
    change_id     INTEGER REFERENCES changes (id),
    phrase        text NOT NULL DEFAULT '',
    section       text NOT NULL DEFAULT '',
    score         real NOT NULL DEFAULT 0,
    state         text NOT NULL,
    plan_from     text NOT NULL DEFAULT '',
    add_on        boolean NOT NULL DEFAULT false,
    limit_text    text NOT NULL DEFAULT '',
    quote         text NOT NULL DEFAULT '',
    url           text NOT NULL DEFAULT '',
    observed_at   datetime NOT NULL,
    confirmed_at  datetime NOT NULL,
    vanished_at   datetime,
    UNIQUE (feature_id, competitor_id, source_id, phrase, section)
);
CREATE INDEX evidence_source ON evidence (source_id);
CREATE INDEX evidence_snapshot ON evidence (snapshot_id);
CREATE INDEX evidence_change ON evidence (change_id) WHERE change_id IS NOT NULL;

CREATE TABLE cells (
    id            INTEGER PRIMARY KEY,
    feature_id    INTEGER NOT NULL REFERENCES features (id),
    competitor_id INTEGER NOT NULL REFERENCES competitors (id),
    state         text NOT NULL,
    plan_from     text NOT NULL DEFAULT '',
    add_on        boolean NOT NULL DEFAULT false,
    limit_text    text NOT NULL DEFAULT '',
    platform      text NOT NULL DEFAULT '',
    note          text NOT NULL DEFAULT '',
    standing      text NOT NULL DEFAULT '',
    why           text NOT NULL DEFAULT '',
    evidence_id   INTEGER REFERENCES evidence (id),
    verified_by   text NOT NULL DEFAULT '',
    verified_at   datetime,
    expires_at    datetime,
    updated_at    datetime NOT NULL,
    UNIQUE (feature_id, competitor_id)
);
CREATE INDEX cells_evidence ON cells (evidence_id) WHERE evidence_id IS NOT NULL;

CREATE TABLE cell_versions (
    id            INTEGER PRIMARY KEY,
    feature_id    INTEGER NOT NULL REFERENCES features (id),
    competitor_id INTEGER NOT NULL REFERENCES competitors (id),
    state         text NOT NULL,
    plan_from     text NOT NULL DEFAULT '',
    add_on        boolean NOT NULL DEFAULT false,
    limit_text    text NOT NULL DEFAULT '',
    platform      text NOT NULL DEFAULT '',
    note          text NOT NULL DEFAULT '',
    standing      text NOT NULL DEFAULT '',
    why           text NOT NULL DEFAULT '',
    evidence_id   INTEGER REFERENCES evidence (id),
    verified_by   text NOT NULL DEFAULT '',
    verified_at   datetime,
    expires_at    datetime,
    actor         text NOT NULL DEFAULT '',
    at            datetime NOT NULL
);
CREATE INDEX cell_versions_cell ON cell_versions (feature_id, competitor_id, at);
CREATE INDEX cell_versions_at ON cell_versions (at);
CREATE INDEX cell_versions_evidence ON cell_versions (evidence_id) WHERE evidence_id IS NOT NULL;

CREATE TABLE phrases (
    id            INTEGER PRIMARY KEY,
    area_id       INTEGER NOT NULL REFERENCES areas (id),
    competitor_id INTEGER NOT NULL REFERENCES competitors (id),
    source_id     INTEGER NOT NULL REFERENCES sources (id),
    snapshot_id   INTEGER NOT NULL REFERENCES snapshots (id),
    section       text NOT NULL DEFAULT '',
    text          text NOT NULL,
    folded_text   text NOT NULL,
    candidates    text,
    decision      text NOT NULL DEFAULT 'open',
    feature_id    INTEGER REFERENCES features (id),
    decided_by    text NOT NULL DEFAULT '',
    first_seen_at datetime NOT NULL,
    last_seen_at  datetime NOT NULL,
    UNIQUE (area_id, folded_text)
);
CREATE INDEX phrases_open ON phrases (area_id, decision);

CREATE TABLE gaps (
    id         INTEGER PRIMARY KEY,
    feature_id INTEGER NOT NULL UNIQUE REFERENCES features (id),
    status     text NOT NULL,
    owner      text NOT NULL DEFAULT '',
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL,
    shipped_at datetime
);

CREATE TABLE accounts (
    id           INTEGER PRIMARY KEY,
    key          text NOT NULL UNIQUE,
    name         text NOT NULL DEFAULT '',
    arr_minor    INTEGER NOT NULL DEFAULT 0,
    arr_known    boolean NOT NULL DEFAULT false,
    currency     text NOT NULL DEFAULT '',
    owner        text NOT NULL DEFAULT '',
    renewal_date datetime,
    removed_at   datetime
);
CREATE INDEX accounts_name ON accounts (lower(name));

CREATE TABLE annotations (
    id             INTEGER PRIMARY KEY,
    gap_id         INTEGER REFERENCES gaps (id),
    account_id     INTEGER REFERENCES accounts (id),
    competitor_id  INTEGER REFERENCES competitors (id),
    kind           text NOT NULL,
    what           text NOT NULL DEFAULT '',
    trigger_text   text NOT NULL DEFAULT '',
    owner          text NOT NULL DEFAULT '',
    next_key_date  datetime,
    link           text NOT NULL DEFAULT '',
    why            text NOT NULL DEFAULT '',
    help_needed    text NOT NULL DEFAULT '',
    plan_of_action text NOT NULL DEFAULT '',
    author         text NOT NULL DEFAULT '',
    created_at     datetime NOT NULL,
    updated_at     datetime NOT NULL
);
CREATE INDEX annotations_gap ON annotations (gap_id);
CREATE INDEX annotations_account ON annotations (account_id);
CREATE INDEX annotations_created ON annotations (created_at);

CREATE TABLE users (
    id          INTEGER PRIMARY KEY,
    email       text NOT NULL UNIQUE,
    name        text NOT NULL DEFAULT '',
    role        text NOT NULL DEFAULT '',
    sees_money  boolean NOT NULL DEFAULT false,
    created_at  datetime NOT NULL,
    disabled_at datetime
);

CREATE TABLE subscriptions (
    id          INTEGER PRIMARY KEY,
    key         text NOT NULL UNIQUE,
    user_id     INTEGER REFERENCES users (id),
    channel     text NOT NULL DEFAULT '',
    target      text NOT NULL DEFAULT '',
    cadence     text NOT NULL DEFAULT '',
    zone        text NOT NULL DEFAULT '',
    competitors text,
    areas       text,
    kinds       text,
    min_level   text NOT NULL DEFAULT '',
    my_accounts boolean NOT NULL DEFAULT false,
    muted_until datetime,
    removed_at  datetime
);

CREATE TABLE deliveries (
    id              INTEGER PRIMARY KEY,
    subscription_id INTEGER NOT NULL REFERENCES subscriptions (id),
    tells           text NOT NULL,
    key             text NOT NULL,
    body            blob,
    status          text NOT NULL,
    attempts        INTEGER NOT NULL DEFAULT 0,
    error           text NOT NULL DEFAULT '',
    created_at      datetime NOT NULL,
    sent_at         datetime,
    UNIQUE (subscription_id, tells)
);
CREATE INDEX deliveries_status ON deliveries (status, created_at);

CREATE TABLE reports (
    id           INTEGER PRIMARY KEY,
    slug         text NOT NULL UNIQUE,
    week         text NOT NULL,
    area_key     text NOT NULL DEFAULT '',
    body         blob NOT NULL,
    published_at datetime NOT NULL,
    published_by text NOT NULL DEFAULT ''
);

CREATE TABLE audit_entries (
    id     INTEGER PRIMARY KEY,
    at     datetime NOT NULL,
    actor  text NOT NULL DEFAULT '',
    action text NOT NULL,
    object text NOT NULL DEFAULT '',
    detail text NOT NULL DEFAULT ''
);
CREATE INDEX audit_entries_at ON audit_entries (at);

-- What politeness must remember of a host between processes.
CREATE TABLE hosts (
    host              text PRIMARY KEY,
    next_allowed_at   datetime NOT NULL,
    robots_body       blob,
    robots_status     INTEGER NOT NULL DEFAULT 0,
    robots_fetched_at datetime
);
