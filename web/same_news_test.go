package web_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/web"
)

// A change that tells an entry names every address at which its news stands.
func TestAChangeNamesAllAddressesOfItsNews(t *testing.T) {
	st, ctx := storetest.SQLite(t), t.Context()
	now := time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
	acme := []store.Competitor{{Key: "acme", Name: "Acme"}}
	require.NoError(t, st.SaveCompetitors(ctx, acme))
	src := []store.Source{{CompetitorID: acme[0].ID, Kind: extract.Feed, URL: "https://acme.test/feed", Host: "acme.test:443", NextCheckAt: now}}
	require.NoError(t, st.SaveSources(ctx, src))
	snap := store.Snapshot{SourceID: src[0].ID, At: now, FinalURL: src[0].URL}
	require.NoError(t, st.SaveSnapshot(ctx, &snap, []byte("<rss/>")))
	entry := func(key string) store.Entry {
		return store.Entry{
			SourceID: src[0].ID, CompetitorID: acme[0].ID, Key: key, Title: "Live view", URL: "https://acme.test/" + key,
			SnapshotID: snap.ID, FirstSeenAt: now,
		}
	}
	fresh, err := st.SaveEntries(ctx, []store.Entry{entry("blog"), entry("log")})
	require.NoError(t, err)
	require.NoError(t, st.JoinEntries(ctx, fresh[0].ID, []int64{fresh[1].ID}))
	_, err = st.PublishChanges(ctx, []store.Change{{
		SourceID: src[0].ID, CompetitorID: acme[0].ID, Kind: diff.EntryAdded, Subject: "Live view", Quote: "Live view",
		BaseSnapshotID: snap.ID, SnapshotID: snap.ID, Fingerprint: "f", EntryID: &fresh[0].ID, DetectedAt: now,
	}}, now)
	require.NoError(t, err)
	h := serve(t, st, now, web.Options{Settings: config.Web{Open: true}})
	page := doc(t, h, "/changes/1")
	require.Equal(t, 1, page.Find(`a[href="https://acme.test/blog"]`).Length())
	require.Equal(t, 1, page.Find(`a[href="https://acme.test/log"]`).Length())
}
