package web_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/web"
)

// provider is a sign-in service: it asks nobody and confirms whatever claims says.
type provider struct {
	t      *testing.T
	url    string
	key    *rsa.PrivateKey
	signer *rsa.PrivateKey // what signs; the published key unless a test says otherwise
	claims map[string]any
}

func newProvider(t *testing.T, now time.Time) *provider {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	p := &provider{t: t, key: key, signer: key}
	known := &oidctest.Server{PublicKeys: []oidctest.PublicKey{{PublicKey: key.Public(), KeyID: "k", Algorithm: "RS256"}}}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			p.token(w, r)
			return
		}
		known.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	known.SetIssuer(srv.URL)
	p.url = srv.URL
	p.claims = map[string]any{
		"iss": srv.URL, "aud": "gapwatch", "sub": "u-1", "email": "ines@example.com", "email_verified": true,
		"iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
	}
	return p
}

// token trades a code for an ID token, if the verifier comes with it.
func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	if r.PostFormValue("code") != "the-code" || r.PostFormValue("code_verifier") == "" {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	claims, err := json.Marshal(p.claims)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"access_token": "a", "token_type": "Bearer", "id_token": oidctest.SignIDToken(p.signer, "k", "RS256", string(claims)),
	})
}

// gate is a Gapwatch that the provider signs people in to.
type gate struct {
	t    *testing.T
	st   *store.Store
	p    *provider
	web  http.Handler
	now  time.Time
	ines store.User
}

func newGate(t *testing.T, st *store.Store) gate {
	t.Helper()
	g := gate{t: t, st: st, now: time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)}
	g.p = newProvider(t, g.now)
	hash, err := web.HashPassword("correct horse battery")
	require.NoError(t, err)
	people := []store.User{{Email: "ines@example.com", Role: "admin", PasswordHash: hash, CreatedAt: g.now}}
	require.NoError(t, st.SaveUsers(t.Context(), people))
	g.ines = people[0]
	g.web = serve(t, st, g.now, web.Options{Client: http.DefaultClient, Settings: config.Web{
		OIDC: config.OIDC{Name: "Doorkeeper", Issuer: g.p.url, ClientID: "gapwatch", ClientSecret: "s"},
	}})
	return g
}

// come goes to the provider from an address of ours and returns with its answer; change may spoil the claims.
func (g gate) come(b browser, from string, change func(claims map[string]any, state *string)) (status int, to string) {
	g.t.Helper()
	status, there := b.get(from)
	require.Equal(g.t, http.StatusSeeOther, status, from)
	u, err := url.Parse(there)
	require.NoError(g.t, err)
	q := u.Query()
	require.True(g.t, strings.HasPrefix(there, g.p.url), there)
	require.Equal(g.t, "S256", q.Get("code_challenge_method"))
	state := q.Get("state")
	g.p.claims["nonce"] = q.Get("nonce")
	if change != nil {
		change(g.p.claims, &state)
	}
	return b.get("/oidc/callback?code=the-code&state=" + url.QueryEscape(state))
}

func TestAServiceSignsInWhomItIsLinkedTo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		g := newGate(t, st)
		b := open(t, g.web)
		status, _ := g.come(b, "/oidc/start", nil)
		require.Equal(t, http.StatusForbidden, status, "a verified mail address lets nobody in")

		_, _ = b.post("/signin", "email", "ines@example.com", "password", "correct horse battery")
		status, to := g.come(b, "/oidc/start?link&next=/account", nil)
		require.Equal(t, http.StatusSeeOther, status)
		require.Equal(t, "/account", to)

		fresh := open(t, g.web)
		g.p.claims["email"] = "somebody-else@example.com" // addresses change, issuer and subject do not
		status, to = g.come(fresh, "/oidc/start?next=/sources", nil)
		require.Equal(t, http.StatusSeeOther, status)
		require.Equal(t, "/sources", to)
		status, _ = fresh.get("/sources")
		require.Equal(t, http.StatusOK, status)

		other := open(t, g.web)
		g.p.claims["sub"], g.p.claims["email"] = "u-2", "ines@example.com"
		status, _ = g.come(other, "/oidc/start", nil)
		require.Equal(t, http.StatusForbidden, status, "another subject with the same address is another person")
		status, _ = other.get("/sources")
		require.Equal(t, http.StatusSeeOther, status, "and is not signed in")

		now := g.now
		g.ines.DisabledAt = &now
		require.NoError(t, st.SaveUsers(t.Context(), []store.User{g.ines}))
		g.p.claims["sub"] = "u-1"
		status, _ = g.come(open(t, g.web), "/oidc/start", nil)
		require.Equal(t, http.StatusForbidden, status, "who was shut out stays out")
	})
}

