package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
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

// The stream of changes is searched by words as it is filtered, page by page, and says where else the words stand.
func TestTheStreamOfChangesIsSearched(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		o := newOffice(t, st)
		page := func(path string) *goquery.Document {
			w := get(t, o.web, http.MethodGet, path, "Authorization", "Bearer vic")
			require.Equal(t, http.StatusOK, w.Code)
			d, err := goquery.NewDocumentFromReader(w.Body)
			require.NoError(t, err)
			return d
		}
		for _, tt := range []struct {
			name, ask          string
			changes, elsewhere int
		}{
			{"a word of all", "q=team", 5, 0},
			{"the beginning of the last word", "q=59+te", 5, 0},
			{"both words", "q=team+3", 1, 0},
			{"with a filter", "q=team&competitor=acme&kind=price_changed", 5, 0},
			{"a filter that leaves nothing", "q=team&kind=plan_added", 0, 0},
			{"what waits for a second look is not found", "q=heldback", 0, 0},
			{"in quotes only", "q=mobile", 0, 1},
			{"no word at all", "q=%3F%21", 0, 0},
			{"operators of a database", "q=%22team%22+OR+zebra%29", 0, 0},
		} {
			t.Run(tt.name, func(t *testing.T) {
				d := page("/changes?" + tt.ask)
				require.Equal(t, tt.changes, d.Find(".changes article").Length())
				require.Equal(t, tt.elsewhere, d.Find(".elsewhere article a").Length())
				require.Equal(t, tt.changes == 0, strings.Contains(d.Find(".empty").Text(), "No change fits"))
			})
		}
		var list struct{ Items []struct{ ID int64 } }
		w := o.ask("vic", "GET /changes?q=team&limit=2", "")
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &list))
		require.Len(t, list.Items, 2, w.Body.String())
	})
}
