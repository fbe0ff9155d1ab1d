package web

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// week is the home page: this week's gap report, as it stands now.
func (s *Server) week(w http.ResponseWriter, r *http.Request) error {
	if _, err := report.ParseWeek(r.URL.Query().Get("week"), s.now()); err != nil {
		return fmt.Errorf("%w: %w", errBadRequest, err)
	}
	rep, err := report.Gather(r.Context(), s.store, report.Options{
		Week:    r.URL.Query().Get("week"),
		AreaKey: r.URL.Query().Get("area"),
		Now:     s.now(),
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	return report.HTML(w, rep)
}

// report is a published report, frozen.
func (s *Server) report(w http.ResponseWriter, r *http.Request) error {
	frozen, err := s.store.ReportBySlug(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	rep, err := report.Thaw(frozen)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	return report.HTML(w, rep)
}

// sources lists what is watched and how each source fares.
func (s *Server) sources(w http.ResponseWriter, r *http.Request) error {
	rows, err := s.store.Sources(r.Context(), store.SourceFilter{})
	if err != nil {
		return err
	}
	return s.show(w, "sources.html", page{Title: "Sources", Current: "sources", Body: rows})
}

// snapshot is a stored page as it was served, as plain text: whatever it holds, nothing in it runs.
func (s *Server) snapshot(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return fmt.Errorf("%w: %q is not the number of a stored page", errBadRequest, r.PathValue("id"))
	}
	body, err := s.store.Body(r.Context(), id)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `inline; filename="snapshot.txt"`)
	_, err = w.Write(body)
	return err
}

// ready answers once the database does.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.store.SchemaVersion(r.Context()); err != nil {
		return err
	}
	_, err := w.Write([]byte("ready\n"))
	return err
}
