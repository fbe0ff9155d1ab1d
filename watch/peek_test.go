package watch_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
)

// company is a site with a home page, a price list, a feed and a page that nobody may see.
func company(t *testing.T) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, `<!doctype html><title>Acme</title><link rel="alternate" type="application/rss+xml" href="/feed.xml">
				<nav><a href="/pricing">Pricing</a> <a href="/changelog">Changelog</a></nav><main><h1>Acme watches sessions</h1>
				<p>Every session of every visitor, ready to be searched.</p></main>`)
		case "/pricing":
			fmt.Fprint(w, `<!doctype html><title>Pricing</title><main><h1>Plans</h1>
				<section><h2>Starter</h2><p>$9 per month</p><ul><li>Heatmaps</li></ul></section>
				<section><h2>Team</h2><p>$49 per month</p><ul><li>Heatmaps</li><li>Session search</li></ul></section></main>`)
		case "/secret":
			w.WriteHeader(http.StatusForbidden)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(srv.Close)
	return srv
}

// An address is looked at before it is watched: what is read of it, or what stands in the way and what to do.
func TestAnAddressIsLookedAtBeforeItIsWatched(t *testing.T) {
	st, srv := storetest.SQLite(t), company(t)
	line := lineTo(t, st, srv)
	peek, err := line.Peek(t.Context(), watch.SourceWish{Kind: "pricing", URL: srv.URL + "/pricing"})
	require.NoError(t, err)
	require.Empty(t, peek.What)
	require.Len(t, peek.Document.Plans, 2)

	peek, err = line.Peek(t.Context(), watch.SourceWish{Kind: "pricing", URL: srv.URL + "/secret"})
	require.NoError(t, err)
	require.Contains(t, peek.What, "403")
	require.NotEmpty(t, peek.Advice)

	peek, err = line.Peek(t.Context(), watch.SourceWish{Kind: "feed", URL: srv.URL + "/"})
	require.NoError(t, err)
	require.Contains(t, peek.What, "a web page came where a feed was expected")

	peek, err = line.Peek(t.Context(), watch.SourceWish{Kind: "page", URL: "http://10.0.0.7/"})
	require.NoError(t, err)
	require.Contains(t, peek.What, "not allowed", "the guard stands before this door as well")

	_, err = line.Peek(t.Context(), watch.SourceWish{Kind: "tweets", URL: "file:///etc/passwd"})
	var flaws watch.Flaws
	require.ErrorAs(t, err, &flaws)
	require.Len(t, flaws, 2)
	sources, err := st.Sources(t.Context(), store.SourceFilter{})
	require.NoError(t, err)
	require.Empty(t, sources, "looking keeps nothing")
}

// The first run: a home page, what is found on it, and the first capture.
func TestFromAHomePageToTheFirstCapture(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		srv := company(t)
		line := lineTo(t, st, srv)
		found, _, err := line.Discover(t.Context(), srv.URL)
		require.NoError(t, err)
		c := watch.NewCompetitor{Name: "Acme Replay", Home: srv.URL}
		for _, p := range found {
			if p.Kind == extract.Pricing {
				c.Sources = append(c.Sources, watch.SourceWish{Kind: string(p.Kind), URL: p.URL})
			}
		}
		begin := watch.Beginning{Area: "Session replay", Competitors: []watch.NewCompetitor{c}}
		added, err := watch.Begin(t.Context(), st, begin, time.Now().UTC())
		require.NoError(t, err)
		require.Equal(t, 1, added)
		added, err = watch.Begin(t.Context(), st, begin, time.Now().UTC())
		require.NoError(t, err)
		require.Zero(t, added, "twice is once")

		require.Empty(t, crawl(t, line))
		src := onlySource(t, st)
		require.Equal(t, "acme-replay", src.CompetitorKey)
		require.Equal(t, store.OutcomeNew, src.LastOutcome)
		_, err = st.AreaByKey(t.Context(), "session-replay")
		require.NoError(t, err)
	})
}

func TestABeginningIsAllOrNothing(t *testing.T) {
	st := storetest.SQLite(t)
	wish := watch.SourceWish{Kind: "pricing", URL: "https://acme.example/pricing"}
	for name, b := range map[string]watch.Beginning{
		"nothing chosen":   {Area: "Replay", Competitors: []watch.NewCompetitor{{Name: "Acme"}}},
		"no name":          {Competitors: []watch.NewCompetitor{{Name: " ", Sources: []watch.SourceWish{wish}}}},
		"a wrong address":  {Competitors: []watch.NewCompetitor{{Name: "Acme", Sources: []watch.SourceWish{wish, {Kind: "page", URL: "acme"}}}}},
		"an invented kind": {Competitors: []watch.NewCompetitor{{Name: "Acme", Sources: []watch.SourceWish{{Kind: "x", URL: wish.URL}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := watch.Begin(t.Context(), st, b, time.Now().UTC())
			var flaws watch.Flaws
			require.ErrorAs(t, err, &flaws)
			competitors, err := st.Competitors(t.Context())
			require.NoError(t, err)
			require.Empty(t, competitors)
		})
	}
}

// Rules are kept and taken back by number, each time as a new version.
func TestRulesAreKeptAndTakenBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		watched(t, st, &site{price: 49})
		src, ctx, now := onlySource(t, st).Source, t.Context(), time.Now().UTC()
		require.NoError(t, watch.AddRule(ctx, st, src, extract.Rule{Verb: extract.RemoveText, CSS: ".visitors"}, "ines", now))
		src = onlySource(t, st).Source
		require.NoError(t, watch.AddRule(ctx, st, src, extract.Rule{Verb: extract.RemoveText, Match: "webinar"}, "ines", now))
		src = onlySource(t, st).Source
		require.Error(t, watch.AddRule(ctx, st, src, extract.Rule{Verb: extract.RemoveText, CSS: "[["}, "ines", now))
		require.ErrorIs(t, watch.DropRule(ctx, st, src, 3, "ines", now), store.ErrNotFound)
		require.NoError(t, watch.DropRule(ctx, st, src, 1, "ines", now))
		rules, err := st.Rules(ctx, onlySource(t, st).Source)
		require.NoError(t, err)
		require.Equal(t, []extract.Rule{{Verb: extract.RemoveText, Match: "webinar"}}, rules)
		require.Error(t, watch.CheckRule(extract.Rule{Verb: extract.RemoveText, CSS: ".x"}, extract.Feed))
	})
}
