package store

import (
	"context"
	"fmt"
	"time"
)

// Proposal is what somebody who may not decide a cell says of it. It waits for somebody who may.
type Proposal struct {
	ID           int64
	FeatureID    int64
	CompetitorID int64
	State        State
	PlanFrom     string
	AddOn        bool
	LimitText    string
	Platform     string
	Note         string // why
	ProposedBy   string
	ProposedAt   time.Time
	DecidedBy    string
	DecidedAt    *time.Time // nil: it waits
	Taken        bool
}

// ProposalView is a proposal with its place in words.
type ProposalView struct {
	Proposal       `gorm:"embedded"`
	AreaKey        string
	FeatureKey     string
	FeatureName    string
	CompetitorKey  string
	CompetitorName string
}

// AddProposal writes a proposal; one by the same person for the same cell that still waits is taken back.
func (s *Store) AddProposal(ctx context.Context, p *Proposal) error {
	return s.InTx(ctx, func(tx *Store) error {
		err := tx.q(ctx).Model(&Proposal{}).
			Where("feature_id = ? AND competitor_id = ? AND proposed_by = ? AND decided_at IS NULL", p.FeatureID, p.CompetitorID, p.ProposedBy).
			Updates(map[string]any{"decided_by": p.ProposedBy, "decided_at": p.ProposedAt}).Error
		if err != nil {
			return fmt.Errorf("take an earlier proposal back: %w", err)
		}
		if err := tx.q(ctx).Create(p).Error; err != nil {
			return fmt.Errorf("add proposal: %w", err)
		}
		return nil
	})
}

// ProposalByID finds a proposal, decided or not.
func (s *Store) ProposalByID(ctx context.Context, id int64) (ProposalView, error) {
	return one[ProposalView](s.placed(ctx, "proposals").Where("proposals.id = ?", id), fmt.Sprintf("proposal %d", id))
}

// ProposalsFor returns the proposals for a cell that wait, the oldest first.
func (s *Store) ProposalsFor(ctx context.Context, featureID, competitorID int64) ([]ProposalView, error) {
	q := s.placed(ctx, "proposals").Where("proposals.feature_id = ? AND proposals.competitor_id = ?", featureID, competitorID)
	return all[ProposalView](q.Where(proposalWaits).Order("proposals.id"), "proposals for a cell")
}

// ProposalsWaiting returns proposals that wait, from an id on.
func (s *Store) ProposalsWaiting(ctx context.Context, id int64, limit int) ([]ProposalView, error) {
	q := s.placed(ctx, "proposals").Where("proposals.id >= ? AND "+proposalWaits, id)
	return all[ProposalView](q.Order("proposals.id").Limit(limit), "proposals that wait")
}

// CountProposals tells how many proposals wait.
func (s *Store) CountProposals(ctx context.Context) (int64, error) {
	var n int64
	if err := s.placed(ctx, "proposals").Where(proposalWaits).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("count proposals: %w", err)
	}
	return n, nil
}

// DecideProposal says what became of a proposal that waits; of one that does not it is ErrNotFound.
func (s *Store) DecideProposal(ctx context.Context, id int64, by string, taken bool, at time.Time) error {
	res := s.q(ctx).Model(&Proposal{}).Where("id = ? AND decided_at IS NULL", id).
		Updates(map[string]any{"decided_by": by, "decided_at": at, "taken": taken})
	return found(res, fmt.Sprintf("decide proposal %d", id))
}

// ReopenProposal lets a proposal wait again.
func (s *Store) ReopenProposal(ctx context.Context, id int64) error {
	res := s.q(ctx).Model(&Proposal{}).Where("id = ? AND decided_at IS NOT NULL", id).
		Updates(map[string]any{"decided_by": "", "decided_at": nil, "taken": false})
	return found(res, fmt.Sprintf("reopen proposal %d", id))
}

// proposalWaits is what makes a proposal wait: it is not decided, and the matrix still has its cell.
const proposalWaits = "proposals.decided_at IS NULL AND " + cellWaits
