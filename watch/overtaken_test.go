package watch_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
)

// TestAReadingThatWasOvertakenCountsLooksAnew: a price moves again while another process concludes what it was before, at
// the second look. The new price has been seen once then, and must not pass for one that never came twice.
func TestAReadingThatWasOvertakenCountsLooksAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{price: 49}
		line := watched(t, st, s)
		crawl(t, line)
		looks := 0
		line.Point = func(p watch.Point) {
			if p != watch.Fetched {
				return
			}
			switch looks++; looks {
			case 1:
				s.set(func(s *site) { s.price = 69 }) // shown by the second look
			case 2:
				s.set(func(s *site) { s.price = 79 }) // shown by the third
			case 3:
				src := onlySource(t, st)
				require.Equal(t, 2, src.Looks)
				require.NoError(t, st.SetBase(t.Context(), src.ID, store.Base{SnapshotID: src.LastSnapshotID}))
			}
		}
		s.set(func(s *site) { s.price = 59 })
		changes := crawl(t, line)
		require.Len(t, changes, 1)
		require.Contains(t, changes[0].Before, "69 USD")
		require.Contains(t, changes[0].After, "79 USD")
		require.Equal(t, 4, looks)
	})
}
