package store

import (
	"context"
	"database/sql"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWritersTakeTurns(t *testing.T) {
	s, err := Open(t.Context(), Options{Address: t.TempDir() + "/a.db"})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	_, err = s.sql.ExecContext(t.Context(), "CREATE TABLE n (writer INTEGER, at INTEGER)")
	require.NoError(t, err)

	const writers, each = 6, 40
	began := time.Now()
	var all sync.WaitGroup
	errs := make(chan error, writers)
	for w := range writers {
		all.Go(func() {
			for i := range each {
				if err := writeOnce(t.Context(), s.sql, w, i); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	all.Wait()
	close(errs)
	for err := range errs {
		require.NoError(t, err)
	}
	var n int
	require.NoError(t, s.sql.QueryRowContext(t.Context(), "SELECT count(*) FROM n").Scan(&n))
	require.Equal(t, writers*each, n)
	require.Less(t, time.Since(began), 20*time.Second)
}

// writeOnce writes in each of the ways there are: a transaction, a statement, a statement that returns rows.
func writeOnce(ctx context.Context, db *sql.DB, w, i int) error {
	switch i % 3 {
	case 0:
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO n VALUES (?, ?)", w, i); err != nil {
			return err
		}
		return tx.Commit()
	case 1:
		_, err := db.ExecContext(ctx, "INSERT INTO n VALUES (?, ?)", w, i)
		return err
	}
	return db.QueryRowContext(ctx, "-- name: one\nINSERT INTO n VALUES (?, ?) RETURNING writer", w, i).Scan(new(int))
}

func TestATurnComesInTheOrderOfAsking(t *testing.T) {
	turns := newTurns()
	end, err := turns.take(t.Context())
	require.NoError(t, err)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = turns.take(gone)
	require.ErrorIs(t, err, context.Canceled)
	end()
	end() // twice does no harm
	end, err = turns.take(t.Context())
	require.NoError(t, err)
	end()
}

func TestWrites(t *testing.T) {
	for query, want := range map[string]bool{
		"SELECT 1":                                false,
		"-- name: JobGet :one\n\tSELECT\n*":       false,
		"PRAGMA wal_checkpoint":                   false,
		"WITH a AS (SELECT 1) SELECT * FROM a":    false,
		"WITH a AS (SELECT 1) UPDATE b SET c = 1": true,
		"update a set b = 1":                      true,
		"-- a\n-- b\nDELETE FROM a":               true,
		"INSERT INTO a VALUES (1) RETURNING b":    true,
		"CREATE TABLE a (b)":                      true,
		"SAVEPOINT a":                             false,
	} {
		require.Equal(t, want, writes(query), query)
	}
}
