package web

import (
	"context"
	"crypto/sha256"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
)

// probe asks for one address and returns status and text.
func probe(t *testing.T, h http.Handler, path, token string) (int, string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	require.NoError(t, err)
	return w.Code, string(body)
}

func TestAProcessSaysWhatIsNotReady(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		st, err := store.Open(context.Background(), store.Options{Address: address})
		require.NoError(t, err)
		h := NewProbes(st, nil, slog.New(slog.DiscardHandler)).Handler()
		code, said := probe(t, h, "/readyz", "")
		require.Equal(t, http.StatusServiceUnavailable, code)
		require.Equal(t, "not ready\ndatabase: its tables are not up to date; run gapwatch db migrate\n", said)
		require.NoError(t, st.Migrate(t.Context()))
		code, said = probe(t, h, "/readyz", "")
		require.Equal(t, http.StatusOK, code)
		require.Equal(t, "ready\n", said)
		require.NoError(t, st.Close())
		code, said = probe(t, h, "/readyz", "")
		require.Equal(t, http.StatusServiceUnavailable, code)
		require.Contains(t, said, "database: it does not answer")
		code, said = probe(t, h, "/healthz", "")
		require.Equal(t, http.StatusOK, code, "it lives all the same")
		require.Equal(t, "ok\n", said)
		code, _ = probe(t, h, "/metrics", "")
		require.Equal(t, http.StatusNotFound, code)
	})
}

func TestMetricsAreForThoseWhoMayReadThePages(t *testing.T) {
	ctx := t.Context()
	st := storetest.SQLite(t)
	metrics := watch.NewMetrics(st, watch.Build{Version: "1.2.3"}, time.Now)
	s, err := New(Options{Store: st, Log: slog.New(slog.DiscardHandler), Now: time.Now, Metrics: metrics})
	require.NoError(t, err)
	code, _ := probe(t, s.Handler(), "/metrics", "")
	require.NotEqual(t, http.StatusOK, code, "a stranger")

	require.NoError(t, st.SaveUsers(ctx, []store.User{{Email: "prometheus@acme.example", Role: string(Viewer), CreatedAt: time.Now().UTC()}}))
	user, err := st.UserByEmail(ctx, "prometheus@acme.example")
	require.NoError(t, err)
	secret, later := "gw_prometheus", time.Now().Add(time.Hour)
	hash := sha256.Sum256([]byte(secret))
	require.NoError(t, st.AddToken(ctx, &store.APIToken{
		UserID: user.ID, Name: "prometheus", Hash: hash[:], Hint: secret[:7], Scope: "read", CreatedAt: time.Now(), ExpiresAt: &later,
	}))
	code, said := probe(t, s.Handler(), "/metrics", secret)
	require.Equal(t, http.StatusOK, code)
	require.Contains(t, said, `version="1.2.3"`)
	require.Contains(t, said, "gapwatch_database_up 1")
	code, said = probe(t, NewProbes(st, metrics, slog.New(slog.DiscardHandler)).Handler(), "/metrics", "")
	require.Equal(t, http.StatusOK, code, "at an address of its own it asks for no sign-in")
	require.Contains(t, said, "go_goroutines")
}
