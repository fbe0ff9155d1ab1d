package store_test

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// visitArgs is a job as the straight line has them: unique per host.
type visitArgs struct {
	Host string `json:"host"`
}

func (visitArgs) Kind() string { return "visit" }

func (visitArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// visitor writes an area per visit and completes the job in the same transaction.
type visitor struct {
	river.WorkerDefaults[visitArgs]
	store *store.Store
	work  func(ctx context.Context, tx *store.Store, job *river.Job[visitArgs]) error
	ran   atomic.Int32
}

func (v *visitor) Work(ctx context.Context, job *river.Job[visitArgs]) error {
	v.ran.Add(1)
	return v.store.InTx(ctx, func(tx *store.Store) error {
		if err := tx.SaveAreas(ctx, []store.Area{{Key: job.Args.Host}}); err != nil {
			return err
		}
		if v.work != nil {
			return v.work(ctx, tx, job)
		}
		return store.CompleteTx(ctx, tx, job)
	})
}

func startJobs(t *testing.T, v *visitor) *store.Jobs {
	t.Helper()
	workers := river.NewWorkers()
	river.AddWorker(workers, v)
	jobs, err := v.store.Jobs(workers, store.JobOptions{})
	require.NoError(t, err)
	require.NoError(t, jobs.Start(t.Context()))
	return jobs
}

func TestAJobIsInsertedWorkedAndCompletedInTransactions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		boom := errors.New("boom")
		require.ErrorIs(t, st.InTx(ctx, func(tx *store.Store) error {
			require.NoError(t, tx.Insert(ctx, visitArgs{Host: "never"}, nil))
			return boom
		}), boom)
		require.NoError(t, st.InTx(ctx, func(tx *store.Store) error {
			require.NoError(t, tx.Insert(ctx, visitArgs{Host: "a"}, nil))
			return tx.Insert(ctx, visitArgs{Host: "a"}, nil) // waiting already
		}))
		v := &visitor{store: st}
		began := time.Now()
		jobs := startJobs(t, v)
		started := time.Since(began)
		require.NoError(t, jobs.Drained(ctx, "visit"))
		drained := time.Since(began)
		require.NoError(t, st.Insert(ctx, visitArgs{Host: "a"}, nil)) // completed ones do not stand in the way
		require.NoError(t, jobs.Drained(ctx))
		again := time.Since(began)
		require.NoError(t, jobs.Stop(ctx))
		t.Logf("started %v drained %v again %v stopped %v", started, drained, again, time.Since(began))
		require.EqualValues(t, 2, v.ran.Load())
		areas, err := st.Areas(ctx)
		require.NoError(t, err)
		require.Len(t, areas, 1)
	})
}

func TestADeadProcessLosesItsJobsAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		require.NoError(t, st.Insert(ctx, visitArgs{Host: "a"}, nil))
		require.NoError(t, st.Insert(ctx, visitArgs{Host: "b"}, nil))
		// A process that was killed left a as running and itself as leader.
		worker := "jsonb('[\"gapwatch-dead\"]')"
		if st.Path() == "" {
			worker = "ARRAY['gapwatch-dead']"
		}
		db := st.Gorm()
		require.NoError(t, db.Exec("UPDATE river_job SET state = 'running', attempt = 1, attempted_at = CURRENT_TIMESTAMP,"+
			" attempted_by = "+worker).Error)
		require.NoError(t, db.Exec("UPDATE river_job SET attempt = max_attempts WHERE id = (SELECT max(id) FROM river_job)").Error)
		v := &visitor{store: st}
		jobs := startJobs(t, v)
		require.NoError(t, jobs.Drained(ctx, "visit"))
		require.NoError(t, jobs.Stop(ctx))
		require.EqualValues(t, 1, v.ran.Load())
		var states []string
		require.NoError(t, db.Raw("SELECT state FROM river_job ORDER BY id").Scan(&states).Error)
		require.Equal(t, []string{"discarded"}, states) // completed ones are forgotten
	})
}

// TestWhatWasGivenUpIsTriedOnceMore, and is given up again where it still fails.
func TestWhatWasGivenUpIsTriedOnceMore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		for _, host := range []string{"a", "b", "old"} {
			require.NoError(t, st.Insert(ctx, visitArgs{Host: host}, nil))
		}
		db := st.Gorm()
		require.NoError(t, db.Exec("UPDATE river_job SET state = 'discarded', attempt = max_attempts, attempted_at = CURRENT_TIMESTAMP,"+
			" finalized_at = CURRENT_TIMESTAMP").Error)
		require.NoError(t, db.Exec("UPDATE river_job SET created_at = '2026-01-01 00:00:00.000' WHERE id = (SELECT max(id) FROM river_job)").Error)
		v := &visitor{store: st, work: func(ctx context.Context, tx *store.Store, job *river.Job[visitArgs]) error {
			if job.Args.Host == "b" {
				return errors.New("it fails still")
			}
			return store.CompleteTx(ctx, tx, job)
		}}
		jobs := startJobs(t, v)
		require.NoError(t, st.TryAgain(ctx, "read", time.Time{}))
		require.NoError(t, jobs.Drained(ctx))
		require.Zero(t, v.ran.Load())
		require.NoError(t, st.TryAgain(ctx, "visit", time.Now().Add(-time.Hour)))
		require.NoError(t, jobs.Drained(ctx))
		require.NoError(t, jobs.Stop(ctx))
		require.EqualValues(t, 2, v.ran.Load())
		var left []string
		require.NoError(t, db.Raw("SELECT state FROM river_job ORDER BY id").Scan(&left).Error)
		require.Equal(t, []string{"discarded", "discarded"}, left)
	})
}

