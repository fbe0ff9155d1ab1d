package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/watch"
	"github.com/gapwatch/gapwatch/web"
)

// Bounds of the server.
const (
	shutdownTime = 15 * time.Second
	headerTime   = 10 * time.Second
	requestTime  = time.Minute
	idleTime     = 2 * time.Minute
	headerBytes  = 64 << 10
)

func newServeCommand(a *app) *cobra.Command {
	var landscape, listen string
	var noWork bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Keep watching, and show the pages",
		Long: `Look at every source when it is due, publish changes, deliver them to subscriptions, and serve the pages until told to
stop (interrupt, or SIGTERM); what is under way is then finished, within 20 seconds. The first start prints a link
that makes the first admin.

More processes may work on the same database, on other machines too if it is PostgreSQL: gapwatch worker. With
--no-work this one only shows the pages.`,
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
			line, err := a.line(ctx, st, settings)
			if err != nil {
				return err
			}
			defer line.Crawler.Close()
			if listen != "" {
				settings.Web.Listen = listen
			}
			return a.withProbes(ctx, line, settings.Metrics.Listen, func(ctx context.Context) error {
				return a.serve(ctx, line, settings.Web, !noWork)
			})
		},
	}
	cmd.Flags().StringVar(&landscape, "landscape", "", "landscape file to apply first")
	cmd.Flags().StringVar(&listen, "listen", "", "host:port of the pages (default: the setting web.listen)")
	cmd.Flags().BoolVar(&noWork, "no-work", false, "only show the pages; others work")
	return cmd
}

// serve works on jobs, if it is to, and answers requests until ctx ends, then lets both finish what they are at.
func (a *app) serve(ctx context.Context, line *watch.Line, settings config.Web, work bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stopped := make(chan error, 1)
	if work {
		working, err := line.Serve(ctx)
		if err != nil {
			return err
		}
		go func() {
			<-ctx.Done()
			stopped <- working.Stop(ctx)
		}()
	} else {
		stopped <- nil
	}
	err := a.servePages(ctx, line, settings)
	cancel() // the pages may have ended by themselves
	return errors.Join(err, <-stopped)
}

func (a *app) servePages(ctx context.Context, line *watch.Line, settings config.Web) error {
	l, err := net.Listen("tcp", settings.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; choose another with --listen", settings.Listen, err)
	}
	if settings.Open && !l.Addr().(*net.TCPAddr).IP.IsLoopback() {
		return errors.Join(l.Close(), errors.New("web.open lets in whoever reaches the pages: "+
			"listen on an address of this machine, such as 127.0.0.1:8080, or leave it out and sign in"))
	}
	pages, err := a.pages(ctx, line, settings, l.Addr())
	if err != nil {
		return errors.Join(err, l.Close())
	}
	handler := pages.Handler()
	if settings.Open {
		handler = nearby(handler, settings.URL)
	}
	srv := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       requestTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerBytes,
	}
	done := make(chan error, 1)
	go func() {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
		defer cancel()
		err := srv.Shutdown(stop)
		if errors.Is(err, context.DeadlineExceeded) { // whoever is still talking is cut off
			err = srv.Close()
		}
		done <- err
	}()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	err = <-done
	pages.Wait()
	return err
}

// pages prepares the web, and hands out the one-time token of the first admin while nobody can sign in.
func (a *app) pages(ctx context.Context, line *watch.Line, settings config.Web, at net.Addr) (*web.Server, error) {
	people, err := line.Store.CountUsers(ctx)
	if err != nil {
		return nil, err
	}
	setup := ""
	fmt.Fprintf(a.err, "Gapwatch watches. The pages are at http://%s/\n", at)
	if people == 0 && !settings.Open {
		setup = rand.Text()
		fmt.Fprintf(a.err, "Nobody can sign in yet. Become the first admin at http://%s/setup?token=%s\n", at, setup)
	}
	return web.New(web.Options{
		Version:  version,
		Store:    line.Store,
		Line:     line,
		Settings: settings,
		Client:   line.Outlet.Client,
		Log:      a.logger(),
		Now:      a.now,
		Setup:    setup,
		Metrics:  line.Metrics,
		Fill: func(ctx context.Context, show func(look, looks, seen, all int)) error {
			return a.fillWithDemo(ctx, line.Store, show)
		},
	})
}
