package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
	"github.com/gapwatch/gapwatch/web"
)

// crawlConns is few: each connection reads the schema and prepares its statements anew, which takes longer than a short crawl
// ever waits for one of them.
const crawlConns = 3

func newCrawlCommand(a *app) *cobra.Command {
	var landscape string
	var all bool
	cmd := &cobra.Command{
		Use:   "crawl",
		Short: "Look once at what is due and print what changed",
		Long: `Look once at every source that is due (--all: at every source), look again at once where one look is not
proof enough, deliver, and print one line per published change. The first good capture of a source is a silent
baseline. Sources that fail are listed by 'gapwatch source list'; they never stop a crawl.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.crawl(cmd.Context(), landscape, all)
		},
	}
	cmd.Flags().StringVar(&landscape, "landscape", "", "landscape file to apply first")
	cmd.Flags().BoolVar(&all, "all", false, "look at every source, not only at those that are due")
	return cmd
}

func (a *app) crawl(ctx context.Context, landscape string, all bool) error {
	st, settings, err := a.openStoreWith(ctx, store.Options{Conns: crawlConns})
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
	p := newProgress(a, "looking at sources")
	defer p.end()
	_, err = line.Crawl(ctx, watch.CrawlOptions{All: all, Progress: p.show, Hand: func(changes []store.ChangeView) error {
		p.end()
		also, err := alsoAt(ctx, st, changes)
		if err != nil {
			return err
		}
		return a.printChanges(changes, also)
	}})
	return err
}

// alsoAt are the further addresses of the news that changes tell, by the id of the change.
func alsoAt(ctx context.Context, st *store.Store, changes []store.ChangeView) (map[int64][]string, error) {
	var entries []int64
	for _, c := range changes {
		if c.EntryID != nil {
			entries = append(entries, *c.EntryID)
		}
	}
	addresses, err := st.OtherAddresses(ctx, entries)
	if err != nil {
		return nil, err
	}
	also := map[int64][]string{}
	for _, c := range changes {
		if c.EntryID == nil {
			continue
		}
		for _, address := range addresses[*c.EntryID] {
			also[c.ID] = append(also[c.ID], address.URL)
		}
	}
	return also, nil
}

// line wires the straight line by hand, top to bottom.
func (a *app) line(ctx context.Context, st *store.Store, settings config.Settings) (*watch.Line, error) {
	key, err := st.SigningKey(ctx, web.LinksKey)
	if err != nil {
		return nil, err
	}
	cr, err := a.crawler(settings)
	if err != nil {
		return nil, err
	}
	line := newLine(st, cr, settings, a.logger(), a.now)
	line.Links.Secret, line.Point = key, a.point
	return line, nil
}

func newLine(
	st *store.Store, cr *crawler.Crawler, settings config.Settings, log *slog.Logger, now func() time.Time,
) *watch.Line {
	return &watch.Line{
		Store:     st,
		Crawler:   cr,
		Outlet:    outlet(cr, settings),
		Links:     alert.Links{Base: settings.Web.URL},
		Pace:      alert.Pace{Burst: settings.Alerts.Burst, Day: settings.Alerts.PerDay},
		Schedule:  watch.NewSchedule(settings),
		Parallel:  settings.Crawler.HostParallel,
		Limits:    limits(settings.Limits),
		Retention: retention(settings.Retention),
		Drafting:  watch.Drafting{Model: model(cr, settings.Model), PerDay: settings.Model.PerDay},
		Now:       func() time.Time { return now().UTC() },
		Log:       log,
	}
}

// changeLine is one published change as data.
type changeLine struct {
	SourceURL  string          `json:"source_url"`
	Competitor string          `json:"competitor"`
	Kind       diff.ChangeKind `json:"kind"`
	Subject    string          `json:"subject"`
	Before     string          `json:"before"`
	After      string          `json:"after"`
	Quote      string          `json:"quote"`
	Level      extract.Level   `json:"level"`
	SeenAt     time.Time       `json:"seen_at"`
	Also       []string        `json:"also_at,omitempty"` // where else the same news was seen
}

func newChangeLine(c store.ChangeView) changeLine {
	return changeLine{
		SourceURL: c.SourceURL, Competitor: c.CompetitorKey, Kind: c.Kind, Subject: c.Subject,
		Before: c.Before, After: c.After, Quote: c.Quote, Level: c.Level, SeenAt: c.DetectedAt,
	}
}

func (a *app) printChanges(changes []store.ChangeView, also map[int64][]string) error {
	if a.json {
		for _, c := range changes {
			line := newChangeLine(c)
			line.Also = also[c.ID]
			if err := a.printJSON(line); err != nil {
				return err
			}
		}
		return nil
	}
	if len(changes) == 0 {
		fmt.Fprintln(a.out, "Nothing changed. What could not be looked at: gapwatch source list")
		return nil
	}
	for _, c := range changes {
		fmt.Fprintf(a.out, "%-7s %s\n", c.Level, sentence(c))
	}
	return nil
}

// sentence is a change in one line, the competitor first.
func sentence(c store.ChangeView) string {
	return c.CompetitorName + ": " + c.Sentence()
}

// logger writes warnings, as lines of key=value; GAPWATCH_LOG=debug|info says more, GAPWATCH_LOG_FORMAT=json is for programs.
func (a *app) logger() *slog.Logger {
	level := slog.LevelWarn
	if v := a.getenv("GAPWATCH_LOG"); v != "" {
		_ = level.UnmarshalText([]byte(v)) // an unknown word keeps the default
	}
	options := &slog.HandlerOptions{Level: level}
	if a.getenv("GAPWATCH_LOG_FORMAT") == "json" {
		return slog.New(slog.NewJSONHandler(a.err, options))
	}
	return slog.New(slog.NewTextHandler(a.err, options))
}

// progress is one line on a terminal that says how far a long work is; it is silent where nobody looks.
type progress struct {
	w     io.Writer
	label string
	on    bool
	began time.Time
}

func newProgress(a *app, label string) *progress {
	return &progress{w: a.err, label: label, on: terminal(a.err), began: time.Now()}
}

// show redraws the line once the work has taken a second.
func (p *progress) show(done, all int) {
	if p.on && time.Since(p.began) > time.Second {
		fmt.Fprintf(p.w, "\r%s: %d of %d, %s ", p.label, done, all, time.Since(p.began).Round(time.Second))
	}
}

// end wipes the line, once.
func (p *progress) end() {
	if p.on {
		fmt.Fprint(p.w, "\r\033[K")
	}
	p.on = false
}
