package web

import (
	"net/http"
	"strconv"

	"github.com/gapwatch/gapwatch/store"
)

// sources lists what is watched and how each source fares.
func (s *Server) sources(w http.ResponseWriter, r *http.Request) error {
	rows, err := s.store.Sources(r.Context(), store.SourceFilter{})
	if err != nil {
		return err
	}
	return s.show(w, r, "sources.html", page{Title: "Sources", Current: "/sources", Body: rows})
}

// snapshot is a stored page as it was served, as plain text: whatever it holds, nothing in it runs.
func (s *Server) snapshot(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return badRequest("%q is not the number of a stored page", r.PathValue("id"))
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
