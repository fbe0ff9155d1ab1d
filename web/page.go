package web

import (
	"bytes"
	"net/http"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// page is what every template gets: what is shown, and who looks at it.
type page struct {
	Title   string
	Current string // address in the navigation
	Wide    bool   // tables that need the whole width
	Body    any

	// Filled in by render.
	Viewer  viewer
	Assets  assets
	Now     time.Time // in the viewer's zone
	Area    store.Area
	Areas   []store.Area
	Waiting int64 // decisions in the queues
	Path    string
	Said    string // what the last action did
	Kept    string // draft that the last action saved
}

// show renders a page whole before the first byte goes out, so that an error is an error page and not half a page.
func (s *Server) show(w http.ResponseWriter, r *http.Request, name string, p page) error {
	return s.render(w, r, http.StatusOK, name, p)
}

// wrong renders a form again with what is wrong with it; what was typed stays.
func (s *Server) wrong(w http.ResponseWriter, r *http.Request, name string, p page) error {
	return s.render(w, r, http.StatusUnprocessableEntity, name, p)
}

func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, name string, p page) error {
	p.Viewer, p.Assets, p.Path = who(r), s.assets, r.URL.RequestURI()
	p.Now = s.now().In(p.Viewer.Location())
	if p.Viewer.Known() {
		p.Said, p.Kept = s.sessions.PopString(r.Context(), saidKey), s.sessions.PopString(r.Context(), keptKey)
		if err := s.frame(r, &p); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	if err := s.pages.write(&b, name, p); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return err
}

// frame fills in what stands around every page.
func (s *Server) frame(r *http.Request, p *page) (err error) {
	if p.Areas, err = s.store.Areas(r.Context()); err != nil {
		return err
	}
	if p.Area.Key == "" && len(p.Areas) > 0 {
		p.Area = p.Areas[0]
	}
	p.Waiting, err = s.store.CountWaiting(r.Context())
	return err
}

// part renders one template by itself, for what changes within a page.
func (s *Server) part(w http.ResponseWriter, r *http.Request, name string, body any) error {
	var b bytes.Buffer
	p := page{Body: body, Viewer: who(r), Assets: s.assets}
	p.Now = s.now().In(p.Viewer.Location())
	if err := s.pages.write(&b, name, p); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err := w.Write(b.Bytes())
	return err
}

// saidKey is where the session keeps what the last action did, until the next page says it.
const saidKey = "said"

// done ends an action: the page at an address is shown next, and says what was done.
func (s *Server) done(w http.ResponseWriter, r *http.Request, to, said string) error {
	s.sessions.Put(r.Context(), saidKey, said)
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// partial tells whether a script asks for a piece of a page.
func partial(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }
