package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	driver "modernc.org/sqlite"
)

// sqliteConns bounds how many connections one process holds on the file, unless it says so itself: readers run beside the
// one writer.
const sqliteConns = 8

// openSQLite opens the file, creating it unless read-only.
func openSQLite(ctx context.Context, o Options) (*Store, error) {
	path := sqlitePath(o.Address)
	if path == "" {
		return nil, errors.New("open database: the address names no file")
	}
	if o.mustExist {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("open database: %w", err)
		}
	}
	db := sql.OpenDB(connector{sqliteDSN(path, o.ReadOnly), newTurns()})
	conns := cmp.Or(o.Conns, sqliteConns)
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	if err := checkPragmas(ctx, db, o.ReadOnly); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", path, err), db.Close())
	}
	dialector := sqliteDialector{sqlite.New(sqlite.Config{DriverName: "sqlite", Conn: sqlitePool{db}})}
	g, err := gorm.Open(dialector, gormConfig(o.Log))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", path, err), db.Close())
	}
	return &Store{db: g, sql: db, path: path, log: o.Log, jobs: &inserters{}, pack: &packer{}, bell: newBell(), kept: newKept()}, nil
}

// sqlitePath takes "sqlite:PATH", "sqlite:///PATH", "file:PATH" or a bare path.
func sqlitePath(address string) string {
	path := address
	for _, prefix := range []string{"sqlite://", "sqlite:", "file://", "file:"} {
		if rest, ok := strings.CutPrefix(path, prefix); ok {
			path = rest
			break
		}
	}
	if path == "" {
		return ""
	}
	return filepath.Clean(path)
}

// sqliteDSN holds what every connection needs. Transactions take the write lock when they begin: two that first read
// and then write would otherwise fail each other with "database is locked".
func sqliteDSN(path string, readOnly bool) string {
	q := url.Values{}
	q.Add("_pragma", "busy_timeout(10000)")
	q.Add("_pragma", "foreign_keys(1)")
	q.Set("_time_format", "sqlite")
	q.Set("_timezone", "UTC")
	if readOnly {
		q.Set("mode", "ro")
	} else {
		q.Add("_pragma", "journal_mode(WAL)")
		q.Add("_pragma", "synchronous(NORMAL)")
		q.Set("_txlock", "immediate")
	}
	return "file:" + escapePath(path) + "?" + q.Encode()
}

func escapePath(path string) string { return (&url.URL{Path: path}).EscapedPath() }

// checkPragmas reads back what the address asked for: the driver ignores a pragma it does not know without a word.
func checkPragmas(ctx context.Context, db *sql.DB, readOnly bool) error {
	wanted := []struct{ pragma, value string }{
		{"busy_timeout", "10000"}, {"foreign_keys", "1"}, {"journal_mode", "wal"}, {"synchronous", "1"},
	}
	if readOnly { // a reader takes the file as it is
		wanted = wanted[:2]
	}
	for _, w := range wanted {
		var got string
		if err := db.QueryRowContext(ctx, "PRAGMA "+w.pragma).Scan(&got); err != nil {
			return err
		}
		if got != w.value {
			return fmt.Errorf("%s is %q and must be %q", w.pragma, got, w.value)
		}
	}
	return nil
}

// sqliteDialector is gorm's own, with errors told apart by the codes of the driver we use.
type sqliteDialector struct{ gorm.Dialector }

// Codes of SQLite for a broken rule of the schema.
const (
	sqliteUnique     = 2067
	sqlitePrimaryKey = 1555
	sqliteForeignKey = 787
)

// Translate turns the driver's errors into gorm's.
func (sqliteDialector) Translate(err error) error {
	var e *driver.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() {
	case sqliteUnique, sqlitePrimaryKey:
		return fmt.Errorf("%w: %w", gorm.ErrDuplicatedKey, err)
	case sqliteForeignKey:
		return fmt.Errorf("%w: %w", gorm.ErrForeignKeyViolated, err)
	}
	return err
}

// SavePoint begins a nested transaction.
func (sqliteDialector) SavePoint(tx *gorm.DB, name string) error {
	return tx.Exec("SAVEPOINT " + name).Error
}

// RollbackTo undoes a nested transaction.
func (sqliteDialector) RollbackTo(tx *gorm.DB, name string) error {
	return tx.Exec("ROLLBACK TO SAVEPOINT " + name).Error
}

// sqlitePool is the pool as gorm sees it: every value goes through the door.
type sqlitePool struct{ *sql.DB }

// BeginTx implements gorm.ConnPoolBeginner.
func (p sqlitePool) BeginTx(ctx context.Context, opts *sql.TxOptions) (gorm.ConnPool, error) {
	tx, err := p.DB.BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	return &sqliteTx{tx}, nil
}

// GetDBConn implements gorm.GetDBConnector.
func (p sqlitePool) GetDBConn() (*sql.DB, error) { return p.DB, nil }

// ExecContext implements gorm.ConnPool.
func (p sqlitePool) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return p.DB.ExecContext(ctx, query, clean(args)...)
}

// QueryContext implements gorm.ConnPool.
func (p sqlitePool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return p.DB.QueryContext(ctx, query, clean(args)...)
}

// QueryRowContext implements gorm.ConnPool.
func (p sqlitePool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return p.DB.QueryRowContext(ctx, query, clean(args)...)
}

// sqliteTx is a transaction as gorm sees it.
type sqliteTx struct{ *sql.Tx }

// ExecContext implements gorm.ConnPool.
func (t *sqliteTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return t.Tx.ExecContext(ctx, query, clean(args)...)
}

// QueryContext implements gorm.ConnPool.
func (t *sqliteTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.Tx.QueryContext(ctx, query, clean(args)...)
}

// QueryRowContext implements gorm.ConnPool.
func (t *sqliteTx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return t.Tx.QueryRowContext(ctx, query, clean(args)...)
}
