package web

import (
	"crypto/subtle"
	"net/http"
	"strings"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// The first admin is made by whoever holds the one-time token that the server wrote into its log. Nothing has a default
// password.

func (s *Server) setupForm(w http.ResponseWriter, r *http.Request) error {
	if open, err := s.setupOpen(r); err != nil || !open {
		return orNotFound(err)
	}
	return s.show(w, r, "setup.html", page{Title: "Welcome", Body: signInView{Token: r.URL.Query().Get("token")}})
}

func (s *Server) setupPost(w http.ResponseWriter, r *http.Request) error {
	if !s.attempts.allow("signin:"+s.caller(r), signInRate) {
		return errTooMany
	}
	if open, err := s.setupOpen(r); err != nil || !open {
		return orNotFound(err)
	}
	view := signInView{
		Email: strings.TrimSpace(r.PostFormValue("email")),
		Name:  strings.TrimSpace(r.PostFormValue("name")),
		Token: r.PostFormValue("token"),
	}
	email, hash := watch.MailAddress(view.Email), ""
	var err error
	switch hash, err = HashPassword(r.PostFormValue("password")); {
	case subtle.ConstantTimeCompare([]byte(view.Token), []byte(s.setup)) != 1:
		view.Wrong = "This token is not the one in the server's log. It is new after each start."
	case email == "":
		view.Wrong = "This is not a mail address."
	case err != nil:
		view.Wrong = upperFirst(err.Error()) + "."
	}
	if view.Wrong != "" {
		return s.wrong(w, r, "setup.html", page{Title: "Welcome", Body: view})
	}
	admin := []store.User{{
		Email: email, Name: view.Name, Role: string(Admin), SeesMoney: true, CreatedAt: s.now(), PasswordHash: hash,
	}}
	if err := s.store.SaveUsers(r.Context(), admin); err != nil {
		return err
	}
	if err := s.signIn(r.Context(), admin[0]); err != nil {
		return err
	}
	return s.done(w, r, "/", "You are the first admin. Add others under Settings, People.")
}

// setupOpen tells whether a first admin is still wanted.
func (s *Server) setupOpen(r *http.Request) (bool, error) {
	if s.setup == "" {
		return false, nil
	}
	n, err := s.store.CountUsers(r.Context())
	return n == 0, err
}

func orNotFound(err error) error {
	if err != nil {
		return err
	}
	return store.ErrNotFound
}
