package watch_test

import (
	"context"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
)

// TestAPageThatSaysTheSameIsNotCompared puts another document in the place of the base's: a comparison would tell of it.
func TestAPageThatSaysTheSameIsNotCompared(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{price: 49}
		line := watched(t, st, s)
		require.Empty(t, crawl(t, line))
		src := onlySource(t, st)
		require.NotEmpty(t, src.BaseEssence)
		misread := extract.Document{Kind: extract.Pricing, Plans: []extract.Plan{{Name: "Heatmaps"}}}
		zipped, err := st.Zip(misread)
		require.NoError(t, err)
		require.NoError(t, st.SaveDocument(t.Context(), *src.BaseSnapshotID, src.ReadBy, zipped))

		require.Empty(t, crawl(t, line), "the counter moved, the essence did not")
		now := onlySource(t, st)
		require.Equal(t, "no_change", now.LastClass)
		require.Equal(t, src.BaseSnapshotID, now.BaseSnapshotID)
		require.NotEqual(t, src.LastSnapshotID, now.LastSnapshotID, "the bytes are kept")
		captures, err := st.Captures(t.Context(), src.ID, 0)
		require.NoError(t, err)
		require.Equal(t, store.OutcomeSame, captures[0].Outcome)

		require.NoError(t, st.SetBase(t.Context(), src.ID, store.Base{Essence: []byte("another")}))
		require.NotEmpty(t, crawl(t, line), "without its essence the base is looked at")
	})
}

// TestTheEssenceFollowsTheBase: what a page said once is no excuse for its saying so again.
func TestTheEssenceFollowsTheBase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{price: 49}
		line := watched(t, st, s)
		require.Empty(t, crawl(t, line))
		before := onlySource(t, st)
		s.set(func(s *site) { s.price = 59 })
		require.Len(t, crawl(t, line), 1)
		after := onlySource(t, st)
		require.NotEqual(t, before.BaseEssence, after.BaseEssence)
		require.Empty(t, crawl(t, line))
		s.set(func(s *site) { s.price = 49 })
		require.Len(t, crawl(t, line), 1, "the way back is news")
		require.Equal(t, before.BaseEssence, onlySource(t, st).BaseEssence)
	})
}

// TestLooksThatAreLostMakeRoomForOthers breaks off crawls where they write, more often than looks may wait to be written.
func TestLooksThatAreLostMakeRoomForOthers(t *testing.T) {
	t.Parallel() // it waits for the most part
	st := storetest.SQLite(t)
	line := watched(t, st, &site{price: 49})
	for range 4*runtime.GOMAXPROCS(0) + 1 {
		ctx, cancel := context.WithCancel(t.Context())
		line.Point = func(p watch.Point) {
			if p == watch.Keeping {
				cancel()
			}
		}
		_, err := line.Crawl(ctx, watch.CrawlOptions{All: true})
		require.ErrorIs(t, err, context.Canceled)
	}
	line.Point = nil
	crawl(t, line)
	require.Equal(t, store.OutcomeNew, onlySource(t, st).LastOutcome)
}
