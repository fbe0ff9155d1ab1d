package watch_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
)

// TestAPersonAsksForALook: it happens at once, whatever the schedule says, is read, and looked at again where one look
// is not proof enough; asking again at once is answered and does nothing.
func TestAPersonAsksForALook(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{price: 49}
		line := watched(t, st, s)
		crawl(t, line)
		closed := time.Now().UTC().Add(2*time.Hour).Format("15:00") + "-" + time.Now().UTC().Add(3*time.Hour).Format("15:00")
		src := onlySource(t, st).Source
		src.Window = closed
		require.NoError(t, st.SaveSources(t.Context(), []store.Source{src}))

		s.set(func(s *site) { s.price, s.visits = 59, 0 })
		asked, err := line.Check(t.Context(), src.ID)
		require.NoError(t, err)
		require.False(t, asked.OK, "it was looked at a moment ago")
		require.NotZero(t, asked.Again)
		require.Zero(t, s.visits)

		line.Now = func() time.Time { return time.Now().UTC().Add(10 * time.Minute) }
		asked, err = line.Check(t.Context(), src.ID)
		require.NoError(t, err)
		require.True(t, asked.OK, asked.Why)
		require.Equal(t, 2, s.visits)
		changes, err := st.Changes(t.Context(), store.ChangeFilter{Status: store.Published})
		require.NoError(t, err)
		require.Len(t, changes, 1)
		now := onlySource(t, st)
		require.False(t, now.Asked())
		require.Zero(t, now.QuietLooks)
		require.NotNil(t, now.QuietSince)
	})
}

func TestManyWhoAskAtOnceAskOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		line := watched(t, st, &site{price: 49})
		src, later := onlySource(t, st), time.Now().UTC().Add(time.Hour)
		require.NoError(t, st.Reschedule(t.Context(), map[int64]time.Time{src.ID: later}))
		answers, errs := make([]watch.Asked, 8), make([]error, 8)
		var people sync.WaitGroup
		for i := range answers {
			people.Go(func() { answers[i], errs[i] = watch.Ask(t.Context(), st, src.ID, line.Now()) })
		}
		people.Wait()
		first := 0
		for i, asked := range answers {
			require.NoError(t, errs[i])
			require.True(t, asked.OK)
			if !asked.Under {
				first++
			}
		}
		require.Equal(t, 1, first)
	})
}

// TestHoursAreKept: what was due while nobody worked, and what is due outside of its hours, waits for them.
func TestHoursAreKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{price: 49}
		line := watched(t, st, s)
		now := time.Now().UTC()
		src := onlySource(t, st).Source
		src.Window = now.Add(2*time.Hour).Format("15:00") + "-" + now.Add(3*time.Hour).Format("15:00")
		require.NoError(t, st.SaveSources(t.Context(), []store.Source{src}))
		_, err := line.Crawl(t.Context(), watch.CrawlOptions{})
		require.NoError(t, err)
		require.Zero(t, s.visits)
		require.WithinRange(t, onlySource(t, st).NextCheckAt, now, now.Add(3*time.Hour))
		crawl(t, line)
		require.Equal(t, 1, s.visits, "who asks for all gets all")
	})
}
