package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/jedib0t/go-pretty/v6/text"
)

// demoAnnotation is one thing that somebody in Sales, Support or Customer Success wrote down.
type demoAnnotation struct {
	Feature     string
	Account     string
	Competitor  string
	Kind        string
	What        string
	Trigger     string
	Owner       string
	NextKeyDate string `yaml:"next_key_date"`
	Link        string
	Author      string
}

// args are the flags of the annotate command that say the same.
func (n demoAnnotation) args() []string {
	args := []string{"annotate"}
	for _, flag := range []struct{ name, value string }{
		{"feature", n.Feature}, {"account", n.Account}, {"competitor", n.Competitor}, {"kind", n.Kind},
		{"what", n.What}, {"trigger", n.Trigger}, {"owner", n.Owner}, {"next-key-date", n.NextKeyDate},
		{"link", n.Link}, {"author", n.Author},
	} {
		if flag.value != "" {
			args = append(args, "--"+flag.name, flag.value)
		}
	}
	return args
}

// annotate brings in what the people who talk with customers know, through the commands that they would use.
func (d *demo) annotate(ctx context.Context) error {
	if err := d.command(ctx, io.Discard, "account", "import", d.file("accounts.csv")); err != nil {
		return fmt.Errorf("import the demo's accounts: %w", err)
	}
	data, err := demoFiles.ReadFile("demo/annotations.yaml")
	if err != nil {
		return err
	}
	var list struct{ Annotations []demoAnnotation }
	if err := yaml.Unmarshal(data, &list); err != nil {
		return fmt.Errorf("read the demo's annotations: %w", err)
	}
	for _, n := range list.Annotations {
		if err := d.command(ctx, io.Discard, n.args()...); err != nil {
			return fmt.Errorf("annotate for %s: %w", n.Account, err)
		}
	}
	return nil
}

// command runs one of the program's commands on the demo's data, as a user would.
func (d *demo) command(ctx context.Context, out io.Writer, args ...string) error {
	own := *d.app
	own.out = out
	root := newRootCommand(&own)
	root.SetArgs(append(args, "--config", d.file("gapwatch.yaml"), "--data", d.dir))
	root.SetIn(own.in)
	root.SetOut(out)
	root.SetErr(own.err)
	return root.ExecuteContext(ctx)
}

// tellKnowledge prints what the changes and the people's words come to: each part is what one command prints.
func (d *demo) tellKnowledge(ctx context.Context) error {
	for _, part := range []struct {
		title string
		args  []string
	}{
		{"Session replay, feature by feature", []string{"matrix", "--area", "session-replay"}},
		{"Feature flags, feature by feature", []string{"matrix", "--area", "feature-flags"}},
		{"Gaps, by the revenue of the customers who named them", []string{"gaps"}},
		{"The weekly gap report", []string{"report", "--week", d.week()}},
	} {
		d.head(part.title, d.paint(text.Faint, "gapwatch "+strings.Join(part.args, " ")))
		if err := d.command(ctx, d.app.out, part.args...); err != nil {
			return err
		}
	}
	d.tellNext()
	return nil
}

// week is the ISO week of the last date, as commands take it.
func (d *demo) week() string {
	day, _ := time.Parse(time.DateOnly, d.sites.date()) // the demo's own folder names
	year, week := day.ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, week)
}

// tellNext ends with what to try.
func (d *demo) tellNext() {
	d.head("What to try next", "")
	with := ""
	if d.keep {
		with = fmt.Sprintf(" --config %s --data %s", d.file("gapwatch.yaml"), d.dir)
		d.say("  gapwatch source list%s", with)
		d.say("  gapwatch cell history harrowglass session-replay/mobile-replay%s", with)
		d.say("  gapwatch queue%s", with)
	} else {
		d.say("  gapwatch demo --keep demo-data     the same, and the data stays to look around in")
		d.say("  gapwatch demo --serve              the same in the browser")
	}
	d.say("  gapwatch init                      begin with your own competitors")
}

// serve keeps the sites and the web open.
func (d *demo) serve(ctx context.Context, listen string) error {
	return d.command(ctx, d.app.out, "serve", "--listen", listen)
}
