package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// finishTime bounds a commit or rollback, which must be able to end after its caller's context has.
const finishTime = 10 * time.Second

// postgresConns bounds the connections of one process, unless the address says pool_max_conns. Two are always taken
// while it works on jobs: one listens, one is its sign of life.
const postgresConns = 16

// openPostgres connects to the server. One pool serves gorm and the job queue.
func openPostgres(ctx context.Context, o Options) (*Store, error) {
	config, err := pgxpool.ParseConfig(o.Address)
	if err != nil {
		return nil, errors.New("open database: the address is not a valid postgres:// address") // the error holds the password
	}
	config.AfterConnect = readTimesAsUTC
	if !strings.Contains(o.Address, "pool_max_conns") {
		config.MaxConns = postgresConns
	}
	if o.ReadOnly {
		config.ConnConfig.RuntimeParams["default_transaction_read_only"] = "on"
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", config.ConnConfig.Host, err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open database on %s: %w", config.ConnConfig.Host, err)
	}
	db := stdlib.OpenDBFromPool(pool)
	g, err := gorm.Open(postgres.New(postgres.Config{Conn: pgPool{db}}), gormConfig(o.Log))
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open database on %s: %w", config.ConnConfig.Host, err)
	}
	return &Store{db: g, sql: db, pg: pool, log: o.Log, jobs: &inserters{}, pack: &packer{}, bell: newBell(), kept: newKept()}, nil
}

// readTimesAsUTC makes times come back in the zone they went in.
func readTimesAsUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name:  "timestamptz",
		OID:   pgtype.TimestamptzOID,
		Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}

// pgPool is the pool as gorm sees it. Its transactions are pgx's own, so that the job queue, which speaks pgx, can
// work inside the very transaction that gorm writes in.
type pgPool struct{ *sql.DB }

// BeginTx implements gorm.ConnPoolBeginner.
func (p pgPool) BeginTx(ctx context.Context, opts *sql.TxOptions) (gorm.ConnPool, error) {
	conn, err := p.DB.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var tx pgx.Tx
	err = conn.Raw(func(driverConn any) error {
		c, ok := driverConn.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("unexpected driver connection %T", driverConn)
		}
		tx, err = c.Conn().BeginTx(ctx, pgxOptions(opts))
		return err
	})
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &pgTx{Conn: conn, tx: tx}, nil
}

func pgxOptions(opts *sql.TxOptions) pgx.TxOptions {
	var o pgx.TxOptions
	if opts != nil && opts.ReadOnly {
		o.AccessMode = pgx.ReadOnly
	}
	return o
}

// GetDBConn implements gorm.GetDBConnector.
func (p pgPool) GetDBConn() (*sql.DB, error) { return p.DB, nil }

// ExecContext implements gorm.ConnPool.
func (p pgPool) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return p.DB.ExecContext(ctx, query, clean(args)...)
}

// QueryContext implements gorm.ConnPool.
func (p pgPool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return p.DB.QueryContext(ctx, query, clean(args)...)
}

// QueryRowContext implements gorm.ConnPool.
func (p pgPool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return p.DB.QueryRowContext(ctx, query, clean(args)...)
}

// pgTx is one connection with a transaction open on it, as gorm sees it.
type pgTx struct {
	*sql.Conn
	tx pgx.Tx
}

// BeginTx hides the method of *sql.Conn: gorm would take it for a pool and send a second BEGIN where a savepoint
// is meant.
func (t *pgTx) BeginTx() {}

// Commit implements gorm.TxCommitter.
func (t *pgTx) Commit() error { return t.finish(t.tx.Commit) }

// Rollback implements gorm.TxCommitter. Where the connection is gone the server has rolled back already.
func (t *pgTx) Rollback() error {
	err := t.finish(t.tx.Rollback)
	if errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return err
}

func (t *pgTx) finish(end func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), finishTime)
	defer cancel()
	err := t.hold(func() error { return end(ctx) })
	if errClose := t.Close(); err == nil && !errors.Is(errClose, sql.ErrConnDone) {
		err = errClose
	}
	return err
}

// hold runs f, which uses the transaction past database/sql, while nobody else uses the connection. A statement whose
// context has ended makes database/sql give the connection up, and something else may be closing it: then f does not
// run and sql.ErrConnDone is returned.
func (t *pgTx) hold(f func() error) error { return t.Raw(func(any) error { return f() }) }

// ExecContext implements gorm.ConnPool.
func (t *pgTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return t.Conn.ExecContext(ctx, query, clean(args)...)
}

// QueryContext implements gorm.ConnPool.
func (t *pgTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.Conn.QueryContext(ctx, query, clean(args)...)
}

// QueryRowContext implements gorm.ConnPool.
func (t *pgTx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return t.Conn.QueryRowContext(ctx, query, clean(args)...)
}
