package extract

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func readFeedOf(t *testing.T, body string) Document {
	t.Helper()
	doc, err := Read(Page{Kind: Feed, URL: "https://acme.test/feed", Body: []byte(body)})
	require.NoError(t, err)
	return doc
}

// What is no feed, or not all of one, or would exhaust a parser, is refused: the capture is no good one.
func TestFeedGate(t *testing.T) {
	whole := `<rss><channel><item><title>One</title></item><item><title>Two</title></item></channel></rss>`
	deep := strings.Repeat("<x>", 300) + strings.Repeat("</x>", 300)
	many := strings.Repeat("<item><title>T</title></item>", 5001)
	for name, body := range map[string]string{
		"too deep":                          "<rss><channel>" + deep + "</channel></rss>",
		"too many items":                    "<rss><channel>" + many + "</channel></rss>",
		"too many items behind an error":    "<rss><channel><a b=>&" + many + "</channel></rss>",
		"too many attributes":               "<rss><channel" + strings.Repeat(` a="b"`, 1001) + "/></rss>",
		"an address of many folders":        `<rss><channel><item xml:base="` + strings.Repeat("a/", 600) + `"/></channel></rss>`,
		"addresses within one another":      "<rss><channel>" + strings.Repeat(`<x xml:base="a/b/c/d/e/f/">`, 120) + strings.Repeat("</x>", 120) + "</channel></rss>",
		"too many elements":                 "<rss><channel><item>" + strings.Repeat("<x/>", 150_001) + "</item></channel></rss>",
		"not a feed":                        "hello",
		"nothing":                           "",
		"a mark and blanks":                 "\xef\xbb\xbf \r\n",
		"a web page":                        "<!DOCTYPE html><html><body><item>x</item></body></html>",
		"a web page behind a comment":       "<!-- x --><html><head><title>Sign in</title></head><body></body></html>",
		"an error in the form of XML":       `<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>`,
		"an error in the form of data":      `{"error": "upstream timed out"}`,
		"data of another kind":              `[1, 2, 3]`,
		"null":                              `null`,
		"cut within an item":                whole[:strings.Index(whole, "Two")],
		"cut between two items":             whole[:strings.LastIndex(whole, "<item>")],
		"cut within a JSON Feed":            `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"On`,
		"many items of a JSON Feed":         `{"items":[` + strings.Repeat(`{"id":"1"},`, 5001) + `{"id":"2"}]}`,
		"an Atom feed cut within its text":  `<feed><entry><title>One</title></entry><entry><content>half of`,
		"a broken one that is cut later on": `<rss><item><title>A & B</title></item><item><title>C`,
	} {
		_, err := Read(Page{Kind: Feed, Body: []byte(body)})
		require.ErrorIs(t, err, ErrParse, name)
	}
	require.Len(t, readFeedOf(t, whole).Entries, 2)
}

// Markup too deep for a library is read by tokens where an error stands before it, and never reaches the library.
func TestWhatTheGateCannotWalkIsReadByTokens(t *testing.T) {
	body := `<rss><channel><item><title>A < B</title><x ` + strings.Repeat("<deep>", 200_000) + "</item></channel></rss>"
	doc, err := Read(Page{Kind: Feed, Body: []byte(body)})
	require.NoError(t, err)
	require.Len(t, doc.Entries, 1)
}

func TestEntitiesOfAFeedAreNeverExpanded(t *testing.T) {
	doc := readFeedOf(t, `<!DOCTYPE rss [<!ENTITY a "boom"><!ENTITY b "&a;&a;">]><rss><channel><item><title>Look &b;</title></item></channel></rss>`)
	require.Equal(t, "Look &b;", doc.Entries[0].Title)
}

func TestAFeedWithoutItemsIsAFeed(t *testing.T) {
	for _, body := range []string{
		`<rss version="2.0"><channel><title>Quiet</title></channel></rss>`,
		`<RSS><CHANNEL><TITLE>Quiet</TITLE></CHANNEL></RSS>`,
		`<feed xmlns="http://www.w3.org/2005/Atom"><title>Quiet</title></feed>`,
		`{"version":"https://jsonfeed.org/version/1.1","title":"Quiet","items":[]}`,
		`{"title":"Quiet","items":[]}`,
	} {
		doc := readFeedOf(t, body)
		require.Equal(t, "Quiet", doc.Title, body)
		require.Empty(t, doc.Entries, body)
	}
}

// An item is known by its guid, else by its link, else by its title and date; a name that several share is none.
func TestIdentityOfItems(t *testing.T) {
	item := func(inner string) Entry {
		return readFeedOf(t, "<rss><channel><item>"+inner+"</item></channel></rss>").Entries[0]
	}
	require.Equal(t, "g1", item("<title>T</title><link>https://a.test/1</link><guid>g1</guid>").Key)
	require.Equal(t, "https://a.test/1", item("<title>T</title><link>https://a.test/1</link>").Key)
	plain := item("<title>T</title><pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate>")
	require.True(t, plain.Nameless())
	require.Equal(t, plain.Key, item("<title> t </title><pubDate>Mon, 02 Nov 2026 21:00:00 GMT</pubDate>").Key)
	require.NotEqual(t, plain.Key, item("<title>T</title>").Key)
	require.False(t, item("<title>T</title><guid>g1</guid>").Nameless())

	shared := readFeedOf(t, `<rss><channel><item><title>A</title><guid>g</guid></item><item><title>B</title><guid>g</guid></item></channel></rss>`)
	require.NotEqual(t, shared.Entries[0].Key, shared.Entries[1].Key)
}

// An item counts although it says nothing; it has no title, so nobody tells of it.
func TestAnItemWithoutWords(t *testing.T) {
	doc := readFeedOf(t, `<rss><channel><item><author>ann@acme.test</author></item><item><link>/9</link></item></channel></rss>`)
	require.Len(t, doc.Entries, 2)
	require.Empty(t, doc.Entries[0].Title)
	require.Equal(t, "https://acme.test/9", doc.Entries[1].Title)
}

func TestDatesOfItems(t *testing.T) {
	for written, day := range map[string]string{
		"Mon, 02 Nov 2026 23:30:00 -0500": "2026-11-03", "2026-11-02T10:00:00Z": "2026-11-02", "2026-11-02": "2026-11-02",
		"2 novembre 2026": "2026-11-02", "November 2, 2026": "2026-11-02", "Mo, 02 Nov 2026 10:00:00 +0100": "2026-11-02",
		"": "", "soon": "", "0000-00-00": "", "32 Foo 2026": "", "Thu, 01 Jan 1970 00:00:00 GMT": "", "99999-01-01": "",
		"3 days ago": "",
	} {
		e := readFeedOf(t, "<rss><channel><item><title>T</title><pubDate>"+written+"</pubDate></item></channel></rss>").Entries[0]
		got := ""
		if !e.Date.IsZero() {
			got = e.Date.Format(time.DateOnly)
		}
		require.Equal(t, day, got, written)
	}
}
