package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// sheetFormat is a form in which the matrix can be taken along.
type sheetFormat struct {
	contentType string
	write       func(io.Writer, []report.SheetData) error
}

// sheetFormats are all of them, for the matrix as it stood on a day.
func sheetFormats(day time.Time) map[string]sheetFormat {
	return map[string]sheetFormat{
		"csv":  {"text/csv; charset=utf-8", report.SheetsCSV},
		"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", report.SheetsXLSX},
		"md":   {"text/markdown; charset=utf-8", report.SheetsMarkdown},
		"png":  {"image/png", func(w io.Writer, s []report.SheetData) error { return report.SheetPNG(w, s[0], day) }},
		"json": {"application/json", func(w io.Writer, s []report.SheetData) error { return json.NewEncoder(w).Encode(s[0]) }},
	}
}

// matrixExport is the view that the address describes, as a file: export.csv and the like. It is one step shorter than the
// address of a cell, whose feature may be called export.
func (s *Server) matrixExport(w http.ResponseWriter, r *http.Request) error {
	name, ok := strings.CutPrefix(r.PathValue("file"), "export.")
	if !ok {
		return store.ErrNotFound
	}
	area, err := s.store.AreaByKey(r.Context(), r.PathValue("area"))
	if err != nil {
		return err
	}
	view, err := s.matrixView(r, area)
	if err != nil {
		return err
	}
	day := s.now().In(who(r).Location())
	if view.Ask.AsOf != nil {
		day = *view.Ask.AsOf
	}
	format, ok := sheetFormats(day)[name]
	if !ok {
		return badRequest("the matrix can be had as csv, xlsx, md, png or json, not as %q", name)
	}
	var file bytes.Buffer
	err = format.write(&file, []report.SheetData{report.Data(view.Sheet)})
	if errors.Is(err, report.ErrTooLarge) {
		return badRequest("%s", report.ErrTooLarge)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", format.contentType)
	w.Header().Set("Content-Disposition", `attachment; filename="matrix-`+area.Key+"."+name+`"`)
	_, err = file.WriteTo(w)
	return err
}
