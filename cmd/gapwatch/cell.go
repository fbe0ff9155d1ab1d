package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

func newCellCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cell",
		Short: "Read the proof of a cell, verify it or correct it",
		Long:  "A cell is a competitor and a feature: gapwatch cell history acme session-replay/mobile-replay",
	}
	cmd.AddCommand(newCellSetCommand(a, "verify"), newCellSetCommand(a, "set"), newCellHistoryCommand(a))
	return cmd
}

// cellFlags are what a person can say of a cell.
type cellFlags struct {
	state, planFrom, limit, platform, note, by string
	addOn                                      bool
}

func newCellSetCommand(a *app, verb string) *cobra.Command {
	var f cellFlags
	short := "Say that a cell is right as it stands, or what it is instead; a person's word wins over the machine's"
	if verb == "set" {
		short = "Set a cell; the same as verify with a state"
	}
	cmd := &cobra.Command{
		Use:     verb + " COMPETITOR AREA/FEATURE",
		Short:   short,
		Example: "  gapwatch cell " + verb + " acme session-replay/mobile-replay --state partial --note \"iOS only\" --by Ines",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if verb == "set" && f.state == "" {
				return misusef("say which state: --state yes, partial, beta, planned, no, unknown or \"not applicable\"")
			}
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			return a.verifyCell(cmd.Context(), st, args[0], args[1], f)
		},
	}
	cmd.Flags().StringVar(&f.state, "state", "", `yes, partial, beta, planned, no, unknown, "not applicable"`)
	cmd.Flags().StringVar(&f.planFrom, "plan-from", "", "lowest plan that has it")
	cmd.Flags().StringVar(&f.limit, "limit", "", "limit, as the page says it")
	cmd.Flags().StringVar(&f.platform, "platform", "", "platforms it works on")
	cmd.Flags().StringVar(&f.note, "note", "", "what else must be known")
	cmd.Flags().BoolVar(&f.addOn, "add-on", false, "it costs extra")
	cmd.Flags().StringVar(&f.by, "by", "", "who says so (default: $USER)")
	return cmd
}

func (a *app) verifyCell(ctx context.Context, st *store.Store, competitor, feature string, f cellFlags) error {
	c, feat, err := findCell(ctx, st, competitor, feature)
	if err != nil {
		return err
	}
	value := store.CellValue{State: store.Unknown}
	cell, err := st.Cell(ctx, feat.ID, c.ID)
	switch {
	case err == nil:
		value = cell.CellValue
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	if value, err = f.change(value); err != nil {
		return err
	}
	by := f.by
	if by == "" {
		by = a.person()
	}
	now := a.now().UTC()
	if _, err := st.SetCell(ctx, feat.ID, c.ID, matrix.Verify(value, by, now), by, now); err != nil {
		return err
	}
	if err := st.Audit(ctx, store.AuditEntry{
		At: now, Actor: by, Action: "verify cell", Object: competitor + " " + feature, Detail: string(value.State),
	}); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s, %s: %s %s, verified by %s.\n", c.Name, feat.Name, matrix.Glyph(value.State), value.State, by)
	return nil
}

// change applies what was said to what the cell says.
func (f cellFlags) change(v store.CellValue) (store.CellValue, error) {
	if f.state != "" {
		state := store.State(strings.ToLower(f.state))
		states := []store.State{
			store.Yes, store.Partial, store.Beta, store.Planned, store.No, store.Unknown, store.NotApplicable,
		}
		if !slices.Contains(states, state) {
			return v, misusef(`unknown state %q; use yes, partial, beta, planned, no, unknown or "not applicable"`, f.state)
		}
		if state != v.State {
			v = store.CellValue{State: state, EvidenceID: v.EvidenceID}
		}
	}
	for _, set := range []struct {
		to   *string
		text string
	}{{&v.PlanFrom, f.planFrom}, {&v.LimitText, f.limit}, {&v.Platform, f.platform}, {&v.Note, f.note}} {
		if set.text != "" {
			*set.to = set.text
		}
	}
	v.AddOn = v.AddOn || f.addOn
	return v, nil
}

// person is who works at this machine, for the history.
func (a *app) person() string {
	if user := a.getenv("USER"); user != "" {
		return user
	}
	return "somebody"
}

// findCell finds a competitor by key and a feature by "area/feature".
func findCell(ctx context.Context, st *store.Store, competitor, feature string) (store.Competitor, store.Feature, error) {
	c, err := st.CompetitorByKey(ctx, competitor)
	if err != nil {
		return c, store.Feature{}, err
	}
	f, err := findFeature(ctx, st, feature)
	return c, f, err
}

func findFeature(ctx context.Context, st *store.Store, name string) (store.Feature, error) {
	area, key, ok := strings.Cut(name, "/")
	if !ok {
		return store.Feature{}, misusef("name the feature with its area, such as session-replay/mobile-replay, not %q", name)
	}
	return st.FeatureByKey(ctx, area, key)
}

func newCellHistoryCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "history COMPETITOR AREA/FEATURE",
		Short: "Print a cell's evidence and every step of its history",
		Args:  cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			st, _, err := a.openStore(ctx)
			if err != nil {
				return err
			}
			defer st.Close()
			c, f, err := findCell(ctx, st, args[0], args[1])
			if err != nil {
				return err
			}
			evidence, err := st.EvidenceFor(ctx, f.ID, c.ID)
			if err != nil {
				return err
			}
			history, err := st.CellHistory(ctx, f.ID, c.ID)
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(map[string]any{"evidence": evidence, "history": history})
			}
			a.printProof(c, f, evidence, history)
			return nil
		},
	}
}

func (a *app) printProof(c store.Competitor, f store.Feature, evidence []store.Evidence, history []store.CellVersion) {
	fmt.Fprintf(a.out, "%s: %s\n", c.Name, f.Name)
	if len(evidence) == 0 {
		fmt.Fprintln(a.out, "\nNo evidence. Silence of a page is unknown, never no.")
	}
	for _, e := range evidence {
		fmt.Fprintf(a.out, "\n  %s %s", matrix.Glyph(e.State), e.State)
		if e.PlanFrom != "" {
			fmt.Fprintf(a.out, ", from %s", e.PlanFrom)
		}
		fmt.Fprintf(a.out, "\n  “%s”\n  %s\n  seen %s, last confirmed %s, stored page %d", e.Quote, e.URL,
			e.ObservedAt.Format("2006-01-02"), e.ConfirmedAt.Format("2006-01-02"), e.SnapshotID)
		if e.VanishedAt != nil {
			fmt.Fprintf(a.out, ", gone since %s", e.VanishedAt.Format("2006-01-02"))
		}
		fmt.Fprintln(a.out)
	}
	fmt.Fprintln(a.out)
	t := a.table("When", "State", "Standing", "By", "Why")
	for _, v := range history {
		t.AppendRow([]any{when(&v.At), report.SheetCell{State: v.State, PlanFrom: v.PlanFrom}.Text(), v.Standing, v.Actor, v.Why})
	}
	t.Render()
}
