package web

import (
	"bytes"
	"errors"
	"net/http"
	"strings"

	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

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
	format, ok := report.SheetFormats(day)[name]
	if !ok {
		return badRequest("the matrix can be had as csv, xlsx, md, png or json, not as %q", name)
	}
	var file bytes.Buffer
	err = format.Write(&file, report.Data(view.Sheet))
	if errors.Is(err, report.ErrTooLarge) {
		return badRequest("%s", report.ErrTooLarge)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", format.ContentType)
	w.Header().Set("Content-Disposition", `attachment; filename="matrix-`+area.Key+"."+name+`"`)
	_, err = file.WriteTo(w)
	return err
}
