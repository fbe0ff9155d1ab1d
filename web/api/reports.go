package api

import (
	"context"
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
	found, frozen, err := report.Read(ctx, a.st(ctx), report.Options{Week: week, AreaKey: in.Area, Now: a.now()})
	return answerReport(ctx, found, frozen), err
}

func answerReport(ctx context.Context, r report.Report, frozen *store.Report) *One[Report] {
	if !caller(ctx).Money {
		r = report.WithoutMoney(r)
	}
	out := Report{Report: r}
	if frozen != nil {
		out.Published, out.PublishedAt, out.PublishedBy = true, &frozen.PublishedAt, frozen.PublishedBy
	}
	return &One[Report]{Body: out}
}

func (a *API) publish(ctx context.Context, in *AskReport) (*One[Report], error) {
	week, err := a.week(in.Week)
	if err != nil {
		return nil, err
	}
	o := report.Options{Week: week, AreaKey: in.Area, Now: a.now()}
	frozen, row, err := report.Publish(ctx, a.st(ctx), o, caller(ctx).Name)
	return answerReport(ctx, frozen, row), err
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
