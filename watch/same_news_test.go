package watch_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
)

// press is a competitor that tells its news in a feed and on a changelog, and the webhooks of subscribers.
type press struct {
	mu        sync.Mutex
	feed, log []post              // newest first
	told      map[string][]string // titles by hook
	down      map[string]bool     // pages that answer with an error
}

type post struct{ id, title, day, text string }

func (p *press) set(change func(*press)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(p)
}

func (p *press) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.down[r.URL.Path]:
		w.WriteHeader(http.StatusServiceUnavailable)
	case strings.HasPrefix(r.URL.Path, "/hook"):
		body, _ := io.ReadAll(r.Body)
		var message struct{ Subject string }
		_ = json.Unmarshal(body, &message)
		p.told[r.URL.Path] = append(p.told[r.URL.Path], message.Subject)
	case r.URL.Path == "/feed.xml":
		fmt.Fprint(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>Acme</title>`)
		for _, x := range p.feed {
			day, _ := time.Parse(time.DateOnly, x.day)
			fmt.Fprintf(w, `<item><title>%s</title><link>http://%s/blog/%s?utm_source=rss</link><guid isPermaLink="false">%s</guid><pubDate>%s</pubDate><description>%s</description></item>`,
				x.title, r.Host, x.id, x.id, day.Format(time.RFC1123Z), x.text)
		}
		fmt.Fprint(w, `</channel></rss>`)
	case r.URL.Path == "/changelog":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><title>Changelog</title><main><h1>Changelog</h1>`)
		for _, x := range p.log {
			fmt.Fprintf(w, `<article><h2><a href="/changelog/%s">%s</a></h2><time datetime="%s">%s</time><p>%s</p></article>`, x.id, x.title, x.day, x.day, x.text)
		}
		fmt.Fprint(w, `</main>`)
	default:
		http.NotFound(w, r)
	}
}

var (
	oldPosts = []post{
		{"dark", "Dark mode for the player", "2026-09-21", "The player follows the colours of your system."},
		{"csv", "Exports of charts as tables", "2026-08-11", "Every chart can be saved as a table, with all of its rows."},
		{"api", "Keys for the interface can expire", "2026-07-02", "Choose a day on which a key stops to work."},
	}
	launch = post{"live", "Introducing live view", "2026-11-02", "Watch what your visitors do at the very moment they do it."}
	listed = post{"live-view", "Live view is here", "2026-11-03", "See sessions while they happen."}
)

// published watches a feed and a changelog of one competitor for two subscribers: of everything, and of changelogs.
// The feed begins with what is given.
func published(t *testing.T, st *store.Store, first ...post) (*press, *watch.Line, string) {
	t.Helper()
	p := &press{feed: append(first, oldPosts...), log: oldPosts, told: map[string][]string{}, down: map[string]bool{}}
	srv := httptest.NewServer(p)
	t.Cleanup(srv.Close)
	ctx := t.Context()
	competitors := []store.Competitor{{Key: "acme", Name: "Acme"}}
	require.NoError(t, st.SaveCompetitors(ctx, competitors))
	source := func(kind extract.Kind, path string) store.Source {
		return store.Source{
			CompetitorID: competitors[0].ID, Kind: kind, URL: srv.URL + path, Host: crawler.HostKey(srv.URL), NextCheckAt: time.Now().UTC(),
		}
	}
	require.NoError(t, st.SaveSources(ctx, []store.Source{source(extract.Feed, "/feed.xml"), source(extract.Changelog, "/changelog")}))
	require.NoError(t, st.SaveSubscriptions(ctx, []store.Subscription{
		{Key: "all", Channel: "webhook", Cadence: "instant", Target: srv.URL + "/hook/all"},
		{Key: "logs", Channel: "webhook", Cadence: "instant", Target: srv.URL + "/hook/logs", Kinds: []string{"changelog"}},
	}))
	line := lineTo(t, st, srv)
	require.Empty(t, crawl(t, line), "what was there tells nobody")
	return p, line, srv.URL
}

func shipped(t *testing.T, st *store.Store) []report.EntryLine {
	t.Helper()
	r, err := report.Gather(t.Context(), st, report.Options{Now: time.Now().UTC()})
	require.NoError(t, err)
	require.Len(t, r.Shipped, 1)
	return r.Shipped[0].Entries
}

// TestTheSameNewsIsToldOnce: a launch in a feed and, later, on the changelog is one item with two addresses. Whoever asked
// for changelogs alone hears of it from there.
func TestTheSameNewsIsToldOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		p, line, url := published(t, st)
		p.set(func(p *press) { p.feed = append([]post{launch}, p.feed...) })
		changes := crawl(t, line)
		require.Len(t, changes, 1)
		require.Equal(t, "Introducing live view", changes[0].Subject)

		p.set(func(p *press) { p.log = append([]post{listed}, p.log...) })
		require.Empty(t, crawl(t, line), "it was told")
		require.Empty(t, crawl(t, line), "and stays told")
		p.set(func(p *press) {
			require.Equal(t, map[string][]string{"/hook/all": {"Introducing live view"}, "/hook/logs": {"Live view is here"}}, p.told)
		})
		entries := shipped(t, st)
		require.Len(t, entries, 1)
		require.Equal(t, "Introducing live view", entries[0].Title)
		require.Equal(t, url+"/blog/live?utm_source=rss", entries[0].URL)
		require.Equal(t, []string{url + "/changelog/live-view"}, entries[0].Also)
		joined, err := st.Changes(t.Context(), store.ChangeFilter{Status: store.Joined})
		require.NoError(t, err)
		require.Len(t, joined, 1, "what was left out can be looked up")

		var md bytes.Buffer
		r, err := report.Gather(t.Context(), st, report.Options{Now: time.Now().UTC()})
		require.NoError(t, err)
		require.NoError(t, report.Markdown(&md, r))
		require.Equal(t, 1, strings.Count(strings.ToLower(md.String()), "live view"))
		require.Contains(t, md.String(), "also at [")
		require.NoError(t, st.Verify(t.Context()))
	})
}

// TestTheSameNewsInOnePass: both addresses at once, and the other way round: one item all the same.
func TestTheSameNewsInOnePass(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		p, line, _ := published(t, st)
		p.set(func(p *press) {
			p.feed, p.log = append([]post{launch}, p.feed...), append([]post{listed}, p.log...)
		})
		require.Len(t, crawl(t, line), 1)
		p.set(func(p *press) {
			require.Len(t, p.told["/hook/all"], 1)
			require.Len(t, p.told["/hook/logs"], 1)
		})
		require.Len(t, shipped(t, st), 1)

		next := post{"maps", "Heatmaps for phones and tablets", "2026-11-09", ""}
		p.set(func(p *press) { p.log = append([]post{next}, p.log...) })
		require.Len(t, crawl(t, line), 1)
		p.set(func(p *press) { p.feed = append([]post{next}, p.feed...) })
		require.Empty(t, crawl(t, line))
		entries := shipped(t, st)
		require.Len(t, entries, 2)
		require.Len(t, entries[0].Also, 1)
		require.Len(t, entries[1].Also, 1)
		p.set(func(p *press) { require.Len(t, p.told["/hook/logs"], 2) })
	})
}

// TestDifferentNewsIsNeverDropped: near misses are told, each of them.
func TestDifferentNewsIsNeverDropped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		p, line, _ := published(t, st)
		for i, x := range []struct{ feed, log post }{
			{post{"a1", "SSO for Teams", "2026-11-02", ""}, post{"a2", "SSO for Enterprise", "2026-11-02", ""}},
			{post{"b1", "Player 2.1", "2026-11-03", ""}, post{"b2", "Player 2.2", "2026-11-03", ""}},
			{post{"c1", "Release notes", "2026-11-04", "Charts load faster on large screens."}, post{"c2", "Release notes", "2026-11-04", "Keys can be renamed by their owners."}},
			{post{"d1", "Session replay", "2026-11-05", ""}, post{"d2", "Session replay for watches", "2026-11-05", ""}},
		} {
			p.set(func(p *press) {
				p.feed, p.log = append([]post{x.feed}, p.feed...), append([]post{x.log}, p.log...)
			})
			require.Len(t, crawl(t, line), 2, x.feed.title)
			require.Len(t, shipped(t, st), 2*(i+1))
		}
	})
}

// TestWhatWasOnlyThereBeforeIsTold: an entry of a first capture told nobody, so its news is told when another address
// brings it.
func TestWhatWasOnlyThereBeforeIsTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		p, line, url := published(t, st, launch)
		require.Empty(t, shipped(t, st))
		p.set(func(p *press) { p.log = append([]post{listed}, p.log...) })
		require.Len(t, crawl(t, line), 1)
		require.Empty(t, crawl(t, line))
		entries := shipped(t, st)
		require.Len(t, entries, 1)
		require.Equal(t, "Live view is here", entries[0].Title)
		require.Equal(t, []string{url + "/blog/live?utm_source=rss"}, entries[0].Also)
		require.NoError(t, st.Verify(t.Context()))
	})
}

// TestAnotherNameIsNoNews: what a feed lists under another name than before is told once.
func TestAnotherNameIsNoNews(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		p, line, url := published(t, st)
		p.set(func(p *press) { p.feed = append([]post{launch}, p.feed...) })
		require.Len(t, crawl(t, line), 1)
		renamed := launch
		renamed.id = "live-view-launch"
		p.set(func(p *press) { p.feed = append([]post{renamed}, p.feed[1:]...) })
		require.Empty(t, crawl(t, line))
		entries := shipped(t, st)
		require.Len(t, entries, 1)
		require.Equal(t, []string{url + "/blog/live-view-launch?utm_source=rss"}, entries[0].Also)

		twin := launch
		twin.id = "live-view-again"
		p.set(func(p *press) { p.feed = append([]post{twin}, p.feed...) })
		require.Len(t, crawl(t, line), 1, "what stands side by side are two items")
		require.Len(t, shipped(t, st), 2)
	})
}
