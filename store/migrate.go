package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrationTime bounds a migration, and the wait for another process that migrates.
const migrationTime = 10 * time.Minute

// postgresLock is the advisory lock that only one migrating process holds at a time.
const postgresLock = 7_041_993_182_604

// version is how far a database has come: our tables, and those of the job queue.
type version struct{ Ours, Jobs int64 }

// older says that a lacks something b has.
func (a version) older(b version) bool { return a.Ours < b.Ours || a.Jobs < b.Jobs }

// SchemaVersion is the number of the newest migration the database has, 0 for an empty one.
func (s *Store) SchemaVersion(ctx context.Context) (int64, error) {
	v, err := s.version(ctx)
	return v.Ours, err
}

// Migrate brings the tables up to date. It is quick when they are, any number of processes may call it at once, and a
// database that a newer Gapwatch wrote is refused and left as it is.
func (s *Store) Migrate(ctx context.Context) error {
	target, err := s.targetVersion()
	if err != nil {
		return err
	}
	if done, err := s.reached(ctx, target); done || err != nil {
		return err
	}
	return s.locked(ctx, func() error {
		if done, err := s.reached(ctx, target); done || err != nil { // another process was quicker
			return err
		}
		if err := s.migrateOurs(ctx); err != nil {
			return err
		}
		return s.migrateJobs(ctx)
	})
}

// CheckSchema reports ErrNotMigrated or ErrNewerDatabase without changing anything.
func (s *Store) CheckSchema(ctx context.Context) error {
	target, err := s.targetVersion()
	if err != nil {
		return err
	}
	done, err := s.reached(ctx, target)
	if err == nil && !done {
		return ErrNotMigrated
	}
	return err
}

// reached says whether the database has come as far as this program, and refuses one that went further.
func (s *Store) reached(ctx context.Context, target version) (bool, error) {
	v, err := s.version(ctx)
	if err != nil {
		return false, err
	}
	if target.older(v) {
		return false, fmt.Errorf("%w: it is at version %d and this program knows %d; use a newer program or restore a backup",
			ErrNewerDatabase, v.Ours, target.Ours)
	}
	return v == target, nil
}

// version reads how far the database has come, with one statement per table that exists.
func (s *Store) version(ctx context.Context) (version, error) {
	var v version
	for table, column := range map[string]string{"goose_db_version": "version_id", "river_migration": "version"} {
		there, err := s.hasTable(ctx, table)
		if err != nil {
			return v, fmt.Errorf("read schema version: %w", err)
		}
		if !there {
			continue
		}
		var n sql.NullInt64
		if err := s.sql.QueryRowContext(ctx, "SELECT max("+column+") FROM "+table).Scan(&n); err != nil {
			return v, fmt.Errorf("read schema version: %w", err)
		}
		if table == "river_migration" {
			v.Jobs = n.Int64
		} else {
			v.Ours = n.Int64
		}
	}
	return v, nil
}

func (s *Store) hasTable(ctx context.Context, table string) (bool, error) {
	query := "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1"
	if s.pg != nil {
		query = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1"
	}
	var n int
	err := s.sql.QueryRowContext(ctx, query, table).Scan(&n)
	return n > 0, err
}

// targetVersion is how far this program can bring a database.
func (s *Store) targetVersion() (version, error) {
	var v version
	names, err := fs.Glob(migrations, "migrations/*."+s.dialect()+".sql")
	if err != nil {
		return v, err
	}
	for _, name := range names {
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "migrations/"), "_")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return v, fmt.Errorf("migration %s: %w", name, err)
		}
		v.Ours = max(v.Ours, n)
	}
	v.Jobs = jobsVersion
	return v, nil
}

// jobsVersion is the newest migration of the job queue's library; a test holds it to the truth. Asking the library
// means reading all its files, at every start.
const jobsVersion = 7

func (s *Store) dialect() string {
	if s.pg != nil {
		return "postgres"
	}
	return "sqlite"
}

// migrateOurs runs the files of this database's dialect that are still missing, each in a transaction.
func (s *Store) migrateOurs(ctx context.Context) error {
	provider, err := s.ours()
	if err == nil {
		_, err = provider.Up(ctx)
	}
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// ours are the files of this database's dialect.
func (s *Store) ours() (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	dialect, other := goose.DialectSQLite3, "*.postgres.sql"
	if s.pg != nil {
		dialect, other = goose.DialectPostgres, "*.sqlite.sql"
	}
	excluded, err := fs.Glob(files, other)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, s.sql, files, goose.WithExcludeNames(excluded))
}

// migrateJobs brings the tables of the job queue up to date.
func (s *Store) migrateJobs(ctx context.Context) error {
	var err error
	if s.pg != nil {
		err = migrateWith(ctx, riverpgxv5.New(s.pg), s.log)
	} else {
		err = migrateWith(ctx, riversqlite.New(s.sql), s.log)
	}
	if err != nil {
		return fmt.Errorf("migrate job queue: %w", err)
	}
	return nil
}

func migrateWith[T any](ctx context.Context, driver riverdriver.Driver[T], log *slog.Logger) error {
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: quiet(log)})
	if err != nil {
		return err
	}
	_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// locked runs f while no other process runs its f on this database. The lock goes with the process that holds it.
func (s *Store) locked(ctx context.Context, f func() error) error {
	if s.pg != nil {
		return s.lockedPostgres(ctx, f)
	}
	return s.lockedSQLite(ctx, f)
}

func (s *Store) lockedPostgres(ctx context.Context, f func() error) (err error) {
	conn, err := s.sql.Conn(ctx)
	if err != nil {
		return fmt.Errorf("lock for migration: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", int64(postgresLock)); err != nil {
		return fmt.Errorf("lock for migration: %w", err)
	}
	err = f()
	_, errUnlock := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(postgresLock))
	return errors.Join(err, errUnlock)
}

// lockedSQLite holds the write lock of an empty database beside the file: the migrations themselves need several
// transactions, so the file's own lock cannot be held across them. The one who is done removes the lock file; those
// who waited for it find it gone, try again, and see that there is nothing left to do.
func (s *Store) lockedSQLite(ctx context.Context, f func() error) (err error) {
	path := s.path + ".migrating"
	ctx, cancel := context.WithTimeout(ctx, migrationTime)
	defer cancel()
	lock, tx, err := lockFile(ctx, path, "rwc")
	for err != nil {
		select {
		case <-ctx.Done():
			return fmt.Errorf("lock for migration: %w", err)
		case <-time.After(10 * time.Millisecond):
			lock, tx, err = lockFile(ctx, path, "rwc")
		}
	}
	defer func() { err = errors.Join(err, tx.Rollback(), lock.Close()) }()
	if err := f(); err != nil {
		return err
	}
	return ignoreMissing(os.Remove(path))
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
