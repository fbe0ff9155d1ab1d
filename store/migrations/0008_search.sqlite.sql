-- What people can search: changes, entries, quotes, annotations and features, by the words in them. The index is kept in step
-- by the database itself, so that no writer can forget it. Its row is 8 times the row's id, plus a number for the kind.

-- +goose Up

CREATE VIRTUAL TABLE search USING fts5(title, body, tokenize = 'porter unicode61 remove_diacritics 2');

INSERT INTO search (rowid, title, body) SELECT id * 8 + 0, subject, before || ' ' || after || ' ' || quote FROM changes;

-- +goose StatementBegin
CREATE TRIGGER search_changes_added AFTER INSERT ON changes BEGIN
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 0, NEW.subject, NEW.before || ' ' || NEW.after || ' ' || NEW.quote);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_changes_changed AFTER UPDATE OF subject, before, after, quote ON changes BEGIN
    DELETE FROM search WHERE rowid = OLD.id * 8 + 0;
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 0, NEW.subject, NEW.before || ' ' || NEW.after || ' ' || NEW.quote);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_changes_gone AFTER DELETE ON changes BEGIN
    DELETE FROM search WHERE rowid = OLD.id * 8 + 0;
END;
-- +goose StatementEnd

INSERT INTO search (rowid, title, body) SELECT id * 8 + 1, title, coalesce(items, '') FROM entries;

-- +goose StatementBegin
CREATE TRIGGER search_entries_added AFTER INSERT ON entries BEGIN
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 1, NEW.title, coalesce(NEW.items, ''));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_entries_changed AFTER UPDATE OF title, items ON entries BEGIN
    DELETE FROM search WHERE rowid = OLD.id * 8 + 1;
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 1, NEW.title, coalesce(NEW.items, ''));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_entries_gone AFTER DELETE ON entries BEGIN
    DELETE FROM search WHERE rowid = OLD.id * 8 + 1;
END;
-- +goose StatementEnd

INSERT INTO search (rowid, title, body) SELECT id * 8 + 2, phrase, quote FROM evidence;

-- +goose StatementBegin
CREATE TRIGGER search_evidence_added AFTER INSERT ON evidence BEGIN
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 2, NEW.phrase, NEW.quote);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_evidence_changed AFTER UPDATE OF phrase, quote ON evidence BEGIN
    DELETE FROM search WHERE rowid = OLD.id * 8 + 2;
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 2, NEW.phrase, NEW.quote);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_evidence_gone AFTER DELETE ON evidence BEGIN
    DELETE FROM search WHERE rowid = OLD.id * 8 + 2;
END;
-- +goose StatementEnd

INSERT INTO search (rowid, title, body) SELECT id * 8 + 3, what, trigger_text || ' ' || why || ' ' || help_needed || ' ' || plan_of_action || ' ' || link FROM annotations;

-- +goose StatementBegin
CREATE TRIGGER search_annotations_added AFTER INSERT ON annotations BEGIN
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 3, NEW.what, NEW.trigger_text || ' ' || NEW.why || ' ' || NEW.help_needed || ' ' || NEW.plan_of_action || ' ' || NEW.link);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_annotations_changed AFTER UPDATE OF what, trigger_text, why, help_needed, plan_of_action, link ON annotations BEGIN
    DELETE FROM search WHERE rowid = OLD.id * 8 + 3;
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 3, NEW.what, NEW.trigger_text || ' ' || NEW.why || ' ' || NEW.help_needed || ' ' || NEW.plan_of_action || ' ' || NEW.link);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_annotations_gone AFTER DELETE ON annotations BEGIN
    DELETE FROM search WHERE rowid = OLD.id * 8 + 3;
END;
-- +goose StatementEnd

INSERT INTO search (rowid, title, body) SELECT id * 8 + 4, name, definition || ' ' || coalesce(aliases, '') || ' ' || key FROM features;

-- +goose StatementBegin
CREATE TRIGGER search_features_added AFTER INSERT ON features BEGIN
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 4, NEW.name, NEW.definition || ' ' || coalesce(NEW.aliases, '') || ' ' || NEW.key);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_features_changed AFTER UPDATE OF name, definition, aliases, key ON features BEGIN
    DELETE FROM search WHERE rowid = OLD.id * 8 + 4;
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 4, NEW.name, NEW.definition || ' ' || coalesce(NEW.aliases, '') || ' ' || NEW.key);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_features_gone AFTER DELETE ON features BEGIN
    DELETE FROM search WHERE rowid = OLD.id * 8 + 4;
END;
-- +goose StatementEnd
