package watch

import (
	"context"
	"errors"
	"time"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
)

// Preview is what a subscription would have sent.
type Preview struct {
	Messages  []alert.Message
	Asked     int // changes it asks for
	Published int // of so many
}

// Preview looks at the changes that were published in the last days as if the subscription had been there. It sends
// nothing. Gaps are those of today.
func (l *Line) Preview(ctx context.Context, sub store.Subscription, days int) (Preview, error) {
	until := l.Now()
	since := until.AddDate(0, 0, -days)
	known, err := l.known(ctx, l.Store)
	if err != nil {
		return Preview{}, err
	}
	changes, err := l.Store.Changes(ctx, store.ChangeFilter{Since: since, Until: until, Status: store.Published})
	if err != nil {
		return Preview{}, err
	}
	users, err := l.Store.Users(ctx)
	if err != nil {
		return Preview{}, err
	}
	var told []alert.Told
	for _, c := range changes {
		n := newsOf(c)
		n.Areas = known.areaKeys(c.CompetitorID)
		if len(sub.Features) > 0 {
			n.Features = known.featurePaths(c.Change)
		}
		if sub.MyAccounts {
			if n.Touches, err = touches(ctx, l.Store, known, c.Change); err != nil {
				return Preview{}, err
			}
		}
		if why, ok := alert.Match(sub, n, namesOf(sub, users)...); ok {
			told = append(told, alert.Told{News: n, Reasons: []alert.Reason{{Subscription: sub.Key, Why: why}}})
		}
	}
	messages, err := l.author().Preview(sub, told, l.Pace, since, until)
	return Preview{Messages: messages, Asked: len(told), Published: len(changes)}, err
}

// SendTest sends a test message now, past everything that waits, and returns what the receiver answered. It is on record
// as a delivery like any other.
func (l *Line) SendTest(ctx context.Context, sub store.Subscription) (string, error) {
	now := l.Now()
	d, err := alert.Owe(sub, "test:"+now.Format(time.RFC3339Nano), l.author().Test(sub, now), now)
	if err != nil {
		return "", err
	}
	answer, sendErr := alert.Send(ctx, l.Outlet, sub, d)
	d.Attempts, d.Answer, d.Status, d.SentAt = 1, answer, store.Sent, &now
	if sendErr != nil {
		d.Status, d.SentAt, d.Error = store.Failed, nil, sendErr.Error()
	}
	if _, err := l.Store.OweDelivery(context.WithoutCancel(ctx), &d); err != nil {
		return answer, err
	}
	return answer, sendErr
}

// ResendNow sends a delivery again that failed or waits, in this process or in another that works on the same database,
// and waits for the outcome. It reports false for one that was sent.
func (l *Line) ResendNow(ctx context.Context, id int64) (bool, error) {
	again, err := Resend(ctx, l.Store, id)
	if err != nil || !again {
		return false, err
	}
	jobs, err := l.Store.Jobs(l.Workers(), store.JobOptions{Queues: map[string]int{DeliverQueue: deliverWorkers}})
	if err != nil {
		return true, err
	}
	if err := jobs.Start(ctx); err != nil {
		return true, err
	}
	err = jobs.Drained(ctx, DeliverArgs{}.Kind())
	return true, errors.Join(err, jobs.Stop(context.WithoutCancel(ctx)))
}
