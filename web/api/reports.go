package api

import (
	"context"
	"errors"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// AskReport names the report of a week.
type AskReport struct {
	Week string `path:"week" doc:"Such as 2026-W47; current for the week of today."`
	Area string `query:"area" doc:"Key of an area; empty: all."`
}

// Report is a weekly gap report: the published one, or how the week stands.
type Report struct {
	Published   bool       `json:"published"`
	PublishedAt *time.Time `json:"published_at,omitempty"`
	PublishedBy string     `json:"published_by,omitempty"`
	report.Report
}

// week is the week that a request names, as reports write it.
func (a *API) week(text string) (string, error) {
	if text == "current" {
		text = ""
	}
	week, err := report.ParseWeek(text, a.now())
	if err != nil {
		return "", huma.Error422UnprocessableEntity(err.Error())
	}
	return week.String(), nil
}

func (a *API) report(ctx context.Context, in *AskReport) (*One[Report], error) {
	week, err := a.week(in.Week)
	if err != nil {
		return nil, err
	}
	out := Report{Report: report.Report{Week: week, AreaKey: in.Area}}
	frozen, err := a.st(ctx).ReportBySlug(ctx, out.Slug())
	switch {
	case err == nil:
		out.Published, out.PublishedAt, out.PublishedBy = true, &frozen.PublishedAt, frozen.PublishedBy
		out.Report, err = report.Thaw(frozen)
	case errors.Is(err, store.ErrNotFound):
		out.Report, err = report.Gather(ctx, a.st(ctx), report.Options{Week: week, AreaKey: in.Area, Now: a.now()})
	}
	if !caller(ctx).Money {
		out.Report = report.WithoutMoney(out.Report)
	}
	return &One[Report]{Body: out}, err
}

func (a *API) publish(ctx context.Context, in *AskReport) (*One[Report], error) {
	week, err := a.week(in.Week)
	if err != nil {
		return nil, err
	}
	rep, err := report.Gather(ctx, a.st(ctx), report.Options{Week: week, AreaKey: in.Area, Now: a.now()})
	if err != nil {
		return nil, err
	}
	row, err := report.Freeze(rep, caller(ctx).Name, a.now().UTC())
	if err != nil {
		return nil, err
	}
	if err := a.st(ctx).PublishReport(ctx, &row); err != nil {
		return nil, err
	}
	return a.report(ctx, in)
}

// PublishedReport is a report that was published.
type PublishedReport struct {
	Slug        string    `json:"slug"`
	Week        string    `json:"week"`
	Area        string    `json:"area,omitempty"`
	PublishedAt time.Time `json:"published_at"`
	PublishedBy string    `json:"published_by"`
	Path        string    `json:"path"`
}

func (a *API) reports(ctx context.Context, in *Paging) (*List[PublishedReport], error) {
	rows, err := a.st(ctx).Reports(ctx)
	if err != nil {
		return nil, err
	}
	return sliced(rows, *in, func(r store.Report) PublishedReport {
		return PublishedReport{r.Slug, r.Week, r.AreaKey, r.PublishedAt, r.PublishedBy, "/reports/" + r.Slug}
	})
}
