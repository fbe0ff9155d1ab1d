-- The index of the search keeps no text of its own any more: what it found is read where it stands, which made a quarter of a
-- database. An index by the number that a row has in the search leads there.

-- +goose Up

DROP TRIGGER search_changes_added;
DROP TRIGGER search_changes_changed;
DROP TRIGGER search_changes_gone;
DROP TRIGGER search_entries_added;
DROP TRIGGER search_entries_changed;
DROP TRIGGER search_entries_gone;
DROP TRIGGER search_evidence_added;
DROP TRIGGER search_evidence_changed;
DROP TRIGGER search_evidence_gone;
DROP TRIGGER search_annotations_added;
DROP TRIGGER search_annotations_changed;
DROP TRIGGER search_annotations_gone;
DROP TRIGGER search_features_added;
DROP TRIGGER search_features_changed;
DROP TRIGGER search_features_gone;
DROP TABLE search;

CREATE INDEX changes_searched ON changes (id * 8 + 0);
CREATE INDEX entries_searched ON entries (id * 8 + 1);
CREATE INDEX evidence_searched ON evidence (id * 8 + 2);
CREATE INDEX annotations_searched ON annotations (id * 8 + 3);
CREATE INDEX features_searched ON features (id * 8 + 4);

CREATE VIEW searched (number, title, body) AS
SELECT id * 8 + 0, subject, before || ' ' || after || ' ' || quote FROM changes
UNION ALL SELECT id * 8 + 1, title, coalesce(items, '') FROM entries
UNION ALL SELECT id * 8 + 2, phrase, quote FROM evidence
UNION ALL SELECT id * 8 + 3, what, trigger_text || ' ' || why || ' ' || help_needed || ' ' || plan_of_action || ' ' || link FROM annotations
UNION ALL SELECT id * 8 + 4, name, definition || ' ' || coalesce(aliases, '') || ' ' || key FROM features;

CREATE VIRTUAL TABLE search USING fts5(
    title, body, content = 'searched', content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO search (search) VALUES ('rebuild');

-- +goose StatementBegin
CREATE TRIGGER search_changes_added AFTER INSERT ON changes BEGIN
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 0, NEW.subject, NEW.before || ' ' || NEW.after || ' ' || NEW.quote);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_changes_changed AFTER UPDATE OF subject, before, after, quote ON changes BEGIN
    INSERT INTO search (search, rowid, title, body) VALUES ('delete', OLD.id * 8 + 0, OLD.subject, OLD.before || ' ' || OLD.after || ' ' || OLD.quote);
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 0, NEW.subject, NEW.before || ' ' || NEW.after || ' ' || NEW.quote);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_changes_gone AFTER DELETE ON changes BEGIN
    INSERT INTO search (search, rowid, title, body) VALUES ('delete', OLD.id * 8 + 0, OLD.subject, OLD.before || ' ' || OLD.after || ' ' || OLD.quote);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_entries_added AFTER INSERT ON entries BEGIN
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 1, NEW.title, coalesce(NEW.items, ''));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_entries_changed AFTER UPDATE OF title, items ON entries BEGIN
    INSERT INTO search (search, rowid, title, body) VALUES ('delete', OLD.id * 8 + 1, OLD.title, coalesce(OLD.items, ''));
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 1, NEW.title, coalesce(NEW.items, ''));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_entries_gone AFTER DELETE ON entries BEGIN
    INSERT INTO search (search, rowid, title, body) VALUES ('delete', OLD.id * 8 + 1, OLD.title, coalesce(OLD.items, ''));
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_evidence_added AFTER INSERT ON evidence BEGIN
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 2, NEW.phrase, NEW.quote);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_evidence_changed AFTER UPDATE OF phrase, quote ON evidence BEGIN
    INSERT INTO search (search, rowid, title, body) VALUES ('delete', OLD.id * 8 + 2, OLD.phrase, OLD.quote);
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 2, NEW.phrase, NEW.quote);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_evidence_gone AFTER DELETE ON evidence BEGIN
    INSERT INTO search (search, rowid, title, body) VALUES ('delete', OLD.id * 8 + 2, OLD.phrase, OLD.quote);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_annotations_added AFTER INSERT ON annotations BEGIN
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 3, NEW.what, NEW.trigger_text || ' ' || NEW.why || ' ' || NEW.help_needed || ' ' || NEW.plan_of_action || ' ' || NEW.link);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_annotations_changed AFTER UPDATE OF what, trigger_text, why, help_needed, plan_of_action, link ON annotations BEGIN
    INSERT INTO search (search, rowid, title, body) VALUES ('delete', OLD.id * 8 + 3, OLD.what, OLD.trigger_text || ' ' || OLD.why || ' ' || OLD.help_needed || ' ' || OLD.plan_of_action || ' ' || OLD.link);
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 3, NEW.what, NEW.trigger_text || ' ' || NEW.why || ' ' || NEW.help_needed || ' ' || NEW.plan_of_action || ' ' || NEW.link);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_annotations_gone AFTER DELETE ON annotations BEGIN
    INSERT INTO search (search, rowid, title, body) VALUES ('delete', OLD.id * 8 + 3, OLD.what, OLD.trigger_text || ' ' || OLD.why || ' ' || OLD.help_needed || ' ' || OLD.plan_of_action || ' ' || OLD.link);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_features_added AFTER INSERT ON features BEGIN
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 4, NEW.name, NEW.definition || ' ' || coalesce(NEW.aliases, '') || ' ' || NEW.key);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_features_changed AFTER UPDATE OF name, definition, aliases, key ON features BEGIN
    INSERT INTO search (search, rowid, title, body) VALUES ('delete', OLD.id * 8 + 4, OLD.name, OLD.definition || ' ' || coalesce(OLD.aliases, '') || ' ' || OLD.key);
    INSERT INTO search (rowid, title, body) VALUES (NEW.id * 8 + 4, NEW.name, NEW.definition || ' ' || coalesce(NEW.aliases, '') || ' ' || NEW.key);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_features_gone AFTER DELETE ON features BEGIN
    INSERT INTO search (search, rowid, title, body) VALUES ('delete', OLD.id * 8 + 4, OLD.name, OLD.definition || ' ' || coalesce(OLD.aliases, '') || ' ' || OLD.key);
END;
-- +goose StatementEnd
