package main

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// demoFiles are the demo's sites and what its people know.
//
//go:embed demo/sites demo/landscape.yaml demo/accounts.csv demo/annotations.yaml
var demoFiles embed.FS

// demoHour is when the demo looks at its sites on each of their dates.
const demoHour = 6 * time.Hour

func newDemoCommand(a *app) *cobra.Command {
	var keep, listen string
	var serve bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "See the whole job on built-in sites",
		Long: `Do the whole job once, on sites that live inside the program: apply a landscape of five invented competitors,
capture their pricing pages, changelogs and feeds (a silent baseline), let the sites move on through two more dates,
capture the moves, attach what customers said, and print the changes, the matrix, the gaps and the weekly report.

The sites are as noisy as real ones: one hides behind a challenge, one feed fails, one address is forbidden to robots.
Nothing leaves this machine. Without --keep the data is thrown away.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.demo(cmd.Context(), demoOptions{keep: keep, serve: serve, listen: listen})
		},
	}
	cmd.Flags().StringVar(&keep, "keep", "", "folder to leave settings, landscape and data in")
	cmd.Flags().BoolVar(&serve, "serve", false, "keep the sites and the web open on the demo's data until interrupted")
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", "address of the web, with --serve")
	return cmd
}

type demoOptions struct {
	keep   string
	serve  bool
	listen string
}

// demo is one run of the demo.
type demo struct {
	app   *app // as the caller's, with the demo's settings and data
	dir   string
	keep  bool
	sites *savedSites
	up    *servedSites
	clock demoClock
	store *store.Store
	line  *watch.Line
	label string // of the part of the report printed last

	fills bool                             // an installation: its sites have names, and their last date is today
	days  int                              // so much later than they are written are all dates told
	show  func(look, looks, done, all int) // told how far the looks are
}

func (a *app) demo(ctx context.Context, opts demoOptions) error {
	d := &demo{keep: opts.keep != "", dir: opts.keep}
	if err := d.room(); err != nil {
		return err
	}
	if !d.keep {
		defer func() { _ = os.RemoveAll(d.dir) }() // what is left in the folder for temporary files harms nobody
	}
	if err := d.open(ctx, a); err != nil {
		return err
	}
	defer d.close()
	progress := newProgress(d.app, "looking at the demo's sites")
	d.show = func(_, _, done, all int) { progress.show(done, all) }
	result, err := d.run(ctx)
	progress.end()
	if err != nil {
		return err
	}
	if err := d.tell(ctx, result); err != nil {
		return err
	}
	if opts.serve {
		return d.serve(ctx, opts.listen)
	}
	return nil
}

// room makes the folder that the demo works in. It never works in one that holds something else.
func (d *demo) room() (err error) {
	if !d.keep {
		d.dir, err = os.MkdirTemp("", "gapwatch-demo-")
		return err
	}
	switch held, err := os.ReadDir(d.dir); {
	case err == nil && len(held) > 0:
		return misusef("%s is not empty: the demo keeps its data in a new or empty folder", d.dir)
	case err != nil && !os.IsNotExist(err):
		return err
	}
	return os.MkdirAll(d.dir, 0o755)
}

// open serves the sites, writes the demo's files and wires the straight line to the demo's clock.
func (d *demo) open(ctx context.Context, a *app) error {
	if err := d.openSites(a.now()); err != nil {
		return err
	}
	if err := d.write(); err != nil {
		d.up.Close()
		return err
	}
	own := *a
	own.configPath, own.dataDir, own.now = d.file("gapwatch.yaml"), d.dir, d.clock.now
	own.env = slices.DeleteFunc(slices.Clone(a.env), func(v string) bool { // such as another database
		return strings.HasPrefix(v, "GAPWATCH_")
	})
	d.app = &own
	st, settings, err := d.app.openStore(ctx)
	if err != nil {
		d.up.Close()
		return err
	}
	d.store = st
	cr, err := d.app.crawler(settings)
	if err != nil {
		d.close()
		return err
	}
	d.line = newLine(st, cr, settings, a.logger(), d.app.now)
	return nil
}

// openSites serves the sites: each on a port of its own, which people can open, or all by their names.
func (d *demo) openSites(now time.Time) error {
	pages, err := fs.Sub(demoFiles, "demo/sites")
	if err != nil {
		return err
	}
	if d.sites, err = openSites(pages, true); err != nil {
		return err
	}
	serve := d.sites.serve
	if d.fills {
		serve = d.sites.serveByName
		d.days = daysSince(d.sites.dates[len(d.sites.dates)-1], now)
		d.sites.days = d.days
	}
	d.up, err = serve("127.0.0.1:0")
	return err
}

func (d *demo) close() {
	if d.line != nil {
		_ = d.line.Crawler.Close()
	}
	_ = d.store.Close()
	d.up.Close()
}

func (d *demo) file(name string) string { return filepath.Join(d.dir, name) }

// write leaves the demo's settings, landscape and lists in its folder, with the addresses that the sites have today.
func (d *demo) write() error {
	var ports, rename []string
	for _, host := range d.sites.hosts {
		ports = append(ports, strconv.Quote(d.up.ports[host]))
		rename = append(rename, "http://"+host, d.up.address(host))
	}
	settings := "# The demo's settings. Its sites are on this machine, which nothing may fetch unless it is listed.\n" +
		"crawler:\n  allow: [" + strings.Join(ports, ", ") + "]\n  host_gap: 0s\n  timeout: 10s\n" + d.proxy() +
		"schedule:\n  every: 24h\n"
	if err := os.WriteFile(d.file("gapwatch.yaml"), []byte(settings), 0o644); err != nil {
		return err
	}
	for _, name := range []string{"landscape.yaml", "accounts.csv", "annotations.yaml"} {
		text, err := demoFiles.ReadFile("demo/" + name)
		if err != nil {
			return err
		}
		text = moveDates([]byte(strings.NewReplacer(rename...).Replace(string(text))), d.days)
		if err := os.WriteFile(d.file(name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// proxy is the setting that leads to sites which are known by their names.
func (d *demo) proxy() string {
	if d.up.proxy == "" {
		return ""
	}
	return fmt.Sprintf("  proxy: %q\n", d.up.proxy)
}

// demoClock tells the time as if it were a date of the sites.
type demoClock struct {
	mu          sync.Mutex
	from, since time.Time
}

func (c *demoClock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.from, c.since = t, time.Now()
}

func (c *demoClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.from.Add(time.Since(c.since))
}
