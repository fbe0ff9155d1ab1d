package main

import (
	"fmt"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/store"
)

func newSourceCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "source", Short: "What is watched, and how each source fares"}
	cmd.AddCommand(&cobra.Command{
		Use:   "list",
		Short: "List every source with its latest capture",
		Long: `List every source with its latest capture: what came of it, and where nothing came, why and what to do.

An outcome is new, same, changed, suspect (something came, but not the page), failed or gone.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			sources, err := st.Sources(cmd.Context(), store.SourceFilter{})
			if err != nil {
				return err
			}
			if a.json {
				return a.printSources(sources)
			}
			return a.tableSources(sources)
		},
	})
	return cmd
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
}

func (a *app) printSources(sources []store.SourceView) error {
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
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *app) tableSources(sources []store.SourceView) error {
	if len(sources) == 0 {
		fmt.Fprintln(a.out, "No sources yet. Add some with: gapwatch apply landscape.yaml")
		return nil
	}
	t := a.table("Competitor", "Kind", "Address", "Outcome", "Last good", "Next check")
	for _, s := range sources {
		outcome := string(s.LastOutcome)
		if outcome == "" {
			outcome = "not looked yet"
		}
		t.AppendRow(table.Row{s.CompetitorName, s.Kind, crawler.Mask(s.URL), outcome, when(s.LastGoodAt), when(&s.NextCheckAt)})
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
