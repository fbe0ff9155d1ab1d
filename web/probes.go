package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// probeTime bounds the answer to a probe: whoever asks wants to know soon.
const probeTime = 3 * time.Second

// Probes answer the machines that look after a process: whether it lives, whether it can work, and its figures.
type Probes struct {
	store   *store.Store
	log     *slog.Logger
	figures http.Handler // nil: none are shown
}

// NewProbes answers for a process; metrics may be nil.
func NewProbes(st *store.Store, metrics *watch.Metrics, log *slog.Logger) *Probes {
	p := &Probes{store: st, log: log}
	if metrics != nil {
		p.figures = promhttp.HandlerFor(metrics.Registry(), promhttp.HandlerOpts{
			ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn), ErrorHandling: promhttp.ContinueOnError, MaxRequestsInFlight: 3,
		})
	}
	return p
}

// Handler shows all of them to whoever asks, for an address of their own.
func (p *Probes) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", p.healthy)
	mux.HandleFunc("GET /readyz", p.ready)
	if p.figures != nil {
		mux.Handle("GET /metrics", p.figures)
	}
	return mux
}

// healthy answers as long as the process does.
func (p *Probes) healthy(w http.ResponseWriter, _ *http.Request) {
	_, _ = w.Write([]byte("ok\n")) // whoever asked is gone
}

// ready answers once everything that work needs is there, and else says what is not.
func (p *Probes) ready(w http.ResponseWriter, r *http.Request) {
	missing := p.missing(r.Context())
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if len(missing) > 0 {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("not ready\n" + strings.Join(missing, "\n") + "\n"))
		return
	}
	_, _ = w.Write([]byte("ready\n"))
}

// missing says what is not ready, for anybody to read: details are in the log.
func (p *Probes) missing(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	err := p.store.CheckSchema(ctx)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, store.ErrNotMigrated):
		return []string{"database: its tables are not up to date; run gapwatch db migrate"}
	case errors.Is(err, store.ErrNewerDatabase):
		return []string{"database: a newer Gapwatch has written it; run that one"}
	}
	p.log.WarnContext(ctx, "not ready", "error", err)
	return []string{"database: it does not answer"}
}

func (s *Server) healthy(w http.ResponseWriter, r *http.Request) error {
	s.probes.healthy(w, r)
	return nil
}

func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	s.probes.ready(w, r)
	return nil
}

// metrics are the figures for Prometheus. They name no competitor, account or person.
func (s *Server) metrics(w http.ResponseWriter, r *http.Request) error {
	if s.probes.figures == nil {
		return store.ErrNotFound
	}
	s.probes.figures.ServeHTTP(w, r)
	return nil
}
