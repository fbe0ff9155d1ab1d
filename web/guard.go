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
		s.answer(w, r, func(w http.ResponseWriter, r *http.Request) error {
			v, err := s.identify(r)
			if err != nil {
				return err
			}
			r = withViewer(r, v)
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

// audited runs a route and, where it says so, records that it was used. What was refused, such as a wrong password or a
// form with a mistake, did not happen and is not recorded.
func (s *Server) audited(rt route, w http.ResponseWriter, r *http.Request) error {
	answer := &statusWriter{ResponseWriter: w, status: http.StatusOK}
	if err := rt.handle(answer, r); err != nil || rt.audit == "" || answer.status >= http.StatusBadRequest {
		return err
	}
	actor := who(r)
	if !actor.Known() { // whoever has just signed in is in the session by now
		actor, _ = s.bySession(r)
	}
	err := s.store.Audit(r.Context(), store.AuditEntry{
		At: s.now(), Actor: actor.Actor(), Action: rt.audit, Object: r.URL.Path, Detail: auditDetail(r),
	})
	if err != nil { // the answer is out already
		s.log.ErrorContext(r.Context(), "audit trail", "error", err)
	}
	return nil
}

// statusWriter remembers with which status a handler answered.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers the status and passes it on.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach what the writer stands before.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// auditDetail is what was asked for: the fields of a form without secrets, or the query of an export.
func auditDetail(r *http.Request) string {
	form := r.PostForm
	if len(form) == 0 {
		form = r.URL.Query()
	}
	kept := make(url.Values, len(form))
	for name, values := range form {
		if name == "password" || name == "token" || strings.Contains(name, "secret") {
			values = []string{"(hidden)"}
		}
		kept[name] = values
	}
	return bounded(kept.Encode(), 500)
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
	if !s.attempts.allow("token:"+token.Hint, tokenRate) {
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
		problem(w, failure{http.StatusUnauthorized, "This needs a token.", "Make one under Settings, Tokens, and send it as Authorization: Bearer."})
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
