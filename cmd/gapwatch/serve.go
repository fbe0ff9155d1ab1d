package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
	"github.com/gapwatch/gapwatch/web"
)

// Bounds of the server.
const (
	shutdownTime = 15 * time.Second
	headerTime   = 10 * time.Second
	headerBytes  = 64 << 10
)

func newServeCommand(a *app) *cobra.Command {
	var landscape, listen string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Keep watching, and show the pages",
		Long: `Look at every source when it is due, publish changes, deliver them to subscriptions, and serve the pages until told to
stop (interrupt, or SIGTERM). The pages have no sign-in yet: keep them on this machine or behind something that has.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			st, settings, err := a.openStore(ctx)
			if err != nil {
				return err
			}
			defer st.Close()
			if landscape != "" {
				if _, err := a.applyFile(ctx, st, landscape, applyOptions{}); err != nil {
					return err
				}
			}
			line, err := a.line(st, settings)
			if err != nil {
				return err
			}
			defer line.Crawler.Close()
			if listen == "" {
				listen = settings.Web.Listen
			}
			return a.serve(ctx, line, listen)
		},
	}
	cmd.Flags().StringVar(&landscape, "landscape", "", "landscape file to apply first")
	cmd.Flags().StringVar(&listen, "listen", "", "host:port of the pages (default: the setting web.listen)")
	return cmd
}

// serve works on jobs and answers requests until ctx ends, then lets both finish what they are at.
func (a *app) serve(ctx context.Context, line *watch.Line, listen string) error {
	jobs, err := line.Serve(ctx)
	if err != nil {
		return err
	}
	err = a.servePages(ctx, line.Store, listen)
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	return errors.Join(err, jobs.Stop(stop))
}

func (a *app) servePages(ctx context.Context, st *store.Store, listen string) error {
	pages, err := web.New(st, a.logger(), a.now)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; choose another with --listen", listen, err)
	}
	srv := &http.Server{Handler: pages.Handler(), ReadHeaderTimeout: headerTime, MaxHeaderBytes: headerBytes}
	fmt.Fprintf(a.err, "Gapwatch watches. The pages are at http://%s/\n", l.Addr())
	done := make(chan error, 1)
	go func() {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
		defer cancel()
		done <- srv.Shutdown(stop)
	}()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-done
}