func TestAnAnswerThatIsNotTheServicesOwnIsRefused(t *testing.T) {
	g := newGate(t, storetest.SQLite(t))
	require.NoError(t, g.st.LinkIdentity(t.Context(), store.Identity{Issuer: g.p.url, Subject: "u-1", UserID: g.ines.ID}))
	good := g.p.claims
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	for name, spoil := range map[string]func(claims map[string]any, state *string){
		"a nonce of another question": func(c map[string]any, _ *string) { c["nonce"] = "other" },
		"no nonce":                    func(c map[string]any, _ *string) { delete(c, "nonce") },
		"another issuer":              func(c map[string]any, _ *string) { c["iss"] = "https://evil.test" },
		"another audience":            func(c map[string]any, _ *string) { c["aud"] = "another-app" },
		"an answer that has run out":  func(c map[string]any, _ *string) { c["exp"] = g.now.Add(-time.Minute).Unix() },
		"another state":               func(_ map[string]any, state *string) { *state = "guessed" },
		"no state":                    func(_ map[string]any, state *string) { *state = "" },
		"another key":                 func(map[string]any, *string) { g.p.signer = stranger },
	} {
		t.Run(name, func(t *testing.T) {
			g.t = t
			g.p.signer, g.p.claims = g.p.key, map[string]any{}
			for k, v := range good {
				g.p.claims[k] = v
			}
			b := open(t, g.web)
			status, _ := g.come(b, "/oidc/start", spoil)
			require.Equal(t, http.StatusBadRequest, status)
			status, _ = b.get("/sources")
			require.Equal(t, http.StatusSeeOther, status, "nobody is signed in")
		})
	}
	t.Run("none of these was refused for another reason", func(t *testing.T) {
		g.t = t
		g.p.signer, g.p.claims = g.p.key, good
		b := open(t, g.web)
		status, _ := g.come(b, "/oidc/start", nil)
		require.Equal(t, http.StatusSeeOther, status)
		status, _ = b.get("/oidc/callback?code=the-code&state=" + "again")
		require.Equal(t, http.StatusBadRequest, status, "an answer counts once")
	})
}

func TestAnInvitationLetsOnePersonInOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		g := newGate(t, st)
		admin := open(t, g.web)
		_, _ = admin.post("/signin", "email", "ines@example.com", "password", "correct horse battery")
		status, _ := admin.post("/settings/people", "email", "dana@example.com", "role", "viewer")
		require.Equal(t, http.StatusSeeOther, status)
		page := admin.page("/settings").Text() + " "
		_, rest, ok := strings.Cut(page, "/oidc/start?invite=")
		require.True(t, ok, "the admin is shown the link")
		token := strings.Fields(rest)[0]
		invitation := "/oidc/start?invite=" + token

		status, _ = open(t, g.web).get(invitation + "x")
		require.Equal(t, http.StatusBadRequest, status)
		g.p.claims["sub"], g.p.claims["email"] = "u-9", "whatever@example.net"
		dana := open(t, g.web)
		status, _ = g.come(dana, invitation, nil)
		require.Equal(t, http.StatusSeeOther, status)
		require.Contains(t, dana.page("/account").Text(), "dana@example.com")

		status, _ = open(t, g.web).get(invitation)
		require.Equal(t, http.StatusBadRequest, status, "it was used")
	})
}

