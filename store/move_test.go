package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// furnish fills a database with rows of many tables that refer to each other in circles, and with jobs in every state.
func furnish(t *testing.T, st *store.Store) {
	t.Helper()
	ctx := t.Context()
	a := newArchive(t, st, 30)
	for i, how := range []string{"evidence", "change", "price list", "entry", "phrase", "newest", "annotation", "note"} {
		cite(t, a, how, a.snaps[i].ID)
	}
	require.NoError(t, st.SaveMemory(ctx, a.source.ID, zipped(t, st, map[string]string{"a": "b"})))
	require.NoError(t, st.SaveSubscriptions(ctx, []store.Subscription{{Key: "ops", Channel: "webhook", Words: []string{"\u00fcml\u00e4ut"}}}))
	_, err := st.OweDelivery(ctx, &store.Delivery{SubscriptionID: 1, Tells: "empty", Key: "k", Body: []byte{}, CreatedAt: monday})
	require.NoError(t, err)
	_, err = st.SigningKey(ctx, "links")
	require.NoError(t, err)

	v := &visitor{store: st}
	v.work = func(ctx context.Context, tx *store.Store, job *river.Job[visitArgs]) error {
		if job.Args.Host == "broken" {
			return errors.New("boom \"quoted\" <&>")
		}
		return store.CompleteTx(ctx, tx, job)
	}
	jobs := startJobs(t, v)
	require.NoError(t, st.Insert(ctx, visitArgs{Host: "done"}, nil))
	require.NoError(t, st.Insert(ctx, visitArgs{Host: "broken"}, &river.InsertOpts{MaxAttempts: 1, Tags: []string{"one", "two"}}))
	require.NoError(t, jobs.Drained(ctx))
	require.NoError(t, jobs.Stop(ctx))
	require.NoError(t, st.Insert(ctx, visitArgs{Host: "waits"}, nil))
	require.NoError(t, st.Insert(ctx, visitArgs{Host: "later"}, &river.InsertOpts{ScheduledAt: time.Now().Add(time.Hour)}))
	require.NoError(t, st.Insert(ctx, visitArgs{Host: "died"}, nil))
	require.NoError(t, st.Gorm().Exec("UPDATE river_job SET state = 'running' WHERE id = (SELECT max(id) FROM river_job)").Error)
	require.NoError(t, st.Insert(ctx, visitArgs{Host: "done again"}, nil))
	require.NoError(t, st.Gorm().Exec("UPDATE river_job SET state = 'completed', finalized_at = scheduled_at"+
		" WHERE id = (SELECT max(id) FROM river_job)").Error)
}

// jobsOf are the jobs of a database as people see them, without times.
func jobsOf(t *testing.T, st *store.Store) (list []string) {
	t.Helper()
	jobs, err := st.JobList(t.Context(), store.JobFilter{})
	require.NoError(t, err)
	for _, j := range jobs {
		list = append(list, fmt.Sprint(j.ID, j.Kind, j.Queue, strings.ReplaceAll(j.Args, ": ", ":"), j.State, j.Attempt, j.MaxAttempts, j.Errors, j.Reason))
	}
	return list
}

func closed(t *testing.T, address string, use func(st *store.Store)) {
	t.Helper()
	st, err := store.Open(t.Context(), store.Options{Address: address})
	require.NoError(t, err)
	require.NoError(t, st.Migrate(t.Context()))
	use(st)
	require.NoError(t, st.Close())
}

func TestADatabaseMovesThereAndBack(t *testing.T) {
	ctx := t.Context()
	first, second, third := storetest.SQLiteAddress(t), storetest.PostgresAddress(t), storetest.SQLiteAddress(t)
	closed(t, first, func(st *store.Store) { furnish(t, st) })
	var told int
	there, err := store.Move(ctx, first, second, func(table string, rows int) { told += rows })
	require.NoError(t, err)
	rows := 0
	for _, m := range there {
		rows += m.Rows
	}
	require.Equal(t, rows, told)
	require.Greater(t, rows, 100)
	back, err := store.Move(ctx, second, third, nil)
	require.NoError(t, err)
	require.Equal(t, there, back)

	var before []string
	closed(t, first, func(st *store.Store) {
		require.NoError(t, st.Verify(ctx), "what was moved is still there")
		require.NoError(t, st.Gorm().Exec("DELETE FROM river_job WHERE state = 'completed'").Error)
		require.NoError(t, st.Gorm().Exec("UPDATE river_job SET state = 'available' WHERE state = 'running'").Error)
		before = jobsOf(t, st)
	})
	require.Len(t, before, 4)
	for _, address := range []string{second, third} {
		closed(t, address, func(st *store.Store) { asMoved(t, st, before) })
	}
}

