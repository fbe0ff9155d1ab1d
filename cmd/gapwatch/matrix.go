package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/matrix"
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
	cmd.Flags().StringVar(&format, "format", "table", "table, md, csv, json or html")
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

// sheet is one area's matrix.
type sheet struct {
	Area        string     `json:"area"`
	Name        string     `json:"name"`
	Competitors []string   `json:"competitors"`
	Rows        []sheetRow `json:"features"`
}

type sheetRow struct {
	Key   string               `json:"key"`
	Name  string               `json:"name"`
	Group string               `json:"group,omitempty"`
	Own   store.State          `json:"own"`
	Cells map[string]sheetCell `json:"cells"` // by competitor key
	order []sheetCell
}

type sheetCell struct {
	State    store.State    `json:"state"`
	PlanFrom string         `json:"plan_from,omitempty"`
	AddOn    bool           `json:"add_on,omitempty"`
	Limit    string         `json:"limit,omitempty"`
	Standing store.Standing `json:"standing,omitempty"`
	Why      string         `json:"why,omitempty"`
}

// readSheets reads the matrix of one area, or of each.
func readSheets(ctx context.Context, st *store.Store, key string, at *time.Time) ([]sheet, error) {
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
	var out []sheet
	for _, area := range areas {
		s, err := readSheet(ctx, st, area, at)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func readSheet(ctx context.Context, st *store.Store, area store.Area, at *time.Time) (sheet, error) {
	s := sheet{Area: area.Key, Name: area.Name, Competitors: []string{}, Rows: []sheetRow{}}
	in, err := report.GapInput(ctx, st, &area, at)
	if err != nil {
		return s, err
	}
	cells := map[[2]int64]store.CellValue{}
	for _, c := range in.Cells {
		cells[[2]int64{c.FeatureID, c.CompetitorID}] = c.CellValue
	}
	for _, c := range in.Competitors {
		s.Competitors = append(s.Competitors, c.Name)
	}
	for _, f := range in.Features {
		row := sheetRow{Key: f.Key, Name: f.Name, Group: f.GroupName, Own: known(f.OwnState), Cells: map[string]sheetCell{}}
		for _, c := range in.Competitors {
			v := cells[[2]int64{f.ID, c.ID}]
			cell := sheetCell{known(v.State), v.PlanFrom, v.AddOn, v.LimitText, v.Standing, v.Why}
			row.Cells[c.Key] = cell
			row.order = append(row.order, cell)
		}
		s.Rows = append(s.Rows, row)
	}
	return s, nil
}

// known is a state that is never blank: what nobody knows is unknown.
func known(s store.State) store.State {
	if s == "" {
		return store.Unknown
	}
	return s
}

// text writes a cell: shape, word, plan, standing.
func (c sheetCell) text() string {
	s := matrix.Glyph(c.State) + " " + string(c.State)
	if c.PlanFrom != "" {
		s += ", " + c.PlanFrom
	}
	switch c.Standing {
	case store.Verified:
		s += " *"
	case store.Contested:
		s += " !"
	case store.Stale:
		s += " ~"
	}
	return s
}

func (a *app) printSheets(sheets []sheet, format string) error {
	if a.json {
		format = "json"
	}
	switch format {
	case "json":
		return a.printJSON(sheets)
	case "csv":
		return sheetsCSV(a.out, sheets)
	case "md":
		return sheetsMarkdown(a.out, sheets)
	case "html":
		return sheetsPage.Execute(a.out, sheets)
	case "table":
		a.sheetTables(sheets)
		return nil
	}
	return formatError(format, "table, md, csv, json or html")
}

func (a *app) sheetTables(sheets []sheet) {
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
			line := []any{row.Name, sheetCell{State: row.Own}.text()}
			for _, c := range row.order {
				line = append(line, c.text())
			}
			t.AppendRow(line)
		}
		t.Render()
	}
}

// sheetsCSV writes one line per cell row; what a spreadsheet would take for a formula is made inert.
func sheetsCSV(out io.Writer, sheets []sheet) error {
	w := csv.NewWriter(out)
	for _, s := range sheets {
		head := []string{"area", "group", "feature", "us"}
		head = append(head, s.Competitors...)
		if err := w.Write(inert(head)); err != nil {
			return err
		}
		for _, row := range s.Rows {
			line := []string{s.Name, row.Group, row.Name, string(row.Own)}
			for _, c := range row.order {
				text := string(c.State)
				if c.PlanFrom != "" {
					text += " (" + c.PlanFrom + ")"
				}
				line = append(line, text)
			}
			if err := w.Write(inert(line)); err != nil {
				return err
			}
		}
	}
	w.Flush()
	return w.Error()
}

// inert puts an apostrophe before cells that spreadsheets would run (OWASP, CSV injection).
func inert(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
			c = "'" + c
		}
		out[i] = c
	}
	return out
}

func sheetsMarkdown(out io.Writer, sheets []sheet) error {
	cell := strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;")
	for _, s := range sheets {
		fmt.Fprintf(out, "## %s\n\n| Feature | Us |", cell.Replace(s.Name))
		for _, name := range s.Competitors {
			fmt.Fprintf(out, " %s |", cell.Replace(name))
		}
		fmt.Fprintf(out, "\n|%s\n", strings.Repeat(" --- |", len(s.Competitors)+2))
		for _, row := range s.Rows {
			fmt.Fprintf(out, "| %s | %s |", cell.Replace(row.Name), sheetCell{State: row.Own}.text())
			for _, c := range row.order {
				fmt.Fprintf(out, " %s |", cell.Replace(c.text()))
			}
			fmt.Fprintln(out)
		}
		fmt.Fprintln(out)
	}
	return nil
}

var sheetsPage = template.Must(template.New("matrix").Funcs(template.FuncMap{
	"text": sheetCell.text,
	"own":  func(s store.State) string { return sheetCell{State: s}.text() },
	"row":  func(r sheetRow) []sheetCell { return r.order },
}).Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Feature-gap matrix · Gapwatch</title></head><body>
{{range .}}<h1>{{.Name}}</h1>
<table><thead><tr><th>Feature</th><th>Us</th>{{range .Competitors}}<th>{{.}}</th>{{end}}</tr></thead><tbody>
{{range .Rows}}<tr><th scope="row">{{.Name}}</th><td>{{own .Own}}</td>{{range row .}}<td>{{text .}}</td>{{end}}</tr>
{{end}}</tbody></table>
{{end}}</body></html>
`))
