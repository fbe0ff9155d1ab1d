package watch_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// signups shows a price list and, beside it, how many have signed up.
func signups(price, people int) func(*site) {
	return func(s *site) {
		s.page = fmt.Sprintf(`<!doctype html><html><head><title>Pricing</title></head><body><p>%d people signed up today</p>
<main><h1>Plans</h1><section><h2>Starter</h2><p>$9 per month</p><ul><li>Heatmaps</li></ul></section>
<section><h2>Team</h2><p>$%d per user and month</p><ul><li>Heatmaps</li></ul></section></main></body></html>`, people, price)
	}
}

// TestAPageWhoseNoiseIsKnownIsNotRead puts another essence in the place of the base's: who reads the page would find that
// it says something else.
func TestAPageWhoseNoiseIsKnownIsNotRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{}
		line := watched(t, st, s)
		now := time.Now().UTC()
		line.Now = func() time.Time { return now }
		s.set(signups(49, 1041))
		require.Empty(t, crawl(t, line))
		first := onlySource(t, st)
		s.set(signups(49, 1042))
		require.Empty(t, crawl(t, line))
		src := onlySource(t, st)
		require.NotEqual(t, first.BaseKnown, src.BaseKnown, "one look shows no noise")

		pretend := store.Base{Essence: []byte("another"), Known: src.BaseKnown}
		require.NoError(t, st.SetBase(t.Context(), src.ID, pretend))
		s.set(signups(49, 1057))
		require.Empty(t, crawl(t, line))
		unread := onlySource(t, st)
		require.Equal(t, store.OutcomeSame, unread.LastOutcome)
		require.Equal(t, "another", string(unread.BaseEssence), "nobody read it")
		require.NotEqual(t, src.LastSnapshotID, unread.LastSnapshotID, "its bytes are kept")

		require.NoError(t, st.SetBase(t.Context(), src.ID, store.Base{Essence: src.BaseEssence, Known: src.BaseKnown}))
		s.set(signups(59, 1058))
		require.Len(t, crawl(t, line), 1, "a price beside known noise is told")
		s.set(signups(59, 1060))
		require.Empty(t, crawl(t, line))

		known := func() diff.Known { return diff.ParseKnown(onlySource(t, st).BaseKnown) }
		require.True(t, known().Fresh(now), "the noise is that of the new base")
		now = now.Add(diff.KnownFor)
		require.False(t, known().Fresh(now))
		s.set(signups(59, 1071))
		require.Empty(t, crawl(t, line))
		require.True(t, known().Fresh(now), "once a day it is read whole")
	})
}

// TestAPageThatStaysIsReadAfterADay: a page that was taken for the same, and does not change again, would never be read.
func TestAPageThatStaysIsReadAfterADay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{}
		line := watched(t, st, s)
		now := time.Now().UTC()
		line.Now = func() time.Time { return now }
		known := func() diff.Known { return diff.ParseKnown(onlySource(t, st).BaseKnown) }
		for people := range 3 {
			s.set(signups(49, 1041+people))
			now = now.Add(time.Minute)
			require.Empty(t, crawl(t, line))
		}
		now = now.Add(diff.KnownFor)
		require.False(t, known().Fresh(now))
		require.Empty(t, crawl(t, line))
		require.True(t, known().Fresh(now), "the newest page was read")

		now = now.Add(diff.KnownFor)
		require.Empty(t, crawl(t, line))
		require.False(t, known().Fresh(now), "once is enough")

		s.set(signups(49, 1050))
		require.Empty(t, crawl(t, line))
		s.set(signups(49, 1051))
		now = now.Add(time.Minute)
		require.Empty(t, crawl(t, line))
		src := onlySource(t, st)
		require.NoError(t, st.SetBase(t.Context(), src.ID, store.Base{Essence: []byte("another"), Known: src.BaseKnown}))
		now = now.Add(diff.KnownFor)
		require.Empty(t, crawl(t, line))
		require.Empty(t, onlySource(t, st).BaseKnown, "what took it for the same is forgotten")
	})
}
