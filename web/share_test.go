package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
)

func TestWhatIsSharedWithTheForm(t *testing.T) {
	for name, c := range map[string]struct{ title, text, url, want, link string }{
		"a quote and its address":            {"", "They left", "https://t.test/1", "They left", "https://t.test/1"},
		"an address at the end of the text":  {"Ticket", "They left\nhttps://t.test/1 ", "", "They left", "https://t.test/1"},
		"an address and nothing else":        {"Ticket 1", "https://t.test/1", "", "Ticket 1", "https://t.test/1"},
		"a title alone":                      {"Ticket 1", "", "https://t.test/1", "Ticket 1", "https://t.test/1"},
		"an address within the text stays":   {"", "see https://t.test/1 for it", "", "see https://t.test/1 for it", ""},
		"what is shared twice is taken once": {"", "https://t.test/2", "https://t.test/1", "https://t.test/2", "https://t.test/1"},
		"an address that runs is none":       {"", "look javascript:alert(1)", "javascript:alert(1)", "look javascript:alert(1)", ""},
		"nothing":                            {"", "", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			text, link := shared(url.Values{"title": {c.title}, "text": {c.text}, "url": {c.url}})
			require.Equal(t, []string{c.want, c.link}, []string{text, link})
		})
	}
}

// The bookmark leads to where people reach the pages, and whatever the address holds stays within its quotes.
func TestTheBookmarkLeadsHere(t *testing.T) {
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/account", nil)
	r.Host = `here.test");alert(1)//`
	plain := &Server{}
	decoded, err := url.PathUnescape(string(plain.bookmarklet(r)))
	require.NoError(t, err)
	require.Contains(t, decoded, `javascript:void open("http://here.test\");alert(1)///annotate?url="+`)
	behind := &Server{settings: config.Web{URL: "https://gapwatch.test/"}}
	decoded, err = url.PathUnescape(string(behind.bookmarklet(r)))
	require.NoError(t, err)
	require.Contains(t, decoded, `open("https://gapwatch.test/annotate?url="+encodeURIComponent(location.href)`)
}
