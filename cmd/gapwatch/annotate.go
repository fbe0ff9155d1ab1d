package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// annotationFlags are what a person says of a gap.
type annotationFlags struct {
	feature, account, competitor, kind, what, trigger, owner, keyDate, link, why, help, plan, author string
}

func newAnnotateCommand(a *app) *cobra.Command {
	var f annotationFlags
	cmd := &cobra.Command{
		Use:   "annotate",
		Short: "Attach an account and what it said to a gap",
		Long: `Attach what a customer or prospect said to a gap. Without --feature it waits in the inbox for triage.

Kinds: at risk, churned, deal lost, feature request, competitive intel, pricing & packaging.
"at risk" needs --trigger, --owner and --next-key-date: a flag that nobody owns and that never ends helps nobody.`,
		Example: `  gapwatch annotate --feature session-replay/mobile-replay --account "Ninefold Rail" --kind "at risk" \
    --what "Our conductors live in the app." --trigger "the pilot ends" --owner Jonas --next-key-date 2026-12-01`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			return a.annotate(cmd.Context(), st, f)
		},
	}
	for name, flag := range map[string]struct {
		to    *string
		usage string
	}{
		"feature":        {&f.feature, "area/feature of the gap (none: the inbox)"},
		"account":        {&f.account, "name or key of the account"},
		"competitor":     {&f.competitor, "key of the competitor it is about"},
		"kind":           {&f.kind, "kind of annotation"},
		"what":           {&f.what, "a quote or an observation"},
		"trigger":        {&f.trigger, "at risk: what would make them leave"},
		"owner":          {&f.owner, "who looks after it"},
		"next-key-date":  {&f.keyDate, "date such as 2026-12-01"},
		"link":           {&f.link, "ticket, call or CRM entry"},
		"why":            {&f.why, "why it matters"},
		"help-needed":    {&f.help, "help needed"},
		"plan-of-action": {&f.plan, "plan of action"},
		"author":         {&f.author, "who writes it (default: $USER)"},
	} {
		cmd.Flags().StringVar(flag.to, name, "", flag.usage)
	}
	return cmd
}

func (a *app) annotate(ctx context.Context, st *store.Store, f annotationFlags) error {
	if f.author == "" {
		f.author = a.person()
	}
	n, err := f.annotation(a.now().UTC())
	if err != nil {
		return err
	}
	err = st.InTx(ctx, func(tx *store.Store) error {
		if err := f.attach(ctx, tx, &n); err != nil {
			return err
		}
		if err := f.flaws(n); err != nil {
			return err
		}
		return tx.SaveAnnotation(ctx, &n)
	})
	if err != nil {
		return err
	}
	where := "It waits in the inbox: it names no feature yet."
	if f.feature != "" {
		where = "Attached to " + f.feature + "."
	}
	fmt.Fprintf(a.out, "Annotation %d kept. %s\n", n.ID, where)
	return nil
}

// annotation is what was said, before it is attached to what it is about.
func (f annotationFlags) annotation(now time.Time) (store.Annotation, error) {
	n := store.Annotation{
		Kind: store.AnnotationKind(strings.ToLower(f.kind)), What: strings.TrimSpace(f.what), TriggerText: f.trigger,
		Owner: f.owner, Link: f.link, Why: f.why, HelpNeeded: f.help, PlanOfAction: f.plan, Author: f.author,
		CreatedAt: now, UpdatedAt: now,
	}
	if f.keyDate == "" {
		return n, nil
	}
	t, err := time.Parse(time.DateOnly, f.keyDate)
	if err != nil {
		return n, misusef("%q is not a date; write it like 2026-12-01", f.keyDate)
	}
	n.NextKeyDate = &t
	return n, nil
}

// flaws tells what is missing by the flags that give it, all at once.
func (f annotationFlags) flaws(n store.Annotation) error {
	var wrong []error
	for _, flaw := range matrix.AnnotationFlaws(n) {
		flag := strings.ReplaceAll(flaw.Field, "_", "-")
		wrong = append(wrong, fmt.Errorf("--%s: %s", flag, flaw.Text))
	}
	if len(wrong) > 0 {
		return misuse{errors.Join(wrong...)}
	}
	return nil
}

// attach finds what the annotation is about.
func (f annotationFlags) attach(ctx context.Context, tx *store.Store, n *store.Annotation) error {
	if f.account != "" {
		acc, err := tx.AccountByKeyOrName(ctx, f.account)
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("no account is called %q; gapwatch account list shows them, gapwatch account import adds them", f.account)
		}
		if err != nil {
			return err
		}
		n.AccountID = &acc.ID
	}
	if f.competitor != "" {
		c, err := tx.CompetitorByKey(ctx, f.competitor)
		if err != nil {
			return err
		}
		n.CompetitorID = &c.ID
	}
	if f.feature != "" {
		feature, err := findFeature(ctx, tx, f.feature)
		if err != nil {
			return err
		}
		gap, err := tx.EnsureGap(ctx, feature.ID, n.CreatedAt)
		if err != nil {
			return err
		}
		n.GapID = &gap.ID
	}
	return nil
}

func newAnnotationsCommand(a *app) *cobra.Command {
	var area, kind string
	var inbox bool
	cmd := &cobra.Command{
		Use:   "annotations",
		Short: "List annotations",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			views, err := st.Annotations(cmd.Context(), store.AnnotationFilter{
				Area: area, Kind: store.AnnotationKind(kind), Inbox: inbox,
			})
			if err != nil {
				return err
			}
			return a.printAnnotations(views)
		},
	}
	cmd.Flags().StringVar(&area, "area", "", "key of an area")
	cmd.Flags().StringVar(&kind, "kind", "", "kind of annotation")
	cmd.Flags().BoolVar(&inbox, "inbox", false, "only those that wait for triage")
	return cmd
}

func (a *app) printAnnotations(views []store.AnnotationView) error {
	if a.json {
		for _, v := range views {
			if err := a.printJSON(v); err != nil {
				return err
			}
		}
		return nil
	}
	if len(views) == 0 {
		fmt.Fprintln(a.out, "No annotations. Add one with: gapwatch annotate --help")
		return nil
	}
	t := a.table("No", "When", "Kind", "Account", "Feature", "What")
	for _, v := range views {
		feature := "inbox"
		if v.FeatureKey != "" {
			feature = v.AreaKey + "/" + v.FeatureKey
		}
		t.AppendRow([]any{v.ID, v.CreatedAt.Format(time.DateOnly), v.Kind, v.AccountName, feature, v.What})
	}
	t.Render()
	return nil
}
