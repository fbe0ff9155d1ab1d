package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// TestAPersonSeesAndSteersJobs: one that fails says why, can be tried again at once, and can be called off.
func TestAPersonSeesAndSteersJobs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		broken := true
		v := &visitor{store: st}
		v.work = func(ctx context.Context, tx *store.Store, job *river.Job[visitArgs]) error {
			if broken && job.Args.Host == "bad" {
				return errors.New("the site\nis on fire")
			}
			return store.CompleteTx(ctx, tx, job)
		}
		require.NoError(t, st.Insert(ctx, visitArgs{Host: "bad"}, &river.InsertOpts{MaxAttempts: 1}))
		require.NoError(t, st.Insert(ctx, visitArgs{Host: "later"}, &river.InsertOpts{ScheduledAt: time.Now().Add(time.Hour)}))
		jobs := startJobs(t, v)
		list := func(states ...store.JobState) []store.JobView {
			found, err := st.JobList(ctx, store.JobFilter{States: states})
			require.NoError(t, err)
			return found
		}
		require.Eventually(t, func() bool { return len(list(store.JobFailed)) == 1 }, 10*time.Second, 10*time.Millisecond)
		failed, later := list(store.JobFailed)[0], list(store.JobLater)[0]
		require.Equal(t, "the site is on fire", failed.Reason)
		require.JSONEq(t, `{"host":"bad"}`, failed.Args)
		require.Equal(t, 1, failed.Attempt)
		require.NotNil(t, failed.EndedAt)
		counts, err := st.QueueCounts(ctx)
		require.NoError(t, err)
		require.Len(t, counts, 1)
		require.Equal(t, 1, counts[0].Counts[store.JobFailed])
		require.Equal(t, 1, counts[0].Counts[store.JobLater])

		cancelled, err := st.CancelJob(ctx, later.ID)
		require.NoError(t, err)
		require.Equal(t, store.JobCancelled, cancelled.State)
		broken = false
		retried, err := st.RetryJob(ctx, failed.ID)
		require.NoError(t, err)
		require.Equal(t, store.JobWaiting, retried.State)
		require.NoError(t, jobs.Drained(ctx))
		require.Eventually(t, func() bool { return len(list(store.JobDone)) == 1 }, 10*time.Second, 10*time.Millisecond)
		require.Empty(t, list(store.JobFailed))
		require.NoError(t, jobs.Stop(ctx))
		none, err := st.JobList(ctx, store.JobFilter{Kind: "no text \x00\xff\xed\xa0\x80"})
		require.NoError(t, err)
		require.Empty(t, none)
		_, err = st.RetryJob(ctx, 4711)
		require.ErrorIs(t, err, store.ErrNotFound)
	})
}

func TestAJobIsNotTriedAgainBesideItsTwin(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		require.NoError(t, st.Insert(ctx, visitArgs{Host: "a"}, nil))
		jobs, err := st.JobList(ctx, store.JobFilter{})
		require.NoError(t, err)
		_, err = st.CancelJob(ctx, jobs[0].ID)
		require.NoError(t, err)
		require.NoError(t, st.Insert(ctx, visitArgs{Host: "a"}, nil))
		_, err = st.RetryJob(ctx, jobs[0].ID)
		require.ErrorIs(t, err, store.ErrTwin)
		jobs, err = st.JobList(ctx, store.JobFilter{States: []store.JobState{store.JobWaiting}})
		require.NoError(t, err)
		require.Len(t, jobs, 1)
		require.NotNil(t, jobs[0].NextAt)
	})
}
