package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
	"github.com/gapwatch/gapwatch/web/api"
)

// auditShown is how much of the trail a page holds.
const auditShown = 100

// settingsView is who may do what, and who did.
type settingsView struct {
	People   []store.User
	Roles    []Role
	Tokens   []tokenRow
	Channels []api.Channel
	Model    *api.Model // nil: none is switched on
	Trail    []store.AuditEntry
	Money    bool // what was written may be shown: it may name accounts
	Wrong    string
}

func (s *Server) settingsPage(w http.ResponseWriter, r *http.Request) error {
	return s.showSettings(w, r, http.StatusOK, "")
}

func (s *Server) showSettings(w http.ResponseWriter, r *http.Request, status int, wrong string) error {
	v := settingsView{Roles: Roles(), Wrong: wrong}
	var err error
	if v.People, err = s.store.Users(r.Context()); err != nil {
		return err
	}
	if v.Trail, err = s.store.AuditTrail(r.Context(), s.now().AddDate(0, -3, 0), auditShown); err != nil {
		return err
	}
	slices.Reverse(v.Trail)
	v.Money = who(r).Money()
	if v.Tokens, err = s.tokenRows(r.Context(), v.People); err != nil {
		return err
	}
	if v.Channels, err = s.api.Channels(r.Context()); err != nil {
		return err
	}
	if s.line.Drafts() {
		if v.Model, err = s.api.Model(r.Context()); err != nil {
			return err
		}
	}
	return s.render(w, r, status, "settings.html", page{Title: "Settings", Current: "/settings", Body: v})
}

// personAdd adds a person, who signs in with a first password or by another service.
func (s *Server) personAdd(w http.ResponseWriter, r *http.Request) error {
	email := watch.MailAddress(r.PostFormValue("email"))
	if email == "" {
		return s.showSettings(w, r, http.StatusUnprocessableEntity, "This is not a mail address.")
	}
	role := Role(r.PostFormValue("role"))
	if !slices.Contains(Roles(), role) {
		return s.showSettings(w, r, http.StatusUnprocessableEntity, "Choose a role.")
	}
	hash := ""
	if password := r.PostFormValue("password"); password != "" {
		var err error
		if hash, err = HashPassword(password); err != nil {
			return s.showSettings(w, r, http.StatusUnprocessableEntity, upperFirst(err.Error())+".")
		}
	}
	u, err := watch.LetIn(r.Context(), s.store, store.User{
		Email: email, Name: strings.TrimSpace(r.PostFormValue("name")), Role: string(role),
		SeesMoney: r.PostFormValue("money") != "", CreatedAt: s.now().UTC(),
	}, hash)
	if errors.Is(err, watch.ErrKnownPerson) {
		return s.showSettings(w, r, http.StatusUnprocessableEntity, upperFirst(err.Error())+".")
	}
	if err != nil {
		return err
	}
	if hash != "" || s.settings.OIDC.Issuer == "" {
		return s.done(w, r, "/settings", email+" can come in.")
	}
	address, err := s.invitation(r.Context(), s.store, u.ID)
	if err != nil {
		return err
	}
	return s.done(w, r, "/settings", email+" comes in by this link, once, within a week: "+address)
}

// personSave changes what a person may do. The last admin stays one.
func (s *Server) personSave(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	role := Role(r.PostFormValue("role"))
	if !slices.Contains(Roles(), role) {
		return badRequest("choose a role")
	}
	rights := watch.Rights{Role: string(role), Money: r.PostFormValue("money") != "", Off: r.PostFormValue("off") != ""}
	if password := r.PostFormValue("password"); password != "" {
		if rights.Hash, err = HashPassword(password); err != nil {
			return s.showSettings(w, r, http.StatusUnprocessableEntity, upperFirst(err.Error())+".")
		}
	}
	var u store.User
	err = s.store.Alone(r.Context(), watch.TheRights(), func(tx *store.Store) error {
		if u, err = tx.User(r.Context(), id); err != nil {
			return err
		}
		if err := seen(r, u); err != nil {
			return err
		}
		_, err = watch.GiveRights(r.Context(), tx, id, rights, s.now().UTC())
		return err
	})
	if errors.Is(err, watch.ErrChanged) {
		return s.showSettings(w, r, http.StatusConflict,
			"Somebody else has changed what "+u.Email+" may do in the meantime. It stands below: change it again, if it still is to be.")
	}
	if errors.Is(err, watch.ErrLastAdmin) {
		return badRequest("%s", watch.ErrLastAdmin)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, "/settings", "Kept.")
}
