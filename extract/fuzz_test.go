package extract_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/metrics"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/extracttest"
)

// What every reader promises of whatever a site sends: it does not panic, it reads within a second and 64 MiB, what it
// quotes stands on the page, and reading twice gives the same. Seeds are the pages of the bench. Search with
// -fuzzminimizetime 1x: shortening each find takes Go's engine a minute, in which it tries nothing new.
const (
	mostTime  = extracttest.Slack * time.Second
	mostBytes = extracttest.Slack * 64 << 20
)

func FuzzPricing(f *testing.F)   { fuzzReader(f, extract.Pricing, "pricing/*.html") }
func FuzzChangelog(f *testing.F) { fuzzReader(f, extract.Changelog, "changelog/*.html") }
func FuzzPage(f *testing.F)      { fuzzReader(f, extract.PageKind, "health/good_*.html") }
func FuzzFeed(f *testing.F)      { fuzzReader(f, extract.Feed, "feed/*.xml", "feed/*.json") }

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.test/x</loc><lastmod>2026-11-02</lastmod></url></urlset>`))
	f.Add([]byte(`<sitemapindex><sitemap><loc> https://a.test/s.xml.gz </loc></sitemap></sitemapindex>`))
	f.Add([]byte("https://a.test/1\nhttps://a.test/2\n"))
	f.Add([]byte(`<urlset><url><loc>https://a.test/x</loc><lastmod>0000-00-00</lastmod></url></urlset>`)) // a day that never was
	fuzzReader(f, extract.Sitemap)
}

func fuzzReader(f *testing.F, kind extract.Kind, patterns ...string) {
	seed(f, patterns...)
	f.Fuzz(func(t *testing.T, body []byte) {
		page := extract.Page{Kind: kind, URL: "https://www.acme.test/x/", ContentType: "text/html; charset=utf-8", Body: body}
		doc := readWithin(t, page)
		_, _ = page.Opened().Outline()
		requireSame(t, doc, page)
		plain := utf8.Valid(body) && bytes.IndexByte(body, 0) < 0 // what has noughts may be letters of two bytes each
		if plain && len(invented(doc, extracttest.Visible(body).Has)) > 0 {
			require.Empty(t, invented(doc, extracttest.Anywhere(body).Spells))
		}
	})
}

// seed adds the pages of the bench that match. Long ones are left out, because the search would crawl.
func seed(f *testing.F, patterns ...string) {
	for _, pattern := range patterns {
		files, err := filepath.Glob(filepath.Join(bench, pattern))
		require.NoError(f, err)
		require.NotEmpty(f, files, pattern)
		for _, file := range files {
			body, err := os.ReadFile(file)
			require.NoError(f, err)
			if len(body) <= 12<<10 {
				f.Add(body)
			}
		}
	}
}

// readWithin reads a page and fails where that costs too much.
func readWithin(t *testing.T, page extract.Page) (doc extract.Document) {
	t.Helper()
	before := allocated()
	spent := extracttest.Spent(func() { doc, _ = extract.Read(page) })
	require.Less(t, allocated()-before, uint64(mostBytes), "memory")
	require.Less(t, spent, mostTime, "%d bytes", len(page.Body))
	return doc
}

// allocated is what the program has ever asked of the heap: more than what it keeps, so a bound of it bounds growth.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

func requireSame(t *testing.T, doc extract.Document, page extract.Page) {
	t.Helper()
	again, _ := extract.Read(page)
	a, err := json.Marshal(doc)
	require.NoError(t, err)
	b, err := json.Marshal(again)
	require.NoError(t, err)
	require.Equal(t, string(a), string(b), "reading twice")
}

func FuzzHealth(f *testing.F) {
	seed(f, "health/*.html")
	f.Fuzz(func(t *testing.T, body []byte) {
		page := extract.Page{Kind: extract.Pricing, URL: "https://www.acme.test/pricing", Body: body}
		var v extract.Verdict
		require.Less(t, extracttest.Spent(func() { v = extract.Health(page) }), mostTime)
		require.Equal(t, v, extract.Health(page))
		require.Equal(t, v.State != extract.OK, v.Reason != "", "a refusal has a reason: %v", v)
	})
}

// Whatever is said about the letters of a page, it is decoded or refused.
func FuzzDecode(f *testing.F) {
	for _, charset := range []string{"utf-8", "iso-8859-1", "shift_jis", "gb18030", "utf-16le", "x-user-defined", "none"} {
		f.Add("text/html; charset="+charset, []byte("\xff\xfe<meta charset="+charset+"><h1>Preise \xe4\xf6 \x82\xa0</h1><p>49 \x80</p>"))
	}
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		for _, kind := range []extract.Kind{extract.Pricing, extract.Feed} {
			page := extract.Page{Kind: kind, URL: "https://acme.test/", ContentType: contentType, Body: body}
			for _, block := range readWithin(t, page).Blocks {
				require.True(t, utf8.ValidString(block.Text))
			}
			_ = extract.Health(page)
		}
	})
}

// Elements in elements in elements, of whatever kind, cost what their number costs.
func FuzzTreeDepth(f *testing.F) {
	f.Add("div", "$9 a month", uint16(2000))
	f.Add("table><tr><td", "v1.2 2026-11-02", uint16(500))
	f.Add("b><p", "Pro", uint16(900))
	f.Add("svg><foreignObject><a", "x", uint16(300))
	f.Fuzz(func(t *testing.T, tag, text string, times uint16) {
		times %= 5000
		if (len(tag)+len(text)+2)*int(times) > 256<<10 {
			t.Skip("longer than a page")
		}
		for _, kind := range []extract.Kind{extract.Pricing, extract.Changelog, extract.PageKind, extract.Feed} {
			body := strings.Repeat("<"+tag+">"+text, int(times))
			readWithin(t, extract.Page{Kind: kind, URL: "https://acme.test/", Body: []byte(body)})
		}
	})
}

func FuzzJSONLD(f *testing.F) {
	f.Add(`{"@type":"Product","name":"Pro","offers":{"@type":"Offer","price":"49.00","priceCurrency":"USD"}}`)
	f.Add(`[{"@graph":[{"@type":["Offer"],"price":1e9,"priceCurrency":"x"},{"offers":[[]]}]}]`)
	f.Add(`{"@type":"BlogPosting","headline":"New","datePublished":"2026-11-02","url":"/x"}`)
	f.Add(strings.Repeat(`{"a":[`, 500))
	f.Fuzz(func(t *testing.T, state string) {
		if strings.Contains(strings.ToLower(state), "<") {
			t.Skip("the script would end")
		}
		for _, kind := range []extract.Kind{extract.Pricing, extract.Changelog} {
			body := fmt.Sprintf(`<html><body><script type="application/ld+json">%s</script><h1>Pricing</h1><h2>Pro</h2><p>$49.00 per month</p></body></html>`, state)
			page := extract.Page{Kind: kind, URL: "https://acme.test/", ContentType: "text/html; charset=utf-8", Body: []byte(body)}
			requireSame(t, readWithin(t, page), page)
		}
	})
}

func FuzzDiscover(f *testing.F) {
	seed(f, "health/good_*.html")
	f.Fuzz(func(t *testing.T, body []byte) {
		proposals, err := extract.Discover(extract.Page{URL: "https://www.acme.test/", Body: body})
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, p := range proposals {
			require.False(t, seen[p.URL], "proposed twice: %s", p.URL)
			seen[p.URL] = true
		}
	})
}
