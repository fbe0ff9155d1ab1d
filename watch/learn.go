package watch

import (
	"context"
	"time"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// learn keeps what an accepted document says: its entries and plans, and what they prove in the matrix.
func (l *Line) learn(ctx context.Context, tx *store.Store, r reading) error {
	if err := l.keepEntries(ctx, tx, r); err != nil {
		return err
	}
	if r.source.Kind == extract.Pricing {
		if err := tx.ReplacePlans(ctx, r.source, r.snapshot.ID, r.doc.Plans, r.args.At); err != nil {
			return err
		}
	}
	if !r.says() || !r.first && len(r.changes) == 0 {
		return nil
	}
	return l.prove(ctx, tx, r, store.Machine, r.args.At)
}

// prove turns the document into evidence and decides the cells that it touches, in every area in which the competitor
// matters. What matches no feature well enough waits in the queue. The history of the cells names actor and at.
func (l *Line) prove(ctx context.Context, tx *store.Store, r reading, actor string, at time.Time) error {
	known, err := l.known(ctx, tx)
	if err != nil {
		return err
	}
	var rows []store.Evidence
	for _, areaID := range known.areasOf[r.source.CompetitorID] {
		catalogue := known.catalogues[areaID]
		p := r.proof(catalogue)
		rows = append(rows, catalogue.Evidence(p.findings, r.source, r.snapshot.ID, r.snapshot.FinalURL, r.args.At)...)
		if err := tx.SavePhrases(ctx, phraseRows(p.unmatched, areaID, r)); err != nil {
			return err
		}
	}
	if err := tx.SaveEvidence(ctx, rows); err != nil {
		return err
	}
	touched := map[int64]bool{}
	for _, e := range rows {
		touched[e.FeatureID] = true
	}
	gone, err := l.unprove(ctx, tx, r, ids(rows), actor)
	if err != nil {
		return err
	}
	for _, e := range gone {
		touched[e.FeatureID] = true
	}
	for featureID := range touched {
		if err := DecideCell(ctx, tx, featureID, r.source.CompetitorID, actor, at); err != nil {
			return err
		}
	}
	return nil
}

// unprove marks the evidence that the page holds no more. Entries scroll off their page and stay true; rows of a price
// list do not. What the same page is only no longer read to say was never true.
func (l *Line) unprove(
	ctx context.Context, tx *store.Store, r reading, keep []int64, actor string,
) ([]store.Evidence, error) {
	switch {
	case actor == store.ReadAgain:
		return tx.Withdraw(ctx, r.snapshot, keep, r.args.At)
	case r.source.Kind == extract.Pricing:
		return tx.MarkVanished(ctx, r.source.ID, keep, r.args.At)
	}
	return nil, nil
}

// DecideCell decides one cell anew from all of its evidence; the history names actor.
func DecideCell(
	ctx context.Context, tx *store.Store, featureID, competitorID int64, actor string, at time.Time,
) error {
	evidence, err := tx.EvidenceFor(ctx, featureID, competitorID)
	if err != nil {
		return err
	}
	var prior *store.CellValue
	if cell, err := tx.Cell(ctx, featureID, competitorID); err == nil {
		prior = &cell.CellValue
	}
	_, err = tx.SetCell(ctx, featureID, competitorID, matrix.Decide(at, prior, evidence), actor, at)
	return err
}

func ids(rows []store.Evidence) []int64 {
	out := make([]int64, len(rows))
	for i, e := range rows {
		out[i] = e.ID
	}
	return out
}

func phraseRows(unmatched []matrix.Unmatched, areaID int64, r reading) []store.Phrase {
	rows := make([]store.Phrase, 0, len(unmatched))
	for _, u := range unmatched {
		rows = append(rows, store.Phrase{
			AreaID:       areaID,
			CompetitorID: r.source.CompetitorID,
			SourceID:     r.source.ID,
			SnapshotID:   r.snapshot.ID,
			Section:      u.Section,
			Text:         u.Text,
			FoldedText:   matrix.Fold(u.Text),
			Candidates:   u.Candidates,
			FirstSeenAt:  r.args.At,
			LastSeenAt:   r.args.At,
		})
	}
	return rows
}

// keepEntries keeps what a page lists beside the entries that were told: they were there on the first capture, or are
// older than all that was listed before, and tell nobody.
func (l *Line) keepEntries(ctx context.Context, tx *store.Store, r reading) error {
	rows := r.entryRows(r.doc.Entries, true)
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
	return l.joinNews(ctx, tx, r, fresh)
}

// entryRows turns entries into rows. An item of a feed that says nothing is none.
func (r reading) entryRows(entries []extract.Entry, baseline bool) []store.Entry {
	rows := make([]store.Entry, 0, len(entries))
	for _, e := range entries {
		if e.Title == "" {
			continue
		}
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
			Baseline:     baseline,
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
