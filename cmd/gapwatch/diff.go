package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
)

func newDiffCommand(a *app) *cobra.Command {
	var kind, base string
	cmd := &cobra.Command{
		Use:     "diff OLD NEW",
		Short:   "Compare two saved pages by meaning",
		Example: "  gapwatch diff --kind pricing january.html march.html",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			k, err := kindOf(kind)
			if err != nil {
				return err
			}
			var docs [2]extract.Document
			for i, file := range args {
				page, err := a.page(cmd.Context(), file, k, base, "")
				if err != nil {
					return err
				}
				if docs[i], err = extract.Read(page); err != nil {
					return fmt.Errorf("%s: %w", file, err)
				}
			}
			return a.printDiff(diff.Documents(docs[0], docs[1], diff.Memory{}))
		},
	}
	cmd.Flags().StringVar(&kind, "kind", "page", "changelog, pricing, feed, page or sitemap")
	cmd.Flags().StringVar(&base, "base-url", "", "address that the pages came from")
	return cmd
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
		fmt.Fprintf(a.out, "%-7s %s\n", c.Level, diff.Sentence(c))
	}
	return nil
}
