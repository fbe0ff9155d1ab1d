package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime"

	"github.com/gapwatch/gapwatch/watch"
	"github.com/gapwatch/gapwatch/web"
)

// withProbes does what a process is for while it shows figures and probes at an address of their own, if there is one.
// When the address can be had no more, the process ends as well: whoever looks after it would take it for dead.
func (a *app) withProbes(ctx context.Context, line *watch.Line, listen string, do func(context.Context) error) error {
	line.Metrics = watch.NewMetrics(line.Store, watch.Build{Version: version, Revision: revision(), Go: runtime.Version()}, line.Now)
	if listen == "" {
		return do(ctx)
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; choose another in the settings, metrics.listen", listen, err)
	}
	fmt.Fprintf(a.err, "Metrics are at http://%s/metrics\n", l.Addr())
	srv := &http.Server{
		Handler:           web.NewProbes(line.Store, line.Metrics, a.logger()).Handler(),
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       requestTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerBytes,
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	served := make(chan error, 1)
	go func() {
		err := srv.Serve(l)
		if errors.Is(err, http.ErrServerClosed) {
			err = nil
		}
		cancel(err)
		served <- err
	}()
	err = do(ctx)
	return errors.Join(err, srv.Close(), <-served)
}
