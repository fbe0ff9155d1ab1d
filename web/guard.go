package web

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// route is one address: who may ask, whether it shows accounts and ARR, and what is written into the audit trail.
type route struct {
	pattern string // method and path, as net/http's ServeMux takes them
	role    Role   // the least; Public needs no sign-in
	money   bool   // needs the right to see accounts and ARR
	audit   string // action in the trail; every address that changes or exports something has one
	asks    bool   // changes nothing, whatever its method
	handle  handler
}

// writes tells whether the address changes something.
func (r route) writes() bool {
	method, _, _ := strings.Cut(r.pattern, " ")
	return method != http.MethodGet && r.pattern != "" && !r.asks
}

// guard lets a request through to a route if whoever asks may, and writes the trail after it went well.
func (s *Server) guard(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := s.identify(r)
		r = withViewer(r, v) // for the page that tells of an error too
		s.answer(w, r, func(w http.ResponseWriter, r *http.Request) error {
			if err != nil {
				return err
			}
			if !v.Known() && rt.role != Public {
				return s.askToSignIn(w, r)
			}
			if err := allowed(v, rt); err != nil {
				return err
			}
			return s.audited(rt, w, r)
		})
	})
}

// allowed applies role, money and the scope of a token.
func allowed(v viewer, rt route) error {
	switch {
	case !v.May(string(rt.role)):
		return fmt.Errorf("%w: it needs the role %s, yours is %s", errForbidden, rt.role, v.Role)
	case rt.money && !v.Money():
		return fmt.Errorf("%w: it shows accounts and their revenue", errForbidden)
	case v.Token != nil && v.Token.Scope != "write" && rt.writes() && rt.role != Public:
		return fmt.Errorf("%w: the token may read only", errForbidden)
	}
	return nil
}

// identify finds who asks: by an API token, by a session, or everybody where no sign-in is asked for.
func (s *Server) identify(r *http.Request) (viewer, error) {
	if secret, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return s.byToken(r, secret)
	}
	if s.settings.Open {
		return viewer{User: store.User{Email: "you", Name: "You", Role: string(Admin), SeesMoney: true}}, nil
	}
	return s.bySession(r)
}

func (s *Server) byToken(r *http.Request, secret string) (viewer, error) {
	hash := sha256.Sum256([]byte(secret))
	token, err := s.store.TokenByHash(r.Context(), hash[:], s.now())
	if err != nil {
		return viewer{}, nil // unknown, revoked, expired: nobody
	}
	user, err := s.store.User(r.Context(), token.UserID)
	if err != nil || user.DisabledAt != nil {
		return viewer{}, err
	}
	if !s.attempts.allow(fmt.Sprintf("token:%d", token.ID), tokenRate) {
		return viewer{}, errTooMany
	}
	if now := s.now(); token.LastUsedAt == nil || now.Sub(*token.LastUsedAt) > time.Minute {
		if err := s.store.TokenUsed(r.Context(), token.ID, now); err != nil {
			return viewer{}, err
		}
	}
	return viewer{User: user, Token: &token}, nil
}

// askToSignIn sends people to the form and tells programs.
func (s *Server) askToSignIn(w http.ResponseWriter, r *http.Request) error {
	if wantsJSON(r) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="gapwatch"`)
		problem(w, failure{http.StatusUnauthorized, "This needs a token.", "Make one under Your account and send it as Authorization: Bearer."})
		return nil
	}
	next := s.cameFrom(r) // a form that is sent too late: what was typed into it may still stand there
	if r.Method == http.MethodGet {
		next = r.URL.RequestURI()
	}
	http.Redirect(w, r, "/signin?next="+url.QueryEscape(next), http.StatusSeeOther)
	return nil
}

func newRequestID() string { return strings.ToLower(rand.Text()[:10]) }

// bounded shortens a text to a number of characters.
func bounded(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit-1]) + "…"
	}
	return s
}
