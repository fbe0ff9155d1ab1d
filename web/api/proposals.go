package api

import (
	"context"
	"time"

	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// Proposal is what somebody who may not decide a cell says of it.
type Proposal struct {
	ID         int64  `json:"id"`
	Area       string `json:"area"`
	Feature    string `json:"feature"`
	Competitor string `json:"competitor"`
	Said
	By    string    `json:"by"`
	At    time.Time `json:"at"`
	Taken *bool     `json:"taken,omitempty" doc:"Whether it was taken; left out while it waits."`
}

func newProposal(p store.ProposalView) Proposal {
	out := Proposal{
		ID: p.ID, Area: p.AreaKey, Feature: p.FeatureKey, Competitor: p.CompetitorKey, By: p.ProposedBy, At: p.ProposedAt,
		Said: Said{State: p.State, PlanFrom: p.PlanFrom, AddOn: p.AddOn, Limit: p.LimitText, Platform: p.Platform, Note: p.Note},
	}
	if p.DecidedAt != nil {
		out.Taken = &p.Taken
	}
	return out
}

// mostProposals bounds the proposals of an answer: each waits for a person, so there are never many.
const mostProposals = 500

func (a *API) proposals(ctx context.Context, _ *struct{}) (*List[Proposal], error) {
	rows, err := a.st(ctx).ProposalsWaiting(ctx, 0, mostProposals)
	return whole(rows, newProposal), err
}

// Proposing is a proposal for a cell.
type Proposing struct {
	AtCell
	Body Said
}

func (a *API) propose(ctx context.Context, in *Proposing) (*One[Proposal], error) {
	_, f, c, err := a.place(ctx, &in.AtCell)
	if err != nil {
		return nil, err
	}
	id, err := watch.ProposeCell(ctx, a.st(ctx), f.ID, c.ID, in.Body.word(), caller(ctx).Person, a.now().UTC())
	if err != nil {
		return nil, err
	}
	return a.proposal(ctx, id)
}

func (a *API) proposal(ctx context.Context, id int64) (*One[Proposal], error) {
	p, err := a.st(ctx).ProposalByID(ctx, id)
	return &One[Proposal]{Body: newProposal(p)}, err
}

// Taking makes a proposal the cell.
type Taking struct {
	ByID
	IfMatch string `header:"If-Match" doc:"ETag of the cell as it was seen: it is not written over if somebody has changed it since. Left out: whatever stands."`
}

func (a *API) takeProposal(ctx context.Context, in *Taking) (*One[Proposal], error) {
	p, err := a.st(ctx).ProposalByID(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	_, seen, err := report.CellValue(ctx, a.st(ctx), p.FeatureID, p.CompetitorID)
	if err != nil {
		return nil, err
	}
	if in.IfMatch != "" {
		if err := (Edit{in.IfMatch}).is(version(seen)); err != nil {
			return nil, err
		}
	}
	if err := watch.TakeProposal(ctx, a.st(ctx), p.Proposal, seen, caller(ctx).Person, a.now().UTC()); err != nil {
		return nil, err
	}
	return a.proposal(ctx, in.ID)
}

func (a *API) dismissProposal(ctx context.Context, in *ByID) (*One[Proposal], error) {
	if err := watch.DismissProposal(ctx, a.st(ctx), in.ID, caller(ctx).Person, a.now().UTC()); err != nil {
		return nil, err
	}
	return a.proposal(ctx, in.ID)
}

// restoreProposal takes the decision on a proposal back: it waits again, and the cell says what it said before.
func (a *API) restoreProposal(ctx context.Context, in *ByID) (*One[Proposal], error) {
	p, err := a.st(ctx).ProposalByID(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := watch.TakeBackProposal(ctx, a.st(ctx), p.Proposal, caller(ctx).Person, a.now().UTC()); err != nil {
		return nil, err
	}
	return a.proposal(ctx, in.ID)
}
