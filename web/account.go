package web

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// selfView is a person's own page: name, zone, looks, password, tokens.
type selfView struct {
	Tokens []store.APIToken
	Fresh  string // a token that was just made: shown this once
	Wrong  string
	Scope  string
	Themes []string
	Mark   template.URL // a bookmark that annotates from any page

	Service   string // that can sign the person in too; empty: none is set up
	Connected bool
}

func (s *Server) self(w http.ResponseWriter, r *http.Request) error {
	return s.showSelf(w, r, http.StatusOK, selfView{})
}

func (s *Server) showSelf(w http.ResponseWriter, r *http.Request, status int, v selfView) error {
	if id := who(r).ID; id != 0 {
		var err error
		if v.Tokens, err = s.store.Tokens(r.Context(), id); err != nil {
			return err
		}
		v.Service = s.settings.OIDC.Name
		if v.Connected, err = s.store.HasIdentity(r.Context(), id); err != nil {
			return err
		}
	}
	v.Themes, v.Mark = watch.Themes(), s.bookmarklet(r)
	return s.render(w, r, status, "account-self.html", page{Title: "Your account", Current: "/account", Body: v})
}

// selfSave keeps what a person chose for themselves.
func (s *Server) selfSave(w http.ResponseWriter, r *http.Request) error {
	v := who(r)
	if v.ID == 0 {
		return badRequest("nobody signs in here, so there is nothing to keep")
	}
	hash, wrong, err := s.newPassword(r, v)
	if err != nil {
		return err
	}
	if wrong != "" {
		return s.showSelf(w, r, http.StatusUnprocessableEntity, selfView{Wrong: wrong})
	}
	err = watch.KeepPreferences(r.Context(), s.store, v.ID, watch.Preferences{
		Name: r.PostFormValue("name"), Zone: r.PostFormValue("zone"), Theme: r.PostFormValue("theme"), KeysOff: r.PostFormValue("keys") == "off",
	})
	if flaws := (watch.Flaws{}); errors.As(err, &flaws) {
		return s.showSelf(w, r, http.StatusUnprocessableEntity, selfView{Wrong: flaws.Error()})
	}
	if err != nil {
		return err
	}
	if hash == "" {
		return s.done(w, r, "/account", "Kept.")
	}
	if err := s.store.SetPassword(r.Context(), v.ID, hash); err != nil {
		return err
	}
	v.PasswordHash = hash
	if err := s.signIn(r.Context(), v.User); err != nil {
		return err
	}
	return s.done(w, r, "/account", "Kept. Wherever else you were signed in, the new password is asked for.")
}

// newPassword is the hash of the password that a person wants from now on, empty for none, or what is wrong with it. Whoever
// has one says it again: a browser that somebody left open is not theirs, and neither is a token.
func (s *Server) newPassword(r *http.Request, v viewer) (hash, wrong string, err error) {
	password := r.PostFormValue("password")
	if password == "" {
		return "", "", nil
	}
	if v.Token != nil {
		return "", "", fmt.Errorf("%w: a token changes no password", errForbidden)
	}
	if !s.attempts.allow("password:"+v.Email, signInRate) {
		return "", "", errTooMany
	}
	if v.PasswordHash != "" {
		ok, err := checkPassword(v.PasswordHash, r.PostFormValue("old_password"))
		if err != nil || !ok {
			return "", "The old password is another one.", err
		}
	}
	if hash, err = HashPassword(password); err != nil {
		return "", upperFirst(err.Error()) + ".", nil
	}
	return hash, "", nil
}

// tokenAdd makes a token, shows it once and keeps its hash.
func (s *Server) tokenAdd(w http.ResponseWriter, r *http.Request) error {
	u := who(r)
	if u.ID == 0 {
		return badRequest("nobody signs in here: make people first, then tokens")
	}
	secret, _, err := watch.MakeToken(r.Context(), s.store, u.ID, r.PostFormValue("name"), r.PostFormValue("scope") == "write", s.now().UTC())
	if err != nil {
		return err
	}
	return s.showSelf(w, r, http.StatusOK, selfView{Fresh: secret})
}

// tokenRevoke ends a token of one's own.
func (s *Server) tokenRevoke(w http.ResponseWriter, r *http.Request) error {
	if who(r).ID == 0 {
		return store.ErrNotFound // nobody signs in here, and nobody has tokens
	}
	return s.endToken(w, r, who(r).ID, "/account")
}

// endToken ends the token that the address names, if it is its owner's (0: whoever's), and goes on to a page.
func (s *Server) endToken(w http.ResponseWriter, r *http.Request, owner int64, page string) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	if err := s.store.RevokeToken(r.Context(), owner, id, s.now().UTC()); err != nil {
		return err
	}
	return s.done(w, r, page, "The token works no more.")
}

// keys lists what the keyboard does.
func (s *Server) keys(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, "keys.html", page{Title: "Keyboard", Current: "/keys"})
}
