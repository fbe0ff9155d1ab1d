package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

func newRulesCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "Say which parts of a source's pages are not to be read, or not to be alerted on",
		Long: `A rule names a part of a source's pages by a CSS selector or by an RE2 expression, and says one of two things:

  remove         take it out of the text, as if it had never been there
  do-not-alert   read it all the same; a change that stands there is kept, and tells nobody

Most noise needs no rule. Try one before you save it: gapwatch rules try lists exactly which of the changes that were
told it would have hidden. Rules are kept in versions. New ones read history again, and never make a change.`,
	}
	cmd.AddCommand(newRulesListCommand(a), newRulesTryCommand(a), newRulesAddCommand(a), newRulesDropCommand(a))
	return cmd
}

// ruleFlags name a source, and a rule for it.
type ruleFlags struct {
	kind, competitor, verb, css, match, by string
}

func (f *ruleFlags) source(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.kind, "kind", "", "kind of the source, where its address has several")
	cmd.Flags().StringVar(&f.competitor, "competitor", "", "key of its competitor, where several have the address")
}

func (f *ruleFlags) rule(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.verb, "verb", "", "remove or do-not-alert")
	cmd.Flags().StringVar(&f.css, "css", "", "CSS selector of the part, such as .visitors")
	cmd.Flags().StringVar(&f.match, "match", "", `RE2 expression of the text, such as "(?i)\d+ people are looking"`)
}

// compiled is the rule of the flags, once it is known to work.
func (f *ruleFlags) compiled(kind extract.Kind) (extract.Rule, error) {
	r := extract.Rule{Verb: extract.Verb(f.verb), CSS: f.css, Match: f.match}
	if err := watch.CheckRule(r, kind); err != nil {
		return r, misuse{err}
	}
	return r, nil
}

// findSource finds the one source an address and the flags name.
func findSource(ctx context.Context, st *store.Store, url string, f ruleFlags) (store.Source, error) {
	sources, err := st.Sources(ctx, store.SourceFilter{URL: url, Kind: extract.Kind(f.kind), Competitor: f.competitor})
	switch {
	case err != nil:
		return store.Source{}, err
	case len(sources) == 0:
		return store.Source{}, noSource(url)
	case len(sources) > 1:
		return store.Source{}, misusef("%d sources have this address: say which by --kind or --competitor", len(sources))
	}
	return sources[0].Source, nil
}

func noSource(url string) error {
	return fmt.Errorf("no source has the address %s; gapwatch source list shows them all", url)
}

// onSource opens the store, finds the source of the first argument and does something with it.
func (a *app) onSource(
	f *ruleFlags, do func(ctx context.Context, st *store.Store, src store.Source, args []string) error,
) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		st, _, err := a.openStore(cmd.Context())
		if err != nil {
			return err
		}
		defer st.Close()
		src, err := findSource(cmd.Context(), st, args[0], *f)
		if err != nil {
			return err
		}
		return do(cmd.Context(), st, src, args[1:])
	}
}

func newRulesListCommand(a *app) *cobra.Command {
	var f ruleFlags
	cmd := &cobra.Command{
		Use:   "list ADDRESS",
		Short: "List the rules of a source, and the versions before",
		Args:  cobra.ExactArgs(1),
		RunE: a.onSource(&f, func(ctx context.Context, st *store.Store, src store.Source, _ []string) error {
			history, err := st.RuleHistory(ctx, src.ID)
			if err != nil {
				return err
			}
			return a.printRules(src, history)
		}),
	}
	f.source(cmd)
	return cmd
}

