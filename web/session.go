package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/gapwatch/gapwatch/store"
)

// Times of a session.
const (
	sessionLife = 30 * 24 * time.Hour
	sessionIdle = 7 * 24 * time.Hour
)

// userKey is where a session keeps who signed in.
const userKey = "user"

// newSessions keeps sessions in the database, by the hash of their cookie, so that they outlive the process and a copy of the
// database opens none.
func (s *Server) newSessions() *scs.SessionManager {
	m := scs.New()
	m.Store = sessionStore{s}
	m.HashTokenInStore = true
	m.Lifetime, m.IdleTimeout = sessionLife, sessionIdle
	m.Cookie.Name = "gapwatch"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Secure = s.settings.HTTPS()
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		s.answer(w, r, func(http.ResponseWriter, *http.Request) error { return err })
	}
	return m
}

// bySession finds the person whom the browser's cookie stands for.
func (s *Server) bySession(r *http.Request) (viewer, error) {
	id := s.sessions.GetInt64(r.Context(), userKey)
	if id == 0 {
		return viewer{}, nil
	}
	user, err := s.store.User(r.Context(), id)
	if errors.Is(err, store.ErrNotFound) || err == nil && user.DisabledAt != nil {
		return viewer{}, s.sessions.Destroy(r.Context())
	}
	return viewer{User: user}, err
}

// signIn begins a session. The token changes, so that one that was planted before is worth nothing.
func (s *Server) signIn(ctx context.Context, u store.User) error {
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, userKey, u.ID)
	return nil
}

// sessionStore is scs's view of the sessions in the database.
type sessionStore struct{ server *Server }

// FindCtx returns what a session holds.
func (s sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	return s.server.store.Session(ctx, token, s.server.now())
}

// CommitCtx keeps what a session holds. The expiry comes from the wall clock; the server's own clock decides.
func (s sessionStore) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	return s.server.store.SaveSession(ctx, token, b, s.server.now().Add(time.Until(expiry)))
}

// DeleteCtx ends a session.
func (s sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.server.store.DeleteSession(ctx, token)
}

// Find is FindCtx without a context; scs asks for it and does not call it.
func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s sessionStore) Commit(token string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expiry)
}

// Delete is DeleteCtx without a context.
func (s sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