// asMoved looks at a copy, and works with it.
func asMoved(t *testing.T, st *store.Store, jobs []string) {
	t.Helper()
	ctx := t.Context()
	require.NoError(t, st.Verify(ctx))
	n, err := st.VerifySnapshots(ctx, nil)
	require.NoError(t, err)
	require.Equal(t, 30, n)
	require.Len(t, jobsOf(t, st), len(jobs))
	for i, job := range jobsOf(t, st) {
		require.Equal(t, jobs[i], job)
	}
	found, err := st.Search(ctx, "Heatmaps", nil, 10)
	require.NoError(t, err)
	require.NotEmpty(t, found, "what came is found by its words")

	require.NoError(t, st.Insert(ctx, visitArgs{Host: "waits"}, nil))
	require.Len(t, jobsOf(t, st), len(jobs), "a job that waits is not added again")
	require.NoError(t, st.SaveCompetitors(ctx, []store.Competitor{{Key: "new", Name: "New"}}), "ids go on where they were")
	var mu sync.Mutex // two jobs run at a time
	worked := map[string]int{}
	v := &visitor{store: st}
	v.work = func(ctx context.Context, tx *store.Store, job *river.Job[visitArgs]) error {
		mu.Lock()
		defer mu.Unlock()
		worked[job.Args.Host]++
		return store.CompleteTx(ctx, tx, job)
	}
	running := startJobs(t, v)
	require.NoError(t, running.Drained(ctx))
	require.NoError(t, running.Stop(ctx))
	require.Equal(t, map[string]int{"waits": 1, "died": 1}, worked, "what was open is done, once")
}

func TestAMoveIsRefused(t *testing.T) {
	ctx := t.Context()
	for _, kind := range []struct {
		name    string
		address func(testing.TB) string
	}{{"sqlite", storetest.SQLiteAddress}, {"postgres", storetest.PostgresAddress}} {
		t.Run(kind.name, func(t *testing.T) {
			from, full := kind.address(t), kind.address(t)
			closed(t, full, func(st *store.Store) { landscape(t, st) })
			closed(t, from, func(st *store.Store) {
				landscape(t, st)
				_, err := store.Move(ctx, from, storetest.SQLiteAddress(t), nil)
				require.ErrorIs(t, err, store.ErrAtWork, "somebody has it open")
			})
			_, err := store.Move(ctx, from, full, nil)
			require.ErrorIs(t, err, store.ErrNotEmpty)
			closed(t, full, func(st *store.Store) {
				sources, err := st.Sources(ctx, store.SourceFilter{})
				require.NoError(t, err)
				require.Len(t, sources, 1, "what was there is untouched")
			})
			_, err = store.Move(ctx, from, from, nil)
			require.Error(t, err, "onto itself")
			empty := kind.address(t)
			_, err = store.Move(ctx, from, empty, nil)
			require.NoError(t, err, "the same kind will do too")
		})
	}
	missing := filepath.Join(t.TempDir(), "none.db")
	_, err := store.Move(ctx, missing, storetest.SQLiteAddress(t), nil)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoFileExists(t, missing)
}

// A server of PostgreSQL shows a session for a moment after its client has left.
func TestAMoveWaitsForSessionsThatEnd(t *testing.T) {
	address := storetest.PostgresAddress(t)
	closed(t, address, func(st *store.Store) { landscape(t, st) })
	leaving, err := store.Open(t.Context(), store.Options{Address: address})
	require.NoError(t, err)
	hasLooked := func() (yes bool) {
		require.NoError(t, leaving.Gorm().Raw(`SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
			AND pid <> pg_backend_pid() AND state = 'idle' AND query LIKE '%client backend%')`).Scan(&yes).Error)
		return yes
	}
	to, done := storetest.SQLiteAddress(t), make(chan error, 1)
	go func() {
		_, err := store.Move(t.Context(), address, to, nil)
		done <- err
	}()
	require.Eventually(t, hasLooked, 10*time.Second, time.Millisecond, "the move has seen that somebody is there")
	require.NoError(t, leaving.Close())
	require.NoError(t, <-done)
}
