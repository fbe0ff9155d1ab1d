package watch

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
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

type deliverWorker struct {
	river.WorkerDefaults[DeliverArgs]
	line *Line
}

// Work sends the message and records that it was sent. A crash between the two repeats it under the same key. A failure
// is recorded with the time of the next attempt, until the attempts are used up and the delivery is visible as failed.
func (w *deliverWorker) Work(ctx context.Context, job *river.Job[DeliverArgs]) error {
	l := w.line
	d, sub, err := l.Store.Delivery(ctx, job.Args.DeliveryID)
	if err != nil {
		return err
	}
	now := l.Now()
	switch {
	case d.Status != store.Owed:
		return finish(ctx, l.Store, job, func(*store.Store) error { return nil })
	case sub.RemovedAt != nil:
		return finish(ctx, l.Store, job, func(tx *store.Store) error {
			return tx.WithdrawDelivery(ctx, d, "the subscription was removed", now)
		})
	case alert.Muted(sub, now):
		return l.postpone(ctx, d, *sub.MutedUntil)
	}
	if until := l.receivers.rests(alert.PlaceOf(sub), now); !until.IsZero() {
		return l.postpone(ctx, d, until)
	}
	l.at(Sending)
	answer, sendErr := alert.Send(ctx, l.Outlet, sub, d)
	l.at(Sent)
	if ctx.Err() != nil && sendErr != nil {
		return ctx.Err() // the process is told to stop: that says nothing of the receiver
	}
	ctx = context.WithoutCancel(ctx) // what came of it is written down, also where the process is to stop by now
	wait := l.settleDelivery(&d, sub, answer, sendErr)
	l.Metrics.tried(sub.Channel, d.Status)
	if wait == 0 {
		return w.acknowledge(ctx, job, d)
	}
	if err := l.Store.SaveDelivery(ctx, d); err != nil {
		return err
	}
	return river.JobSnooze(wait)
}

// acknowledge writes down how a delivery has ended, and ends the job.
func (w *deliverWorker) acknowledge(ctx context.Context, job *river.Job[DeliverArgs], d store.Delivery) error {
	err := finish(ctx, w.line.Store, job, func(tx *store.Store) error {
		err := tx.SaveDelivery(ctx, d)
		w.line.at(Acknowledge)
		return err
	})
	if err == nil {
		w.line.at(Acknowledged)
	}
	return err
}

// settleDelivery records what came of an attempt, and returns how long to wait for the next; 0 where there is none.
func (l *Line) settleDelivery(d *store.Delivery, sub store.Subscription, answer string, sendErr error) time.Duration {
	now := l.Now()
	d.Attempts++
	d.Answer, d.Error, d.NextTryAt = answer, "", nil
	if sendErr == nil {
		d.Status, d.SentAt = store.Sent, &now
		return 0
	}
	d.Error = sendErr.Error()
	if errors.Is(sendErr, alert.ErrPermanent) || d.Attempts >= l.Limits.Attempts {
		d.Status = store.Failed
		l.Log.Warn("a message could not be delivered", "delivery", d.ID, "subscription", sub.Key, "error", d.Error)
		return 0
	}
	wait := max(alert.RetryIn(d.Attempts), alert.RetryAfter(sendErr))
	wait += rand.N(wait/5 + 1)
	next := now.Add(wait)
	d.NextTryAt = &next
	l.receivers.rest(alert.PlaceOf(sub), now.Add(min(wait, max(receiverRest, alert.RetryAfter(sendErr)))))
	return wait
}

// longestSnooze is how long a delivery sleeps before it looks again whether it still has to: a mute may end early.
const longestSnooze = 10 * time.Minute

// postpone leaves a delivery for later without counting that as an attempt.
func (l *Line) postpone(ctx context.Context, d store.Delivery, until time.Time) error {
	d.NextTryAt = &until
	if err := l.Store.SaveDelivery(ctx, d); err != nil {
		return err
	}
	return river.JobSnooze(min(max(until.Sub(l.Now()), time.Second), longestSnooze))
}

// receiverRest is how long a receiver that does not answer is left alone.
const receiverRest = 10 * time.Second

// receivers remembers which receivers did not answer just now, so that one that is down does not hold up the messages to
// the others, and one that asked for time gets it from all of its messages.
type receivers struct {
	mu    sync.Mutex
	until map[alert.Place]time.Time
}

// rests is until when a receiver is left alone; the zero time: it is not.
func (r *receivers) rests(p alert.Place, now time.Time) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	until := r.until[p]
	if !until.After(now) {
		delete(r.until, p)
		return time.Time{}
	}
	return until
}

func (r *receivers) rest(p alert.Place, until time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.until == nil {
		r.until = map[alert.Place]time.Time{}
	}
	r.until[p] = until
}

// Resend owes a delivery again that failed, or has one that waits tried at once. It reports false for one that was sent.
func Resend(ctx context.Context, st *store.Store, id int64) (again bool, err error) {
	err = st.InTx(ctx, func(tx *store.Store) error {
		if again, err = tx.Resend(ctx, id); err != nil || !again {
			return err
		}
		if err := tx.Insert(ctx, DeliverArgs{DeliveryID: id}, nil); err != nil {
			return err
		}
		return tx.Hurry(ctx, DeliverArgs{}.Kind(), "delivery_id", id)
	})
	return again, err
}
