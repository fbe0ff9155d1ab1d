package web

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// public are the addresses that ask for no sign-in. A new one is a decision: it is named here too.
func public() []string {
	return []string{
		"GET /signin", "POST /signin", "GET /setup", "POST /setup", "GET /oidc/start", "GET /oidc/callback",
		"GET /subscriptions/{key}/mute", "POST /subscriptions/{key}/mute", "GET /subscriptions/{key}/leave",
		"POST /subscriptions/{key}/leave", "GET /feeds/{key}/{file}", "GET /static/", "GET /manifest.webmanifest", "GET /favicon.ico", "GET /healthz", "GET /readyz",
	}
}

func TestEveryAddressDeclaresItsRole(t *testing.T) {
	s := server(t)
	for _, r := range s.routes() {
		t.Run(r.pattern, func(t *testing.T) {
			require.NotNil(t, r.handle)
			require.Equal(t, slices.Contains(public(), r.pattern), r.role == Public)
			require.True(t, r.role == Public || slices.Contains(Roles(), r.role), "role %q", r.role)
			if r.writes() {
				require.NotEmpty(t, r.audit, "what changes something stands in the audit trail")
			}
		})
	}
}

func TestNobodyPassesWithoutTheRole(t *testing.T) {
	s := server(t)
	for _, rt := range s.routes() {
		if rt.role == Public {
			continue
		}
		t.Run(rt.pattern, func(t *testing.T) {
			w := ask(s, rt, "")
			require.Contains(t, []int{http.StatusSeeOther, http.StatusUnauthorized}, w.Code, "a stranger is asked to sign in")
			for _, role := range Roles() {
				err := allowed(viewer{User: store.User{Role: string(role), SeesMoney: true}}, rt)
				if role.rank() < rt.role.rank() {
					require.ErrorIs(t, err, errForbidden, "role %s", role)
				} else {
					require.NoError(t, err, "role %s", role)
				}
			}
			if rt.money {
				require.ErrorIs(t, allowed(viewer{User: store.User{Role: string(Admin)}}, rt), errForbidden)
			}
			reader := viewer{User: store.User{Role: string(Admin), SeesMoney: true}, Token: &store.APIToken{Scope: "read"}}
			if rt.writes() {
				require.ErrorIs(t, allowed(reader, rt), errForbidden, "a token that may read does not write")
			}
		})
	}
}

// ask sends one request without a session to a route, or with a token.
func ask(s *Server, rt route, token string) *httptest.ResponseRecorder {
	method, path, _ := strings.Cut(rt.pattern, " ")
	path = strings.NewReplacer("{$}", "", "...}", "}").Replace(path)
	for strings.Contains(path, "{") {
		i, j := strings.Index(path, "{"), strings.Index(path, "}")
		path = path[:i] + "1" + path[j+1:]
	}
	r := httptest.NewRequest(method, path, nil)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

// server is one over an empty store.
func server(t *testing.T) *Server {
	t.Helper()
	now := time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)
	s, err := New(Options{
		Store: storetest.SQLite(t), Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now }, Setup: "once",
	})
	require.NoError(t, err)
	return s
}
