package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Errors of a move.
var (
	// ErrAtWork: other processes use the database.
	ErrAtWork = errors.New("other processes use the database; stop them first")
	// ErrNotEmpty: there are rows already where rows are to be written.
	ErrNotEmpty = errors.New("the database is not empty")
	// ErrDiffers: what was written is not what was read.
	ErrDiffers = errors.New("the copy differs")
)

// MovedTable is what was copied of one table.
type MovedTable struct {
	Table    string
	Rows     int
	Checksum string // of the rows, in whatever order they come; the same on both sides
}

// Move copies all rows of the database at one address into the empty one at another, on either kind, and returns what was
// copied, by table. Both sides are read again and compared before anything counts: it is all there, or the target is as
// empty as before. The source stays as it is. Nobody else may use the two meanwhile. progress may be nil.
func Move(ctx context.Context, from, to string, progress func(table string, rows int)) ([]MovedTable, error) {
	if progress == nil {
		progress = func(string, int) {}
	}
	source, err := openSource(ctx, from)
	if err != nil {
		return nil, fmt.Errorf("move: the database to move: %w", err)
	}
	defer source.Close()
	target, err := openTarget(ctx, to)
	if err != nil {
		return nil, fmt.Errorf("move: the database to move to: %w", err)
	}
	defer target.Close()
	var moved []MovedTable
	err = source.frozen(ctx, func(src *Store) error {
		return target.InTx(ctx, func(dst *Store) error {
			return dst.withLateReferences(ctx, func() (err error) {
				moved, err = copyAll(ctx, src, dst, progress)
				return err
			})
		})
	})
	if err == nil {
		err = target.Verify(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("move: %w", err)
	}
	return moved, nil
}

// openSource opens the database to move, which this program must know and nobody else may use.
func openSource(ctx context.Context, address string) (*Store, error) {
	if path := FileOf(address); path != "" {
		if err := idle(ctx, path); err != nil {
			return nil, err
		}
	}
	st, err := Open(ctx, Options{Address: address})
	if err != nil {
		return nil, err
	}
	if err = st.CheckSchema(ctx); err == nil && st.pg != nil {
		err = st.idlePostgres(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// idle makes sure that nobody has a SQLite file open: only then can its write-ahead log be put away.
func idle(ctx context.Context, path string) error {
	st, err := openSQLite(ctx, Options{Address: path, mustExist: true})
	if err != nil {
		return err
	}
	st.sql.SetMaxIdleConns(0)
	st.sql.SetMaxOpenConns(1)
	if err := errors.Join(st.alone(ctx), st.Close()); err != nil {
		return fmt.Errorf("%w (%w)", ErrAtWork, err)
	}
	return nil
}

// How long a session that was closed may still be seen, and how often it is looked for.
const (
	closing     = 2 * time.Second
	closingLook = 20 * time.Millisecond
)

// idlePostgres makes sure that no other session of the same user works on the database. The server ends a session a
// moment after its client has left it.
func (s *Store) idlePostgres(ctx context.Context) error {
	until := time.After(closing)
	for {
		var others int
		err := s.q(ctx).Raw(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user
			AND pid <> pg_backend_pid() AND backend_type = 'client backend'`).Scan(&others).Error
		if err != nil || others == 0 {
			return err
		}
		select {
		case <-until:
			return fmt.Errorf("%w (%d sessions)", ErrAtWork, others)
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(closingLook):
		}
	}
}

// openTarget opens the database to move to and makes its tables, which must hold nothing.
func openTarget(ctx context.Context, address string) (*Store, error) {
	st, err := Open(ctx, Options{Address: address})
	if err != nil {
		return nil, err
	}
	if err = st.Migrate(ctx); err == nil {
		err = st.empty(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// empty makes sure that no table holds a row.
func (s *Store) empty(ctx context.Context) error {
	tables, err := s.tables(ctx)
	if err != nil {
		return err
	}
	for _, table := range append(tables, "river_job") {
		if err := s.emptyTable(ctx, table); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) emptyTable(ctx context.Context, table string) error {
	var rows int
	if err := s.q(ctx).Raw("SELECT count(*) FROM " + table).Scan(&rows).Error; err != nil {
		return err
	}
	if rows > 0 {
		return fmt.Errorf("%w: %s has %d rows", ErrNotEmpty, table, rows)
	}
	return nil
}

// frozen runs f while nobody can write, so that all tables are read as of one moment.
func (s *Store) frozen(ctx context.Context, f func(tx *Store) error) error {
	return s.InTx(ctx, func(tx *Store) error {
		if s.pg != nil { // a transaction on SQLite keeps writers out by itself
			if err := tx.q(ctx).Exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").Error; err != nil {
				return err
			}
		}
		return f(tx)
	})
}

// withLateReferences runs f, in a transaction, so that references between rows are checked at its end only: tables refer to
// each other in circles, so there is no order in which they could be filled.
func (s *Store) withLateReferences(ctx context.Context, f func() error) error {
	if s.pg == nil {
		if err := s.q(ctx).Exec("PRAGMA defer_foreign_keys = ON").Error; err != nil {
			return err
		}
		return f()
	}
	var references []struct{ TableName, Name string }
	err := s.q(ctx).Raw(`SELECT quote_ident(r.relname) AS table_name, quote_ident(c.conname) AS name FROM pg_constraint c
		JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = c.connamespace
		WHERE c.contype = 'f' AND NOT c.condeferrable AND n.nspname = current_schema()`).Scan(&references).Error
	if err != nil {
		return err
	}
	alter := func(how string) error {
		for _, r := range references {
			err := s.q(ctx).Exec("ALTER TABLE " + r.TableName + " ALTER CONSTRAINT " + r.Name + " " + how).Error
			if err != nil {
				return err
			}
		}
		return nil
	}
	if err := alter("DEFERRABLE INITIALLY DEFERRED"); err != nil {
		return err
	}
	if err := f(); err != nil {
		return err
	}
	if err := s.q(ctx).Exec("SET CONSTRAINTS ALL IMMEDIATE").Error; err != nil {
		return err
	}
	return alter("NOT DEFERRABLE")
}

// copyAll copies every table and compares.
func copyAll(ctx context.Context, src, dst *Store, progress func(string, int)) ([]MovedTable, error) {
	tables, err := src.tables(ctx)
	if err != nil {
		return nil, err
	}
	there, err := dst.tables(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(tables, there) {
		return nil, fmt.Errorf("%w: its tables are %v and not %v", ErrDiffers, there, tables)
	}
	var moved []MovedTable
	for _, table := range tables {
		m, err := copyTable(ctx, src, dst, table)
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", table, err)
		}
		progress(table, m.Rows)
		moved = append(moved, m)
	}
	for _, table := range []jobTable{jobsTable(), queuesTable()} {
		m, err := copyJobs(ctx, src, dst, table)
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", table.name, err)
		}
		progress(table.name, m.Rows)
		moved = append(moved, m)
	}
	return moved, dst.setSequences(ctx, tables)
}
