package watch

import (
	"context"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/store"
)

// publish tells changes: those that were not told before become deliveries to everybody who asked for them.
func (l *Line) publish(ctx context.Context, tx *store.Store, r reading, changes []diff.Change) error {
	changes, quiet := r.loud(changes)
	if err := tx.QuietChanges(ctx, quiet); err != nil || len(changes) == 0 {
		return err
	}
	told, err := tx.PublishChanges(ctx, r.rows(changes), r.args.At)
	if err != nil {
		return err
	}
	known, err := l.known(ctx, tx)
	if err != nil {
		return err
	}
	for _, change := range told {
		if err := l.owe(ctx, tx, known, r.source, change); err != nil {
			return err
		}
	}
	return nil
}

// loud parts the changes that may be told from those that a rule of the source says not to alert on.
func (r reading) loud(changes []diff.Change) (loud []diff.Change, quiet []store.Change) {
	for _, c := range changes {
		rule, ok := diff.Quiet(c, r.rules, r.base.doc, r.doc)
		if !ok {
			loud = append(loud, c)
			continue
		}
		row := r.rows([]diff.Change{c})[0]
		row.DismissReason = rule.String()
		quiet = append(quiet, row)
	}
	return loud, quiet
}

// owe records one change for each subscription that asks for it, and the jobs that send what is to be sent at once.
// Other cadences wait in the database.
func (l *Line) owe(ctx context.Context, tx *store.Store, known *landscape, src store.Source, change store.Change) error {
	news := known.news(src, change)
	for _, sub := range known.subscriptions {
		why, ok := alert.Match(sub, news)
		if !ok {
			continue
		}
		d, err := alert.Owe(sub, news, why, l.Limits.Quote, l.Now())
		if err != nil {
			return err
		}
		owed, err := tx.OweDelivery(ctx, &d)
		if err != nil {
			return err
		}
		if owed && sub.Cadence == "instant" {
			if err := tx.Insert(ctx, DeliverArgs{DeliveryID: d.ID}, l.deliverOpts()); err != nil {
				return err
			}
		}
	}
	return nil
}