func newRulesAddCommand(a *app) *cobra.Command {
	var f ruleFlags
	cmd := &cobra.Command{
		Use:     "add ADDRESS",
		Short:   "Save a rule; what is read of the source from now on, and its history, is read by it",
		Example: "  gapwatch rules add https://acme.example/pricing --verb remove --css .visitors",
		Args:    cobra.ExactArgs(1),
		RunE: a.onSource(&f, func(ctx context.Context, st *store.Store, src store.Source, _ []string) error {
			rule, err := f.compiled(src.Kind)
			if err != nil {
				return err
			}
			rules, err := st.Rules(ctx, src)
			if err != nil {
				return err
			}
			if i := slices.Index(rules, rule); i >= 0 {
				return misusef("the source has this rule already, as number %d", i+1)
			}
			return a.saveRules(ctx, st, src, append(rules, rule), f.by)
		}),
	}
	f.source(cmd)
	f.rule(cmd)
	cmd.Flags().StringVar(&f.by, "by", "", "who says so (default: $USER)")
	return cmd
}

func newRulesDropCommand(a *app) *cobra.Command {
	var f ruleFlags
	cmd := &cobra.Command{
		Use:   "drop ADDRESS NUMBER",
		Short: "Take a rule back, by its number in the list",
		Args:  cobra.ExactArgs(2),
		RunE: a.onSource(&f, func(ctx context.Context, st *store.Store, src store.Source, args []string) error {
			rules, err := st.Rules(ctx, src)
			if err != nil {
				return err
			}
			n, err := strconv.Atoi(args[0])
			if err != nil || n < 1 || n > len(rules) {
				return misusef("the source has %d rules; write the number of one, from 1", len(rules))
			}
			return a.saveRules(ctx, st, src, append(rules[:n-1:n-1], rules[n:]...), f.by)
		}),
	}
	f.source(cmd)
	cmd.Flags().StringVar(&f.by, "by", "", "who says so (default: $USER)")
	return cmd
}

func (a *app) saveRules(
	ctx context.Context, st *store.Store, src store.Source, rules []extract.Rule, by string,
) error {
	if by == "" {
		by = a.person()
	}
	if _, err := extract.CompileRules(rules); err != nil {
		return misuse{err}
	}
	err := st.InTx(ctx, func(tx *store.Store) error {
		version, err := tx.SaveRules(ctx, src.ID, rules, by, a.now().UTC())
		if err != nil {
			return err
		}
		return tx.Audit(ctx, store.AuditEntry{
			At: a.now().UTC(), Actor: by, Action: "rules saved", Object: crawler.Mask(src.URL),
			Detail: fmt.Sprintf("version %d, %d rules", version, len(rules)),
		})
	})
	if err != nil {
		return err
	}
	history, err := st.RuleHistory(ctx, src.ID)
	if err != nil {
		return err
	}
	if err := a.printRules(src, history); err != nil || a.json {
		return err
	}
	fmt.Fprintln(a.out, "The next crawl reads what is stored again by these rules. That makes no change and tells nobody.")
	return nil
}

// rulesLine is one version of a source's rules as data.
type rulesLine struct {
	SourceURL string         `json:"source_url"`
	Version   int            `json:"version"`
	Actor     string         `json:"actor"`
	At        time.Time      `json:"at"`
	Rules     []extract.Rule `json:"rules"`
}

func (a *app) printRules(src store.Source, history []store.RuleVersion) error {
	if a.json {
		for _, v := range history {
			err := a.printJSON(rulesLine{crawler.Mask(src.URL), v.Version, v.Actor, v.At, v.Rules})
			if err != nil {
				return err
			}
		}
		return nil
	}
	if len(history) == 0 {
		fmt.Fprintln(a.out, "No rules. Most noise needs none; to try one: gapwatch rules try", crawler.Mask(src.URL))
		return nil
	}
	now := history[0]
	fmt.Fprintf(a.out, "Version %d, by %s on %s\n", now.Version, now.Actor, when(&now.At))
	t := a.table("#", "Verb", "Elements", "Text")
	for i, r := range now.Rules {
		t.AppendRow(table.Row{i + 1, r.Verb, r.CSS, r.Match})
	}
	if len(now.Rules) > 0 {
		t.Render()
	} else {
		fmt.Fprintln(a.out, "All rules were taken back.")
	}
	for _, v := range history[1:] {
		fmt.Fprintf(a.out, "before: version %d, %d rules, by %s on %s\n", v.Version, len(v.Rules), v.Actor, when(&v.At))
	}
	return nil
}
