// Package web shows what the store knows to people: the week, the matrix with its proof, the sources. Every page is
// rendered on the server, works without script and treats what competitors wrote as text.
//
// Start at New; routes.go lists every address.
package web

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

//go:embed templates/*.html static
var files embed.FS

// Server answers requests.
type Server struct {
	store *store.Store
	log   *slog.Logger
	now   func() time.Time
	pages *template.Template
}

// New prepares the pages.
func New(st *store.Store, log *slog.Logger, now func() time.Time) (*Server, error) {
	pages, err := template.New("").Funcs(template.FuncMap{
		"day":   day,
		"glyph": matrix.Glyph,
	}).ParseFS(files, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("read templates: %w", err)
	}
	return &Server{store: st, log: log, now: now, pages: pages}, nil
}

// handler is what a page is: it returns an error, and one place answers for all of them.
type handler func(w http.ResponseWriter, r *http.Request) error

// errBadRequest marks what the asker can mend.
var errBadRequest = errors.New("this address asks for something that cannot be")

// answer turns a handler into net/http's form and errors into answers.
func (s *Server) answer(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		switch {
		case err == nil, errors.Is(err, context.Canceled):
		case errors.Is(err, store.ErrNotFound):
			s.fail(w, r, http.StatusNotFound, "There is no such page.", "What was removed keeps its history; look from the matrix.")
		case errors.Is(err, errBadRequest):
			s.fail(w, r, http.StatusBadRequest, err.Error(), "Go back and choose from the page.")
		default:
			s.log.ErrorContext(r.Context(), "request failed", "path", r.URL.Path, "error", err)
			s.fail(w, r, http.StatusInternalServerError, "Something failed on our side.", "Nothing was lost. The log of the server says what happened.")
		}
	})
}

// page is what every template gets.
type page struct {
	Title   string
	Current string // of the navigation
	Body    any
}

// show renders a page whole before the first byte goes out, so that an error is an error page and not half a page.
func (s *Server) show(w http.ResponseWriter, name string, p page) error {
	return s.render(w, http.StatusOK, name, p)
}

func (s *Server) render(w http.ResponseWriter, status int, name string, p page) error {
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, name, p); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return err
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, status int, what, next string) {
	body := struct{ What, Next string }{what, next}
	if err := s.render(w, status, "error.html", page{Title: what, Body: body}); err != nil {
		s.log.ErrorContext(r.Context(), "error page failed", "error", err)
	}
}

// secure sets what every answer carries: no script at all, styles from here only, no framing, no sniffing.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy",
			"default-src 'none'; style-src 'self' "+report.StyleHash()+"; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

func static() http.Handler {
	sub, err := fs.Sub(files, "static")
	if err != nil {
		panic(err) // the folder is embedded: only a broken build can lack it
	}
	return http.StripPrefix("/static/", http.FileServerFS(sub))
}

// day writes a date for people.
func day(t *time.Time) string {
	if t == nil || t.IsZero() {
		return "never"
	}
	return t.UTC().Format("Mon 2 Jan 2006")
}
