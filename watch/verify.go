package watch

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// CellWord is what a person says of a cell.
type CellWord struct {
	State     store.State
	PlanFrom  string
	LimitText string
	AddOn     bool
	Platform  string // only on this; empty: on all
	Note      string
	Expires   string // the day by which it is to be confirmed again, like 2026-12-01; empty: after twice matrix.StaleAfter
}

// VerifyCell makes a person's word the cell, if it still is what the person has seen: the time it last changed, zero for
// a cell of which nobody has said anything. Else it fails with ErrChanged, or with Flaws.
func VerifyCell(
	ctx context.Context, st *store.Store, featureID, competitorID int64, w CellWord, seen time.Time, by Person, at time.Time,
) error {
	return st.Alone(ctx, TheCell(featureID, competitorID), func(tx *store.Store) error {
		old, err := tx.Cell(ctx, featureID, competitorID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if !old.UpdatedAt.Equal(seen) {
			return ErrChanged
		}
		expires, wrong := w.check(at)
		if len(wrong) > 0 {
			return wrong
		}
		value := matrix.Verify(w.value(old.CellValue), by.Name, at)
		value.ExpiresAt = &expires
		_, err = tx.SetCell(ctx, featureID, competitorID, value, by.Actor, at)
		return err
	})
}

// check says what is wrong with a person's word, and when it expires.
func (w CellWord) check(now time.Time) (expires time.Time, wrong Flaws) {
	if !slices.Contains(matrix.States(), w.State) {
		wrong = append(wrong, matrix.Flaw{Field: "state", Text: "Choose a state."})
	}
	if w.Expires == "" {
		return now.Add(2 * matrix.StaleAfter), wrong
	}
	expires, err := time.Parse(time.DateOnly, w.Expires)
	if err != nil || !expires.After(now) {
		wrong = append(wrong, matrix.Flaw{Field: "expires", Text: "Choose a day in the future to confirm it again by."})
	}
	return expires, wrong
}

// value is the word as a cell says it. What it does not speak of stays, as long as the state does.
func (w CellWord) value(old store.CellValue) store.CellValue {
	if w.State != old.State {
		old = store.CellValue{EvidenceID: old.EvidenceID}
	}
	old.State, old.PlanFrom, old.LimitText, old.AddOn = w.State, w.PlanFrom, w.LimitText, w.AddOn
	old.Platform, old.Note = w.Platform, w.Note
	return old
}

// DismissEvidence records that a quote proves nothing, and why, and decides its cell anew.
func DismissEvidence(ctx context.Context, st *store.Store, id int64, reason string, by Person, at time.Time) error {
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return flaw("reason", "Say in a few words why the quote proves nothing.")
	}
	return decideEvidence(ctx, st, id, by, at, func(tx *store.Store, e store.Evidence) error {
		if e.DismissedAt != nil { // whoever said so gave another reason
			return ErrChanged
		}
		return tx.DismissEvidence(ctx, id, by.Name, reason, at)
	})
}

// RestoreEvidence takes a dismissal back, and decides the cell anew.
func RestoreEvidence(ctx context.Context, st *store.Store, id int64, by Person, at time.Time) error {
	return decideEvidence(ctx, st, id, by, at, func(tx *store.Store, _ store.Evidence) error { return tx.RestoreEvidence(ctx, id) })
}

func decideEvidence(
	ctx context.Context, st *store.Store, id int64, by Person, at time.Time, change func(*store.Store, store.Evidence) error,
) error {
	return st.InTx(ctx, func(tx *store.Store) error {
		e, err := tx.Evidence(ctx, id)
		if err != nil {
			return err
		}
		if err := change(tx, e); err != nil {
			return err
		}
		return DecideCell(ctx, tx, e.FeatureID, e.CompetitorID, by.Actor, at)
	})
}

// AcceptChange makes a change evidence for the cell of a feature: a person's word, with the quote attached.
func AcceptChange(
	ctx context.Context, st *store.Store, c store.ChangeView, f store.Feature, state store.State, by Person, at time.Time,
) error {
	if !slices.Contains(matrix.States(), state) {
		return flaw("state", "Choose the state that this change is evidence for.")
	}
	if err := mattersIn(ctx, st, c, f); err != nil {
		return err
	}
	return st.Alone(ctx, TheCell(f.ID, c.CompetitorID), func(tx *store.Store) error {
		rows := []store.Evidence{{
			FeatureID: f.ID, CompetitorID: c.CompetitorID, SourceID: c.SourceID, SnapshotID: c.SnapshotID, ChangeID: &c.ID,
			Phrase: c.Subject, Score: 1, State: state, Quote: c.Quote, URL: c.SourceURL,
			ObservedAt: c.DetectedAt, ConfirmedAt: c.DetectedAt,
		}}
		if err := tx.SaveEvidence(ctx, rows); err != nil {
			return err
		}
		value := matrix.Verify(store.CellValue{State: state, EvidenceID: &rows[0].ID}, by.Name, at)
		_, err := tx.SetCell(ctx, f.ID, c.CompetitorID, value, by.Actor, at)
		return err
	})
}

// mattersIn fails where a feature belongs to an area that the competitor of a change has no column in.
func mattersIn(ctx context.Context, st *store.Store, c store.ChangeView, f store.Feature) error {
	areas, err := st.AreasOf(ctx, c.CompetitorID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(areas, func(a store.Area) bool { return a.ID == f.AreaID }) {
		return flaw("feature", c.CompetitorName+" is not watched in the area of "+f.Name+": choose a feature of one where it is.")
	}
	return nil
}

// DismissChange records that a person says a change is nothing, and why.
func DismissChange(ctx context.Context, st *store.Store, id int64, reason string, by Person) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return flaw("reason", "Say why it is nothing.")
	}
	return st.Dismiss(ctx, id, by.Name+": "+reason)
}

// GapWord is what a person says of a gap.
type GapWord struct {
	Status store.GapStatus
	Owner  string // empty: as it was
}

// ChangeGap records what we do about the gap of a feature; it begins where there is none. With seen it fails with
// ErrChanged if the gap was changed since; a zero time stands for a gap that had not begun.
func ChangeGap(
	ctx context.Context, st *store.Store, featureID int64, w GapWord, seen *time.Time, at time.Time,
) (store.Gap, error) {
	if !slices.Contains(store.GapStatuses(), w.Status) {
		return store.Gap{}, flaw("status", "Choose a status: requested, watching, planned, in progress, shipped or won't do.")
	}
	var gap store.Gap
	err := st.Alone(ctx, TheGap(featureID), func(tx *store.Store) error {
		old, err := tx.GapOf(ctx, featureID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if seen != nil && !old.UpdatedAt.Equal(*seen) {
			return ErrChanged
		}
		if gap, err = tx.EnsureGap(ctx, featureID, at); err != nil {
			return err
		}
		if err = tx.SetGapStatus(ctx, gap.ID, w.Status, strings.TrimSpace(w.Owner), at); err != nil {
			return err
		}
		gap, err = tx.Gap(ctx, gap.ID)
		return err
	})
	return gap, err
}
