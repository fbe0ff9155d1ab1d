package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

func newQueueCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "queue",
		Short: "Work through phrases that match no feature",
		Long: `List what competitors wrote that may name a feature and matches none well enough. What you decide is remembered for
ever: a phrase that was mapped is evidence from then on, one that was ignored never comes back.`,
		Example: `  gapwatch queue
  gapwatch queue map 12 session-replay/heatmaps
  gapwatch queue ignore 13 14 15`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			phrases, err := st.OpenPhrases(cmd.Context(), 0)
			if err != nil {
				return err
			}
			return a.printQueue(phrases)
		},
	}
	cmd.AddCommand(newQueueMapCommand(a), newQueueIgnoreCommand(a))
	return cmd
}

func (a *app) printQueue(phrases []store.Phrase) error {
	if a.json {
		for _, p := range phrases {
			if err := a.printJSON(p); err != nil {
				return err
			}
		}
		return nil
	}
	if len(phrases) == 0 {
		fmt.Fprintln(a.out, "The queue is empty: everything that was read matches a feature, or was decided.")
		return nil
	}
	t := a.table("No", "Section", "Phrase", "May be")
	for _, p := range phrases {
		var maybe []string
		for _, c := range p.Candidates {
			maybe = append(maybe, fmt.Sprintf("%s %.2f", c.Feature, c.Score))
		}
		t.AppendRow([]any{p.ID, p.Section, p.Text, strings.Join(maybe[:min(2, len(maybe))], ", ")})
	}
	t.Render()
	return nil
}

func newQueueMapCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "map NUMBER AREA/FEATURE",
		Short: "Say which feature a phrase means",
		Args:  cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			st, _, err := a.openStore(ctx)
			if err != nil {
				return err
			}
			defer st.Close()
			id, err := phraseNumber(args[0])
			if err != nil {
				return err
			}
			f, err := findFeature(ctx, st, args[1])
			if err != nil {
				return err
			}
			if err := watch.MapPhrase(ctx, st, id, f, a.person(), a.now().UTC()); err != nil {
				return err
			}
			fmt.Fprintf(a.out, "Phrase %d means %s from now on.\n", id, f.Name)
			return nil
		},
	}
}

func newQueueIgnoreCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "ignore NUMBER...",
		Short: "Say that phrases name no feature, for ever",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			for _, arg := range args {
				id, err := phraseNumber(arg)
				if err != nil {
					return err
				}
				if err := watch.IgnorePhrase(cmd.Context(), st, id, a.person()); err != nil {
					return err
				}
			}
			fmt.Fprintf(a.out, "Ignored for ever: %s.\n", strings.Join(args, ", "))
			return nil
		},
	}
}

func phraseNumber(s string) (int64, error) {
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, misusef("%q is not the number of a phrase; gapwatch queue lists them", s)
	}
	return id, nil
}
