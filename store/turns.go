package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"
	"sync"
	"time"
)

// turnWait bounds how long a writer waits for the others of this process. It is only ever reached by one that waits for
// itself: writing through the outer store within a transaction.
const turnWait = time.Minute

// turns lets the writers of this process in one after the other, in the order in which they came. SQLite itself makes
// them sleep and ask again, so that under load the one that has just been in comes in again and others starve.
type turns chan struct{}

func newTurns() turns { return make(turns, 1) }

// take waits for the turn; the function it returns gives it back, once, however often it is called.
func (t turns) take(ctx context.Context) (func(), error) {
	wait := time.NewTimer(turnWait)
	defer wait.Stop()
	select {
	case t <- struct{}{}:
		return sync.OnceFunc(func() { <-t }), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-wait.C:
		return nil, fmt.Errorf("waited %s to write: something else in this process has been writing all the time", turnWait)
	}
}

// writes tells whether a statement changes the database, by its first word.
func writes(query string) bool {
	query = withoutComments(query)
	word, _, _ := strings.Cut(query, " ")
	word, _, _ = strings.Cut(word, "\n")
	switch strings.ToUpper(word) {
	case "SELECT", "PRAGMA", "EXPLAIN", "SAVEPOINT", "RELEASE", "ROLLBACK":
		return false
	case "WITH":
		upper := strings.ToUpper(query)
		return strings.Contains(upper, "INSERT ") || strings.Contains(upper, "UPDATE ") || strings.Contains(upper, "DELETE ")
	}
	return true
}

// withoutComments drops the comments that stand before a statement.
func withoutComments(query string) string {
	for {
		query = strings.TrimSpace(query)
		if !strings.HasPrefix(query, "--") {
			return query
		}
		_, query, _ = strings.Cut(query, "\n")
	}
}

// turnTx is a transaction that gives its turn back when it ends.
type turnTx struct {
	driver.Tx
	end func()
}

// Commit implements driver.Tx.
func (t turnTx) Commit() error { defer t.end(); return t.Tx.Commit() }

// Rollback implements driver.Tx.
func (t turnTx) Rollback() error { defer t.end(); return t.Tx.Rollback() }
