package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

func newSourceShowCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "show URL",
		Short: "Show how one source fares, and what to do about it",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			st, settings, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			sources, err := sourcesAt(cmd.Context(), st, args[0])
			if err != nil {
				return err
			}
			schedule := watch.NewSchedule(settings)
			if a.json {
				return a.printSources(sources, schedule)
			}
			return a.showSources(cmd.Context(), st, sources, schedule)
		},
	}
}

// episodesShown is how far back the troubles of a source are listed.
const episodesShown = 90 * 24 * time.Hour

func (a *app) showSources(
	ctx context.Context, st *store.Store, sources []store.SourceView, schedule watch.Schedule,
) error {
	strips, err := a.strips(ctx, st, sources)
	if err != nil {
		return err
	}
	for i, s := range sources {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		a.showSource(s, schedule.Health(s.Source, a.now()), strips[s.ID])
		episodes, err := st.Episodes(ctx, s.ID, a.now().Add(-episodesShown))
		if err != nil {
			return err
		}
		a.showEpisodes(episodes)
	}
	return nil
}

func (a *app) showSource(s store.SourceView, h watch.Health, strip string) {
	fmt.Fprintf(a.out, "%s, %s\n%s\n\n", s.CompetitorName, s.Kind, crawler.Mask(s.URL))
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(a.out, "%-12s %s\n", label, text)
		}
	}
	line("Health", string(h.Standing))
	line("", h.What)
	line("Said", s.LastReason)
	line("What to do", h.Advice)
	line("30 days", strip)
	line("Last look", when(s.LastCheckedAt))
	line("Last good", when(s.LastGoodAt))
	line("Last news", when(s.LastNewAt))
	line("Rhythm", h.Rhythm)
	line("Looked at", h.Looks)
	line("Next look", h.Next)
}

func (a *app) showEpisodes(episodes []store.EpisodeView) {
	for i, e := range episodes {
		label := ""
		if i == 0 {
			label = "Episodes"
		}
		until := "until now"
		if e.EndedAt != nil {
			until = "until " + when(e.EndedAt)
		}
		what := "quiet"
		if e.Kind == store.InTrouble {
			what, _ = watch.Trouble(e.Class).Words()
		}
		fmt.Fprintf(a.out, "%-12s %s %s: %s\n", label, when(&e.BeganAt), until, what)
	}
}

func newSourcePauseCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "pause URL",
		Short: "Stop looking at a source",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.eachSource(cmd.Context(), args[0], func(st *store.Store, s store.SourceView) error {
				fmt.Fprintf(a.out, "Paused: %s\n", crawler.Mask(s.URL))
				return st.PauseSource(cmd.Context(), s.ID, true)
			})
		},
	}
}

func newSourceResumeCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "resume URL",
		Short: "Look at a paused source again",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.eachSource(cmd.Context(), args[0], func(st *store.Store, s store.SourceView) error {
				if err := st.PauseSource(cmd.Context(), s.ID, false); err != nil {
					return err
				}
				asked, err := watch.Ask(cmd.Context(), st, s.ID, a.now().UTC())
				if err != nil {
					return err
				}
				fmt.Fprintf(a.out, "Resumed: %s\n%s\n", crawler.Mask(s.URL), asked.Why)
				return nil
			})
		},
	}
}

// eachSource does something to every source of an address.
func (a *app) eachSource(ctx context.Context, url string, do func(st *store.Store, s store.SourceView) error) error {
	return a.withStore(ctx, func(st *store.Store) error {
		sources, err := sourcesAt(ctx, st, url)
		if err != nil {
			return err
		}
		for _, s := range sources {
			if err := do(st, s); err != nil {
				return err
			}
		}
		return nil
	})
}
