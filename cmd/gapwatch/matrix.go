package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

func newMatrixCommand(a *app) *cobra.Command {
	var area, asOf, format string
	cmd := &cobra.Command{
		Use:   "matrix",
		Short: "Print the feature-gap matrix",
		Long: `Print features against competitors, now or as of a date. A state is a shape and a word:

  ● yes  ◐ partial  ◈ beta  ▤ planned  ✕ no  ? unknown  – not applicable

A mark behind it is its standing: * verified by a person, ! contested, ~ stale; none: observed by the machine.
Unknown means that no page which is watched speaks of it, never no.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			at, err := a.moment(asOf)
			if err != nil {
				return err
			}
			sheets, err := readSheets(cmd.Context(), st, area, at)
			if err != nil {
				return err
			}
			return a.printSheets(sheets, format)
		},
	}
	cmd.Flags().StringVar(&area, "area", "", "key of an area (default: all)")
	cmd.Flags().StringVar(&asOf, "as-of", "", "date such as 2026-10-01 (default: now)")
	cmd.Flags().StringVar(&format, "format", "table", "table, md, csv, xlsx, json or html")
	return cmd
}

// moment reads a date that a person typed; the day counts to its end. Empty is now.
func (a *app) moment(s string) (*time.Time, error) {
	if s == "" {
		return nil, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return nil, misusef("%q is not a date; write it like %s", s, a.now().Format(time.DateOnly))
	}
	t = t.AddDate(0, 0, 1).Add(-time.Microsecond)
	return &t, nil
}

// readSheets reads the matrix of one area, or of each.
func readSheets(ctx context.Context, st *store.Store, key string, at *time.Time) ([]report.SheetData, error) {
	areas, err := st.Areas(ctx)
	if err != nil {
		return nil, err
	}
	if key != "" {
		area, err := st.AreaByKey(ctx, key)
		if err != nil {
			return nil, err
		}
		areas = []store.Area{area}
	}
	var out []report.SheetData
	for _, area := range areas {
		s, err := report.Sheet(ctx, st, area, at)
		if err != nil {
			return nil, err
		}
		out = append(out, report.Data(s))
	}
	return out, nil
}

func (a *app) printSheets(sheets []report.SheetData, format string) error {
	if a.json {
		format = "json"
	}
	switch format {
	case "json":
		return a.printJSON(sheets)
	case "csv":
		return report.SheetsCSV(a.out, sheets)
	case "md":
		return report.SheetsMarkdown(a.out, sheets)
	case "html":
		return report.SheetsHTML(a.out, sheets)
	case "xlsx":
		return report.SheetsXLSX(a.out, sheets)
	case "table":
		a.sheetTables(sheets)
		return nil
	}
	return formatError(format, "table, md, csv, xlsx, json or html")
}

func (a *app) sheetTables(sheets []report.SheetData) {
	if len(sheets) == 0 {
		fmt.Fprintln(a.out, "No area yet. Areas and their features come from the landscape file: gapwatch init")
	}
	for i, s := range sheets {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		fmt.Fprintln(a.out, s.Name)
		head := []any{"Feature", "Us"}
		for _, name := range s.Competitors {
			head = append(head, name)
		}
		t := a.table(head...)
		for _, row := range s.Rows {
			line := []any{row.Name, row.OwnText()}
			for _, c := range row.Order {
				line = append(line, c.Text())
			}
			t.AppendRow(line)
		}
		t.Render()
	}
}
