package api

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/report"
)

// File is an answer that is kept as it is, and no JSON.
type File struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// newFile writes a file, which is called by what it holds.
func newFile(name, contentType string, write func(io.Writer) error) (*File, error) {
	var b bytes.Buffer
	err := write(&b)
	return &File{contentType, fmt.Sprintf("attachment; filename=%q", name), b.Bytes()}, err
}

// fileAnswer describes an answer that is a file of one of some types.
func fileAnswer(types []string) map[string]*huma.Response {
	out := &huma.Response{Description: "The file", Content: map[string]*huma.MediaType{}}
	for _, t := range types {
		out.Content[t] = &huma.MediaType{Schema: &huma.Schema{Type: "string", Format: "binary"}}
	}
	return map[string]*huma.Response{fmt.Sprint(http.StatusOK): out}
}

// typesOf are the types of files by their endings, in the order of those.
func typesOf[T any](formats map[string]report.Format[T], endings ...string) (types []string) {
	for _, e := range endings {
		t, _, _ := strings.Cut(formats[e].ContentType, ";")
		types = append(types, t)
	}
	return types
}

// AskMatrixFile chooses what of a matrix is taken along, and how.
type AskMatrixFile struct {
	AskMatrix
	Format string `path:"format" enum:"csv,xlsx,md,png" doc:"png: a picture, of a part that people can read."`
}

func (a *API) matrixFile(ctx context.Context, in *AskMatrixFile) (*File, error) {
	at, data, err := a.sheet(ctx, &in.AskMatrix)
	if err != nil {
		return nil, err
	}
	f := report.SheetFormats(at)[in.Format]
	return newFile("matrix-"+data.Area+"."+in.Format, f.ContentType, func(w io.Writer) error { return f.Write(w, data) })
}

// AskReportFile names the report of a week, and how it is taken along.
type AskReportFile struct {
	AskReport
	Format string `path:"format" enum:"md,html,csv,xlsx"`
}

func (a *API) reportFile(ctx context.Context, in *AskReportFile) (*File, error) {
	found, err := a.report(ctx, &in.AskReport)
	if err != nil {
		return nil, err
	}
	f, r := report.Formats()[in.Format], found.Body.Report
	name := "gapwatch-" + strings.ReplaceAll(r.Slug(), "/", "-") + "." + in.Format
	return newFile(name, f.ContentType, func(w io.Writer) error { return f.Write(w, r) })
}

// snapshotFile is a stored page byte for byte: to be kept, and not to be run.
func (a *API) snapshotFile(ctx context.Context, in *ByID) (*File, error) {
	body, err := a.st(ctx).Body(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return newFile(fmt.Sprintf("snapshot-%d.bin", in.ID), pageType, func(w io.Writer) error { _, err := w.Write(body); return err })
}

// pageType is that of a stored page: no browser runs what is in it.
const pageType = "application/octet-stream"
