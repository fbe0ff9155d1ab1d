package extract

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func outlined(t *testing.T, kind Kind, body string) Outline {
	t.Helper()
	o, ok := Page{Kind: kind, URL: "https://a.example/", Body: []byte(body)}.Opened().Outline()
	require.True(t, ok)
	require.Len(t, o.Meets, len(o.Texts))
	return o
}

func TestOutline(t *testing.T) {
	page := func(head, body string) Outline {
		return outlined(t, Pricing, `<!doctype html><html><head><title>Plans</title> `+head+`</head><body>`+body+`</body></html>`)
	}
	was := page(`<meta name="csrf" content="a1"><script nonce="x">one()</script> `,
		`<noscript id="a"></noscript> <!-- 10:00 --><p class="price">from $9</p><img src="/a.png"><p>Said by many</p>`)

	same := page(`<meta name="csrf" content="b2"><script nonce="y">two()</script> <script></script> `,
		`<noscript id="b"></noscript> <!-- 11:00 --><p class="price">from $9</p><img src="/a.png"><p>Said by many</p>`)
	require.Equal(t, was, same, "what no reader takes")

	carried := func(value string) Outline {
		return page("", `<input type="hidden" value="`+value+`"><p>Said by many</p>`)
	}
	require.Equal(t, carried("1"), carried("2"))

	other := page(``, ` <p class="price">from $12</p><img src="/b.png"><p>Said by all</p>`)
	require.Equal(t, was.Shape, other.Shape, "texts and addresses of pictures are no part of the shape")
	require.Equal(t, []string{"Plans", "from $12", "/b.png", "Said by all"}, other.Texts)
	require.Equal(t, []int{0, 1, 2, 2}, other.Meets, "html holds the title and the price, body the rest")

	linked := func(attributes string) Outline { return page("", `<a `+attributes+`>Try it</a>`) }
	require.Equal(t, linked(`href="/try?visit=1" data-run="1"`).Shape, linked(`href="/try?visit=2" data-run="2"`).Shape)
	require.NotEqual(t, linked(`href="/try"`).Shape, linked(`href="/buy"`).Shape)
	require.NotEqual(t, linked(`href="#team"`).Shape, linked(`href="#free"`).Shape)

	heading := func(text string) Outline { return page("", "<h2>"+text+"</h2><p>Said by many</p>") }
	require.NotEqual(t, heading("Need more?").Shape, heading("Enterprise").Shape, "a heading may name a plan")
	picture := page("", `<img src="https://www.a.example/tick.svg">`)
	require.Equal(t, "https  a.example/tick.svg", picture.Texts[1], "what a picture shows is no address to be cut at its host")

	cells := func(first, second, third string) Outline {
		return page("", `<img src="/`+first+`.svg"><img src="/`+second+`.svg"><img src="/`+third+`.svg">`)
	}
	hashes := cells("3f2a9c1b", "3f2a9c1b", "40417788")
	require.Equal(t, hashes, cells("0a0b0c0d", "0a0b0c0d", "11112222"), "a build names its files anew")
	require.NotEqual(t, hashes, cells("3f2a9c1b", "40417788", "40417788"), "another picture")
	require.NotEqual(t, page("", `<p data-cents="19900000">a</p>`), page("", `<p data-cents="29900000">a</p>`))

	for name, body := range map[string]string{
		"a class":                 ` <p class="was">from $9</p><img src="/a.png"><p>Said by many</p>`,
		"an element":              ` <p class="price">from <b>$9</b></p><img src="/a.png"><p>Said by many</p>`,
		"money that went":         ` <p class="price">ask us</p><img src="/a.png"><p>Said by many</p>`,
		"a number that came":      ` <p class="price">from $9</p><img src="/a.png"><p>Said by 12</p>`,
		"a text that went":        ` <p class="price">from $9</p><img src="/a.png"><p> </p>`,
		"what a sign is said for": ` <p class="price">from $9</p><img src="/a.png" alt="no"><p>Said by many</p>`,
		"what parts words":        ` <p class="price">from $9</p><img src="/a.png"><p>Said by<meta name="a"> many</p>`,
		"data":                    `<script type="application/ld+json">{}</script><p class="price">from $9</p><img src="/a.png"><p>Said by many</p>`,
	} {
		require.NotEqual(t, was.Shape, page("", body).Shape, name)
	}
}

func TestOutlineOfAFeed(t *testing.T) {
	feed := func(built, title string) Outline {
		return outlined(t, Feed, `<rss version="2.0"><channel><title>News</title><lastBuildDate>`+built+
			`</lastBuildDate><item><title>`+title+`</title><pubDate>`+built+`</pubDate></item></channel></rss>`)
	}
	was, now := feed("Mon, 02 Mar 2026 09:00:00 GMT", "SSO"), feed("Tue, 03 Mar 2026 09:00:00 GMT", "SSO")
	require.Equal(t, was.Texts[4], now.Texts[4], "when the feed was made is read by nobody")
	require.NotEqual(t, was.Texts, now.Texts, "when an item came out is")
}

func TestNoOutlineOfWhatIsNotSure(t *testing.T) {
	for name, p := range map[string]Page{
		"a sitemap":       {Kind: Sitemap, Body: []byte(`<urlset></urlset>`)},
		"markup to mend":  {Kind: PageKind, Body: []byte(`<html><body><b><p>One</b> two</p></body></html>`)},
		"a page cut off":  {Kind: PageKind, Body: []byte(`<!doctype html><html><body><div><p>One`)},
		"a feed of JSON":  {Kind: Feed, Body: []byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_html":"<p>Hello</p>"}]}`)},
		"another file":    {Kind: PageKind, Body: []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x00\x02")},
		"a feed, as page": {Kind: Changelog, Body: []byte(`<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>`)},
	} {
		_, ok := p.Opened().Outline()
		require.False(t, ok, name)
	}
}
