package store

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
)

// A server that restarts lets go of the signs of life of processes that live: what seems dead there is dead only after a while.
func TestWhoSeemsDeadIsDeadForSureAfterAWhile(t *testing.T) {
	now := time.Now()
	for _, o := range []struct {
		name  string
		store *Store
		since time.Time
		sure  bool
	}{
		{"a file's lock is lost by dying alone", &Store{}, time.Time{}, true},
		{"seen for the first time", &Store{pg: &pgxpool.Pool{}}, time.Time{}, false},
		{"a look later", &Store{pg: &pgxpool.Pool{}}, now.Add(-takeOverEvery), false},
		{"long enough", &Store{pg: &pgxpool.Pool{}}, now.Add(-deadFor), true},
	} {
		a := &alive{store: o.store, seem: map[string]time.Time{}}
		require.Equal(t, o.sure, a.forSure("gapwatch-a", o.since), o.name)
		require.False(t, a.seem["gapwatch-a"].IsZero(), o.name)
	}
}
