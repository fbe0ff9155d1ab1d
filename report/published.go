package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gapwatch/gapwatch/store"
)

// Read is the report of a week as it was published, with the row that keeps it, or, as long as nobody has published it, as
// the week stands.
func Read(ctx context.Context, st *store.Store, o Options) (Report, *store.Report, error) {
	week, err := ParseWeek(o.Week, o.Now)
	if err != nil {
		return Report{}, nil, err
	}
	row, err := st.ReportBySlug(ctx, Report{Week: week.String(), AreaKey: o.AreaKey}.Slug())
	if errors.Is(err, store.ErrNotFound) {
		r, err := Gather(ctx, st, o)
		return r, nil, err
	}
	if err != nil {
		return Report{}, nil, err
	}
	r, err := Thaw(row)
	return r, &row, err
}

// Publish freezes the report of a week as it stands, under its permanent address. It fails with store.ErrPublished where
// that was done before.
func Publish(ctx context.Context, st *store.Store, o Options, by string) (Report, *store.Report, error) {
	r, err := Gather(ctx, st, o)
	if err != nil {
		return r, nil, err
	}
	body, err := json.Marshal(r)
	if err != nil {
		return r, nil, fmt.Errorf("publish report: %w", err)
	}
	row := store.Report{
		Slug: r.Slug(), Week: r.Week, AreaKey: r.AreaKey, Body: body, PublishedAt: o.Now.UTC(), PublishedBy: by,
	}
	return r, &row, st.PublishReport(ctx, &row)
}

// Thaw reads a published report.
func Thaw(row store.Report) (Report, error) {
	var r Report
	if err := json.Unmarshal(row.Body, &r); err != nil {
		return r, fmt.Errorf("read report %s: %w", row.Slug, err)
	}
	return r, nil
}
