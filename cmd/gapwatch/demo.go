package main

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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
	result, err := d.run(ctx)
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
	pages, err := fs.Sub(demoFiles, "demo/sites")
	if err != nil {
		return err
	}
	if d.sites, err = openSites(pages, true); err != nil {
		return err
	}
	if d.up, err = d.sites.serve("127.0.0.1:0"); err != nil {
		return err
	}
	if err := d.write(); err != nil {
		d.up.Close()
		return err
	}
	own := *a
	own.configPath, own.dataDir, own.now = d.file("gapwatch.yaml"), d.dir, d.clock.now
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
		ports = append(ports, fmt.Sprintf("%q", d.up.ports[host]))
		rename = append(rename, "http://"+host, d.up.address(host))
	}
	settings := "# The demo's settings. Its sites are on this machine, which nothing may fetch unless it is listed.\n" +
		"crawler:\n  allow: [" + strings.Join(ports, ", ") + "]\n  host_gap: 0s\n  timeout: 10s\n" +
		"schedule:\n  every: 24h\n"
	if err := os.WriteFile(d.file("gapwatch.yaml"), []byte(settings), 0o644); err != nil {
		return err
	}
	for _, name := range []string{"landscape.yaml", "accounts.csv", "annotations.yaml"} {
		text, err := demoFiles.ReadFile("demo/" + name)
		if err != nil {
			return err
		}
		text = []byte(strings.NewReplacer(rename...).Replace(string(text)))
		if err := os.WriteFile(d.file(name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
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
