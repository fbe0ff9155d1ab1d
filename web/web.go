// Package web is what people and programs see of Gapwatch: the week, the matrix with its proof, the forms that change
// them, and the API. Every page is rendered on the server, works by reload and without script, and treats what
// competitors wrote as text.
//
// Start at New; routes.go lists every address with the role it asks for. A page is one file here, its template under
// templates, its looks under static/css and, where it has keys of its own, a file under static/js.
package web

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
	"github.com/gapwatch/gapwatch/web/api"
)

//go:embed templates/*.html static
var files embed.FS

// Options are what the server works with.
type Options struct {
	Store    *store.Store
	Line     *watch.Line // to ask for a check and to preview sources; nil: neither is offered
	Settings config.Web
	Client   *http.Client // guarded; talks to the sign-in service
	Log      *slog.Logger
	Now      func() time.Time
	Version  string         // of Gapwatch
	Setup    string         // one-time token that makes the first admin; empty: none is handed out
	Metrics  *watch.Metrics // shown at /metrics; nil: there is no such page
	Fill     Fill           // brings in the demo's data; nil: it is not offered
}

// Fill brings data into an empty installation, all or nothing. It calls show with the look at all addresses that is under
// way, of how many looks, and with how many of all addresses that has seen.
type Fill func(ctx context.Context, show func(look, looks, seen, all int)) error

// Server answers requests.
type Server struct {
	store    *store.Store
	line     *watch.Line
	settings config.Web
	client   *http.Client
	log      *slog.Logger
	now      func() time.Time
	setup    string
	pages    *pages
	mux      *http.ServeMux
	assets   assets
	sessions *scs.SessionManager
	packed   func(http.Handler) http.HandlerFunc // sends with gzip
	attempts *limiters
	trusted  []netip.Prefix // proxies whose word on who asks is taken
	api      *api.API
	probes   *Probes
	fill     Fill
	filling  filling
}

// New prepares the pages.
func New(o Options) (*Server, error) {
	s := &Server{
		store:    o.Store,
		line:     o.Line,
		settings: o.Settings,
		client:   o.Client,
		log:      o.Log,
		now:      o.Now,
		setup:    o.Setup,
		attempts: newLimiters(),
		probes:   NewProbes(o.Store, o.Metrics, o.Log),
		fill:     o.Fill,
	}
	s.api = api.New(api.Options{Store: o.Store, Log: o.Log, Now: o.Now, Version: o.Version, Line: o.Line, Door: s.door()})
	for _, text := range o.Settings.Trusted {
		network, err := config.Network(text)
		if err != nil {
			return nil, fmt.Errorf("web.trusted_proxies: %w", err)
		}
		s.trusted = append(s.trusted, network)
	}
	var err error
	if s.assets, err = readAssets(); err != nil {
		return nil, err
	}
	if s.pages, err = s.newPages(); err != nil {
		return nil, err
	}
	if s.packed, err = newPacker(); err != nil {
		return nil, err
	}
	s.sessions = s.newSessions()
	s.mux = s.newMux()
	return s, nil
}

// Handler answers every address of the server.
func (s *Server) Handler() http.Handler {
	ours := http.NewCrossOriginProtection()
	ours.SetDenyHandler(s.guard(route{role: Public, handle: fromElsewhere}))
	return s.packed(s.secure(s.sessions.LoadAndSave(ours.Handler(s.mux))))
}
