package main

import (
	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/report"
)

func newReportCommand(a *app) *cobra.Command {
	var week, area, format, by string
	var publish bool
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Print the weekly gap report",
		Long: `Print the gap report of a week: what could not be seen, what shipped, which prices moved, how the matrix moved,
which gaps customers feel with their combined ARR, new annotations and queues.

--publish freezes the report as it is; it is then printed from what was frozen, for ever.`,
		Example: `  gapwatch report
  gapwatch report --week 2026-W47 --area session-replay --format html > week.html`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			o := report.Options{Week: week, AreaKey: area, Now: a.now().UTC()}
			var r report.Report
			if publish {
				r, _, err = report.Publish(cmd.Context(), st, o, by)
			} else {
				r, _, err = report.Read(cmd.Context(), st, o)
			}
			if err != nil {
				return err
			}
			return a.printReport(r, format)
		},
	}
	cmd.Flags().StringVar(&week, "week", "", "ISO week such as 2026-W47 (default: this week)")
	cmd.Flags().StringVar(&area, "area", "", "key of an area (default: all)")
	cmd.Flags().StringVar(&format, "format", "md", "md, html or json")
	cmd.Flags().BoolVar(&publish, "publish", false, "freeze the report")
	cmd.Flags().StringVar(&by, "by", "", "who publishes it")
	return cmd
}

func (a *app) printReport(r report.Report, format string) error {
	switch {
	case a.json || format == "json":
		return report.JSON(a.out, r)
	case format == "html":
		return report.HTML(a.out, r)
	case format == "md":
		return report.Markdown(a.out, r)
	}
	return misusef("unknown format %q; use md, html or json", format)
}

// formatError says which formats there are.
func formatError(format, known string) error {
	return misusef("unknown format %q; use %s", format, known)
}
