package web_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
	"github.com/gapwatch/gapwatch/web"
)

// browser is a client that keeps its cookies and does not follow redirects.
type browser struct {
	t    *testing.T
	http *http.Client
	base string
}

func open(t *testing.T, h http.Handler) browser {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return browser{t, &http.Client{
		Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, srv.URL}
}

func (b browser) get(path string) (int, string) {
	b.t.Helper()
	res, err := b.http.Get(b.base + path)
	require.NoError(b.t, err)
	defer res.Body.Close()
	return res.StatusCode, res.Header.Get("Location")
}

func (b browser) post(path string, fields ...string) (int, string) {
	b.t.Helper()
	res, err := b.http.PostForm(b.base+path, form(fields...))
	require.NoError(b.t, err)
	defer res.Body.Close()
	return res.StatusCode, res.Header.Get("Location")
}

// form is what a form sends, from names and values in turn.
func form(fields ...string) url.Values {
	out := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		out.Set(fields[i], fields[i+1])
	}
	return out
}

func TestTheFirstAdminComesInByTheTokenOfTheLog(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		now := time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
		b := open(t, serve(t, st, now, web.Options{Setup: "from-the-log"}))

		status, to := b.get("/sources?kind=feed")
		require.Equal(t, http.StatusSeeOther, status)
		require.Equal(t, "/signin?next="+url.QueryEscape("/sources?kind=feed"), to)

		fields := []string{"name", "Ines Okafor", "email", "Ines@Example.com", "password", "correct horse battery", "token"}
		status, _ = b.post("/setup", append(fields, "guessed")...)
		require.Equal(t, http.StatusUnprocessableEntity, status)
		status, to = b.post("/setup", append(fields, "from-the-log")...)
		require.Equal(t, http.StatusSeeOther, status)
		require.Equal(t, "/", to)
		status, _ = b.get("/sources")
		require.Equal(t, http.StatusOK, status)

		status, _ = b.get("/setup?token=from-the-log")
		require.Equal(t, http.StatusNotFound, status, "the token made one admin and makes no other")

		_, to = b.post("/signout")
		require.Equal(t, "/signin", to)
		status, _ = b.get("/sources")
		require.Equal(t, http.StatusSeeOther, status)

		status, to = b.post("/signin", "email", "ines@example.com", "password", "correct horse battery", "next", "//evil.test/")
		require.Equal(t, http.StatusSeeOther, status)
		require.Equal(t, "/", to, "signing in leads nowhere else")
	})
}

func TestAnAccountRestsAfterWrongPasswords(t *testing.T) {
	st, now := storetest.SQLite(t), time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
	hash, err := web.HashPassword("correct horse battery")
	require.NoError(t, err)
	people := []store.User{{Email: "a@example.com", Role: "viewer", PasswordHash: hash, CreatedAt: now}}
	require.NoError(t, st.SaveUsers(t.Context(), people))
	b := open(t, serve(t, st, now, web.Options{}))
	for range 5 {
		status, _ := b.post("/signin", "email", "a@example.com", "password", "wrong")
		require.Equal(t, http.StatusUnprocessableEntity, status)
	}
	status, _ := b.post("/signin", "email", "a@example.com", "password", "correct horse battery")
	require.Equal(t, http.StatusUnprocessableEntity, status, "even the right one waits")

	later := open(t, serve(t, st, now.Add(2*time.Minute), web.Options{}))
	status, _ = later.post("/signin", "email", "a@example.com", "password", "correct horse battery")
	require.Equal(t, http.StatusSeeOther, status)
}

func TestAnAdminSeesWhatTellsAndEndsAnybodysToken(t *testing.T) {
	st, now := storetest.SQLite(t), time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
	b := open(t, serve(t, st, now, web.Options{Setup: "s", Line: &watch.Line{
		Store: st, Outlet: alert.Outlet{Mail: alert.Mail{Host: "mail.example.com", From: "gapwatch@example.com"}},
	}}))
	b.post("/setup", "name", "Ines", "email", "ines@example.com", "password", "correct horse battery", "token", "s")
	people := []store.User{{Email: "bot@example.com", Role: "viewer", CreatedAt: now}}
	require.NoError(t, st.SaveUsers(t.Context(), people))
	token := store.APIToken{UserID: people[0].ID, Name: "nightly export", Hash: []byte("h"), Hint: "gw_se", Scope: "read", CreatedAt: now}
	require.NoError(t, st.AddToken(t.Context(), &token))

	page := b.page("/settings")
	require.Contains(t, page.Text(), "mail.example.com, from gapwatch@example.com")
	require.Contains(t, page.Text(), "The settings do not allow its channel: alerts.shoutrrr.")
	require.Contains(t, page.Text(), "nightly export")
	status, _ := b.post(fmt.Sprintf("/settings/tokens/%d/revoke", token.ID))
	require.Equal(t, http.StatusSeeOther, status)
	require.NotContains(t, b.page("/settings").Find("form[action*=revoke]").Text(), "nightly export")
	tokens, err := st.Tokens(t.Context(), people[0].ID)
	require.NoError(t, err)
	require.NotNil(t, tokens[0].RevokedAt)
}

func TestWhoDoesNotSignInEndsNobodysTokenAsTheirOwn(t *testing.T) {
	st, now := storetest.SQLite(t), time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
	people := []store.User{{Email: "bot@example.com", Role: "viewer", CreatedAt: now}}
	require.NoError(t, st.SaveUsers(t.Context(), people))
	token := store.APIToken{UserID: people[0].ID, Name: "ci", Hash: []byte("h"), Hint: "gw_se", Scope: "read", CreatedAt: now}
	require.NoError(t, st.AddToken(t.Context(), &token))
	b := open(t, serve(t, st, now, web.Options{Settings: config.Web{Open: true}}))
	status, _ := b.post(fmt.Sprintf("/account/tokens/%d/revoke", token.ID))
	require.Equal(t, http.StatusNotFound, status)
	tokens, err := st.Tokens(t.Context(), people[0].ID)
	require.NoError(t, err)
	require.Nil(t, tokens[0].RevokedAt)
}

func TestATokenActsForItsPersonUntilItIsRevoked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, now := context.Background(), time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
		people := []store.User{{Email: "bot@example.com", Role: "viewer", CreatedAt: now}}
		require.NoError(t, st.SaveUsers(ctx, people))
		hash := sha256.Sum256([]byte("gw_secret"))
		token := store.APIToken{UserID: people[0].ID, Name: "ci", Hash: hash[:], Hint: "gw_se", Scope: "read", CreatedAt: now}
		require.NoError(t, st.AddToken(ctx, &token))
		h := serve(t, st, now, web.Options{})

		require.Equal(t, http.StatusOK, get(t, h, http.MethodGet, "/sources", "Authorization", "Bearer gw_secret").Code)
		require.Equal(t, http.StatusSeeOther, get(t, h, http.MethodGet, "/sources", "Authorization", "Bearer gw_other").Code)
		require.NoError(t, st.RevokeToken(ctx, people[0].ID, token.ID, now))
		require.Equal(t, http.StatusSeeOther, get(t, h, http.MethodGet, "/sources", "Authorization", "Bearer gw_secret").Code)
	})
}
