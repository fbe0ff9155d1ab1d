package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// proposal is what somebody who may not decide says of a cell.
type proposal struct {
	store.ProposalView
}

// Says is the proposal as a cell would say it.
func (p proposal) Says() store.CellValue {
	return store.CellValue{State: p.State, PlanFrom: p.PlanFrom, AddOn: p.AddOn, LimitText: p.LimitText, Platform: p.Platform}
}

// Path is the page of the cell.
func (p proposal) Path() string {
	return report.CellPath(p.AreaKey, p.FeatureKey, p.CompetitorKey)
}

// queueProposal is a proposal beside what its cell says, with the proof.
type queueProposal struct {
	proposal
	Now   store.CellValue
	Seen  string // the version of the cell that the page shows
	Proof []proof
	Later int64 // the next proposal; 0 for none
}

func (s *Server) queueProposals(ctx context.Context, v *queueView, from int64) (err error) {
	v.Proposals, err = ring(ctx, from, s.store.ProposalsWaiting, func(p store.ProposalView) int64 { return p.ID })
	if err != nil || len(v.Proposals) == 0 {
		return err
	}
	p := queueProposal{proposal: proposal{v.Proposals[0]}}
	if len(v.Proposals) > 1 {
		p.Later = v.Proposals[1].ID
	}
	now, at, err := report.CellValue(ctx, s.store, p.FeatureID, p.CompetitorID)
	if err != nil {
		return err
	}
	p.Now, p.Seen = now, stamp(at)
	evidence, err := s.store.EvidenceFor(ctx, p.FeatureID, p.CompetitorID)
	if err != nil {
		return err
	}
	p.Proof = s.proofs(ctx, evidence, false)
	v.Proposal = &p
	return nil
}

// proposalSettle takes a proposal, dismisses it, or takes the last decision on it back.
func (s *Server) proposalSettle(w http.ResponseWriter, r *http.Request) error {
	ctx, by, now := r.Context(), person(who(r)), s.now().UTC()
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	p, err := s.store.ProposalByID(ctx, id)
	if err != nil {
		return err
	}
	next := map[string]string{"what": "proposed", "from": fmtID(id)}
	said := p.FeatureName + ", " + p.CompetitorName + ": "
	seen, _ := time.Parse(time.RFC3339Nano, r.PostFormValue("seen"))
	switch r.PostFormValue("settle") {
	case "undo":
		if err := watch.TakeBackProposal(ctx, s.store, p.Proposal, by, now); err != nil {
			return err
		}
		return s.done(w, r, address("/queue", next), said+"the proposal waits again.")
	case "take":
		err, said = watch.TakeProposal(ctx, s.store, p.Proposal, seen, by, now), said+"verified as "+stateWord(p.State)+"."
	case "dismiss":
		err, said = watch.DismissProposal(ctx, s.store, id, by, now), said+"not taken."
	default:
		err = badRequest("choose whether the proposal is taken")
	}
	if err != nil {
		return err
	}
	next["decided"] = fmtID(id)
	return s.done(w, r, address("/queue", next), said)
}
