package store

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

// execMany runs one statement once for each set of values, inside a transaction, and returns how many rows each
// changed. It is for the few statements that run for thousands of rows: on SQLite the statement is prepared once, on
// PostgreSQL all go in one round trip.
func (s *Store) execMany(ctx context.Context, statement string, sets [][]any) ([]int64, error) {
	if len(sets) == 0 {
		return nil, nil
	}
	switch t := s.db.Statement.ConnPool.(type) {
	case *sqliteTx:
		return t.execMany(ctx, statement, sets)
	case *pgTx:
		return t.execMany(ctx, statement, sets)
	}
	return nil, errors.New("not in a transaction")
}

func (t *sqliteTx) execMany(ctx context.Context, statement string, sets [][]any) (changed []int64, err error) {
	prepared, err := t.PrepareContext(ctx, statement)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, prepared.Close()) }()
	changed = make([]int64, len(sets))
	for i, set := range sets {
		res, err := prepared.ExecContext(ctx, clean(set)...)
		if err != nil {
			return nil, err
		}
		if changed[i], err = res.RowsAffected(); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

func (t *pgTx) execMany(ctx context.Context, statement string, sets [][]any) ([]int64, error) {
	statement = numbered(statement)
	batch := &pgx.Batch{}
	for _, set := range sets {
		batch.Queue(statement, clean(set)...)
	}
	changed := make([]int64, len(sets))
	err := t.hold(func() error {
		results := t.tx.SendBatch(ctx, batch)
		for i := range sets {
			tag, err := results.Exec()
			if err != nil {
				return errors.Join(err, results.Close())
			}
			changed[i] = tag.RowsAffected()
		}
		return results.Close()
	})
	return changed, err
}

// numbered turns the question marks of a statement, which holds none in a text, into PostgreSQL's $1, $2.
func numbered(statement string) string {
	var b strings.Builder
	for n := 1; ; n++ {
		before, after, found := strings.Cut(statement, "?")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString("$" + strconv.Itoa(n))
		statement = after
	}
}
