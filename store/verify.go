package store

import (
	"context"
	"errors"
	"fmt"
)

// ErrUnsound: the database breaks a rule it is meant to keep.
var ErrUnsound = errors.New("the database is not sound")

// rule is what must hold beyond what the tables themselves enforce, by a count of the rows that break it.
type rule struct{ broken, count string }

func rules() []rule {
	return []rule{
		{"stored differences that stand more than two steps from a full body",
			"SELECT count(*) FROM blobs d JOIN blobs b ON b.id = d.base_id LEFT JOIN blobs f ON f.id = b.base_id" +
				" WHERE f.encoding IN ('delta', 'patch') OR d.encoding = 'delta' AND b.base_id IS NOT NULL"},
		{"stored differences without a base",
			"SELECT count(*) FROM blobs WHERE encoding IN ('delta', 'patch') AND base_id IS NULL"},
		{"sources compared with a page of another source",
			"SELECT count(*) FROM sources s JOIN snapshots b ON b.id = s.base_snapshot_id WHERE b.source_id <> s.id"},
		{"sources whose newest page is another source's",
			"SELECT count(*) FROM sources s JOIN snapshots b ON b.id = s.last_snapshot_id WHERE b.source_id <> s.id"},
		{"sources whose latest capture is missing",
			"SELECT count(*) FROM sources s LEFT JOIN captures c ON c.id = s.last_capture_id" +
				" WHERE s.last_capture_id IS NOT NULL AND (c.id IS NULL OR c.source_id <> s.id)"},
		{"published changes without a time",
			"SELECT count(*) FROM changes WHERE status = 'published' AND published_at IS NULL"},
		{"entries that tell the news of another competitor, or of one that is not the first to tell it",
			"SELECT count(*) FROM entries e JOIN entries f ON f.id = e.same_as" +
				" WHERE f.same_as IS NOT NULL OR f.competitor_id <> e.competitor_id"},
		{"changes between pages of different sources",
			"SELECT count(*) FROM changes c JOIN snapshots b ON b.id = c.base_snapshot_id WHERE b.source_id <> c.source_id"},
		{"messages marked sent without a time",
			"SELECT count(*) FROM deliveries WHERE status = 'sent' AND sent_at IS NULL"},
		{"cells without a history",
			"SELECT count(*) FROM cells c WHERE NOT EXISTS (SELECT 1 FROM cell_versions v" +
				" WHERE v.feature_id = c.feature_id AND v.competitor_id = c.competitor_id)"},
	}
}

// Verify checks that the database is sound: its file or its constraints, what its rows say of each other, and that
// every table can be read. It names everything it finds. The stored pages have their own check: VerifySnapshots.
func (s *Store) Verify(ctx context.Context) error {
	if err := s.CheckSchema(ctx); err != nil {
		return fmt.Errorf("verify database: %w", err)
	}
	physical := s.verifySQLite
	if s.pg != nil {
		physical = s.verifyPostgres
	}
	found, err := physical(ctx)
	if err != nil {
		return fmt.Errorf("verify database: %w", err)
	}
	for _, rule := range rules() {
		var n int
		if err := s.sql.QueryRowContext(ctx, rule.count).Scan(&n); err != nil {
			return fmt.Errorf("verify database: %s: %w", rule.broken, err)
		}
		if n > 0 {
			found = append(found, fmt.Errorf("%d %s", n, rule.broken))
		}
	}
	if len(found) > 0 {
		return fmt.Errorf("%w: %w", ErrUnsound, errors.Join(found...))
	}
	return nil
}

// verifySQLite checks every page of the file and every reference between rows.
func (s *Store) verifySQLite(ctx context.Context) (found []error, err error) {
	rows, err := s.sql.QueryContext(ctx, "PRAGMA integrity_check")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		if line != "ok" {
			found = append(found, errors.New(line))
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	var dangling int
	err = s.sql.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&dangling)
	if dangling > 0 {
		found = append(found, fmt.Errorf("%d rows refer to rows that are not there", dangling))
	}
	return found, err
}

// verifyPostgres checks that every constraint and index is in force and reads every table from end to end.
func (s *Store) verifyPostgres(ctx context.Context) (found []error, err error) {
	for broken, query := range map[string]string{
		"constraint is not enforced": `SELECT c.conname FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
			WHERE n.nspname = current_schema() AND NOT c.convalidated`,
		"index is not usable": `SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
			JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND NOT i.indisvalid`,
	} {
		var names []string
		if err := s.q(ctx).Raw(query).Scan(&names).Error; err != nil {
			return nil, err
		}
		for _, name := range names {
			found = append(found, fmt.Errorf("%s: %s", broken, name))
		}
	}
	var tables []string
	err = s.q(ctx).Raw("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()").Scan(&tables).Error
	for _, table := range tables {
		var n int64
		if err := s.q(ctx).Raw("SELECT count(*) FROM " + table + " t WHERE t.* IS DISTINCT FROM NULL").Scan(&n).Error; err != nil {
			found = append(found, fmt.Errorf("table %s: %w", table, err))
		}
	}
	return found, err
}
