package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

func newSourceCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "source", Short: "What is watched, and how each source fares"}
	cmd.AddCommand(newSourceListCommand(a), newSourceShowCommand(a), newSourceCheckCommand(a),
		newSourcePauseCommand(a), newSourceResumeCommand(a))
	return cmd
}

func newSourceListCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List every source with its health, those that need a look first",
		Long: `List every source with its health, those that need a look first. The strip shows the last 30 days: █ news, ▂ same,
□ suspect (something came, but not the page), × failed, · nobody looked. gapwatch source show says more of one.`,
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
			return a.listSources(cmd.Context(), st, sources, watch.NewSchedule(settings))
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
	return a.showSources(ctx, st, sources, line.Schedule)
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
	LastNews   *time.Time `json:"last_news"`
	Health     string     `json:"health"`
	Advice     string     `json:"advice"`
}

func (a *app) printSources(sources []store.SourceView, schedule watch.Schedule) error {
	for _, s := range sources {
		h := schedule.Health(s.Source, a.now())
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
			Rhythm:     h.Looks,
			LastNews:   s.LastNewAt,
			Health:     string(h.Standing),
			Advice:     h.Advice,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// listSources prints sources as data in the order they were added, or for people those first that need care.
func (a *app) listSources(
	ctx context.Context, st *store.Store, sources []store.SourceView, schedule watch.Schedule,
) error {
	if a.json {
		return a.printSources(sources, schedule)
	}
	if len(sources) == 0 {
		fmt.Fprintln(a.out, "No sources yet. Add some with: gapwatch apply landscape.yaml")
		return nil
	}
	strips, err := a.strips(ctx, st, sources)
	if err != nil {
		return err
	}
	now := a.now()
	slices.SortStableFunc(sources, func(x, y store.SourceView) int {
		return careRank(schedule.Health(x.Source, now)) - careRank(schedule.Health(y.Source, now))
	})
	care := 0
	t := a.table("Competitor", "Kind", "Address", "30 days", "Last good", "Last news", "Health", "Looked at")
	for _, s := range sources {
		h := schedule.Health(s.Source, now)
		if h.Standing.NeedsCare() {
			care++
		}
		t.AppendRow(table.Row{
			s.CompetitorName, s.Kind, crawler.Mask(s.URL), strips[s.ID], when(s.LastGoodAt), when(s.LastNewAt), h.Standing, h.Looks,
		})
	}
	t.Render()
	if care > 0 {
		fmt.Fprintf(a.out, "%d of %d need a look: gapwatch source show ADDRESS says what to do.\n", care, len(sources))
	}
	return nil
}

// careRank orders sources for a person who has little time.
func careRank(h watch.Health) int {
	switch {
	case h.Standing.NeedsCare():
		return 0
	case h.Standing == watch.Failing:
		return 1
	case h.Standing == watch.Resting:
		return 2
	}
	return 3
}

// stripDays is how many days a strip shows.
const stripDays = 30

// strips are the last days of sources, as text.
func (a *app) strips(ctx context.Context, st *store.Store, sources []store.SourceView) (map[int64]string, error) {
	ids := make([]int64, len(sources))
	for i, s := range sources {
		ids[i] = s.ID
	}
	now := a.now().UTC()
	spans, err := st.Spans(ctx, ids, now.AddDate(0, 0, -stripDays-1))
	if err != nil {
		return nil, err
	}
	of := map[int64][]store.Span{}
	for _, s := range spans {
		of[s.SourceID] = append(of[s.SourceID], s)
	}
	strips := make(map[int64]string, len(ids))
	for _, id := range ids {
		var b strings.Builder
		for _, day := range watch.Strip(of[id], now, stripDays, time.UTC) {
			b.WriteRune(rune(day))
		}
		strips[id] = b.String()
	}
	return strips, nil
}

// when writes a moment for people; never is a word.
func when(t *time.Time) string {
	if t == nil || t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02 15:04")
}
