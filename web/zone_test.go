package web_test

import (
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
	"github.com/gapwatch/gapwatch/web"
)

// A page says in which zone its times are, and they are: the same capture for readers in three zones.
func TestTimesAreThoseOfTheZoneThatThePageNames(t *testing.T) {
	st, ctx := storetest.SQLite(t), t.Context()
	now := time.Date(2026, 11, 10, 23, 40, 0, 0, time.UTC)
	acme := []store.Competitor{{Key: "acme", Name: "Acme"}}
	require.NoError(t, st.SaveCompetitors(ctx, acme))
	src := []store.Source{{CompetitorID: acme[0].ID, Kind: extract.Feed, URL: "https://acme.test/feed", Host: "acme.test:443", NextCheckAt: now}}
	require.NoError(t, st.SaveSources(ctx, src))
	require.NoError(t, st.RecordCaptures(ctx, []store.CaptureRecord{{
		Source: src[0], Capture: store.Capture{At: now.Add(-10 * time.Minute), Outcome: store.OutcomeFailed, Class: "network", Reason: "no answer"},
	}}))
	hash, err := web.HashPassword("correct horse battery")
	require.NoError(t, err)
	for zone, want := range map[string]string{
		"": "Tue 10 Nov 23:30", "Asia/Tokyo": "Wed 11 Nov 08:30", "America/New_York": "Tue 10 Nov 18:30",
	} {
		t.Run(zone, func(t *testing.T) {
			mail := strings.ToLower(strings.ReplaceAll(zone, "/", "-")) + "ines@example.com"
			require.NoError(t, st.SaveUsers(ctx, []store.User{{
				Email: mail, Role: "viewer", PasswordHash: hash, Zone: zone, CreatedAt: now,
			}}))
			b := open(t, serve(t, st, now, web.Options{}))
			b.post("/signin", "email", mail, "password", "correct horse battery")
			page := b.page("/sources/1")
			if zone == "" {
				zone = "UTC"
			}
			require.Contains(t, page.Find("footer").Text(), "All times in "+zone)
			require.Contains(t, page.Find("main").Text(), want)
		})
	}
}

// A date that somebody wrote is the same everywhere; only moments move with the reader.
func TestADateDoesNotMove(t *testing.T) {
	st, ctx := storetest.SQLite(t), t.Context()
	now := time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
	area := []store.Area{{Key: "replay", Name: "Session replay"}}
	require.NoError(t, st.SaveAreas(ctx, area))
	feature := []store.Feature{{AreaID: area[0].ID, Key: "search", Name: "Search", OwnState: store.No}}
	require.NoError(t, st.SaveFeatures(ctx, feature))
	gap, err := st.EnsureGap(ctx, feature[0].ID, now)
	require.NoError(t, err)
	date := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	require.NoError(t, st.SaveAnnotation(ctx, &store.Annotation{
		GapID: &gap.ID, Kind: store.AtRisk, What: "They leave.", TriggerText: "renewal", Owner: "Ines", NextKeyDate: &date,
		CreatedAt: now, UpdatedAt: now,
	}))
	hash, err := web.HashPassword("correct horse battery")
	require.NoError(t, err)
	require.NoError(t, st.SaveUsers(ctx, []store.User{{
		Email: "ines@example.com", Role: "viewer", PasswordHash: hash, Zone: "America/New_York", CreatedAt: now,
	}}))
	b := open(t, serve(t, st, now, web.Options{Settings: config.Web{}}))
	b.post("/signin", "email", "ines@example.com", "password", "correct horse battery")
	require.Contains(t, b.page("/gaps/replay/search").Find("main").Text(), "Tue 1 Dec")
}

// page is a page as a document.
func (b browser) page(path string) *goquery.Document {
	b.t.Helper()
	res, err := b.http.Get(b.base + path)
	require.NoError(b.t, err)
	defer res.Body.Close()
	require.Equal(b.t, http.StatusOK, res.StatusCode, path)
	d, err := goquery.NewDocumentFromReader(res.Body)
	require.NoError(b.t, err)
	return d
}
