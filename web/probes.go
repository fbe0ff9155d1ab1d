package web

import "net/http"

// healthy answers as long as the process does.
func (s *Server) healthy(w http.ResponseWriter, _ *http.Request) error {
	_, err := w.Write([]byte("ok\n"))
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
