package web

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
)

// A draft belongs to a person and to what the address of its form asks for, in whatever order.
func TestEachFormHasItsDraft(t *testing.T) {
	draft := func(id int64, path string) string {
		return draftOf(withViewer(httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil), viewer{User: store.User{ID: id}}))
	}
	require.Equal(t, draft(1, "/annotate?text=a&url=b"), draft(1, "/annotate?url=b&text=a"))
	seen := map[string]bool{}
	for _, path := range []string{"/annotate", "/annotate?feature=a/b", "/annotate?feature=a/c", "/annotate?text=a/b", "/annotations/1", "/annotations/2"} {
		seen[draft(1, path)], seen[draft(2, path)] = true, true
	}
	require.Len(t, seen, 12)
}

// Whoever is sent away from a form goes back to it, and never to another site.
func TestTheWayBackToAForm(t *testing.T) {
	s := server(t)
	s.settings.URL = "https://gapwatch.test"
	for referer, want := range map[string]string{
		"http://here.test/annotate?feature=a%2Fb":    "/annotate?feature=a%2Fb",
		"https://gapwatch.test/annotate?text=x":      "/annotate?text=x",
		"https://evil.test/annotate":                 "/",
		"http://here.test@evil.test/":                "/",
		"http://here.test//evil.test/":               "/",
		"http://here.test/\\evil.test":               "/%5Cevil.test",
		"/annotate":                                  "/",
		"":                                           "/",
		"javascript:alert(1)":                        "/",
		"http://here.test/%zz":                       "/",
		"data:text/html,http://here.test/annotate":   "/",
		"http://here.test/annotate?text=%0d%0aa%3Ab": "/annotate?text=%0d%0aa%3Ab",
		"http://here.test/annotate":                  "/annotate",
		"http://here.test/queue/phrases/5":           "/queue",
		"http://here.test/gaps/a/f/status?seen=1":    "/gaps/a/f",
		"http://here.test/sources/1/rules/2/drop":    "/sources/1/rules",
		"http://here.test/proposals/7":               "/",
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://here.test/annotate", nil)
		r.Header.Set("Referer", referer)
		require.Equal(t, want, s.cameFrom(r), referer)
	}
}
