package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/gapwatch/gapwatch/store"
)

// After so many failures in a row an account rests, twice as long after each further one.
const (
	failuresAllowed = 5
	firstLock       = time.Minute
	longestLock     = 24 * time.Hour
)

// signInView is the form: what was typed, and why it was not taken.
type signInView struct {
	Email, Name, Next, Token string
	Wrong                    string
	Service                  string // name of another sign-in service, where one is set up
	First                    bool   // nobody is there yet
}

func (s *Server) signInForm(w http.ResponseWriter, r *http.Request) error {
	n, err := s.store.CountUsers(r.Context())
	if err != nil {
		return err
	}
	view := signInView{Next: s.shown(r.URL.Query().Get("next")), Service: s.settings.OIDC.Name, First: n == 0}
	return s.show(w, r, "signin.html", page{Title: "Sign in", Body: view})
}

func (s *Server) signInPost(w http.ResponseWriter, r *http.Request) error {
	if !s.attempts.allow("signin:"+s.caller(r), signInRate) {
		return errTooMany
	}
	view := signInView{
		Email:   strings.TrimSpace(r.PostFormValue("email")),
		Next:    s.shown(r.PostFormValue("next")),
		Service: s.settings.OIDC.Name,
	}
	user, wrong, err := s.checkSignIn(r, view.Email, r.PostFormValue("password"))
	if err != nil {
		return err
	}
	if wrong != "" {
		view.Wrong = wrong
		return s.wrong(w, r, "signin.html", page{Title: "Sign in", Body: view})
	}
	if err := s.signIn(r.Context(), user); err != nil {
		return err
	}
	http.Redirect(w, r, view.Next, http.StatusSeeOther)
	return nil
}

// checkSignIn finds the person, or says why not. An unknown address, a wrong password, an account that rests after several of
// them and one that only another service signs in read the same and take as long, so that nobody learns who is here.
func (s *Server) checkSignIn(r *http.Request, email, password string) (store.User, string, error) {
	const no = "The mail address or the password is wrong, or the account rests for some minutes after several wrong passwords. " +
		"An admin can set a new one."
	ctx := r.Context()
	user, err := s.store.UserByEmail(ctx, strings.ToLower(email))
	now := s.now()
	resting := user.LockedUntil != nil && now.Before(*user.LockedUntil)
	if errors.Is(err, store.ErrNotFound) || err == nil && (user.PasswordHash == "" || user.DisabledAt != nil || resting) {
		_, _ = HashPassword("as long as a real check") // takes the same time
		return user, no, nil
	}
	if err != nil {
		return user, "", err
	}
	ok, err := checkPassword(user.PasswordHash, password)
	if err != nil {
		return user, "", err
	}
	if !ok {
		return user, no, s.failedSignIn(ctx, user, s.remote(r))
	}
	if user.FailedSignIns > 0 {
		err = s.store.SetSignIns(ctx, user.ID, 0, nil)
	}
	return user, "", err
}

// failedSignIn counts a wrong password. Where that lets the account rest, the trail says so and where the last one came from:
// whoever it belongs to may not have been there.
func (s *Server) failedSignIn(ctx context.Context, u store.User, from string) error {
	return s.store.InTx(ctx, func(tx *store.Store) error {
		failed, err := tx.FailSignIn(ctx, u.ID)
		if err != nil {
			return err
		}
		until := lockUntil(failed, s.now())
		if until == nil {
			return nil
		}
		if err := tx.SetSignIns(ctx, u.ID, failed, until); err != nil {
			return err
		}
		return tx.Audit(ctx, store.AuditEntry{
			At: s.now(), Actor: "sign-in", Action: "lock out", Object: u.Email,
			Detail: fmt.Sprintf("%d wrong passwords in a row, the last from %s; rests until %s", failed, from, until.UTC().Format(time.RFC3339)),
		})
	})
}

// lockUntil is until when an account rests after failures in a row, nil while it need not.
func lockUntil(failed int, now time.Time) *time.Time {
	if failed < failuresAllowed {
		return nil
	}
	wait := min(firstLock<<min(failed-failuresAllowed, 12), longestLock)
	until := now.Add(wait)
	return &until
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	if err := s.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	http.Redirect(w, r, "/signin", http.StatusSeeOther)
	return nil
}

// localPath is where to go after signing in: only within these pages. Browsers drop tabs and line breaks from addresses and
// take a backslash for a slash, so that "/\t/elsewhere" would lead away.
func localPath(next string) string {
	odd := func(r rune) bool { return unicode.IsControl(r) || r == '\\' }
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" ||
		!strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsFunc(next, odd) {
		return "/"
	}
	return next
}
