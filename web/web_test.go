package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
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

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// hostile is what a competitor might write to break a page.
const hostile = `<script>alert(1)</script>`

// pages serves a store with one area, one competitor, one proved cell and one unknown.
func pages(t *testing.T) http.Handler {
	t.Helper()
	st, ctx := storetest.SQLite(t), t.Context()
	now := time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
	areas := []store.Area{{Key: "replay", Name: "Session replay"}}
	require.NoError(t, st.SaveAreas(ctx, areas))
	features := []store.Feature{
		{AreaID: areas[0].ID, Key: "search", Name: "Search", OwnState: store.No},
		{AreaID: areas[0].ID, Key: "mobile", Name: "Mobile", OwnState: store.Yes},
	}
	require.NoError(t, st.SaveFeatures(ctx, features))
	acme := []store.Competitor{{Key: "acme", Name: "Acme"}}
	require.NoError(t, st.SaveCompetitors(ctx, acme))
	src := []store.Source{{CompetitorID: acme[0].ID, Kind: extract.Pricing, URL: "https://acme.test/pricing", Host: "acme.test:443", NextCheckAt: now}}
	require.NoError(t, st.SaveSources(ctx, src))
	snap := store.Snapshot{SourceID: src[0].ID, At: now, FinalURL: src[0].URL}
	require.NoError(t, st.SaveSnapshot(ctx, &snap, []byte(hostile)))
	evidence := []store.Evidence{{
		FeatureID: features[0].ID, CompetitorID: acme[0].ID, SourceID: src[0].ID, SnapshotID: snap.ID, Phrase: hostile, Quote: hostile,
		State: store.Yes, URL: src[0].URL, ObservedAt: now, ConfirmedAt: now,
	}}
	require.NoError(t, st.SaveEvidence(ctx, evidence))
	_, err := st.SetCell(ctx, features[0].ID, acme[0].ID, store.CellValue{
		State: store.Yes, Standing: store.Observed, PlanFrom: hostile, Why: hostile, EvidenceID: &evidence[0].ID,
	}, "gapwatch", now)
	require.NoError(t, err)
	return serve(t, st, now, web.Options{Settings: config.Web{Open: true}})
}

// serve answers from a store at a fixed time.
func serve(t *testing.T, st *store.Store, now time.Time, o web.Options) http.Handler {
	t.Helper()
	o.Store, o.Log, o.Now = st, slog.New(slog.DiscardHandler), func() time.Time { return now }
	s, err := web.New(o)
	require.NoError(t, err)
	return s.Handler()
}

func get(t *testing.T, h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestRoutes(t *testing.T) {
	h := pages(t)
	for path, status := range map[string]int{
		"/": 200, "/?week=2026-W46&area=replay": 200, "/matrix": 303, "/matrix/replay": 200, "/matrix/replay/search/acme": 200,
		"/matrix/replay/mobile/acme": 200, "/sources": 200, "/snapshots/1": 200, "/reports": 200, "/static/icon.svg": 200, "/static/": 404, "/static/css/": 404, "/static/css": 404, "/static/none.js": 404, "/favicon.ico": 200, "/healthz": 200, "/readyz": 200,
		"/matrix/none": 404, "/matrix/replay/none/acme": 404, "/snapshots/99": 404, "/snapshots/x": 400, "/?week=soon": 400, "/reports/2026-W01": 404, "/none": 404,
	} {
		t.Run(path, func(t *testing.T) {
			w := get(t, h, http.MethodGet, path)
			require.Equal(t, status, w.Code)
			require.Contains(t, w.Header().Get("Content-Security-Policy"), "default-src 'none'")
			require.NotContains(t, w.Header().Get("Content-Security-Policy"), "unsafe")
			require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
			if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
				require.NotContains(t, w.Body.String(), "<script>", "nothing inline")
			}
		})
	}
}

func TestUnknownIsAWord(t *testing.T) {
	h := pages(t)
	cell := doc(t, h, "/matrix/replay").Find(`a.cell[href="/matrix/replay/mobile/acme"]`)
	require.Equal(t, "Unknown", cell.Text())
	require.True(t, cell.Parent().HasClass("s-unknown"), "hatched")
	require.Equal(t, "Unknown", doc(t, h, "/matrix/replay/mobile/acme").Find(".answer .pill").Text())
}

func TestTheProofOfACell(t *testing.T) {
	page := doc(t, pages(t), "/matrix/replay/search/acme")
	require.Equal(t, hostile, page.Find(".ev mark").Text(), "what they wrote is text")
	require.Equal(t, 1, page.Find(`.ev a[href^="/snapshots/1?quote="]`).Length())
	require.Contains(t, page.Find(".say .sentence").Text(), "Acme has Search")
}

