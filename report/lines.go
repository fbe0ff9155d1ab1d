package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"
)

// Lines is the report as a table: one line for each thing it says, with its quote and its address.
func Lines(r Report) [][]string {
	out := [][]string{{"section", "competitor", "what", "date", "quote", "address", "proof"}}
	for _, u := range r.Coverage.Unseen {
		since := ""
		if u.Since != nil {
			since = u.Since.Format(time.DateOnly)
		}
		out = append(out, []string{"could not be seen", u.Competitor, u.Kind + ": " + u.Reason, since, "", u.URL, u.Path})
	}
	for _, c := range append(append([]ChangeLine{}, r.Prices...), r.Other...) {
		out = append(out, []string{
			"changed", c.Competitor, c.Sentence, c.SeenAt.Format(time.DateOnly), c.Quote, c.URL, c.Path,
		})
	}
	for _, s := range r.Shipped {
		for _, e := range s.Entries {
			date := ""
			if e.Date != nil {
				date = e.Date.Format(time.DateOnly)
			}
			out = append(out, []string{"shipped", s.Competitor, e.Type + ", " + e.Level, date, e.Title, e.URL, ""})
		}
	}
	for _, m := range r.Moves {
		out = append(out, []string{"matrix moved", m.Competitor, m.Sentence(), m.At.Format(time.DateOnly), "", "", m.Path})
	}
	for _, g := range r.Gaps {
		out = append(out, []string{"gap", "", g.Sentence(), "", "", "", g.Path})
	}
	return out
}

// CSV writes the report as a table; what a spreadsheet would take for a formula is made inert.
func CSV(out io.Writer, r Report) error {
	w := csv.NewWriter(out)
	for _, line := range Lines(r) {
		if err := w.Write(Inert(line)); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// XLSX writes the report as a workbook of one sheet.
func XLSX(out io.Writer, r Report) error {
	book := excelize.NewFile()
	defer book.Close()
	stream, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	for n, line := range Lines(r) {
		if err := writeLine(stream, n+1, line); err != nil {
			return fmt.Errorf("workbook: %w", err)
		}
	}
	if err := stream.Flush(); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	return book.Write(out)
}
