package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm/clause"
)

// GapStatus is what we do about a gap.
type GapStatus string

// Statuses of a gap.
const (
	Requested  GapStatus = "requested"
	Watching   GapStatus = "watching"
	GapPlanned GapStatus = "planned"
	InProgress GapStatus = "in progress"
	Shipped    GapStatus = "shipped"
	WontDo     GapStatus = "won't do"
)

// Gap is a feature where a competitor's state is ahead of ours, or one that somebody asked for. One row per feature.
type Gap struct {
	ID        int64
	FeatureID int64
	Status    GapStatus
	Owner     string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt time.Time `gorm:"autoUpdateTime:false"`
	ShippedAt *time.Time
}

// EnsureGap returns the gap of a feature; where there is none it begins as requested.
func (s *Store) EnsureGap(ctx context.Context, featureID int64, at time.Time) (Gap, error) {
	gap := Gap{FeatureID: featureID, Status: Requested, CreatedAt: at, UpdatedAt: at}
	err := s.q(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&gap).Error
	if err != nil {
		return Gap{}, fmt.Errorf("begin gap of feature %d: %w", featureID, err)
	}
	return s.GapOf(ctx, featureID)
}

// EndGaps takes away gaps that began by themselves and stand for nothing any more: nobody is annotated on them, and nobody has
// said what we do about them. Others stay.
func (s *Store) EndGaps(ctx context.Context, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	if s.pg != nil { // an annotation that comes to one meanwhile is waited for, and keeps it
		if err := s.q(ctx).Exec("SELECT id FROM gaps WHERE id IN ? FOR UPDATE", ids).Error; err != nil {
			return fmt.Errorf("end gaps: %w", err)
		}
	}
	err := s.q(ctx).Where("id IN ? AND status = ? AND owner = '' AND updated_at = created_at", ids, Requested).
		Where("NOT EXISTS (SELECT 1 FROM annotations WHERE annotations.gap_id = gaps.id)").Delete(&Gap{}).Error
	if err != nil {
		return fmt.Errorf("end gaps: %w", err)
	}
	return nil
}

// GapOf finds the gap of a feature.
func (s *Store) GapOf(ctx context.Context, featureID int64) (Gap, error) {
	return one[Gap](s.q(ctx).Where("feature_id = ?", featureID), fmt.Sprintf("gap of feature %d", featureID))
}

// Gap finds a gap by id.
func (s *Store) Gap(ctx context.Context, id int64) (Gap, error) {
	return one[Gap](s.q(ctx).Where("id = ?", id), fmt.Sprintf("gap %d", id))
}

// Gaps returns the gaps of an area (0: of all areas).
func (s *Store) Gaps(ctx context.Context, areaID int64) ([]Gap, error) {
	q := s.q(ctx).Order("id")
	if areaID != 0 {
		q = q.Where(inArea, areaID)
	}
	return all[Gap](q, "gaps")
}

// SetGapStatus records what we do about a gap. A gap that ships keeps the time it first did.
func (s *Store) SetGapStatus(ctx context.Context, id int64, status GapStatus, owner string, at time.Time) error {
	if !slices.Contains(GapStatuses(), status) {
		return fmt.Errorf("set status of gap %d: %w: %q", id, ErrUnknownStatus, status)
	}
	err := s.InTx(ctx, func(tx *Store) error {
		gap, err := tx.Gap(ctx, id)
		if err != nil {
			return err
		}
		if !at.After(gap.CreatedAt) { // what somebody said is told from what began by itself
			at = gap.CreatedAt.Add(time.Microsecond)
		}
		gap.Status, gap.UpdatedAt = status, at
		if owner != "" {
			gap.Owner = owner
		}
		if status == Shipped && gap.ShippedAt == nil {
			gap.ShippedAt = &at
		}
		return tx.q(ctx).Save(&gap).Error
	})
	if err != nil {
		return fmt.Errorf("set status of gap %d: %w", id, err)
	}
	return nil
}

// ErrUnknownStatus: there is no such status of a gap.
var ErrUnknownStatus = errors.New("unknown status")

// GapStatuses returns every status a gap can have, in the order of its life.
func GapStatuses() []GapStatus {
	return []GapStatus{Requested, Watching, GapPlanned, InProgress, Shipped, WontDo}
}

// GapOwner is somebody whose accounts are annotated on the gap of a feature.
type GapOwner struct {
	FeatureID   int64
	FeatureName string
	Owner       string
	Accounts    int // distinct ones
}

// GapOwners tells whose accounts are annotated on the gaps of features.
func (s *Store) GapOwners(ctx context.Context, featureIDs []int64) ([]GapOwner, error) {
	q := s.q(ctx).Table("annotations").
		Select("gaps.feature_id, features.name AS feature_name, accounts.owner, count(DISTINCT accounts.id) AS accounts").
		Joins("JOIN gaps ON gaps.id = annotations.gap_id").
		Joins("JOIN features ON features.id = gaps.feature_id").
		Joins("JOIN accounts ON accounts.id = annotations.account_id").
		Where("gaps.feature_id IN ? AND accounts.removed_at IS NULL AND accounts.owner <> ''", featureIDs).
		Group("gaps.feature_id, features.name, accounts.owner").Order("gaps.feature_id, accounts.owner")
	return all[GapOwner](q, "owners of accounts on gaps")
}
