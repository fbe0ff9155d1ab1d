package watch

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// ReportArgs asks to send one subscription the gap report of the week that has ended where its reader is.
type ReportArgs struct {
	SubscriptionID int64 `json:"subscription_id" river:"unique"`
}

// Kind names the job.
func (ReportArgs) Kind() string { return "report" }

// InsertOpts keeps one such job for a subscription.
func (ReportArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: DeliverQueue, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

type reportWorker struct {
	river.WorkerDefaults[ReportArgs]
	line *Line
}

// Work gathers the report, which takes its time, and then writes the message in a short transaction.
func (w *reportWorker) Work(ctx context.Context, job *river.Job[ReportArgs]) error {
	l := w.line
	sub, err := l.Store.Subscription(ctx, job.Args.SubscriptionID)
	if err != nil {
		return err
	}
	turn, err := l.reportTurn(sub)
	if err != nil {
		return err
	}
	var r report.Report
	money := false
	if turn.Now && sub.RemovedAt == nil && sub.Report {
		if r, err = l.weekOf(ctx, sub, turn); err != nil {
			return err
		}
		if money, err = l.seesMoney(ctx, sub); err != nil {
			return err
		}
	}
	return finish(ctx, l.Store, job, func(tx *store.Store) error {
		now, err := tx.LockSubscription(ctx, sub.ID)
		if err != nil || now.RemovedAt != nil || !now.Report {
			return err
		}
		if !turn.Now || !sameTime(now.NextReportAt, sub.NextReportAt) {
			return tx.SetNextReport(ctx, sub.ID, &turn.Next)
		}
		return l.sendReport(ctx, tx, now, turn, r, money)
	})
}

func (l *Line) reportTurn(sub store.Subscription) (alert.Turn, error) {
	rhythm, err := alert.ReportRhythm(sub)
	if err != nil {
		return alert.Turn{}, err
	}
	return rhythm.Turn(sub, sub.NextReportAt, l.Now()), nil
}

// sendReport writes the message of a week, once. To a weekly subscription it is the digest as well: it begins with the
// changes that were asked for, and what came after the week waits for the next.
func (l *Line) sendReport(
	ctx context.Context, tx *store.Store, sub store.Subscription, turn alert.Turn, r report.Report, money bool,
) error {
	var asked waiting
	if sub.Cadence == "weekly" {
		open, err := l.waiting(ctx, tx, sub)
		if err != nil {
			return err
		}
		asked = open.until(r.Until)
	}
	m := reportMessage(r, money, l.Links)
	m.At = l.Now()
	m = l.author().Report(sub, m, asked.told())
	if l.Now().Sub(turn.Due) > time.Hour {
		m.Notes = append(m.Notes, m.Late(turn.Due))
	}
	if _, err := l.Deliver(ctx, tx, sub, "report:"+r.Week, m, asked.rows()); err != nil {
		return err
	}
	return tx.SetNextReport(ctx, sub.ID, &turn.Next)
}

// until leaves out what was published at a time or later.
func (w waiting) until(end time.Time) waiting {
	kept := waiting{dead: w.dead, since: w.since}
	for _, t := range w.list {
		if at := t.News.Change.PublishedAt; at == nil || at.Before(end) {
			kept.list = append(kept.list, t)
		}
	}
	return kept
}

// seesMoney tells whether the readers of a subscription may be told accounts and revenue: its own word, and the right of
// the user it belongs to.
func (l *Line) seesMoney(ctx context.Context, sub store.Subscription) (bool, error) {
	if !sub.SeesMoney || sub.UserID == nil {
		return sub.SeesMoney, nil
	}
	users, err := l.Store.Users(ctx)
	for _, u := range users {
		if u.ID == *sub.UserID {
			return u.SeesMoney && u.DisabledAt == nil, err
		}
	}
	return false, err
}

// reportCache keeps the reports that were gathered last: many readers get the same one at the same time.
type reportCache struct {
	mu   sync.Mutex
	kept map[reportKey]report.Report
}

type reportKey struct {
	week, area  string
	from, until int64
	at          int64 // minute in which it was gathered: queues have no past
}

// weekOf is the gap report of the week that ended before the reader's Monday: as it was published, where it was, else as
// it is. A subscription that asks for one area gets the report of that area.
func (l *Line) weekOf(ctx context.Context, sub store.Subscription, turn alert.Turn) (report.Report, error) {
	zone, err := time.LoadLocation(sub.Zone)
	if err != nil {
		return report.Report{}, err
	}
	y, n := turn.Day.In(zone).AddDate(0, 0, -1).ISOWeek()
	week := report.Week{Year: y, Number: n}
	area := ""
	if len(sub.Areas) == 1 {
		area = sub.Areas[0]
	}
	from, until := week.In(zone)
	key := reportKey{week.String(), area, from.Unix(), until.Unix(), l.Now().Unix() / 60}
	c := &l.reports
	c.mu.Lock()
	defer c.mu.Unlock()
	if r, ok := c.kept[key]; ok {
		return r, nil
	}
	r, err := l.gather(ctx, report.Options{Week: week.String(), AreaKey: area, Now: l.Now(), Zone: zone})
	if err != nil {
		return r, err
	}
	if len(c.kept) > 20 || c.kept == nil {
		c.kept = map[reportKey]report.Report{}
	}
	c.kept[key] = r
	return r, nil
}

func (l *Line) gather(ctx context.Context, o report.Options) (report.Report, error) {
	r, _, err := report.Read(ctx, l.Store, o)
	if errors.Is(err, store.ErrNotFound) && o.AreaKey != "" { // the area was removed since
		o.AreaKey = ""
		return report.Gather(ctx, l.Store, o)
	}
	if err != nil {
		return r, fmt.Errorf("report of %s: %w", o.Week, err)
	}
	return r, nil
}

func sameTime(a, b *time.Time) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}
