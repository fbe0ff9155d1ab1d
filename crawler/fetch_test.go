package crawler

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// testCrawler may reach the given servers, and does not keep them waiting.
func testCrawler(t *testing.T, change func(*Settings), servers ...*httptest.Server) *Crawler {
	t.Helper()
	s := Defaults()
	s.HostGap = 0
	s.Timeout = 5 * time.Second
	for _, server := range servers {
		s.Allow = append(s.Allow, strings.TrimPrefix(strings.TrimPrefix(server.URL, "http://"), "https://"))
	}
	if change != nil {
		change(&s)
	}
	c, err := New(s)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

func html(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, body)
	}
}

func failure(t *testing.T, err error) *Failure {
	t.Helper()
	var f *Failure
	require.True(t, errors.As(err, &f), "%v", err)
	require.NotEmpty(t, f.Reason)
	require.LessOrEqual(t, len(f.Reason), 400)
	return f
}
