package web

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/gapwatch/gapwatch/report"
)

// sheetFormat is a form in which the matrix can be taken along.
type sheetFormat struct {
	contentType string
	write       func(io.Writer, []report.SheetData) error
}

func sheetFormats() map[string]sheetFormat {
	return map[string]sheetFormat{
		"csv":  {"text/csv; charset=utf-8", report.SheetsCSV},
		"xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", report.SheetsXLSX},
		"md":   {"text/markdown; charset=utf-8", report.SheetsMarkdown},
		"json": {"application/json", func(w io.Writer, s []report.SheetData) error { return json.NewEncoder(w).Encode(s[0]) }},
	}
}

// matrixExport is the view that the address describes, as a file.
func (s *Server) matrixExport(w http.ResponseWriter, r *http.Request) error {
	area, err := s.store.AreaByKey(r.Context(), r.PathValue("area"))
	if err != nil {
		return err
	}
	format, ok := sheetFormats()[r.PathValue("format")]
	if !ok {
		return badRequest("the matrix can be had as csv, xlsx, md or json, not as %q", r.PathValue("format"))
	}
	view, err := s.matrixView(r, area)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", format.contentType)
	w.Header().Set("Content-Disposition", `attachment; filename="matrix-`+area.Key+"."+r.PathValue("format")+`"`)
	return format.write(w, []report.SheetData{report.Data(view.Sheet)})
}