func TestALivingProcessKeepsItsJobs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		working, release := make(chan struct{}), make(chan struct{})
		first := &visitor{store: st}
		firstJobs := startJobs(t, first)
		slow := &slowWorker{working: working, release: release}
		workers := river.NewWorkers()
		river.AddWorker(workers, slow)
		slowJobs, err := st.Jobs(workers, store.JobOptions{Queues: map[string]int{"slow": 1}})
		require.NoError(t, err)
		require.NoError(t, slowJobs.Start(ctx))
		require.NoError(t, st.Insert(ctx, slowArgs{}, &river.InsertOpts{Queue: "slow"}))
		<-working
		second := startJobs(t, &visitor{store: st})
		require.EqualValues(t, 1, countJobs(t, st, "running"))
		close(release)
		for _, jobs := range []*store.Jobs{slowJobs, firstJobs, second} {
			require.NoError(t, jobs.Stop(ctx))
		}
		require.EqualValues(t, 1, slow.ran.Load())
	})
}

type slowArgs struct{}

func (slowArgs) Kind() string { return "slow" }

type slowWorker struct {
	river.WorkerDefaults[slowArgs]
	working, release chan struct{}
	ran              atomic.Int32
}

func (w *slowWorker) Work(context.Context, *river.Job[slowArgs]) error {
	w.ran.Add(1)
	close(w.working)
	<-w.release
	return nil
}

func countJobs(t *testing.T, st *store.Store, state string) int {
	t.Helper()
	var n int
	require.NoError(t, st.Gorm().Raw("SELECT count(*) FROM river_job WHERE state = ?", state).Scan(&n).Error)
	return n
}

func TestRowsAreNotWrittenForAJobThatIsNotRunningAnyMore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		require.NoError(t, st.Insert(ctx, visitArgs{Host: "a"}, nil))
		v := &visitor{store: st}
		v.work = func(ctx context.Context, tx *store.Store, job *river.Job[visitArgs]) error {
			if err := store.CompleteTx(ctx, tx, job); err != nil {
				return err
			}
			return store.CompleteTx(ctx, tx, job) // as if another process had completed it meanwhile
		}
		jobs := startJobs(t, v)
		require.Eventually(t, func() bool { return v.ran.Load() == 1 && countJobs(t, st, "running") == 0 },
			5*time.Second, 10*time.Millisecond)
		require.NoError(t, jobs.Stop(ctx))
		areas, err := st.Areas(ctx)
		require.NoError(t, err)
		require.Empty(t, areas)
	})
}

func TestTheJobOfAKilledProcessIsDoneByTheNextAtOnce(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	storetest.EachAddress(t, func(t *testing.T, address string) {
		ctx := t.Context()
		st := storetest.Open(t, address)
		require.NoError(t, st.Insert(ctx, visitArgs{Host: "a"}, nil))
		child := exec.CommandContext(ctx, self)
		child.Env = append(os.Environ(), childWorks+"="+address)
		out, err := child.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, child.Start())
		line, err := bufio.NewReader(out).ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "working\n", line)
		require.NoError(t, child.Process.Kill())
		require.Error(t, child.Wait())

		began := time.Now()
		v := &visitor{store: st, work: func(ctx context.Context, tx *store.Store, job *river.Job[visitArgs]) error {
			return store.CompleteTx(ctx, tx, job)
		}}
		jobs := startJobs(t, v)
		require.NoError(t, jobs.Drained(ctx, "visit"))
		require.Less(t, time.Since(began), 5*time.Second)
		require.NoError(t, jobs.Stop(ctx))
		require.EqualValues(t, 1, v.ran.Load())
		left, err := filepath.Glob(strings.TrimPrefix(address, "sqlite:") + ".gapwatch-*")
		require.NoError(t, err)
		require.Empty(t, left, "no sign of life is left behind")
	})
}

func TestAStopWhileTheServerIsAwayIsNoFailure(t *testing.T) {
	server := storetest.NewServer(t)
	st := storetest.Open(t, server.Database(t))
	jobs := startJobs(t, &visitor{store: st})
	require.NoError(t, st.Insert(t.Context(), visitArgs{Host: "a"}, nil))
	require.NoError(t, jobs.Drained(t.Context()))
	server.Crash(t)
	began := time.Now()
	require.NoError(t, jobs.Stop(t.Context()))
	require.Less(t, time.Since(began), 20*time.Second)
}
