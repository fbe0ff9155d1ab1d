package watch

import (
	"context"
	"errors"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// KeepCell says that a cell which waits for a person still is what it says, if it is what the person has seen; else it fails
// with ErrChanged.
func KeepCell(ctx context.Context, st *store.Store, c store.Cell, seen time.Time, by Person, at time.Time) error {
	return answerCell(ctx, st, c, seen, by, at, func(_ *store.Store, old store.CellValue) (store.CellValue, error) { return old, nil })
}

// TakeEvidence makes a cell say what a piece of evidence for it says, or with 0 that nobody knows, on the terms of KeepCell.
func TakeEvidence(
	ctx context.Context, st *store.Store, c store.Cell, evidenceID int64, seen time.Time, by Person, at time.Time,
) error {
	return answerCell(ctx, st, c, seen, by, at, func(tx *store.Store, _ store.CellValue) (store.CellValue, error) {
		if evidenceID == 0 {
			return store.CellValue{State: store.Unknown}, nil
		}
		e, err := tx.Evidence(ctx, evidenceID)
		if errors.Is(err, store.ErrNotFound) || err == nil && (e.FeatureID != c.FeatureID || e.CompetitorID != c.CompetitorID) {
			return store.CellValue{}, flaw("evidence", "Choose evidence for this cell.")
		}
		if err == nil && (e.DismissedAt != nil || e.VanishedAt != nil) {
			err = ErrChanged
		}
		return matrix.Said(e), err
	})
}

func answerCell(
	ctx context.Context, st *store.Store, c store.Cell, seen time.Time, by Person, at time.Time,
	answer func(*store.Store, store.CellValue) (store.CellValue, error),
) error {
	return st.Alone(ctx, TheCell(c.FeatureID, c.CompetitorID), func(tx *store.Store) error {
		now, err := tx.Cell(ctx, c.FeatureID, c.CompetitorID)
		if err != nil {
			return err
		}
		if !now.UpdatedAt.Equal(seen) {
			return ErrChanged
		}
		value, err := answer(tx, now.CellValue)
		if err != nil {
			return err
		}
		_, err = tx.SetCell(ctx, c.FeatureID, c.CompetitorID, matrix.Verify(value, by.Name, at), by.Actor, at)
		return err
	})
}

// TakeBackCell makes a cell what it was before a person's last word on it. Where that is not the last step of the cell it
// fails with ErrChanged.
func TakeBackCell(ctx context.Context, st *store.Store, c store.Cell, by Person, at time.Time) error {
	return st.Alone(ctx, TheCell(c.FeatureID, c.CompetitorID), func(tx *store.Store) error {
		steps, err := tx.CellHistory(ctx, c.FeatureID, c.CompetitorID)
		if err != nil {
			return err
		}
		if len(steps) == 0 || steps[0].Actor != by.Actor || steps[0].VerifiedAt == nil || !steps[0].VerifiedAt.Equal(steps[0].At) {
			return ErrChanged
		}
		before := store.CellValue{State: store.Unknown} // nobody had said anything
		if len(steps) > 1 {
			before = steps[1].CellValue
		}
		_, err = tx.SetCell(ctx, c.FeatureID, c.CompetitorID, before, by.Actor, at)
		return err
	})
}
