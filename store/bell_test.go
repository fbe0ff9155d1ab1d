package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// Nothing but notices starts these jobs: the queue would look by itself after the test.
func TestNoJobIsMissedWhenNoticesComeInARow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		v := &visitor{store: st}
		workers := river.NewWorkers()
		river.AddWorker(workers, v)
		jobs, err := st.Jobs(workers, store.JobOptions{Poll: time.Hour})
		require.NoError(t, err)
		require.NoError(t, jobs.Start(t.Context()))
		waiting, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		const n = 60
		for i := range n {
			require.NoError(t, st.Insert(t.Context(), visitArgs{Host: fmt.Sprint("host", i)}, nil))
			if i%3 == 0 { // now and then the worker has caught up and waits
				require.NoError(t, jobs.Drained(waiting))
			}
		}
		require.NoError(t, jobs.Drained(waiting))
		require.NoError(t, jobs.Stop(t.Context()))
		require.EqualValues(t, n, v.ran.Load())
	})
}

func BenchmarkFromCommitToWork(b *testing.B) {
	st := storetest.SQLite(b)
	begun := make(chan bool)
	v := &visitor{store: st, work: func(ctx context.Context, tx *store.Store, job *river.Job[visitArgs]) error {
		begun <- true
		return store.CompleteTx(ctx, tx, job)
	}}
	workers := river.NewWorkers()
	river.AddWorker(workers, v)
	jobs, err := st.Jobs(workers, store.JobOptions{})
	require.NoError(b, err)
	require.NoError(b, jobs.Start(b.Context()))
	for i := 0; b.Loop(); i++ {
		require.NoError(b, st.Insert(b.Context(), visitArgs{Host: fmt.Sprint("host", i)}, nil))
		<-begun
	}
	require.NoError(b, jobs.Stop(b.Context()))
}
