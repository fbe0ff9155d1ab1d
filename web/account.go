package web

import (
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"

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
	v.Themes, v.Mark = []string{"light", "dark"}, s.bookmarklet(r)
	return s.render(w, r, status, "account-self.html", page{Title: "Your account", Current: "/account", Body: v})
}

// selfSave keeps what a person chose for themselves.
func (s *Server) selfSave(w http.ResponseWriter, r *http.Request) error {
	u := who(r).User
	if u.ID == 0 {
		return badRequest("nobody signs in here, so there is nothing to keep")
	}
	u.Name, u.Zone = strings.TrimSpace(r.PostFormValue("name")), strings.TrimSpace(r.PostFormValue("zone"))
	u.KeysOff = r.PostFormValue("keys") == "off"
	if u.Theme = r.PostFormValue("theme"); u.Theme != "light" && u.Theme != "dark" {
		u.Theme = ""
	}
	if _, err := time.LoadLocation(u.Zone); err != nil {
		return s.showSelf(w, r, http.StatusUnprocessableEntity, selfView{Wrong: "There is no time zone called " + u.Zone + "; write one like Europe/Berlin."})
	}
	if err := s.store.SetPreferences(r.Context(), u); err != nil {
		return err
	}
	if password := r.PostFormValue("password"); password != "" {
		hash, err := HashPassword(password)
		if err != nil {
			return s.showSelf(w, r, http.StatusUnprocessableEntity, selfView{Wrong: upperFirst(err.Error()) + "."})
		}
		if err := s.store.SetPassword(r.Context(), u.ID, hash); err != nil {
			return err
		}
	}
	return s.done(w, r, "/account", "Kept.")
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
