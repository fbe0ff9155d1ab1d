package report

import (
	"encoding/json"
	"io"
	"time"
)

// Format is a form in which a T can be taken along.
type Format[T any] struct {
	ContentType string
	Write       func(io.Writer, T) error
}

const workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// SheetFormats are those of a matrix as it stood on a day, by the endings of their files.
func SheetFormats(day time.Time) map[string]Format[SheetData] {
	listed := func(write func(io.Writer, []SheetData) error) func(io.Writer, SheetData) error {
		return func(w io.Writer, d SheetData) error { return write(w, []SheetData{d}) }
	}
	return map[string]Format[SheetData]{
		"csv":  {"text/csv; charset=utf-8", listed(SheetsCSV)},
		"xlsx": {workbook, listed(SheetsXLSX)},
		"md":   {"text/markdown; charset=utf-8", listed(SheetsMarkdown)},
		"png":  {"image/png", func(w io.Writer, d SheetData) error { return SheetPNG(w, d, day) }},
		"json": {"application/json", func(w io.Writer, d SheetData) error { return json.NewEncoder(w).Encode(d) }},
	}
}

// Formats are those of a report.
func Formats() map[string]Format[Report] {
	return map[string]Format[Report]{
		"md":   {"text/markdown; charset=utf-8", Markdown},
		"html": {"text/html; charset=utf-8", HTML},
		"json": {"application/json", JSON},
		"csv":  {"text/csv; charset=utf-8", CSV},
		"xlsx": {workbook, XLSX},
	}
}
