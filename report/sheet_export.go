package report

import (
	"encoding/csv"
	"fmt"
	"html/template"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// SheetsCSV writes one line per feature; what a spreadsheet would take for a formula is made inert.
func SheetsCSV(out io.Writer, sheets []SheetData) error {
	w := csv.NewWriter(out)
	for _, s := range sheets {
		for _, line := range s.lines() {
			if err := w.Write(Inert(line)); err != nil {
				return err
			}
		}
	}
	w.Flush()
	return w.Error()
}

// lines are the rows of a spreadsheet, its head first.
func (s SheetData) lines() [][]string {
	out := [][]string{append([]string{"area", "group", "feature", "us"}, s.Competitors...)}
	for _, row := range s.Rows {
		line := []string{s.Name, row.Group, row.Name, string(row.Own)}
		for _, c := range row.Order {
			line = append(line, c.plain())
		}
		out = append(out, line)
	}
	return out
}

// Inert puts an apostrophe before cells that spreadsheets would run, in signs of usual or of full width (OWASP, CSV injection).
func Inert(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		if first, _ := utf8.DecodeRuneInString(c); c != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
			c = "'" + c
		}
		out[i] = c
	}
	return out
}

// SheetsXLSX writes a workbook with one sheet per area. Its cells are texts: nothing in them is a formula.
func SheetsXLSX(out io.Writer, sheets []SheetData) error {
	book := excelize.NewFile()
	defer book.Close()
	for i, s := range sheets {
		name := sheetName(s, i)
		if _, err := book.NewSheet(name); err != nil {
			return fmt.Errorf("sheet %s: %w", name, err)
		}
		stream, err := book.NewStreamWriter(name)
		if err != nil {
			return fmt.Errorf("sheet %s: %w", name, err)
		}
		for n, line := range s.lines() {
			if err := writeLine(stream, n+1, line); err != nil {
				return fmt.Errorf("sheet %s: %w", name, err)
			}
		}
		if err := stream.Flush(); err != nil {
			return fmt.Errorf("sheet %s: %w", name, err)
		}
	}
	if len(sheets) > 0 {
		if err := book.DeleteSheet("Sheet1"); err != nil {
			return err
		}
	}
	return book.Write(out)
}

func writeLine(stream *excelize.StreamWriter, n int, line []string) error {
	cells := make([]any, len(line))
	for i, text := range Inert(line) {
		cells[i] = text
	}
	return stream.SetRow(fmt.Sprintf("A%d", n), cells)
}

// mostSheetName is how long the name of a sheet may be, in UTF-16 units.
const mostSheetName = 31

// sheetName is an area's name as a workbook takes it: 31 characters at most, and no :\/?*[].
func sheetName(s SheetData, n int) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return ' '
		}
		return r
	}, s.Name)
	units := utf16.Encode([]rune(fmt.Sprintf("%d %s", n+1, name))) // as workbooks count
	return strings.TrimRight(string(utf16.Decode(units[:min(len(units), mostSheetName)])), "\ufffd")
}

// SheetsMarkdown writes one table per area.
func SheetsMarkdown(out io.Writer, sheets []SheetData) error {
	var b strings.Builder
	for _, s := range sheets {
		fmt.Fprintf(&b, "## %s\n\n| Feature | Us |", esc(s.Name))
		for _, name := range s.Competitors {
			fmt.Fprintf(&b, " %s |", esc(name))
		}
		fmt.Fprintf(&b, "\n|%s\n", strings.Repeat(" --- |", len(s.Competitors)+2))
		for _, row := range s.Rows {
			fmt.Fprintf(&b, "| %s | %s |", esc(row.Name), row.OwnText())
			for _, c := range row.Order {
				fmt.Fprintf(&b, " %s |", esc(c.Text()))
			}
			b.WriteByte('\n')
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(out, b.String())
	return err
}

var sheetsPage = template.Must(template.New("matrix").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Feature-gap matrix · Gapwatch</title></head><body>
{{range .}}<h1>{{.Name}}</h1>
<table><thead><tr><th>Feature</th><th>Us</th>{{range .Competitors}}<th>{{.}}</th>{{end}}</tr></thead><tbody>
{{range .Rows}}<tr><th scope="row">{{.Name}}</th><td>{{.OwnText}}</td>{{range .Order}}<td>{{.Text}}</td>{{end}}</tr>
{{end}}</tbody></table>
{{end}}</body></html>
`))

// SheetsHTML writes one table per area on a page that stands by itself.
func SheetsHTML(out io.Writer, sheets []SheetData) error { return sheetsPage.Execute(out, sheets) }
