package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// Errors that callers tell apart.
var (
	// ErrNotFound: there is no such row.
	ErrNotFound = errors.New("not found")
	// ErrNewerDatabase: a newer Gapwatch has written this database; this one must leave it alone.
	ErrNewerDatabase = errors.New("the database was written by a newer Gapwatch")
	// ErrNotMigrated: the database lacks tables this Gapwatch needs.
	ErrNotMigrated = errors.New("the database is not migrated")
	// ErrJobTaken: the job is not running in this process any more; another has it or has done it.
	ErrJobTaken = errors.New("the job was taken by another process")
)

// Options say which database to open, and how.
type Options struct {
	// Address decides the database: "sqlite:PATH", "sqlite:///PATH" or a bare path opens a file, "postgres://..." a server.
	Address string
	// ReadOnly opens for reading alone.
	ReadOnly bool
	// Conns bounds the connections to a file; 0: as many as a server with readers wants.
	Conns int
	// Log receives slow and failing statements; nil keeps them quiet.
	Log *slog.Logger

	mustExist bool // a file that is not there is not made
}

// Store is the database. Outside a transaction and inside one it is the same type, so a query never has to know.
type Store struct {
	db   *gorm.DB
	sql  *sql.DB
	pg   *pgxpool.Pool // nil on SQLite
	path string        // of the SQLite file
	log  *slog.Logger
	jobs *inserters
	pack *packer
	bell bell            // rung when jobs were committed
	told map[string]bool // in a transaction: the queues it has inserted jobs into; nil outside of one
	kept *kept           // nil within a transaction
}

// Open connects to the database that the address names and checks that it answers. It changes no table: see Migrate.
func Open(ctx context.Context, o Options) (*Store, error) {
	schema.RegisterSerializer("hex", hexSerializer{})
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	open := openSQLite
	if IsPostgres(o.Address) {
		open = openPostgres
	}
	st, err := open(ctx, o)
	if err != nil {
		return nil, err
	}
	schema.RegisterSerializer("zipped", zippedSerializer{st.pack})
	return st, nil
}

// IsPostgres says whether an address names a PostgreSQL server rather than a file.
func IsPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// FileOf is the SQLite file that an address names; empty where it names a server.
func FileOf(address string) string {
	if IsPostgres(address) {
		return ""
	}
	return sqlitePath(address)
}

// Close lets go of every connection.
func (s *Store) Close() error {
	err := s.sql.Close()
	if s.pg != nil {
		s.pg.Close()
	}
	if err != nil {
		return fmt.Errorf("close database: %w", err)
	}
	return nil
}

// Path is the SQLite file, or empty on PostgreSQL.
func (s *Store) Path() string { return s.path }

// gormConfig is how both databases use gorm: no surprise transactions, no prints, ids come back by RETURNING.
func gormConfig(log *slog.Logger) *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		DisableAutomaticPing:   true,
		NowFunc:                utcNow,
		Logger:                 quietLogger(log),
	}
}

// q is where every gorm query starts.
func (s *Store) q(ctx context.Context) *gorm.DB { return s.db.WithContext(ctx) }

// one returns the single row a query found, or ErrNotFound.
func one[T any](q *gorm.DB, what string) (T, error) {
	var row T
	err := q.Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return row, fmt.Errorf("%s: %w", what, ErrNotFound)
	}
	if err != nil {
		return row, fmt.Errorf("%s: %w", what, err)
	}
	return row, nil
}

// all returns the rows a query found.
func all[T any](q *gorm.DB, what string) ([]T, error) {
	var rows []T
	if err := q.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return rows, nil
}

// newest returns the rows a query found, oldest first; with a limit the newest ones.
func newest[T any](q *gorm.DB, when, id string, limit int, what string) ([]T, error) {
	if limit <= 0 {
		return all[T](q.Order(when+", "+id), what)
	}
	rows, err := all[T](q.Order(when+" DESC, "+id+" DESC").Limit(limit), what)
	slices.Reverse(rows)
	return rows, err
}

// found is the error of an update that had one row to change.
func found(res *gorm.DB, what string) error {
	if res.Error != nil {
		return fmt.Errorf("%s: %w", what, res.Error)
	}
	if res.RowsAffected == 0 {
		return fmt.Errorf("%s: %w", what, ErrNotFound)
	}
	return nil
}

// ofArea is the condition that the competitor in a column matters in the area whose key is the value. A competitor
// that names no area matters in all of them.
func ofArea(column string) string {
	return "(" + column + " IN (SELECT ac.competitor_id FROM area_competitors ac JOIN areas a ON a.id = ac.area_id" +
		" WHERE a.key = ?) OR " + column + " NOT IN (SELECT competitor_id FROM area_competitors))"
}
