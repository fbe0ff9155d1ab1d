package watch

import (
	"context"
	"errors"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// ProposeCell records what somebody who may not decide a cell says of it; the cell stays what it is. What the same person
// proposed before, and nobody has decided, is replaced.
func ProposeCell(
	ctx context.Context, st *store.Store, featureID, competitorID int64, w CellWord, by Person, at time.Time,
) (int64, error) {
	if _, wrong := w.check(at); len(wrong) > 0 {
		return 0, wrong
	}
	p := store.Proposal{
		FeatureID: featureID, CompetitorID: competitorID, State: w.State, PlanFrom: w.PlanFrom, AddOn: w.AddOn,
		LimitText: w.LimitText, Platform: w.Platform, Note: w.Note, ProposedBy: by.Name, ProposedAt: at,
	}
	err := st.AddProposal(ctx, &p)
	return p.ID, err
}

// TakeProposal makes a proposal the word of the person who takes it, if the cell still is what that person has seen; else it
// fails with ErrChanged, as for a proposal that was decided already.
func TakeProposal(ctx context.Context, st *store.Store, p store.Proposal, seen time.Time, by Person, at time.Time) error {
	return st.Alone(ctx, TheCell(p.FeatureID, p.CompetitorID), func(tx *store.Store) error {
		w := CellWord{
			State: p.State, PlanFrom: p.PlanFrom, LimitText: p.LimitText, AddOn: p.AddOn, Platform: p.Platform,
			Note: proposedNote(p),
		}
		if err := VerifyCell(ctx, tx, p.FeatureID, p.CompetitorID, w, seen, by, at); err != nil {
			return err
		}
		return waited(tx.DecideProposal(ctx, p.ID, by.Name, true, at))
	})
}

// DismissProposal says that a proposal is not taken; one that was decided already is ErrChanged.
func DismissProposal(ctx context.Context, st *store.Store, id int64, by Person, at time.Time) error {
	return waited(st.DecideProposal(ctx, id, by.Name, false, at))
}

// TakeBackProposal undoes what a person decided last of a proposal: it waits again, and the cell is what it was before.
func TakeBackProposal(ctx context.Context, st *store.Store, p store.Proposal, by Person, at time.Time) error {
	return st.Alone(ctx, TheCell(p.FeatureID, p.CompetitorID), func(tx *store.Store) error {
		if p.DecidedAt == nil || p.DecidedBy != by.Name {
			return ErrChanged
		}
		if p.Taken {
			c, err := tx.Cell(ctx, p.FeatureID, p.CompetitorID)
			if err != nil {
				return err
			}
			if err := TakeBackCell(ctx, tx, c, by, at); err != nil {
				return err
			}
		}
		return tx.ReopenProposal(ctx, p.ID)
	})
}

func waited(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return ErrChanged
	}
	return err
}

// proposedNote is why a cell says what was proposed, and by whom.
func proposedNote(p store.Proposal) string {
	if p.Note == "" {
		return "proposed by " + p.ProposedBy
	}
	return p.Note + " (proposed by " + p.ProposedBy + ")"
}
