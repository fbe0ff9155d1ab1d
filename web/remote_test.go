package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/web"
)

// attempts signs in with a wrong password from an address until it is too often, or a number of times, and tells how often it
// was let. Each attempt says something else of who asks.
func attempts(t *testing.T, h http.Handler, from string, most int, forwarded func(n int) string) int {
	t.Helper()
	for n := range most {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/signin", strings.NewReader("email=a@example.com&password=wrong"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.RemoteAddr = from
		if said := forwarded(n); said != "" {
			r.Header.Set("X-Forwarded-For", said)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code == http.StatusTooManyRequests {
			require.Equal(t, "6", w.Header().Get("Retry-After"), "and is told when to come back")
			return n
		}
		require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	}
	return most
}

// Who asks is what the proxies say that the operator trusts, and nothing else: a forged header gives nobody another try.
func TestWhoAsksIsWhatTrustedProxiesSay(t *testing.T) {
	const bound = 10 // attempts at once
	now := time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
	pages := func(t *testing.T, trusted ...string) http.Handler {
		return serve(t, storetest.SQLite(t), now, web.Options{Settings: config.Web{Trusted: trusted}})
	}
	each := func(n int) string { return "203.0.113." + string(rune('1'+n%9)) + strings.Repeat("0", n/9) }
	t.Run("nobody is trusted: a header changes nothing", func(t *testing.T) {
		require.Equal(t, bound, attempts(t, pages(t), "10.0.0.1:999", 15, each))
	})
	t.Run("whoever has a network of IPv6 has one bound", func(t *testing.T) {
		h := pages(t, "10.0.0.0/8")
		within := func(n int) string { return fmt.Sprintf("2001:db8:7:7::%x", n+1) }
		require.Equal(t, bound, attempts(t, h, "10.0.0.1:999", 15, within))
		require.Equal(t, 3, attempts(t, h, "10.0.0.1:999", 3, func(int) string { return "2001:db8:7:8::1" }), "the next one goes on")
	})
	t.Run("somebody else is trusted", func(t *testing.T) {
		require.Equal(t, bound, attempts(t, pages(t, "10.0.0.2"), "10.0.0.1:999", 15, each))
	})
	t.Run("people behind a trusted proxy have a bound each", func(t *testing.T) {
		h := pages(t, "10.0.0.0/8")
		require.Equal(t, 15, attempts(t, h, "10.0.0.1:999", 15, each))
		require.Equal(t, bound, attempts(t, h, "10.0.0.1:999", 15, func(int) string { return "198.51.100.7" }))
		require.Equal(t, 3, attempts(t, h, "10.0.0.1:999", 3, func(int) string { return "198.51.100.8" }), "the others go on")
	})
	t.Run("what a person behind it forges stands left of what it says", func(t *testing.T) {
		require.Equal(t, bound, attempts(t, pages(t, "10.0.0.0/8"), "10.0.0.1:999", 15, func(n int) string { return each(n) + ", 198.51.100.7" }))
	})
	t.Run("through two proxies", func(t *testing.T) {
		h := pages(t, "10.0.0.0/8", "fd00::/8")
		require.Equal(t, bound, attempts(t, h, "[fd00::1]:999", 15, func(n int) string { return each(n) + ", [2001:db8::7]:4711, 10.9.9.9" }))
		require.Equal(t, 15, attempts(t, h, "[fd00::1]:999", 15, func(n int) string { return each(n) + ", 10.9.9.9" }))
	})
	t.Run("what is no address ends it", func(t *testing.T) {
		require.Equal(t, bound, attempts(t, pages(t, "10.0.0.0/8"), "10.0.0.1:999", 15, func(n int) string { return each(n) + ", unknown" }))
	})
	_, err := web.New(web.Options{Settings: config.Web{Trusted: []string{"everybody"}}})
	require.ErrorContains(t, err, "web.trusted_proxies")
}

// A sign-in that fails says the same to everybody, however often it is tried and whether the person is known or not.
func TestNobodyLearnsWhoIsHere(t *testing.T) {
	st, now := storetest.SQLite(t), time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
	hash, err := web.HashPassword("correct horse battery")
	require.NoError(t, err)
	require.NoError(t, st.SaveUsers(t.Context(), []store.User{{Email: "a@example.com", Role: "viewer", PasswordHash: hash, CreatedAt: now}}))
	b := open(t, serve(t, st, now, web.Options{}))
	said := map[string]bool{}
	for range 5 {
		said[b.wrongly("a@example.com")] = true
	}
	for range 4 {
		said[b.wrongly("a@example.com")], said[b.wrongly("nobody@example.com")] = true, true
		b = open(t, serve(t, st, now, web.Options{}))
	}
	require.Len(t, said, 1, "%v", said)
}

// wrongly signs in with a wrong password and returns what is said of it.
func (b browser) wrongly(email string) string {
	b.t.Helper()
	res, err := b.http.PostForm(b.base+"/signin", form("email", email, "password", "wrong"))
	require.NoError(b.t, err)
	defer res.Body.Close()
	require.Equal(b.t, http.StatusUnprocessableEntity, res.StatusCode)
	page, err := goquery.NewDocumentFromReader(res.Body)
	require.NoError(b.t, err)
	return page.Find("[role=alert]").Text()
}
