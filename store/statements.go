package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"reflect"

	sqlite "modernc.org/sqlite"
)

// Bounds of what a connection remembers.
const (
	keptStatements = 64   // per connection
	keptLength     = 4096 // bytes of text; longer ones are bulk inserts of a size that hardly comes twice
)

// connector opens SQLite connections that remember their prepared statements. The driver compiles every statement
// anew, which is half the work of a short transaction; gorm and the job queue send the same few texts all the time.
// Its writers take turns.
type connector struct {
	dsn   string
	turns turns
}

// Connect implements driver.Connector.
func (c connector) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.Driver().Open(c.dsn)
	if err != nil {
		return nil, err
	}
	inner, ok := conn.(sqliteConn)
	if !ok {
		return nil, errors.Join(errors.New("unexpected SQLite connection"), conn.Close())
	}
	return &statementConn{sqliteConn: inner, turns: c.turns, kept: map[string]*statement{}}, nil
}

// Driver implements driver.Connector.
func (c connector) Driver() driver.Driver { return &sqlite.Driver{} }

// sqliteConn is what a connection of the driver can do.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// statementConn is a connection that remembers statements. Only one goroutine uses it at a time.
type statementConn struct {
	sqliteConn
	turns turns
	inTx  bool
	kept  map[string]*statement
}

// statement is a prepared statement; it is busy while rows of it are being read.
type statement struct {
	driver.Stmt
	busy bool
}

// BeginTx implements driver.ConnBeginTx.
func (c *statementConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	end, err := c.turns.take(ctx)
	if err != nil {
		return nil, err
	}
	tx, err := c.sqliteConn.BeginTx(ctx, opts)
	if err != nil {
		end()
		return nil, err
	}
	c.inTx = true
	return turnTx{tx, func() { c.inTx = false; end() }}, nil
}

// turn waits until a statement may run; in a transaction it may.
func (c *statementConn) turn(ctx context.Context, query string) (func(), error) {
	if c.inTx || !writes(query) {
		return func() {}, nil
	}
	return c.turns.take(ctx)
}

// ExecContext implements driver.ExecerContext.
func (c *statementConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	end, err := c.turn(ctx, query)
	if err != nil {
		return nil, err
	}
	defer end()
	s, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.ExecContext(ctx, query, args)
	}
	return s.exec(ctx, args)
}

// QueryContext implements driver.QueryerContext.
func (c *statementConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	end, err := c.turn(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := c.rows(ctx, query, args)
	if err != nil {
		end()
		return nil, err
	}
	return &openRows{rows, end}, nil
}

func (c *statementConn) rows(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.QueryContext(ctx, query, args)
	}
	return s.query(ctx, args)
}

// statement returns the prepared statement of a text, or nil for one that is not worth keeping or is being read from.
func (c *statementConn) statement(ctx context.Context, query string) (*statement, error) {
	if s, ok := c.kept[query]; ok {
		if s.busy {
			return nil, nil
		}
		return s, nil
	}
	if len(query) > keptLength {
		return nil, nil
	}
	prepared, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if err := c.makeRoom(); err != nil {
		return nil, errors.Join(err, prepared.Close())
	}
	s := &statement{Stmt: prepared}
	c.kept[query] = s
	return s, nil
}

// makeRoom forgets some statement if there are too many; which one hardly matters, it is prepared again when needed.
func (c *statementConn) makeRoom() error {
	if len(c.kept) < keptStatements {
		return nil
	}
	for query, s := range c.kept {
		if !s.busy {
			delete(c.kept, query)
			return s.Close()
		}
	}
	return nil
}

// Close implements driver.Conn.
func (c *statementConn) Close() error {
	var errs []error
	for _, s := range c.kept {
		errs = append(errs, s.Close())
	}
	c.kept = nil
	return errors.Join(append(errs, c.sqliteConn.Close())...)
}

func (s *statement) exec(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args) //nolint:forcetypeassert // the driver's own
}

func (s *statement) query(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	rows, err := s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args) //nolint:forcetypeassert // the driver's own
	if err != nil {
		return nil, err
	}
	s.busy = true
	return &openRows{rows, func() { s.busy = false }}, nil
}

// openRows are rows that something waits for until they are closed: their statement, or the next writer.
type openRows struct {
	driver.Rows
	closed func()
}

// Close implements driver.Rows.
func (r *openRows) Close() error {
	defer r.closed()
	return r.Rows.Close()
}

// ColumnTypeDatabaseTypeName implements driver.RowsColumnTypeDatabaseTypeName.
func (r *openRows) ColumnTypeDatabaseTypeName(i int) string {
	if t, ok := r.Rows.(driver.RowsColumnTypeDatabaseTypeName); ok {
		return t.ColumnTypeDatabaseTypeName(i)
	}
	return ""
}

// ColumnTypeScanType implements driver.RowsColumnTypeScanType.
func (r *openRows) ColumnTypeScanType(i int) reflect.Type {
	if t, ok := r.Rows.(driver.RowsColumnTypeScanType); ok {
		return t.ColumnTypeScanType(i)
	}
	return reflect.TypeFor[any]()
}
