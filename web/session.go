package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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

// What a session keeps of who signed in: who it is, and a mark of the password that they have, or have not. So a new password
// ends the sessions of whoever knew the old one.
const (
	userKey = "user"
	markKey = "password"
)

// passwordMark tells passwords apart without telling them.
func passwordMark(u store.User) string {
	sum := sha256.Sum256([]byte(u.PasswordHash))
	return hex.EncodeToString(sum[:8])
}

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
	gone := user.DisabledAt != nil || s.sessions.GetString(r.Context(), markKey) != passwordMark(user)
	if errors.Is(err, store.ErrNotFound) || err == nil && gone {
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
	s.sessions.Put(ctx, markKey, passwordMark(u))
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
