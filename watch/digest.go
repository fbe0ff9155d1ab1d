package watch

import (
	"context"
	"slices"
	"time"

	"github.com/riverqueue/river"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
)

// digestsEvery is how often one process of all asks to whom something is to be sent at a set time.
const digestsEvery = 10 * time.Second

// forgottenAfter is how long a delivery may be overdue before a new job is made for it.
const forgottenAfter = time.Hour

// DigestsArgs asks to whom something is to be sent at a set time: digests, reports, what had to wait, and what nobody was
// told of.
type DigestsArgs struct{}

// Kind names the job.
func (DigestsArgs) Kind() string { return "digests" }

// InsertOpts keeps one such job at a time.
func (DigestsArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: DeliverQueue, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

type digestsWorker struct {
	river.WorkerDefaults[DigestsArgs]
	line *Line
}

// Work inserts a job for each subscription whose time has come.
func (w *digestsWorker) Work(ctx context.Context, job *river.Job[DigestsArgs]) error {
	return finish(ctx, w.line.Store, job, func(tx *store.Store) error { return w.line.insertDigests(ctx, tx) })
}

func (l *Line) insertDigests(ctx context.Context, tx *store.Store) error {
	digests, err := tx.Digests(ctx, l.Now())
	if err != nil {
		return err
	}
	reports, err := tx.ReportsDue(ctx, l.Now())
	if err != nil {
		return err
	}
	forgotten, err := tx.Forgotten(ctx, l.Now().Add(-forgottenAfter))
	if err != nil {
		return err
	}
	untold, err := tx.UntoldEpisodes(ctx, 1)
	if err != nil {
		return err
	}
	var jobs []river.InsertManyParams
	for _, sub := range digests {
		jobs = append(jobs, river.InsertManyParams{Args: DigestArgs{SubscriptionID: sub.ID}})
	}
	for _, sub := range reports {
		jobs = append(jobs, river.InsertManyParams{Args: ReportArgs{SubscriptionID: sub.ID}})
	}
	for _, id := range forgotten {
		jobs = append(jobs, river.InsertManyParams{Args: DeliverArgs{DeliveryID: id}})
	}
	if len(untold) > 0 { // it may have begun while the notice about another was being written
		jobs = append(jobs, river.InsertManyParams{Args: NoticeArgs{}})
	}
	return tx.InsertMany(ctx, jobs)
}

// DigestArgs asks to tell one subscription what waits for it.
type DigestArgs struct {
	SubscriptionID int64 `json:"subscription_id" river:"unique"`
}

// Kind names the job.
func (DigestArgs) Kind() string { return "digest" }

// InsertOpts keeps one such job for a subscription.
func (DigestArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: DeliverQueue, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

type digestWorker struct {
	river.WorkerDefaults[DigestArgs]
	line *Line
}

// Work writes the message of a period, or the one about what had to wait, and says when to look again.
func (w *digestWorker) Work(ctx context.Context, job *river.Job[DigestArgs]) error {
	l := w.line
	sub, err := l.Store.Subscription(ctx, job.Args.SubscriptionID)
	if err != nil {
		return err
	}
	var seen sightings
	if sub.Scheduled() { // read before the transaction, which must be short
		if seen, err = l.sightings(ctx); err != nil {
			return err
		}
	}
	return finish(ctx, l.Store, job, func(tx *store.Store) error {
		sub, err := tx.LockSubscription(ctx, job.Args.SubscriptionID)
		switch {
		case err != nil || sub.RemovedAt != nil:
			return err
		case sub.Scheduled():
			return l.digest(ctx, tx, sub, seen)
		}
		return l.release(ctx, tx, sub)
	})
}

// digest writes the message of the latest period, once. Periods that were missed are in it; it says that it is late.
func (l *Line) digest(ctx context.Context, tx *store.Store, sub store.Subscription, seen sightings) error {
	rhythm, err := alert.RhythmOf(sub)
	if err != nil {
		return err
	}
	now := l.Now()
	turn := rhythm.Turn(sub, sub.NextSendAt, now)
	if !turn.Now {
		return tx.SetNextSend(ctx, sub.ID, &turn.Next, nil)
	}
	waiting, err := l.waiting(ctx, tx, sub)
	if err != nil {
		return err
	}
	d := alert.Digest{Name: turn.Period, Weekly: rhythm.Weekly, Day: turn.Day, Due: turn.Due, From: rhythm.Last(turn.Due.Add(-1))}
	if sub.ToldUntil != nil && sub.ToldUntil.Before(now) {
		d.From = *sub.ToldUntil
	}
	if d.Elsewhere, err = tx.CountToldByOthers(ctx, sub.ID, d.From); err != nil {
		return err
	}
	d.Sight = seen.of(sub, d.From, now)
	m := l.author().Digest(sub, d, waiting.told(), now)
	owed, err := l.Deliver(ctx, tx, sub, "digest:"+d.Name, m, waiting.rows())
	if err != nil {
		return err
	}
	if !owed { // this period has its message: what waits is told in the next
		return tx.SetNextSend(ctx, sub.ID, &turn.Next, nil)
	}
	return tx.SetNextSend(ctx, sub.ID, &turn.Next, &now)
}

// release tells an instant subscription what had to wait, as one message, once nothing holds it back any more.
func (l *Line) release(ctx context.Context, tx *store.Store, sub store.Subscription) error {
	waiting, err := l.waiting(ctx, tx, sub)
	if err != nil {
		return err
	}
	if len(waiting.list) == 0 {
		return tx.SetNextSend(ctx, sub.ID, nil, nil)
	}
	now := l.Now()
	sent, err := l.sent(ctx, tx, sub)
	if err != nil {
		return err
	}
	if until, _ := l.Pace.Hold(sub, now, sent); !until.IsZero() {
		return tx.SetNextSend(ctx, sub.ID, &until, nil)
	}
	note := alert.HeldNote(alert.HeldBy(sub, waiting.since, now), len(waiting.list))
	if err := l.tellTogether(ctx, tx, sub, waiting.list, sent, []string{note}); err != nil {
		return err
	}
	return tx.SetNextSend(ctx, sub.ID, nil, nil)
}

// waiting are the changes that a subscription is to tell.
type waiting struct {
	list  []toTell
	dead  []int64 // rows of changes that were dismissed since: they are told nobody
	since time.Time
}

func (w waiting) told() []alert.Told {
	told := make([]alert.Told, len(w.list))
	for i, t := range w.list {
		told[i] = t.Told
	}
	return told
}

func (w waiting) rows() []int64 {
	rows := slices.Clone(w.dead)
	for _, t := range w.list {
		rows = append(rows, t.rows...)
	}
	return rows
}

// waiting reads what a subscription is to tell, one line for each change.
func (l *Line) waiting(ctx context.Context, tx *store.Store, sub store.Subscription) (waiting, error) {
	var w waiting
	open, err := tx.OpenTellings(ctx, sub.ID)
	if err != nil || len(open) == 0 {
		return w, err
	}
	w.since = open[0].CreatedAt
	byChange := map[int64][]store.OpenTelling{}
	for _, t := range open {
		byChange[t.ChangeID] = append(byChange[t.ChangeID], t)
	}
	ids := make([]int64, 0, len(byChange))
	for id := range byChange {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	changes, err := tx.ChangesByID(ctx, ids)
	if err != nil {
		return w, err
	}
	for _, c := range changes {
		t := toTell{Told: alert.Told{News: newsOf(c)}}
		for _, row := range byChange[c.ID] {
			t.rows = append(t.rows, row.ID)
			t.Reasons = append(t.Reasons, alert.Reason{Subscription: row.SubscriptionKey, Why: row.Why})
		}
		if c.Status != store.Published {
			w.dead = append(w.dead, t.rows...)
			continue
		}
		w.list = append(w.list, t)
	}
	return w, nil
}

func newsOf(c store.ChangeView) alert.News {
	return alert.News{
		Change: c.Change, CompetitorKey: c.CompetitorKey, Competitor: c.CompetitorName, SourceURL: c.SourceURL,
		SourceKind: c.SourceKind,
	}
}
