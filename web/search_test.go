package web_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
	"github.com/gapwatch/gapwatch/web"
)

// What is found can be opened by whoever found it.
func TestWhatAViewerFindsOpens(t *testing.T) {
	st, ctx := storetest.SQLite(t), t.Context()
	now := time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
	require.NoError(t, st.SaveAnnotation(ctx, &store.Annotation{
		Kind: store.CompetitiveInt, What: "They demo a replay of crashes.", Author: "Ines", CreatedAt: now, UpdatedAt: now,
	}))
	hash, err := web.HashPassword("correct horse battery")
	require.NoError(t, err)
	for _, role := range web.Roles() {
		t.Run(string(role), func(t *testing.T) {
			mail := string(role) + "@example.com"
			require.NoError(t, st.SaveUsers(ctx, []store.User{{Email: mail, Role: string(role), PasswordHash: hash, CreatedAt: now}}))
			b := open(t, serve(t, st, now, web.Options{}))
			b.post("/signin", "email", mail, "password", "correct horse battery")
			hits := b.page("/search?q=crashes").Find("main article.ev a")
			require.Equal(t, 1, hits.Length())
			to, _ := hits.Attr("href")
			status, _ := b.get(to)
			require.Equal(t, http.StatusOK, status, to)
		})
	}
}

// What people have decided about a phrase answers a question as well: "crash tapes" is nobody's word but a competitor's.
func TestAQuestionInLearnedWordsIsAnswered(t *testing.T) {
	st, ctx := storetest.SQLite(t), t.Context()
	now := time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
	area := []store.Area{{Key: "replay", Name: "Session replay"}}
	require.NoError(t, st.SaveAreas(ctx, area))
	features := []store.Feature{{AreaID: area[0].ID, Key: "errors", Name: "Error recordings", OwnState: store.No}}
	require.NoError(t, st.SaveFeatures(ctx, features))
	acme := []store.Competitor{{Key: "acme", Name: "Acme"}}
	require.NoError(t, st.SaveCompetitors(ctx, acme))
	src := []store.Source{{CompetitorID: acme[0].ID, Kind: extract.Pricing, URL: "https://acme.test/pricing", Host: "acme.test:443", NextCheckAt: now}}
	require.NoError(t, st.SaveSources(ctx, src))
	snap := store.Snapshot{SourceID: src[0].ID, At: now, FinalURL: src[0].URL}
	require.NoError(t, st.SaveSnapshot(ctx, &snap, []byte("<p>Crash tapes</p>")))
	phrases := []store.Phrase{{
		AreaID: area[0].ID, CompetitorID: acme[0].ID, SourceID: src[0].ID, SnapshotID: snap.ID, Text: "Crash tapes",
		FoldedText: "crash tapes", FirstSeenAt: now, LastSeenAt: now,
	}}
	require.NoError(t, st.SavePhrases(ctx, phrases))
	require.NoError(t, watch.MapPhrase(ctx, st, phrases[0].ID, features[0], "ines", now))
	h := serve(t, st, now, web.Options{Settings: config.Web{Open: true}})
	require.Contains(t, doc(t, h, "/search?q=crash+tapes").Find("main").Text(), "Error recordings")
	require.Contains(t, doc(t, h, "/annotate?text=they+want+crash+tapes").Find("main").Text(), "Error recordings")
}
