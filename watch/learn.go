package watch

import (
	"context"
	"time"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// memory is what a source has shown before; a source that has shown nothing has an empty one.
func (l *Line) memory(ctx context.Context, sourceID int64) (diff.Memory, error) {
	var m diff.Memory
	err := l.Store.Memory(ctx, sourceID, &m)
	return m, err
}

// learn keeps what an accepted document says: its entries and plans, and what they prove in the matrix.
func (l *Line) learn(ctx context.Context, tx *store.Store, r reading) error {
	if len(r.doc.Entries) > 0 {
		if _, err := tx.SaveEntries(ctx, entryRows(r)); err != nil {
			return err
		}
	}
	if r.source.Kind == extract.Pricing {
		return tx.ReplacePlans(ctx, r.source, r.snapshot.ID, r.doc.Plans, r.args.At)
	}
	return nil
}

// entryRows turns a document's entries into rows; those of the baseline tell nobody.
func entryRows(r reading) []store.Entry {
	rows := make([]store.Entry, 0, len(r.doc.Entries))
	for _, e := range r.doc.Entries {
		rows = append(rows, store.Entry{
			SourceID:     r.source.ID,
			CompetitorID: r.source.CompetitorID,
			Key:          e.Key,
			Title:        e.Title,
			Date:         dated(e.Date),
			Precision:    e.Precision,
			URL:          e.URL,
			Type:         e.Type,
			Level:        e.Level,
			Items:        e.Items,
			SnapshotID:   r.snapshot.ID,
			FirstSeenAt:  r.args.At,
			Baseline:     r.first,
		})
	}
	return rows
}

func dated(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
