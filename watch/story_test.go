package watch_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
)

// site is a competitor's site whose pages a test changes, and the webhook of a subscriber.
type site struct {
	mu     sync.Mutex
	price  int
	status int
	page   string // instead of the price list
	told   []string
	visits int

	flicker int // shown once in the place of the price
}

func (s *site) set(change func(*site)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch r.URL.Path {
	case "/hook":
		body, _ := io.ReadAll(r.Body)
		s.told = append(s.told, string(body))
	case "/pricing":
		s.visits++
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if s.status != 0 {
			w.WriteHeader(s.status)
		}
		if s.page != "" {
			fmt.Fprint(w, s.page)
			return
		}
		price := s.price
		if s.flicker != 0 {
			price, s.flicker = s.flicker, 0
		}
		fmt.Fprintf(w, `<!doctype html><title>Pricing</title><main><h1>Plans</h1><p>Visit %d</p>
			<section><h2>Starter</h2><p>$9 per month</p><ul><li>Heatmaps</li></ul></section>
			<section><h2>Team</h2><p>$%d per user and month</p><ul><li>Heatmaps</li><li>Session search</li></ul></section></main>`,
			s.visits, price)
	default:
		http.NotFound(w, r)
	}
}

// watched puts a landscape of one pricing page and one subscriber into a store and returns the line that watches it.
func watched(t *testing.T, st *store.Store, s *site) *watch.Line {
	t.Helper()
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	ctx := t.Context()
	areas := []store.Area{{Key: "replay", Name: "Session replay"}}
	require.NoError(t, st.SaveAreas(ctx, areas))
	require.NoError(t, st.SaveFeatures(ctx, []store.Feature{
		{AreaID: areas[0].ID, Key: "search", Name: "Session search", OwnState: store.No},
	}))
	competitors := []store.Competitor{{Key: "acme", Name: "Acme"}}
	require.NoError(t, st.SaveCompetitors(ctx, competitors))
	require.NoError(t, st.SaveSources(ctx, []store.Source{{
		CompetitorID: competitors[0].ID, Kind: extract.Pricing, URL: srv.URL + "/pricing",
		Host: crawler.HostKey(srv.URL), NextCheckAt: time.Now().UTC(),
	}}))
	require.NoError(t, st.SaveSubscriptions(ctx, []store.Subscription{
		{Key: "ops", Channel: "webhook", Cadence: "instant", Target: srv.URL + "/hook"},
	}))
	return lineTo(t, st, srv)
}

// lineTo is a line that may ask a server on this machine.
func lineTo(t *testing.T, st *store.Store, srv *httptest.Server) *watch.Line {
	t.Helper()
	settings := crawler.Defaults()
	settings.Allow, settings.HostGap = []string{strings.TrimPrefix(srv.URL, "http://")}, 0
	cr, err := crawler.New(settings)
	require.NoError(t, err)
	t.Cleanup(func() { _ = cr.Close() })
	return &watch.Line{
		Store: st, Crawler: cr, Outlet: alert.Outlet{Client: cr.Client(), Dial: cr.Dial}, Parallel: 1,
		Schedule: watch.Schedule{Pace: watch.Pace{Every: time.Hour}, Longest: 24 * time.Hour},
		Limits:   watch.Limits{Diff: diff.Limits{Blocks: 1000, Time: time.Second}, Quote: 500, Attempts: 3},
		Now:      func() time.Time { return time.Now().UTC() },
		Log:      slog.New(slog.DiscardHandler),
	}
}

func crawl(t *testing.T, l *watch.Line) []store.ChangeView {
	t.Helper()
	changes, err := l.Crawl(t.Context(), watch.CrawlOptions{All: true})
	require.NoError(t, err)
	return changes
}

func onlySource(t *testing.T, st *store.Store) store.SourceView {
	t.Helper()
	sources, err := st.Sources(t.Context(), store.SourceFilter{})
	require.NoError(t, err)
	require.Len(t, sources, 1)
	return sources[0]
}

