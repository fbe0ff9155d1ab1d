package main

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// demoResult is what the demo found, in the order in which it happened, and what it came to.
type demoResult struct {
	Steps  []demoStep         `json:"steps"`
	Matrix []report.SheetData `json:"matrix"`
	Gaps   []any              `json:"gaps"`
	Report report.Report      `json:"report"`

	gaps []matrix.GapView
}

// demoStep is one look at every source.
type demoStep struct {
	Date    string       `json:"date"`
	Sources int          `json:"sources"`
	Same    int          `json:"same"` // looked at, nothing in meaning differed
	Changes []changeLine `json:"changes"`
	Unseen  []demoUnseen `json:"unseen"`

	changes []store.ChangeView
}

// demoUnseen is a source that could not be looked at.
type demoUnseen struct {
	Competitor string     `json:"competitor"`
	Path       string     `json:"path"`
	Outcome    string     `json:"outcome"`
	Class      string     `json:"class"`
	Reason     string     `json:"reason"`
	LastGood   *time.Time `json:"last_good"`

	name string
}

// run applies the landscape and looks at the sites on each of their dates.
func (d *demo) run(ctx context.Context) (demoResult, error) {
	var result demoResult
	d.setClock(d.sites.date(), 0)
	if _, err := d.app.applyFile(ctx, d.store, d.file("landscape.yaml"), applyOptions{}); err != nil {
		return result, fmt.Errorf("apply the demo's landscape: %w", err)
	}
	for {
		d.setClock(d.sites.date(), demoHour)
		changes, err := d.line.Crawl(ctx, watch.CrawlOptions{All: true, Progress: func(done, all int) {
			d.show(len(result.Steps)+1, len(d.sites.dates), done, all)
		}})
		if err != nil {
			return result, fmt.Errorf("look at the demo's sites on %s: %w", d.sites.date(), err)
		}
		step, err := d.step(ctx, changes)
		if err != nil {
			return result, err
		}
		result.Steps = append(result.Steps, step)
		if len(result.Steps) == 1 {
			if err := d.verify(ctx); err != nil {
				return result, err
			}
		}
		if !d.sites.next() {
			break
		}
	}
	if err := d.annotate(ctx); err != nil {
		return result, err
	}
	return result, d.gather(ctx, &result)
}

// gather reads what changes, evidence and annotations come to.
func (d *demo) gather(ctx context.Context, r *demoResult) (err error) {
	if r.Matrix, err = readSheets(ctx, d.store, "", nil); err != nil {
		return err
	}
	if r.gaps, err = readGaps(ctx, d.store, ""); err != nil {
		return err
	}
	for _, g := range r.gaps {
		r.Gaps = append(r.Gaps, gapOut(g))
	}
	r.Report, err = report.Gather(ctx, d.store, report.Options{Now: d.app.now().UTC()})
	return err
}

// setClock makes it a certain time of a date.
func (d *demo) setClock(date string, hour time.Duration) {
	day, _ := time.Parse(time.DateOnly, date) // the demo's own folder names
	d.clock.set(day.AddDate(0, 0, d.days).Add(hour))
}

// step describes the look that has just ended.
func (d *demo) step(ctx context.Context, changes []store.ChangeView) (demoStep, error) {
	sources, err := d.store.Sources(ctx, store.SourceFilter{})
	if err != nil {
		return demoStep{}, err
	}
	s := demoStep{Date: d.sites.date(), Sources: len(sources), Changes: []changeLine{}, changes: changes}
	for _, c := range changes {
		s.Changes = append(s.Changes, newChangeLine(c))
	}
	for _, src := range sources {
		switch {
		case !src.LastOutcome.Good():
			s.Unseen = append(s.Unseen, newDemoUnseen(src))
		case src.LastOutcome == store.OutcomeSame:
			s.Same++
		}
	}
	return s, nil
}

func newDemoUnseen(src store.SourceView) demoUnseen {
	return demoUnseen{
		Competitor: src.CompetitorKey,
		Path:       pathOf(src.URL),
		Outcome:    string(src.LastOutcome),
		Class:      src.LastClass,
		Reason:     src.LastReason,
		LastGood:   src.LastGoodAt,
		name:       src.CompetitorName,
	}
}

// pathOf leaves the host out of an address: the demo's hosts are only ports of this machine.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Path
}
