package watch

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/riverqueue/river"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
)

// DeliverArgs asks to send one delivery.
type DeliverArgs struct {
	DeliveryID int64 `json:"delivery_id" river:"unique"`
}

// Kind names the job.
func (DeliverArgs) Kind() string { return "deliver" }

// InsertOpts puts deliveries into their own queue, each once.
func (DeliverArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: DeliverQueue, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// deliverOpts say how often a message is tried, over about a day, before it is visible as failed.
func (l *Line) deliverOpts() *river.InsertOpts {
	return &river.InsertOpts{Queue: DeliverQueue, MaxAttempts: l.Limits.Attempts}
}

type deliverWorker struct {
	river.WorkerDefaults[DeliverArgs]
	line *Line
}

// Work sends the message and records that it was sent. A crash between the two repeats it under the same key.
func (w *deliverWorker) Work(ctx context.Context, job *river.Job[DeliverArgs]) error {
	l := w.line
	d, sub, err := l.Store.Delivery(ctx, job.Args.DeliveryID)
	if err != nil {
		return err
	}
	if d.Status != store.Owed {
		return finish(ctx, l.Store, job, func(*store.Store) error { return nil })
	}
	if now := l.Now(); alert.Muted(sub, now) {
		return river.JobSnooze(sub.MutedUntil.Sub(now))
	}
	sendErr := alert.Send(ctx, l.Client, sub, d)
	d.Attempts++
	switch {
	case sendErr == nil:
		now := l.Now()
		d.Status, d.SentAt, d.Error = store.Sent, &now, ""
	case errors.Is(sendErr, alert.ErrPermanent), job.Attempt >= job.MaxAttempts:
		d.Status, d.Error = store.Failed, sendErr.Error()
	default:
		d.Error = sendErr.Error()
		if err := l.Store.SaveDelivery(ctx, d); err != nil {
			return err
		}
		return sendErr
	}
	return finish(ctx, l.Store, job, func(tx *store.Store) error { return tx.SaveDelivery(ctx, d) })
}

// NextRetry spreads the attempts over a day: 10 s, then doubling, with a little chance so that receivers recover.
func (w *deliverWorker) NextRetry(job *river.Job[DeliverArgs]) time.Time {
	wait := 10 * time.Second << min(job.Attempt-1, 13)
	return time.Now().Add(wait + rand.N(wait/4))
}
