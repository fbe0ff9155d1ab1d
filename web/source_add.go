package web

import (
	"net/http"
	"strings"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// sourceNewView is the form that adds a source, with what its address says today once somebody has looked.
type sourceNewView struct {
	Form        watch.SourceWish
	Competitors []store.Competitor
	Kinds       []extract.Kind
	Wrong       map[string]string
	Peek        *watch.Peek
	CanLook     bool
}

// How much of a page is shown before it is watched.
const (
	peekEntries = 8
	peekLines   = 12
)

// Entries are the first entries of the page.
func (v sourceNewView) Entries() []extract.Entry {
	return v.Peek.Document.Entries[:min(len(v.Peek.Document.Entries), peekEntries)]
}

// Lines are the first lines of the page that are no menu and no footer.
func (v sourceNewView) Lines() []string {
	var out []string
	for _, b := range v.Peek.Document.Blocks {
		if !b.Frame && len(out) < peekLines {
			out = append(out, b.Text)
		}
	}
	return out
}

func (s *Server) sourceNew(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	return s.sourceForm(w, r, sourceNewView{Form: watch.SourceWish{
		Competitor: q.Get("competitor"), Kind: q.Get("kind"), URL: strings.TrimSpace(q.Get("url")),
	}}, http.StatusOK)
}

func (s *Server) sourceForm(w http.ResponseWriter, r *http.Request, v sourceNewView, status int) (err error) {
	if v.Competitors, err = s.store.Competitors(r.Context()); err != nil {
		return err
	}
	v.Kinds, v.CanLook = extract.Kinds(), s.line != nil
	return s.render(w, r, status, "source-new.html", page{Title: "Watch an address", Current: "/sources", Body: v})
}

// sourceAdd looks at an address, or watches it from now on.
func (s *Server) sourceAdd(w http.ResponseWriter, r *http.Request) error {
	v := sourceNewView{Form: watch.SourceWish{
		Competitor: r.PostFormValue("competitor"), Kind: r.PostFormValue("kind"),
		URL: strings.TrimSpace(r.PostFormValue("url")), Render: r.PostFormValue("render"),
	}}
	if r.PostFormValue("look") != "" && s.line != nil {
		return s.sourcePeek(w, r, v)
	}
	src, err := watch.AddSource(r.Context(), s.store, v.Form, s.now().UTC())
	if wrong := flawsOf(err); wrong != nil {
		v.Wrong = wrong
		return s.sourceForm(w, r, v, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return s.done(w, r, link("/sources/", src.ID), "Watched from now on. The first capture is its baseline and tells nobody.")
}

// sourcePeek shows what is read of the address today; nothing is kept.
func (s *Server) sourcePeek(w http.ResponseWriter, r *http.Request, v sourceNewView) error {
	onlyLooked(w)
	if !s.attempts.allow("peek:"+who(r).Email, peekRate) {
		return errTooMany
	}
	peek, err := s.line.Peek(r.Context(), v.Form)
	if wrong := flawsOf(err); wrong != nil {
		v.Wrong = wrong
		return s.sourceForm(w, r, v, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	v.Peek = &peek
	return s.sourceForm(w, r, v, http.StatusOK)
}
