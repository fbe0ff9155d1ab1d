package web

import (
	"fmt"
	"net/http"

	"github.com/gapwatch/gapwatch/report"
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
