package watch_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
)

func TestAProcessAtWorkTakesOldPagesByItself(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		l := watched(t, st, &site{price: 49})
		crawl(t, l)
		source, err := st.Source(ctx, 1)
		require.NoError(t, err)
		for i := range 40 { // noise, which nothing refers to
			snap := store.Snapshot{SourceID: source.ID, At: time.Now().Add(-time.Duration(90-i) * 24 * time.Hour)}
			require.NoError(t, st.SaveSnapshot(ctx, &snap, []byte{byte(i)}))
		}
		require.NoError(t, st.SaveSession(ctx, "old", []byte("x"), time.Now().Add(-time.Hour)))
		l.Retention = watch.Retention{Pages: 31 * 24 * time.Hour}
		stop := serve(t, l)
		left := func() int {
			rows, err := st.Snapshots(ctx, source.ID)
			require.NoError(t, err)
			return len(rows)
		}
		require.Eventually(t, func() bool { return left() < 41 }, 20*time.Second, 20*time.Millisecond)
		require.Eventually(t, func() bool {
			jobs, err := st.JobList(ctx, store.JobFilter{Kind: "prune", States: []store.JobState{store.JobDone}})
			require.NoError(t, err)
			return len(jobs) == 1
		}, 20*time.Second, 20*time.Millisecond)
		stop()
		require.Equal(t, 21, left(), "the newest twenty, and the base")
		kept, err := st.Source(ctx, source.ID)
		require.NoError(t, err)
		_, err = st.Body(ctx, *kept.BaseSnapshotID)
		require.NoError(t, err)
		require.NoError(t, st.Verify(ctx))
	})
}

func TestRetentionAsTimes(t *testing.T) {
	now := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	r := watch.Retention{Pages: 48 * time.Hour, PagesMost: 7}.At(now)
	require.Equal(t, now.Add(-48*time.Hour), r.PagesBefore)
	require.Equal(t, 7, r.PagesMost)
	require.Positive(t, r.PagesLeast)
	require.True(t, r.PagesGrace.Before(now))
	require.True(t, r.MessagesBefore.IsZero(), "for ever")
}
