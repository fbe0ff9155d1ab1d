package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

func newSourceCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "source", Short: "What is watched, and how each source fares"}
	cmd.AddCommand(newSourceListCommand(a), newSourceCheckCommand(a))
	return cmd
}

func newSourceListCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List every source with its latest capture",
		Long: `List every source with its latest capture: what came of it, and where nothing came, why and what to do.

An outcome is new, same, changed, suspect (something came, but not the page), failed or gone.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, settings, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			sources, err := st.Sources(cmd.Context(), store.SourceFilter{})
			if err != nil {
				return err
			}
			schedule := watch.NewSchedule(settings)
			if a.json {
				return a.printSources(sources, schedule)
			}
			return a.tableSources(sources, schedule)
		},
	}
}

func newSourceCheckCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check URL",
		Short: "Look at one source now",
		Long: `Look at one source now, whatever its schedule says, and print how it stands then. A source that was looked at within the
last minute, and one whose site asked to be left alone, has to wait.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.checkSource(cmd.Context(), args[0]) },
	}
}

func (a *app) checkSource(ctx context.Context, url string) error {
	st, settings, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	sources, err := sourcesAt(ctx, st, url)
	if err != nil {
		return err
	}
	line, err := a.line(ctx, st, settings)
	if err != nil {
		return err
	}
	defer line.Crawler.Close()
	for _, src := range sources {
		asked, err := line.Check(ctx, src.ID)
		if err != nil {
			return err
		}
		if !asked.OK {
			return fmt.Errorf("%s: %s", crawler.Mask(src.URL), asked.Why)
		}
	}
	if sources, err = sourcesAt(ctx, st, url); err != nil {
		return err
	}
	if a.json {
		return a.printSources(sources, line.Schedule)
	}
	return a.tableSources(sources, line.Schedule)
}

// sourcesAt finds the sources of an address; several competitors, or kinds, may share one.
func sourcesAt(ctx context.Context, st *store.Store, url string) ([]store.SourceView, error) {
	sources, err := st.Sources(ctx, store.SourceFilter{URL: url})
	if err == nil && len(sources) == 0 {
		err = noSource(url)
	}
	return sources, err
}

// sourceLine is one source as data.
type sourceLine struct {
	URL        string     `json:"url"`
	Kind       string     `json:"kind"`
	Competitor string     `json:"competitor"`
	Outcome    string     `json:"outcome"`
	Class      string     `json:"class"`
	Reason     string     `json:"reason"`
	Bytes      int64      `json:"bytes"`
	LastGood   *time.Time `json:"last_good"`
	Checked    *time.Time `json:"last_checked"`
	NextCheck  time.Time  `json:"next_check"`
	Rhythm     string     `json:"rhythm"`
}

func (a *app) printSources(sources []store.SourceView, schedule watch.Schedule) error {
	for _, s := range sources {
		err := a.printJSON(sourceLine{
			URL:        crawler.Mask(s.URL),
			Kind:       string(s.Kind),
			Competitor: s.CompetitorKey,
			Outcome:    string(s.LastOutcome),
			Class:      s.LastClass,
			Reason:     s.LastReason,
			Bytes:      s.LastBytes,
			LastGood:   s.LastGoodAt,
			Checked:    s.LastCheckedAt,
			NextCheck:  s.NextCheckAt,
			Rhythm:     schedule.Rhythm(s.Source, a.now()),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *app) tableSources(sources []store.SourceView, schedule watch.Schedule) error {
	if len(sources) == 0 {
		fmt.Fprintln(a.out, "No sources yet. Add some with: gapwatch apply landscape.yaml")
		return nil
	}
	t := a.table("Competitor", "Kind", "Address", "Outcome", "Last good", "Next check", "Looked at")
	for _, s := range sources {
		outcome := string(s.LastOutcome)
		if outcome == "" {
			outcome = "not looked yet"
		}
		t.AppendRow(table.Row{
			s.CompetitorName, s.Kind, crawler.Mask(s.URL), outcome, when(s.LastGoodAt), when(&s.NextCheckAt),
			schedule.Rhythm(s.Source, a.now()),
		})
	}
	t.Render()
	for _, s := range sources {
		if s.LastReason != "" {
			fmt.Fprintf(a.out, "%s\n    %s: %s\n", crawler.Mask(s.URL), s.LastClass, s.LastReason)
		}
	}
	return nil
}

// when writes a moment for people; never is a word.
func when(t *time.Time) string {
	if t == nil || t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02 15:04")
}
