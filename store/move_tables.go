package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Bounds of what is written at once.
const (
	moveRows  = 500
	moveBytes = 4 << 20
)

// tables are ours, by name. What libraries keep for themselves is not among them, and neither are the index of the search
// and the numbers of revisions: the database fills them as rows come.
func (s *Store) tables(ctx context.Context) ([]string, error) {
	query := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if s.pg != nil {
		query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
	}
	var names []string
	if err := s.q(ctx).Raw(query).Scan(&names).Error; err != nil {
		return nil, fmt.Errorf("list tables: %w", err)
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		for _, other := range []string{"sqlite_", "goose_", "river_", "search_"} {
			if strings.HasPrefix(name, other) {
				return true
			}
		}
		return name == "search" || name == "revisions" || name == "gap_revisions" || name == "feature_revisions"
	})
	slices.Sort(names)
	return names, nil
}

// copyTable copies the rows of one table and compares both sides.
func copyTable(ctx context.Context, src, dst *Store, table string) (MovedTable, error) {
	moved := MovedTable{Table: table}
	columns, err := src.columns(ctx, table)
	if err != nil {
		return moved, err
	}
	there, err := dst.columns(ctx, table)
	if err != nil {
		return moved, err
	}
	if !slices.Equal(columns, there) {
		return moved, fmt.Errorf("%w: its columns are %v and not %v", ErrDiffers, there, columns)
	}
	insert := "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES (?" +
		strings.Repeat(", ?", len(columns)-1) + ")"
	flags, err := dst.flags(ctx, table)
	if err != nil {
		return moved, err
	}
	w := &rowWriter{store: dst, statement: insert}
	var read checksum
	err = src.eachRow(ctx, selectOf(columns, table), func(row []any) error {
		read.add(row)
		for i, column := range columns {
			if n, ok := row[i].(int64); ok && flags[column] {
				row[i] = n != 0
			}
		}
		return w.write(ctx, row)
	})
	if err == nil {
		err = w.flush(ctx)
	}
	if err != nil {
		return moved, err
	}
	moved.Rows, moved.Checksum = read.rows, read.String()
	return moved, dst.readBack(ctx, selectOf(columns, table), read, func([]any) error { return nil })
}

// readBack reads what was written and compares it with what was read at first; plain makes rows of one form of them.
func (s *Store) readBack(ctx context.Context, query string, read checksum, plain func(row []any) error) error {
	var written checksum
	err := s.eachRow(ctx, query, func(row []any) error {
		err := plain(row)
		written.add(row)
		return err
	})
	if err != nil {
		return err
	}
	return read.same(written)
}

func selectOf(columns []string, table string) string {
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + table
}

// columns are those of a table, in order of their names.
func (s *Store) columns(ctx context.Context, table string) ([]string, error) {
	query := "SELECT name FROM pragma_table_info(?)"
	if s.pg != nil {
		query = "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?"
	}
	var names []string
	if err := s.q(ctx).Raw(query, table).Scan(&names).Error; err != nil {
		return nil, fmt.Errorf("list columns: %w", err)
	}
	slices.Sort(names)
	for i, name := range names {
		names[i] = `"` + name + `"`
	}
	return names, nil
}

// flags are the columns that hold yes or no, which SQLite keeps as numbers and PostgreSQL does not.
func (s *Store) flags(ctx context.Context, table string) (map[string]bool, error) {
	if s.pg == nil {
		return nil, nil
	}
	var names []string
	err := s.q(ctx).Raw("SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"+
		" AND table_name = ? AND data_type = 'boolean'", table).Scan(&names).Error
	flags := make(map[string]bool, len(names))
	for _, name := range names {
		flags[`"`+name+`"`] = true
	}
	return flags, err
}

// eachRow hands every row of a query to f.
func (s *Store) eachRow(ctx context.Context, query string, f func(row []any) error) (err error) {
	rows, err := s.q(ctx).Raw(query).Rows()
	if err != nil {
		return err
	}
	defer func() {
		if errClose := rows.Close(); err == nil {
			err = errClose
		}
	}()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	for rows.Next() {
		row, err := scanRow(rows, len(columns))
		if err != nil {
			return err
		}
		if err := f(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

func scanRow(rows *sql.Rows, n int) ([]any, error) {
	row, into := make([]any, n), make([]any, n)
	for i := range row {
		into[i] = &row[i]
	}
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	for i, value := range row {
		if b, ok := value.([]byte); ok {
			row[i] = nonNil(b) // no bytes are not nothing
		}
	}
	return row, nil
}

// rowWriter writes rows, many at a time.
type rowWriter struct {
	store     *Store
	statement string
	rows      [][]any
	bytes     int
}

func (w *rowWriter) write(ctx context.Context, row []any) error {
	w.rows = append(w.rows, row)
	for _, value := range row {
		switch v := value.(type) {
		case []byte:
			w.bytes += len(v)
		case string:
			w.bytes += len(v)
		}
	}
	if len(w.rows) < moveRows && w.bytes < moveBytes {
		return nil
	}
	return w.flush(ctx)
}

func (w *rowWriter) flush(ctx context.Context) error {
	if len(w.rows) == 0 {
		return nil
	}
	_, err := w.store.execMany(ctx, w.statement, w.rows)
	w.rows, w.bytes = w.rows[:0], 0
	return err
}

// checksum is one of rows in any order: the sum of the hashes of all.
type checksum struct {
	rows int
	sum  [4]uint64
}

func (c *checksum) add(row []any) {
	h := sha256.New()
	for _, value := range row {
		text := canonical(value)
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(text)))
		h.Write(size[:])
		h.Write([]byte(text))
	}
	for i, sum := 0, h.Sum(nil); i < len(c.sum); i++ {
		c.sum[i] += binary.BigEndian.Uint64(sum[i*8:])
	}
	c.rows++
}

// String is the checksum as people compare it.
func (c checksum) String() string {
	var b [32]byte
	for i, part := range c.sum {
		binary.BigEndian.PutUint64(b[i*8:], part)
	}
	return hex.EncodeToString(b[:8])
}

func (c checksum) same(other checksum) error {
	switch {
	case c.rows != other.rows:
		return fmt.Errorf("%w: %d rows were read and %d written", ErrDiffers, c.rows, other.rows)
	case c.sum != other.sum:
		return fmt.Errorf("%w: checksums are %s and %s", ErrDiffers, c, other)
	}
	return nil
}

// canonical writes a value in one way, whichever database it comes from.
func canonical(value any) string {
	switch v := value.(type) {
	case nil:
		return "nothing"
	case bool:
		if v {
			return "i1"
		}
		return "i0"
	case time.Time:
		return fmt.Sprintf("t%d", v.UnixMicro())
	case float64:
		return fmt.Sprintf("f%x", math.Float64bits(v))
	case []byte:
		return "s" + string(v)
	case string:
		return "s" + v
	}
	return fmt.Sprintf("i%d", value)
}

// setSequences lets the next ids follow those that are there. SQLite does so by itself.
func (s *Store) setSequences(ctx context.Context, tables []string) error {
	if s.pg == nil {
		return nil
	}
	for _, table := range append(slices.Clone(tables), "river_job") {
		columns, err := s.columns(ctx, table)
		if err != nil {
			return err
		}
		if !slices.Contains(columns, `"id"`) {
			continue
		}
		err = s.q(ctx).Exec("SELECT setval(pg_get_serial_sequence(?, 'id'), max(id)) FROM "+table+
			" HAVING max(id) IS NOT NULL", table).Error
		if err != nil {
			return fmt.Errorf("set the next id of %s: %w", table, err)
		}
	}
	return nil
}