// Only whoever is signed in, on our own page, connects an account: a stolen token does not become a way to sign in, and another
// site does not have the browser of somebody bring its own account.
func TestOnlyTheirOwnBrowserConnectsAnAccount(t *testing.T) {
	g := newGate(t, storetest.SQLite(t))
	hash := sha256.Sum256([]byte("stolen"))
	require.NoError(t, g.st.AddToken(t.Context(), &store.APIToken{UserID: g.ines.ID, Hash: hash[:], Hint: "st", Scope: "read", CreatedAt: g.now}))
	w := get(t, g.web, http.MethodGet, "/oidc/start?link", "Authorization", "Bearer stolen")
	require.Equal(t, http.StatusForbidden, w.Code)
	require.Contains(t, w.Body.String(), "a token connects no account")
	for site, status := range map[string]int{"cross-site": 403, "same-site": 403, "same-origin": 303, "none": 303} {
		b := open(t, g.web)
		_, _ = b.post("/signin", "email", "ines@example.com", "password", "correct horse battery")
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.base+"/oidc/start?link", nil)
		require.NoError(t, err)
		r.Header.Set("Sec-Fetch-Site", site)
		res, err := b.http.Do(r)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.Equal(t, status, res.StatusCode, site)
	}
}

// Anybody may begin to sign in: one asker does not fill the database by it, and what was begun is soon forgotten.
func TestWhatIsBegunIsBoundedAndSoonForgotten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		g := newGate(t, st)
		require.NoError(t, st.LinkIdentity(t.Context(), store.Identity{Issuer: g.p.url, Subject: "u-1", UserID: g.ines.ID}))
		inTime, late := open(t, g.web), open(t, g.web)
		status, _ := g.come(inTime, "/oidc/start", nil)
		require.Equal(t, http.StatusSeeOther, status)
		status, there := late.get("/oidc/start")
		require.Equal(t, http.StatusSeeOther, status)
		for range 8 {
			status, _ = open(t, g.web).get("/oidc/start")
			require.Equal(t, http.StatusSeeOther, status)
		}
		w := get(t, g.web, http.MethodGet, "/oidc/start")
		require.Equal(t, http.StatusSeeOther, w.Code, "another caller goes on")
		status, _ = open(t, g.web).get("/oidc/start")
		require.Equal(t, http.StatusTooManyRequests, status)
		status, _ = open(t, g.web).post("/signin", "email", "ines@example.com", "password", "correct horse battery")
		require.Equal(t, http.StatusSeeOther, status, "a password still signs in")

		g.now = g.now.Add(20 * time.Minute)
		g.web = serve(t, st, g.now, web.Options{Client: http.DefaultClient, Settings: config.Web{
			OIDC: config.OIDC{Issuer: g.p.url, ClientID: "gapwatch", ClientSecret: "s"},
		}})
		u, err := url.Parse(there)
		require.NoError(t, err)
		answer := "/oidc/callback?code=the-code&state=" + url.QueryEscape(u.Query().Get("state"))
		for b, known := range map[*browser]int{&inTime: http.StatusOK, &late: http.StatusSeeOther} {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/sources", nil)
			for _, c := range b.http.Jar.Cookies(&url.URL{Scheme: "http", Host: strings.TrimPrefix(b.base, "http://")}) {
				r.AddCookie(c)
			}
			w := httptest.NewRecorder()
			g.web.ServeHTTP(w, r)
			require.Equal(t, known, w.Code, "who signed in stays so, who began does not")
			if b == &late {
				r.URL, _ = url.Parse(answer)
				w = httptest.NewRecorder()
				g.web.ServeHTTP(w, r)
				require.Equal(t, http.StatusBadRequest, w.Code)
				require.Contains(t, w.Body.String(), "too long ago")
			}
		}
	})
}
