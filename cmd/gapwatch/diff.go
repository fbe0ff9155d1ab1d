package main

import (
	"context"
	"fmt"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
)

func newDiffCommand(a *app) *cobra.Command {
	var kind, base string
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Compare two saved pages by meaning",
		Long: `Compare two saved pages by meaning, as two captures of one source would be.

A page that the capture gate would refuse (a bot check, an error page, a page that has
lost nearly everything) is not compared: that is said on stderr, and no change is made of it.`,
		Example: "  gapwatch diff --kind pricing january.html march.html",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			k, err := kindOf(kind)
			if err != nil {
				return err
			}
			changes, refused, err := a.compare(cmd.Context(), k, base, args)
			if err != nil {
				return err
			}
			if refused != "" { // not the same as "nothing changed"
				fmt.Fprintln(a.err, refused)
				if !a.json {
					return nil
				}
			}
			return a.printDiff(changes)
		},
	}
	cmd.Flags().StringVar(&kind, "kind", "page", "changelog, pricing, feed, page or sitemap")
	cmd.Flags().StringVar(&base, "base-url", "", "address that the pages came from")
	return cmd
}

// compare reads two files and lists what changed, unless one of them would not have been kept: then it says why.
func (a *app) compare(ctx context.Context, kind extract.Kind, base string, files []string) ([]diff.Change, string, error) {
	var docs [2]extract.Document
	var bodies [2][]byte
	for i, file := range files {
		page, err := a.page(ctx, file, kind, base, "")
		if err != nil {
			return nil, "", err
		}
		bodies[i] = page.Body
		if v := extract.Health(page); v.State != extract.OK {
			return nil, file + " is not compared: " + v.Reason, nil
		}
		if docs[i], err = extract.Read(page); err != nil {
			return nil, "", fmt.Errorf("%s: %w", file, err)
		}
	}
	if reason, yes := extract.Collapsed(docs[0], docs[1]); yes {
		return nil, files[1] + " is not compared: " + reason, nil
	}
	changes := diff.Documents(docs[0], docs[1], diff.Memory{})
	return diff.WithoutTurns(changes, bodies[0], bodies[1]), "", nil
}

func (a *app) printDiff(changes []diff.Change) error {
	if a.json {
		if changes == nil {
			changes = []diff.Change{}
		}
		return a.printJSON(map[string]any{"changes": changes})
	}
	if len(changes) == 0 {
		fmt.Fprintln(a.out, "Nothing changed in meaning.")
	}
	for _, c := range changes {
		fmt.Fprintf(a.out, "%s %s\n", a.level(c.Level), diff.Sentence(c))
	}
	return nil
}

// level names a level in a column, in colour where a person looks at a terminal.
func (a *app) level(l extract.Level) string {
	s := fmt.Sprintf("%-7s", l)
	switch {
	case !a.colour(a.out):
		return s
	case l == extract.Major:
		return text.Colors{text.Bold, text.FgRed}.Sprint(s)
	case l == extract.Notable:
		return text.Bold.Sprint(s)
	}
	return text.Faint.Sprint(s)
}
