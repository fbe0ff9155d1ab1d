package diff_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
)

// item is an entry that its feed calls by a guid.
func item(guid, title, day, url string) extract.Entry {
	e := entry(title, day, url)
	e.Key = guid
	return e
}

func feedOf(items ...extract.Entry) extract.Document {
	return extract.Document{Kind: extract.Feed, Entries: items}
}

func subjects(changes []diff.Change) []string {
	var out []string
	for _, c := range changes {
		out = append(out, fmt.Sprintf("%s %s", c.Kind, c.Subject))
	}
	return out
}

// The identity that a feed gives an item decides whether it is new, whatever else stayed or moved.
func TestFeedItems(t *testing.T) {
	a := item("g1", "Heatmaps for mobile", "2026-11-02", "https://acme.test/a")
	b := item("g2", "Faster search", "2026-10-20", "https://acme.test/b")
	c := item("g3", "Dark mode", "2026-10-01", "https://acme.test/c")
	d := item("g4", "Exports", "2026-09-01", "https://acme.test/d")
	for _, tt := range []struct {
		name     string
		old, new extract.Document
		told     []string
	}{
		{"nothing new", feedOf(a, b, c), feedOf(a, b, c), nil},
		{"another order", feedOf(a, b, c), feedOf(c, a, b), nil},
		{"a new item", feedOf(b, c), feedOf(a, b, c), []string{"entry_added Heatmaps for mobile"}},
		{"one left", feedOf(a, b, c), feedOf(a, c), nil},
		{"all left", feedOf(a, b, c), feedOf(), nil},
		{"the first items of an empty feed", feedOf(), feedOf(a), []string{"entry_added Heatmaps for mobile"}},
		{"title and date edited, same guid", feedOf(a, b), feedOf(item("g1", "Heatmaps for phones", "2026-11-03", a.URL), b), nil},
		{
			"another guid and an edited title of the same day", feedOf(a, b, c),
			feedOf(item("g9", "Heatmaps for mobile apps", "2026-11-02", "https://acme.test/a2"), a, b, c),
			[]string{"entry_added Heatmaps for mobile apps"},
		},
		{
			"another guid at the same address with another title", feedOf(a, b, c),
			feedOf(item("g9", "Live view", "2026-11-04", a.URL), b, c),
			[]string{"entry_added Live view"},
		},
		{
			"one item was published again under another name", feedOf(a, b, c),
			feedOf(item("g9", a.Title, "2026-11-02", "https://acme.test/a2"), b, c),
			[]string{"entry_added Heatmaps for mobile"},
		},
		{
			"guids that are made up at each fetch", feedOf(a, b, c),
			feedOf(item("x1", a.Title, "2026-11-02", a.URL), item("x2", b.Title, "2026-10-20", b.URL), item("x3", c.Title, "2026-10-01", c.URL)),
			nil,
		},
		{
			"a move to another system renames all of it and adds one", feedOf(b, c, d),
			feedOf(
				item("/new/a", a.Title, "2026-11-02", "https://acme.test/new/a"), item("/new/b", b.Title, "2026-10-20", "https://acme.test/new/b"),
				item("/new/c", c.Title, "2026-10-01", "https://acme.test/new/c"), item("/new/d", d.Title, "2026-09-01", "https://acme.test/new/d"),
			),
			[]string{"entry_added Heatmaps for mobile"},
		},
		{
			"guids that are addresses, written otherwise", feedOf(item("http://www.acme.test/a/", a.Title, "2026-11-02", ""), b),
			feedOf(item("https://acme.test/a?utm_source=rss", "Heat maps", "2026-11-05", ""), b), nil,
		},
		{"an item without words", feedOf(a), feedOf(item("g7", "", "2026-11-05", ""), a), nil},
		{"an older item in a longer feed", feedOf(a, b), feedOf(a, b, c), []string{"entry_added Dark mode"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.told, subjects(diff.Documents(tt.old, tt.new, diff.Memory{}.Remember(tt.old))))
		})
	}
}

// Items without guid and address are told apart by their words.
func TestNamelessItemsMayBeReworded(t *testing.T) {
	nameless := func(title string) extract.Document {
		doc, err := extract.Read(extract.Page{Kind: extract.Feed, Body: []byte(
			"<rss><channel><item><title>" + title + "</title><pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate></item></channel></rss>")})
		require.NoError(t, err)
		return doc
	}
	old := nameless("Heatmaps for phones and tablets")
	require.Equal(t, []string{"entry_changed Heatmaps for phones and large tablets"},
		subjects(diff.Documents(old, nameless("Heatmaps for phones and large tablets"), diff.Memory{})))
	require.Equal(t, []string{"entry_added Dark mode"}, subjects(diff.Documents(old, nameless("Dark mode"), diff.Memory{})))
}

// A feed that grows longer tells its past quietly, and very much of it as one.
func TestOlderItemsAreMinor(t *testing.T) {
	now := item("g", "Introducing live view", "2026-11-02", "")
	older := func(n int) []extract.Entry {
		list := []extract.Entry{now}
		for i := range n {
			list = append(list, item(fmt.Sprint("old", i), fmt.Sprint("Introducing part ", i), "2025-01-02", ""))
		}
		return list
	}
	few := diff.Documents(feedOf(now), feedOf(older(3)...), diff.Memory{})
	require.Len(t, few, 3)
	require.Equal(t, extract.Minor, few[0].Level)
	many := diff.Documents(feedOf(now), feedOf(older(500)...), diff.Memory{})
	require.Equal(t, []string{"entry_added the feed lists 500 more entries of its past"}, subjects(many))
	require.Equal(t, extract.Minor, many[0].Level)
}

func TestAnItemThatReturnsIsNotNews(t *testing.T) {
	a, b := item("g1", "Heatmaps", "2026-11-02", ""), item("g2", "Search", "2026-10-20", "")
	mem := diff.Memory{}.Remember(feedOf(a, b))
	require.Empty(t, diff.Documents(feedOf(b), feedOf(a, b), mem.Remember(feedOf(b))))
}
