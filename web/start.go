package web

import "net/http"

// start guides whoever finds an empty Gapwatch.
func (s *Server) start(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, "start.html", page{Title: "Begin", Current: "/"})
}