// TestASiteChangesAnAlertArrivesTheMatrixMoves is the whole line, on both databases.
func TestASiteChangesAnAlertArrivesTheMatrixMoves(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{price: 49}
		line := watched(t, st, s)
		require.Empty(t, crawl(t, line), "the first good capture is a silent baseline")
		require.Equal(t, store.OutcomeNew, onlySource(t, st).LastOutcome)

		require.Empty(t, crawl(t, line), "a counter that differs is nothing")
		require.Equal(t, "no_change", onlySource(t, st).LastClass)

		s.set(func(s *site) { s.price, s.visits = 59, 0 })
		changes := crawl(t, line)
		require.Len(t, changes, 1)
		require.Equal(t, diff.PriceChanged, changes[0].Kind)
		require.Equal(t, "49 USD per user and month", changes[0].Before)
		require.Equal(t, "59 USD per user and month", changes[0].After)
		s.set(func(s *site) {
			require.Equal(t, 2, s.visits, "a price that moved is looked at twice before it is told")
		})
		require.Empty(t, crawl(t, line), "and told once")

		require.Len(t, s.told, 1)
		var message struct{ Text, Before, After string }
		require.NoError(t, json.Unmarshal([]byte(s.told[0]), &message))
		require.Contains(t, message.Text, "Acme: Team plan 49 → 59 USD per user and month")

		feature, err := st.FeatureByKey(t.Context(), "replay", "search")
		require.NoError(t, err)
		cell, err := st.Cell(t.Context(), feature.ID, onlySource(t, st).CompetitorID)
		require.NoError(t, err)
		require.Equal(t, store.Yes, cell.State)
		require.Equal(t, "Team", cell.PlanFrom)
		require.NoError(t, st.Verify(t.Context()))
	})
}

// TestTimeMakesACellStale: a page that is seen keeps its cells fresh, one that is not lets them grow stale.
func TestTimeMakesACellStale(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{price: 49}
		line := watched(t, st, s)
		now := time.Now().UTC()
		line.Now = func() time.Time { return now }
		crawl(t, line)
		feature, err := st.FeatureByKey(t.Context(), "replay", "search")
		require.NoError(t, err)
		standing := func() store.Standing {
			cell, err := st.Cell(t.Context(), feature.ID, onlySource(t, st).CompetitorID)
			require.NoError(t, err)
			return cell.Standing
		}
		require.Equal(t, store.Observed, standing())
		now = now.Add(80 * 24 * time.Hour)
		crawl(t, line)
		now = now.Add(80 * 24 * time.Hour)
		crawl(t, line)
		require.Equal(t, store.Observed, standing(), "the page was seen and still says it")
		s.set(func(s *site) { s.status = 500 })
		now = now.Add(100 * 24 * time.Hour)
		crawl(t, line)
		require.Equal(t, store.Stale, standing(), "nobody has seen the page for long")
	})
}

// TestWhatIsNotThePageNeverMovesTheBase: a block page, an error and an empty page are no changes, and neither is the
// page's return.
func TestWhatIsNotThePageNeverMovesTheBase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{price: 49}
		line := watched(t, st, s)
		crawl(t, line)
		good := onlySource(t, st).LastGoodAt
		for _, bad := range []struct {
			status  int
			page    string
			outcome store.Outcome
		}{
			{200, "<title>Just a moment...</title><h1>Checking your browser before accessing the site</h1>", store.OutcomeSuspect},
			{503, "", store.OutcomeFailed},
			{200, " ", store.OutcomeSuspect},
			{200, "<title>Pricing</title><main><h1>Our new site is coming to you in the next weeks, stay with us</h1></main>", store.OutcomeSuspect},
		} {
			s.set(func(s *site) { s.status, s.page = bad.status, bad.page })
			require.Empty(t, crawl(t, line), bad.page)
			src := onlySource(t, st)
			require.Equal(t, bad.outcome, src.LastOutcome, bad.page)
			require.NotEmpty(t, src.LastReason)
			require.Equal(t, good, src.LastGoodAt)
		}
		s.set(func(s *site) { s.status, s.page = 0, "" })
		require.Empty(t, crawl(t, line), "the page is back as it was")
		s.set(func(s *site) { s.price = 59 })
		require.Len(t, crawl(t, line), 1)
	})
}

// TestAHiccupIsNotNews: a price that is gone at the second look was never told, and a later one that stays is.
func TestAHiccupIsNotNews(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{price: 49}
		line := watched(t, st, s)
		crawl(t, line)
		s.set(func(s *site) { s.flicker = 99 })
		require.Empty(t, crawl(t, line))
		held, err := st.Changes(t.Context(), store.ChangeFilter{Status: store.Held})
		require.NoError(t, err)
		require.Empty(t, held, "nothing waits any more")
		s.set(func(s *site) { s.price = 99 })
		require.Len(t, crawl(t, line), 1)
	})
}
