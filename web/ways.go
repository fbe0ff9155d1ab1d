package web

import (
	"errors"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/store"
)

// errMethod: the address is there, and is asked in another way.
var errMethod = errors.New("this address is not asked like that")

// everywhere is the pattern of what no route takes.
const everywhere = "/"

// newMux is every address of the table, and one answer to all others.
func (s *Server) newMux() *http.ServeMux {
	mux := http.NewServeMux()
	for _, r := range s.routes() {
		mux.Handle(r.pattern, s.guard(r))
	}
	mux.Handle(everywhere, s.guard(route{role: Public, handle: s.noWay}))
	return mux
}

// noWay answers what no route takes: where the address is there for another method it says for which, and does nothing else.
func (s *Server) noWay(w http.ResponseWriter, r *http.Request) error {
	allow := s.methods(r.URL)
	if len(allow) == 0 {
		return store.ErrNotFound
	}
	w.Header().Set("Allow", strings.Join(allow, ", "))
	return errMethod
}

// methods are those that an address takes.
func (s *Server) methods(u *url.URL) []string {
	var out []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete} {
		ask := &http.Request{Method: method, URL: &url.URL{Path: u.Path}}
		if _, pattern := s.mux.Handler(ask); pattern != "" && pattern != everywhere {
			out = append(out, method)
		}
	}
	return out
}

// shown is where a page can be opened: an address of ours or, where that only takes what a form sends, the nearest one above
// it, on which such a form stands.
func (s *Server) shown(next string) string {
	next = localPath(next)
	u, err := url.Parse(next)
	if err != nil {
		return "/"
	}
	methods := s.methods(u)
	if len(methods) == 0 || slices.Contains(methods, http.MethodGet) {
		return next
	}
	for u.Path != "/" && !slices.Contains(s.methods(u), http.MethodGet) {
		u.Path = path.Dir(u.Path)
	}
	return u.EscapedPath()
}
