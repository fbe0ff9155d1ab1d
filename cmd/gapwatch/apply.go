package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

func newApplyCommand(a *app) *cobra.Command {
	var dryRun bool
	var opts applyOptions
	cmd := &cobra.Command{
		Use:   "apply FILE",
		Short: "Add and change what is watched, from a landscape file",
		Long: `Make Gapwatch know and watch what a file says: landscape.yaml, a CSV list (competitor, kind, url), or the OPML
export of a feed reader. Applying a file twice changes nothing the second time.

Nothing is removed unless you say --prune, and then only from what the file speaks of: a section it leaves out is left
alone. What was learned of removed competitors and features stays readable.`,
		Example: `  gapwatch apply landscape.yaml --dry-run
  gapwatch apply landscape.yaml
  gapwatch apply feeds.opml`,
		Args: fileArg("gapwatch apply landscape.yaml"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"yaml", "yml", "json", "csv", "tsv", "opml"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if dryRun {
				return a.dryApply(cmd.Context(), args[0], opts)
			}
			return a.apply(cmd.Context(), args[0], opts)
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "show what would be done, and do nothing")
	cmd.Flags().BoolVar(&opts.prune, "prune", false, "remove what the file does not have")
	return cmd
}

// fileArg wants exactly one file.
func fileArg(example string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return misusef("name one file, such as: %s", example)
		}
		return nil
	}
}

type applyOptions struct {
	prune bool
}

// apply carries a file out and tells what was done. A file with mistakes leaves no database behind.
func (a *app) apply(ctx context.Context, path string, opts applyOptions) error {
	data, err := a.readFile(path)
	if err != nil {
		return err
	}
	land, err := parseLandscape(path, data)
	if err != nil {
		return err
	}
	st, _, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	mark := watch.Fingerprint(path, data, opts.prune)
	plan, err := a.applyLandscape(ctx, st, land, path, mark, opts)
	if err != nil {
		return fmt.Errorf("apply %s: %w", path, err)
	}
	return a.printPlan(plan, planTold{prune: opts.prune})
}

// applyFile applies a landscape file before other work. Where this very file was applied last it does nothing, and the
// plan is empty.
func (a *app) applyFile(
	ctx context.Context, st *store.Store, path string, opts applyOptions,
) (watch.ApplyPlan, error) {
	data, err := a.readFile(path)
	if err != nil {
		return watch.ApplyPlan{}, err
	}
	mark := watch.Fingerprint(path, data, opts.prune)
	if done, err := watch.Applied(ctx, st, mark); done || err != nil {
		return watch.ApplyPlan{}, err
	}
	land, err := parseLandscape(path, data)
	if err != nil {
		return watch.ApplyPlan{}, err
	}
	plan, err := a.applyLandscape(ctx, st, land, path, mark, opts)
	if err != nil {
		return plan, fmt.Errorf("apply %s: %w", path, err)
	}
	return plan, nil
}

func (a *app) applyLandscape(
	ctx context.Context, st *store.Store, land config.Landscape, path, mark string, opts applyOptions,
) (watch.ApplyPlan, error) {
	return watch.Apply(ctx, st, land, watch.ApplyOptions{
		Prune: opts.prune, Now: a.now(), Actor: "command line", File: path, Fingerprint: mark,
	})
}

func parseLandscape(path string, data []byte) (config.Landscape, error) {
	if path == "-" {
		path = "input.yaml"
	}
	land, err := config.ParseFile(path, data)
	if errors.Is(err, config.ErrFormat) {
		return land, misuse{err}
	}
	return land, err
}

// readFile reads a file, or the standard input for a dash.
func (a *app) readFile(path string) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(a.in)
	}
	return os.ReadFile(path)
}

// dryApply plans against the database as it is; where there is none yet, it makes none.
func (a *app) dryApply(ctx context.Context, path string, opts applyOptions) error {
	data, err := a.readFile(path)
	if err != nil {
		return err
	}
	land, err := parseLandscape(path, data)
	if err != nil {
		return err
	}
	settings, err := a.settings()
	if err != nil {
		return err
	}
	var current store.Landscape
	if !a.absent(settings) {
		st, _, err := a.openStore(ctx)
		if err != nil {
			return err
		}
		defer st.Close()
		if current, err = st.Landscape(ctx); err != nil {
			return err
		}
	}
	plan := watch.Plan(current, land)
	if err := plan.Err(); err != nil {
		return fmt.Errorf("apply %s: %w", path, err)
	}
	return a.printPlan(plan, planTold{prune: opts.prune, dry: true})
}

// absent tells that the database would be a new file.
func (a *app) absent(s config.Settings) bool {
	if s.Database.Address != "" {
		return false
	}
	_, err := os.Stat(a.address(s))
	return errors.Is(err, os.ErrNotExist)
}

// planTold is how a plan is told: what was asked for.
type planTold struct {
	dry   bool
	prune bool
}

// planJSON is a plan as data.
type planJSON struct {
	DryRun  bool              `json:"dry_run"`
	Pruned  bool              `json:"pruned"` // what is under removed is removed, not kept
	Added   []watch.ApplyStep `json:"added"`
	Changed []watch.ApplyStep `json:"changed"`
	Removed []watch.ApplyStep `json:"removed"`
	Same    int               `json:"same"`
}

func (a *app) printPlan(p watch.ApplyPlan, told planTold) error {
	if a.json {
		return a.printJSON(planJSON{
			DryRun: told.dry, Pruned: told.prune, Added: some(p.Added), Changed: some(p.Changed), Removed: some(p.Removed),
			Same: p.Same,
		})
	}
	removing := "kept"
	if told.prune {
		removing = "remove"
	}
	t := a.table("", "What", "Which", "")
	steps := appendSteps(t, "add", p.Added) + appendSteps(t, "change", p.Changed) + appendSteps(t, removing, p.Removed)
	if steps > 0 {
		t.Render()
		fmt.Fprintln(a.out)
	}
	fmt.Fprintln(a.out, planSentence(p, told))
	return nil
}

// some is an empty list instead of none, so that JSON says [] and not null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// shownSteps is how many rows of one kind a person is shown; the rest is counted.
const shownSteps = 200

func appendSteps(t table.Writer, action string, steps []watch.ApplyStep) int {
	for _, s := range steps[:min(len(steps), shownSteps)] {
		detail := clip(s.After)
		if s.Before != "" && s.After != "" {
			detail = clip(s.Before) + " -> " + clip(s.After)
		} else if s.Before != "" {
			detail = "no longer: " + clip(s.Before)
		}
		t.AppendRow(table.Row{action, s.What, printable(s.Name), printable(detail)})
	}
	if more := len(steps) - shownSteps; more > 0 {
		t.AppendRow(table.Row{action, "", fmt.Sprintf("and %d more (--json lists all)", more), ""})
	}
	return len(steps)
}

// printable shows what a terminal would take for a command.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '\ufffd'
	}, s)
}

// clip keeps a text to the width of a table.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most-3]) + "..."
	}
	return s
}

func planSentence(p watch.ApplyPlan, told planTold) string {
	added, changed, removed := "added", "changed", "removed"
	if told.dry {
		added, changed, removed = "to add", "to change", "to remove"
	}
	if !told.prune {
		removed = "not in the file and kept (--prune removes them)"
	}
	s := fmt.Sprintf("%d %s, %d %s, %d as they were", len(p.Added), added, len(p.Changed), changed, p.Same)
	if len(p.Removed) > 0 {
		s += fmt.Sprintf(", %d %s", len(p.Removed), removed)
	}
	if told.dry {
		return s + ". Nothing was done."
	}
	return s + "."
}
