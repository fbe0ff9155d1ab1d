package stories

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
)

// evilFeed is a feed in which every field that a reader may show is a vector.
type evilFeed struct {
	contentType string
	write       func(later bool) string
}

// evilFeeds are feeds of the three usual dialects, by their paths.
func evilFeeds() map[string]evilFeed {
	return map[string]evilFeed{
		"/atom.xml":  {"application/atom+xml", evilAtom},
		"/feed.json": {"application/feed+json", evilJSON},
		"/feed.xml":  {"application/rss+xml", evilRSS},
	}
}

// cdata is a text as it stands in an XML file without escapes.
func cdata(v string) string {
	return "<![CDATA[" + strings.ReplaceAll(v, "]]>", "]]]]><![CDATA[>") + "]]>"
}

// told are the vectors that a version of a feed tells, with their numbers.
func told(later bool, tell func(i int, v string)) {
	for i, v := range vectors() {
		if later || i%2 == 0 {
			tell(i, v)
		}
	}
}

func evilRSS(later bool) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>`)
	fmt.Fprintf(&b, "<title>%s</title><link>javascript:canary()</link><description>%s</description>", html.EscapeString(vectors()[0]), cdata(vectors()[11]))
	told(later, func(i int, v string) {
		once := html.EscapeString(v)
		title := []string{once, cdata(v), html.EscapeString(once)}[i%3] // plain, as it is, escaped twice
		fmt.Fprintf(&b, "<item><title>Item %d: %s</title><link>%s</link><guid isPermaLink=\"false\">%d %s</guid><pubDate>%02d Nov 2026 06:00:00 GMT</pubDate>",
			i, title, []string{"javascript:canary()", "https://evil.example/" + once}[i%2], i, once, i%28+1)
		fmt.Fprintf(&b, "<author>%s</author><dc:creator>%s</dc:creator><category>%s</category><comments>%s</comments>", once, cdata(v), once, once)
		fmt.Fprintf(&b, "<description>%s</description><content:encoded>%s</content:encoded></item>\n", once, cdata("<p>New: "+v+"</p>"))
	})
	b.WriteString("</channel></rss>")
	return b.String()
}

func evilAtom(later bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title type="html">%s</title><id>urn:evil</id>`, html.EscapeString(vectors()[0]))
	told(later, func(i int, v string) {
		once := html.EscapeString(v)
		fmt.Fprintf(&b, `<entry><id>urn:evil:%d</id><title type="%s">Entry %d: %s</title><updated>2026-11-%02dT06:00:00Z</updated>`, i, []string{"text", "html"}[i%2], i, once, i%28+1)
		fmt.Fprintf(&b, `<link href="%s"/><author><name>%s</name><uri>javascript:canary()</uri></author><category term="%s"/>`, []string{"javascript:canary()", once}[i%2], once, once)
		fmt.Fprintf(&b, `<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml" onclick="canary()"><script>canary()</script>`+
			`<a href="javascript:canary()">%s</a><img src="//canary.example/p.png" onerror="canary()"/></div></content></entry>`, once)
	})
	b.WriteString("</feed>")
	return b.String()
}

func evilJSON(later bool) string {
	var items []map[string]any
	told(later, func(i int, v string) {
		items = append(items, map[string]any{
			"id": v, "title": fmt.Sprintf("Note %d: %s", i, v), "url": []string{"javascript:canary()", "https://evil.example/" + v}[i%2],
			"external_url": "javascript:canary()", "content_html": "<p>New: " + v + "</p>", "summary": v, "image": "javascript:canary()",
			"date_published": fmt.Sprintf("2026-11-%02dT06:00:00Z", i%28+1), "authors": []map[string]any{{"name": v, "url": "javascript:canary()"}}, "tags": []string{v},
		})
	})
	text, err := json.Marshal(map[string]any{
		"version": "https://jsonfeed.org/version/1.1", "title": vectors()[0], "home_page_url": "javascript:canary()", "items": items,
	})
	if err != nil {
		return err.Error()
	}
	return string(text)
}
