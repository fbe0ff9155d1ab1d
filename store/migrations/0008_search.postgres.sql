-- What people can search: changes, entries, quotes, annotations and features, by the words in them. The index is kept in step
-- by the database itself, so that no writer can forget it. Its row is 8 times the row's id, plus a number for the kind.

-- +goose Up

CREATE TABLE search (
    rowid bigint PRIMARY KEY,
    title text NOT NULL,
    body  text NOT NULL,
    words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B')) STORED
);
CREATE INDEX search_words ON search USING gin (words);

INSERT INTO search (rowid, title, body) SELECT id * 8 + 0, subject, before || ' ' || after || ' ' || quote FROM changes;

-- +goose StatementBegin
CREATE FUNCTION search_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM search WHERE rowid = OLD.id * 8 + 0;
        RETURN NULL;
    END IF;
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 0, NEW.subject, NEW.before || ' ' || NEW.after || ' ' || NEW.quote)
        ON CONFLICT (rowid) DO UPDATE SET title = EXCLUDED.title, body = EXCLUDED.body;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER search_changes_added AFTER INSERT OR DELETE ON changes FOR EACH ROW EXECUTE FUNCTION search_changes();
CREATE TRIGGER search_changes_changed AFTER UPDATE OF subject, before, after, quote ON changes FOR EACH ROW EXECUTE FUNCTION search_changes();

INSERT INTO search (rowid, title, body) SELECT id * 8 + 1, title, coalesce(items, '') FROM entries;

-- +goose StatementBegin
CREATE FUNCTION search_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM search WHERE rowid = OLD.id * 8 + 1;
        RETURN NULL;
    END IF;
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 1, NEW.title, coalesce(NEW.items, ''))
        ON CONFLICT (rowid) DO UPDATE SET title = EXCLUDED.title, body = EXCLUDED.body;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER search_entries_added AFTER INSERT OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION search_entries();
CREATE TRIGGER search_entries_changed AFTER UPDATE OF title, items ON entries FOR EACH ROW EXECUTE FUNCTION search_entries();

INSERT INTO search (rowid, title, body) SELECT id * 8 + 2, phrase, quote FROM evidence;

-- +goose StatementBegin
CREATE FUNCTION search_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM search WHERE rowid = OLD.id * 8 + 2;
        RETURN NULL;
    END IF;
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 2, NEW.phrase, NEW.quote)
        ON CONFLICT (rowid) DO UPDATE SET title = EXCLUDED.title, body = EXCLUDED.body;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER search_evidence_added AFTER INSERT OR DELETE ON evidence FOR EACH ROW EXECUTE FUNCTION search_evidence();
CREATE TRIGGER search_evidence_changed AFTER UPDATE OF phrase, quote ON evidence FOR EACH ROW EXECUTE FUNCTION search_evidence();

INSERT INTO search (rowid, title, body) SELECT id * 8 + 3, what, trigger_text || ' ' || why || ' ' || help_needed || ' ' || plan_of_action || ' ' || link FROM annotations;

-- +goose StatementBegin
CREATE FUNCTION search_annotations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM search WHERE rowid = OLD.id * 8 + 3;
        RETURN NULL;
    END IF;
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 3, NEW.what, NEW.trigger_text || ' ' || NEW.why || ' ' || NEW.help_needed || ' ' || NEW.plan_of_action || ' ' || NEW.link)
        ON CONFLICT (rowid) DO UPDATE SET title = EXCLUDED.title, body = EXCLUDED.body;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER search_annotations_added AFTER INSERT OR DELETE ON annotations FOR EACH ROW EXECUTE FUNCTION search_annotations();
CREATE TRIGGER search_annotations_changed AFTER UPDATE OF what, trigger_text, why, help_needed, plan_of_action, link ON annotations FOR EACH ROW EXECUTE FUNCTION search_annotations();

INSERT INTO search (rowid, title, body) SELECT id * 8 + 4, name, definition || ' ' || coalesce(aliases, '') || ' ' || key FROM features;

-- +goose StatementBegin
CREATE FUNCTION search_features() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM search WHERE rowid = OLD.id * 8 + 4;
        RETURN NULL;
    END IF;
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 4, NEW.name, NEW.definition || ' ' || coalesce(NEW.aliases, '') || ' ' || NEW.key)
        ON CONFLICT (rowid) DO UPDATE SET title = EXCLUDED.title, body = EXCLUDED.body;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER search_features_added AFTER INSERT OR DELETE ON features FOR EACH ROW EXECUTE FUNCTION search_features();
CREATE TRIGGER search_features_changed AFTER UPDATE OF name, definition, aliases, key ON features FOR EACH ROW EXECUTE FUNCTION search_features();
