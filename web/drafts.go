package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
)

// keptKey is where the session keeps the name of the draft that was saved, until the next page says so to the browser.
const keptKey = "kept"

// draftOf names what somebody types into a form: by who types, and by the address with all that it asks for, so that no draft
// takes over a form that was opened for something else.
func draftOf(r *http.Request) string {
	name := fmt.Sprintf("%d %s", who(r).ID, r.URL.Path)
	if q := r.URL.Query().Encode(); q != "" {
		sum := sha256.Sum256([]byte(q))
		name += " " + hex.EncodeToString(sum[:8])
	}
	return name
}

// kept ends an action that saved what was typed: the next page lets the browser forget its draft.
func (s *Server) kept(w http.ResponseWriter, r *http.Request, to, said string) error {
	s.sessions.Put(r.Context(), keptKey, draftOf(r))
	return s.done(w, r, to, said)
}

// ownAddress is the address of a form, under which it is sent as well: so it is known again when it comes back with a mistake.
func ownAddress(r *http.Request) string {
	if q := r.URL.Query().Encode(); q != "" {
		return r.URL.Path + "?" + q
	}
	return r.URL.Path
}

// cameFrom is the page on which a form was sent, to go back to; "/" where it is none of ours. A form that came back with a
// mistake stands at the address it was sent to, which need not be one that opens.
func (s *Server) cameFrom(r *http.Request) string {
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host == "" {
		return "/"
	}
	if ours, err := url.Parse(s.settings.URL); from.Host != r.Host && (err != nil || from.Host != ours.Host) {
		return "/"
	}
	return s.shown(from.RequestURI())
}
