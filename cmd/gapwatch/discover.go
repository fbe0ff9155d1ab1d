package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/extract"
)

func newDiscoverCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "discover URL",
		Short: "Propose what to watch, from a competitor's home page",
		Long: `Fetch a competitor's home page and propose its feeds, changelog, pricing page and sitemap, ready to be pasted below
"sources:" in the landscape file. Only that one page is asked for.`,
		Example: "  gapwatch discover https://competitor.example",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			page, err := a.page(cmd.Context(), args[0], extract.PageKind, "", "")
			if err != nil {
				return err
			}
			proposals, err := extract.Discover(page)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			for _, p := range proposals {
				if a.json {
					if err := a.printJSON(p); err != nil {
						return err
					}
					continue
				}
				fmt.Fprintf(a.out, "- {kind: %s, url: %q} # %s\n", p.Kind, p.URL, p.Why)
			}
			return nil
		},
	}
}