// doc is a page as a document.
func doc(t *testing.T, h http.Handler, path string) *goquery.Document {
	t.Helper()
	w := get(t, h, http.MethodGet, path)
	require.Equal(t, http.StatusOK, w.Code)
	d, err := goquery.NewDocumentFromReader(w.Body)
	require.NoError(t, err)
	return d
}

func TestAStoredPageIsPlainText(t *testing.T) {
	w := get(t, pages(t), http.MethodGet, "/snapshots/1/source")
	require.Equal(t, hostile, w.Body.String())
	require.Equal(t, "text/plain; charset=utf-8", w.Header().Get("Content-Type"))
}

// An address that is there for another method says for which, to people and to programs, and does nothing.
func TestAWrongMethodIsToldTheRightOnes(t *testing.T) {
	h := pages(t)
	for ask, allow := range map[string]string{
		"GET /queue/phrases/1":          "POST",
		"PUT /matrix/replay":            "GET, HEAD",
		"DELETE /annotate":              "GET, HEAD, POST",
		"PATCH /":                       "GET, HEAD",
		"OPTIONS /gaps":                 "GET, HEAD",
		"POST /api/v1/areas":            "GET, HEAD",
		"PATCH /api/v1/annotations/1":   "GET, HEAD, PUT",
		"GET /api/v1/sources/1/paused":  "PUT",
		"GET /api/v1/changes/1/dismiss": "POST",
	} {
		t.Run(ask, func(t *testing.T) {
			method, path, _ := strings.Cut(ask, " ")
			w := get(t, h, method, path)
			require.Equal(t, http.StatusMethodNotAllowed, w.Code)
			require.Equal(t, allow, w.Header().Get("Allow"))
			if strings.HasPrefix(path, "/api/") {
				require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
			}
		})
	}
	for _, ask := range []string{"GET /none", "POST /none", "DELETE /api/v1/none", "POST /matrix/replay/a/b/c"} {
		method, path, _ := strings.Cut(ask, " ")
		require.Equal(t, http.StatusNotFound, get(t, h, method, path).Code, ask)
	}
	w := get(t, h, http.MethodGet, "/queue/phrases/1")
	page, err := goquery.NewDocumentFromReader(w.Body)
	require.NoError(t, err)
	require.Equal(t, 1, page.Find(`.empty a[href="/queue"]`).Length(), "and there is a way on")
	require.NotZero(t, page.Find(`nav a[href^="/matrix"]`).Length(), "also by the menu")
}

// What another site's page sends is refused: people get a page that says so, programs a problem document.
func TestOtherSitesCannotPost(t *testing.T) {
	h := pages(t)
	for path, kind := range map[string]string{
		"/annotate": "text/html; charset=utf-8", "/nowhere": "text/html; charset=utf-8",
		"/api/v1/annotations": "application/problem+json", "/mcp": "application/problem+json",
	} {
		w := get(t, h, http.MethodPost, path, "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.test")
		require.Equal(t, http.StatusForbidden, w.Code, path)
		require.Equal(t, kind, w.Header().Get("Content-Type"), path)
		require.Contains(t, w.Body.String(), "A page of another site sent this.", path)
	}
}

// A log names the route that failed, not the address: a feed's is a secret.
func TestALogHoldsNoSecretAddress(t *testing.T) {
	st := storetest.SQLite(t)
	var log strings.Builder
	s, err := web.New(web.Options{
		Store: st, Log: slog.New(slog.NewTextHandler(&log, nil)), Now: time.Now, Settings: config.Web{Open: true},
	})
	require.NoError(t, err)
	require.NoError(t, st.Close())
	require.Equal(t, http.StatusInternalServerError, get(t, s.Handler(), http.MethodGet, "/feeds/team/known-to-one.atom").Code)
	require.Contains(t, log.String(), `route="GET /feeds/{key}/{file}"`)
	require.NotContains(t, log.String(), "known-to-one")
}

// Where the database is gone there is still a page that says so, with the number of the request.
func TestAnErrorPageNeedsNoDatabase(t *testing.T) {
	st := storetest.SQLite(t)
	h := serve(t, st, time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC), web.Options{Settings: config.Web{Open: true}})
	require.NoError(t, st.Close())
	w := get(t, h, http.MethodGet, "/gaps")
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.Contains(t, w.Body.String(), "Something failed on our side")
	require.Contains(t, w.Body.String(), "This was request ")
}
