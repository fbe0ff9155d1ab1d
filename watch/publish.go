package watch

import (
	"context"

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
	if err != nil || len(told) == 0 {
		return err
	}
	known, err := l.known(ctx, tx)
	if err != nil {
		return err
	}
	return l.owe(ctx, tx, known, r.source, told)
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
