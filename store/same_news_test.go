package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract/dates"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// Entries that tell the same news are one item: the first, with the addresses of the others.
func TestEntriesOfTheSameNews(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		w := newWorld(t, st)
		entry := func(key string, after int) store.Entry {
			return store.Entry{
				SourceID: w.source.ID, CompetitorID: w.competitor.ID, Key: key, Title: "Live view", URL: "https://acme.test/" + key,
				SnapshotID: w.old.ID, FirstSeenAt: monday.Add(time.Duration(after) * time.Hour),
			}
		}
		rows, err := st.SaveEntries(ctx, []store.Entry{entry("a", 0), entry("b", 1), entry("c", 2), entry("d", 3)})
		require.NoError(t, err)
		a, b, c := rows[0].ID, rows[1].ID, rows[2].ID
		news := func() []store.EntryView {
			views, err := st.Entries(ctx, store.EntryFilter{News: true})
			require.NoError(t, err)
			return views
		}
		require.NoError(t, st.JoinEntries(ctx, b, []int64{b, c}))
		require.NoError(t, st.JoinEntries(ctx, b, []int64{c}), "twice is once")
		require.Len(t, news(), 3)
		require.NoError(t, st.JoinEntries(ctx, a, []int64{b}))
		views := news()
		require.Len(t, views, 2, "what had joined b has joined a with it")
		require.Equal(t, "https://acme.test/b", views[0].Also[0].URL)
		require.Equal(t, "https://acme.test/c", views[0].Also[1].URL)
		require.Empty(t, views[1].Also)
		require.NoError(t, st.JoinEntries(ctx, c, []int64{a}), "another one may become the first")
		require.Equal(t, c, news()[0].ID)
		addresses, err := st.NewsAddresses(ctx, b)
		require.NoError(t, err)
		require.Len(t, addresses, 3)
		require.Equal(t, "https://acme.test/c", addresses[0].URL)
		known := []store.Entry{entry("a", 9)}
		_, err = st.SaveEntries(ctx, known)
		require.NoError(t, err)
		require.Equal(t, c, *known[0].SameAs)
		require.NoError(t, st.Verify(ctx))
	})
}

func TestEntriesNear(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		w := newWorld(t, st)
		day := func(n int) *time.Time { d := monday.AddDate(0, 0, n); return &d }
		var rows []store.Entry
		for key, date := range map[string]*time.Time{"near": day(-3), "far": day(-90), "undated": nil, "quiet": day(-1)} {
			rows = append(rows, store.Entry{
				SourceID: w.source.ID, CompetitorID: w.competitor.ID, Key: key, Title: key, Date: date, Precision: dates.Day,
				SnapshotID: w.old.ID, FirstSeenAt: monday,
			})
		}
		_, err := st.SaveEntries(ctx, rows)
		require.NoError(t, err)
		change := store.Change{
			SourceID: w.source.ID, CompetitorID: w.competitor.ID, Kind: diff.EntryAdded, BaseSnapshotID: w.old.ID, SnapshotID: w.old.ID,
			DetectedAt: monday, Fingerprint: "f",
		}
		for _, row := range rows {
			if row.Key == "quiet" {
				change.EntryID = &row.ID
			}
		}
		require.NoError(t, st.QuietChanges(ctx, []store.Change{change}))
		require.NoError(t, st.LockEntries(ctx, w.competitor.ID))
		near, err := st.EntriesNear(ctx, w.competitor.ID, *day(-30), *day(30))
		require.NoError(t, err)
		var keys []string
		for _, e := range near {
			keys = append(keys, e.Key)
		}
		require.ElementsMatch(t, []string{"near", "undated"}, keys)
		kept, err := st.JoinChanges(ctx, []store.Change{change})
		require.NoError(t, err)
		require.Empty(t, kept, "what a rule keeps quiet stays quiet")
	})
}
