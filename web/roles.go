package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// Role is what a person may do; each may do what those before it may.
type Role string

// Roles. Public asks for no sign-in.
const (
	Public      Role = ""
	Viewer      Role = "viewer"      // reads
	Contributor Role = "contributor" // annotates, proposes what cells should say
	Editor      Role = "editor"      // verifies cells, manages gaps, sources and the catalogue
	Admin       Role = "admin"       // people, rights and settings
)

// Roles lists the roles a person can have, the least first.
func Roles() []Role { return []Role{Viewer, Contributor, Editor, Admin} }

func (r Role) rank() int { return slices.Index(Roles(), r) }

// viewer is who asks: a person by a session or a token of theirs, or nobody.
type viewer struct {
	store.User
	Token *store.APIToken // nil for a browser
}

// Known tells whether somebody is signed in.
func (v viewer) Known() bool { return v.Role != "" }

// May tells whether the person has at least a role, given by name. Templates ask with it too.
func (v viewer) May(role string) bool {
	return Role(role) == Public || v.Known() && Role(v.Role).rank() >= Role(role).rank()
}

// Money tells whether the person may see accounts and ARR.
func (v viewer) Money() bool { return v.SeesMoney }

// Actor is how the person is named in trails and signatures.
func (v viewer) Actor() string { return v.Email }

// Initials are the letters in the corner of a page.
func (v viewer) Initials() string {
	name := v.Name
	if name == "" {
		name = v.Email
	}
	var out strings.Builder
	for i, word := range strings.Fields(name) {
		if i < 2 {
			out.WriteString(strings.ToUpper(string([]rune(word)[:1])))
		}
	}
	return out.String()
}

// Location is the person's time zone, UTC where none is chosen.
func (v viewer) Location() *time.Location {
	if loc, err := time.LoadLocation(v.Zone); err == nil {
		return loc
	}
	return time.UTC
}

type viewerKey struct{}

// who returns the person that asks.
func who(r *http.Request) viewer {
	v, _ := r.Context().Value(viewerKey{}).(viewer)
	return v
}

func withViewer(r *http.Request, v viewer) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), viewerKey{}, v))
}
