package watch

import (
	"context"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// publish tells changes: those that were not told before become deliveries to everybody who asked for them. News that
// another address of the competitor told first is kept beside it, and told to nobody but those who have not heard it.
func (l *Line) publish(ctx context.Context, tx *store.Store, r reading, changes []diff.Change) error {
	loud, quiet := r.loud(changes)
	if err := l.keepNews(ctx, tx, &r, loud, quiet); err != nil {
		return err
	}
	if err := tx.QuietChanges(ctx, r.quietRows(quiet)); err != nil || len(loud) == 0 {
		return err
	}
	fresh, again := r.partJoined(loud)
	told, err := tx.PublishChanges(ctx, r.rows(fresh), r.args.At)
	if err != nil {
		return err
	}
	repeated, err := tx.JoinChanges(ctx, r.rows(again))
	if err != nil || len(told)+len(repeated) == 0 {
		return err
	}
	known, err := l.known(ctx, tx)
	if err != nil {
		return err
	}
	if err := l.owe(ctx, tx, known, r.source, told); err != nil {
		return err
	}
	return l.oweRepeated(ctx, tx, known, r.source, repeated)
}

// quieted is a change with the rule that says not to alert on it.
type quieted struct {
	diff.Change
	rule extract.Rule
}

// loud parts the changes that may be told from those that a rule of the source says not to alert on.
func (r reading) loud(changes []diff.Change) (loud []diff.Change, quiet []quieted) {
	for _, c := range changes {
		if rule, ok := diff.Quiet(c, r.rules, r.base.doc, r.doc); ok {
			quiet = append(quiet, quieted{c, rule})
		} else {
			loud = append(loud, c)
		}
	}
	return loud, quiet
}

func (r reading) quietRows(quiet []quieted) []store.Change {
	var rows []store.Change
	for _, q := range quiet {
		row := r.rows([]diff.Change{q.Change})[0]
		row.DismissReason = q.rule.String()
		rows = append(rows, row)
	}
	return rows
}

// partJoined parts what is told for the first time from what another address told before.
func (r reading) partJoined(changes []diff.Change) (fresh, again []diff.Change) {
	for _, c := range changes {
		if c.Entry != nil && c.Kind == diff.EntryAdded && r.entries[c.Entry.Key].SameAs != nil {
			again = append(again, c)
		} else {
			fresh = append(fresh, c)
		}
	}
	return fresh, again
}

// keepNews keeps the entries that changes tell, before anything else of the page is learned, and joins those that may be
// told to what was told before.
func (l *Line) keepNews(ctx context.Context, tx *store.Store, r *reading, loud []diff.Change, quiet []quieted) error {
	r.entries = map[string]store.Entry{}
	rows := r.entryRows(newEntries(loud), false)
	for _, q := range quiet {
		rows = append(rows, r.entryRows(newEntries([]diff.Change{q.Change}), false)...)
	}
	if len(rows) == 0 {
		return nil
	}
	if err := tx.LockEntries(ctx, r.source.CompetitorID); err != nil {
		return err
	}
	fresh, err := tx.SaveEntries(ctx, rows)
	if err != nil {
		return err
	}
	for _, e := range rows {
		r.entries[e.Key] = e
	}
	may := map[string]bool{}
	for _, e := range newEntries(loud) {
		may[e.Key] = true
	}
	var join []store.Entry
	for _, e := range fresh {
		if may[e.Key] {
			join = append(join, e)
		}
	}
	if err := l.joinNews(ctx, tx, *r, join); err != nil {
		return err
	}
	for _, e := range join {
		r.entries[e.Key] = e
	}
	return nil
}

// newEntries are the entries that changes tell, one by one or together.
func newEntries(changes []diff.Change) []extract.Entry {
	var out []extract.Entry
	for _, c := range changes {
		if c.Kind != diff.EntryAdded {
			continue
		}
		if c.Entry != nil {
			out = append(out, *c.Entry)
		}
		for _, e := range c.For {
			out = append(out, *e)
		}
	}
	return out
}
