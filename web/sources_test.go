package web_test

import (
	"net/http"
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

// A source in trouble says in plain words what is wrong and what to do; a month of looks is a picture with words.
func TestASourceSaysHowItFaresAndWhatToDo(t *testing.T) {
	st, ctx := storetest.SQLite(t), t.Context()
	now := time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
	acme := []store.Competitor{{Key: "acme", Name: "Acme"}}
	require.NoError(t, st.SaveCompetitors(ctx, acme))
	require.NoError(t, st.SaveSources(ctx, []store.Source{{
		CompetitorID: acme[0].ID, Kind: extract.Pricing, URL: "https://acme.test/pricing", Host: "acme.test:443", NextCheckAt: now,
	}}))
	for i, look := range []struct {
		outcome store.Outcome
		trouble string
	}{{store.OutcomeNew, ""}, {store.OutcomeSame, ""}, {store.OutcomeFailed, "robots"}} {
		src, err := st.Source(ctx, 1)
		require.NoError(t, err)
		src.Trouble = look.trouble
		if look.trouble != "" {
			src.Failures = 3
		}
		at := now.AddDate(0, 0, i-2)
		src.LastCheckedAt = &at
		require.NoError(t, st.RecordCaptures(ctx, []store.CaptureRecord{{
			Source: src, Capture: store.Capture{At: at, Outcome: look.outcome, Class: "ok", Reason: "disallowed by robots.txt"},
		}}))
	}
	h := serve(t, st, now, web.Options{Settings: config.Web{Open: true}})
	for _, path := range []string{"/sources", "/sources/1"} {
		page := doc(t, h, path)
		require.Contains(t, page.Find(".health-w.bad").Text(), "In trouble", path)
		require.Contains(t, page.Find("main").Text(), "robots.txt forbids", path)
		require.Contains(t, page.Find("main").Text(), "What to do:", path)
		says, _ := page.Find(`svg.health[role=img]`).First().Attr("aria-label")
		require.Equal(t, "The last 30 days: news on 1 day, same on 1 day, failed on 1 day, not watched on 27 days.", says)
	}
}

// A rule that cannot work is explained, one that can is kept and taken back.
func TestRulesInTheBrowser(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, now := t.Context(), time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
		acme := []store.Competitor{{Key: "acme", Name: "Acme"}}
		require.NoError(t, st.SaveCompetitors(ctx, acme))
		require.NoError(t, st.SaveSources(ctx, []store.Source{{
			CompetitorID: acme[0].ID, Kind: extract.Pricing, URL: "https://acme.test/pricing", Host: "acme.test:443", NextCheckAt: now,
		}}))
		b := open(t, serve(t, st, now, web.Options{Settings: config.Web{Open: true}}))
		require.Contains(t, b.page("/sources/1/rules?verb=remove&css=.visitors").Find("#trial").Parent().Parent().Text(), "No page of this source is stored yet")
		status, page := b.posted("/sources/1/rules", "verb", "remove", "match", "(((")
		require.Equal(t, http.StatusUnprocessableEntity, status)
		require.NotEmpty(t, page.Find("[role=alert]").Text())

		b.post("/sources/1/rules", "verb", "remove", "css", ".visitors")
		require.Contains(t, b.page("/sources/1/rules").Find("tbody").Text(), ".visitors")
		b.post("/sources/1/rules/1/drop", b.hidden("/sources/1/rules", "/sources/1/rules/1/drop")...)
		require.Zero(t, b.page("/sources/1/rules").Find("tbody tr").Length())
	})
}

// An address is watched from the browser; what is wrong with it stands beside its field.
func TestAnAddressIsWatchedFromTheBrowser(t *testing.T) {
	st, ctx := storetest.SQLite(t), t.Context()
	now := time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
	require.NoError(t, st.SaveCompetitors(ctx, []store.Competitor{{Key: "acme", Name: "Acme"}}))
	b := open(t, serve(t, st, now, web.Options{Settings: config.Web{Open: true}}))
	status, page := b.posted("/sources/new", "competitor", "acme", "kind", "pricing", "url", "ftp://acme.test/")
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Equal(t, 1, page.Find(`[role=alert] a[href="#url"]`).Length())
	status, to := b.post("/sources/new", "competitor", "acme", "kind", "pricing", "url", "https://acme.test/pricing")
	require.Equal(t, http.StatusSeeOther, status)
	require.Contains(t, b.page(to).Find("h1").Text(), "Acme, pricing")
}

// posted sends a form and reads the page that answers.
func (b browser) posted(path string, fields ...string) (int, *goquery.Document) {
	b.t.Helper()
	res, err := b.http.PostForm(b.base+path, form(fields...))
	require.NoError(b.t, err)
	defer res.Body.Close()
	page, err := goquery.NewDocumentFromReader(res.Body)
	require.NoError(b.t, err)
	return res.StatusCode, page
}
