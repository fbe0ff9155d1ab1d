package main

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

// Where nobody signs in, a name that somebody else made lead to this machine opens nothing.
func TestOpenPagesAnswerToTheNamesOfThisMachine(t *testing.T) {
	h := nearby(http.NotFoundHandler(), "https://gapwatch.example/")
	for host, status := range map[string]int{
		"127.0.0.1:8080": 404, "127.0.0.1": 404, "localhost:8080": 404, "LocalHost": 404, "gapwatch.localhost:80": 404, "[::1]:8080": 404, "[::1]": 404,
		"gapwatch.example": 404, "Gapwatch.example:443": 404,
		"evil.example:8080": 421, "localhost.evil.example": 421, "192.0.2.1:8080": 421, "": 421, "[": 421, "127.0.0.1.evil.example": 421,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		require.Equal(t, status, w.Code, host)
	}
}
