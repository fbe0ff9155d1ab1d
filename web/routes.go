package web

import "net/http"

// Handler lists every address of the server.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", s.answer(s.week))
	mux.Handle("GET /reports/{slug...}", s.answer(s.report))
	mux.Handle("GET /matrix", s.answer(s.matrixStart))
	mux.Handle("GET /matrix/{area}", s.answer(s.matrix))
	mux.Handle("GET /matrix/{area}/{feature}/{competitor}", s.answer(s.cell))
	mux.Handle("GET /sources", s.answer(s.sources))
	mux.Handle("GET /snapshots/{id}", s.answer(s.snapshot))
	mux.Handle("GET /static/", static())
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.Handle("GET /readyz", s.answer(s.ready))
	return secure(http.NewCrossOriginProtection().Handler(mux))
}
