package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

func newRulesTryCommand(a *app) *cobra.Command {
	var f ruleFlags
	cmd := &cobra.Command{
		Use:   "try ADDRESS",
		Short: "Replay a rule over the stored history of a source; saves nothing",
		Long: `Replay a rule over the stored history of a source, together with the rules that stand: every pair of pages that a
change was told of is read and compared again. Lists exactly which changes the rule would have hidden, and how much of
the newest page it touches. Nothing is saved.`,
		Example: `  gapwatch rules try https://acme.example/pricing --verb remove --css .visitors
  gapwatch rules try https://acme.example/blog --verb do-not-alert --match "(?i)webinar"`,
		Args: cobra.ExactArgs(1),
	}
	f.source(cmd)
	f.rule(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		st, settings, err := a.openStore(cmd.Context())
		if err != nil {
			return err
		}
		defer st.Close()
		src, err := findSource(cmd.Context(), st, args[0], f)
		if err != nil {
			return err
		}
		rule, err := f.compiled(src.Kind)
		if err != nil {
			return err
		}
		return a.tryRule(cmd.Context(), st, limits(settings.Limits), src, rule)
	}
	return cmd
}

func (a *app) tryRule(
	ctx context.Context, st *store.Store, l watch.Limits, src store.Source, rule extract.Rule,
) error {
	t, err := watch.Try(ctx, st, l, src, rule)
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(newTrialLine(rule, t))
	}
	a.tellReach(rule, t.Newest)
	all := len(t.Hidden) + len(t.Told) + len(t.Unsure)
	fmt.Fprintf(a.out, "\nOf %d published changes of this source it would have hidden %d.\n", all, len(t.Hidden))
	a.tellTried("hidden", t.Hidden)
	a.tellTried("told all the same", t.Told)
	a.tellTried("cannot be said: today's reader does not see this change on those pages", t.Unsure)
	return nil
}

func (a *app) tellReach(rule extract.Rule, r watch.Reach) {
	switch {
	case r.At.IsZero():
		fmt.Fprintln(a.out, "No page of this source is stored yet.")
	case r.Found == 0 && len(r.Samples) == 0:
		fmt.Fprintf(a.out, "It finds nothing on the newest page (%s).\n", when(&r.At))
	default:
		fmt.Fprintf(a.out, "%s\nIt touches %d of %d characters of the newest page (%s), among them:\n",
			rule, r.Found, r.Letters, when(&r.At))
		for _, s := range r.Samples {
			fmt.Fprintf(a.out, "    %s\n", clip(s))
		}
	}
	if len(r.Loses) > 0 {
		fmt.Fprintf(a.out, "Careful: with this rule nothing is left of %s on that page.\n", strings.Join(r.Loses, ", "))
	}
}

func (a *app) tellTried(what string, changes []store.ChangeView) {
	if len(changes) == 0 {
		return
	}
	fmt.Fprintf(a.out, "\n%s:\n", what)
	for _, c := range changes {
		fmt.Fprintf(a.out, "    %s  %-7s %s\n", when(c.PublishedAt), c.Level, sentence(c))
	}
}

// trialLine is a trial as data.
type trialLine struct {
	Rule    extract.Rule `json:"rule"`
	Hidden  []changeLine `json:"hidden"`
	Told    []changeLine `json:"told"`
	Unsure  []changeLine `json:"unsure"`
	Found   int          `json:"characters_found"`
	Letters int          `json:"characters"`
	Samples []string     `json:"samples"`
	Loses   []string     `json:"loses,omitempty"` // what the newest page would have none of any more
}

func newTrialLine(rule extract.Rule, t watch.Trial) trialLine {
	return trialLine{
		Rule: rule, Hidden: changeLines(t.Hidden), Told: changeLines(t.Told), Unsure: changeLines(t.Unsure),
		Found: t.Newest.Found, Letters: t.Newest.Letters, Samples: t.Newest.Samples, Loses: t.Newest.Loses,
	}
}

func changeLines(changes []store.ChangeView) []changeLine {
	out := make([]changeLine, 0, len(changes))
	for _, c := range changes {
		out = append(out, newChangeLine(c))
	}
	return out
}
