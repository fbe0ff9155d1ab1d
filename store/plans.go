package store

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"github.com/gapwatch/gapwatch/extract"
)

// Plan is one plan as it stood from ValidFrom until ValidTo: price history is the rows of one (source, group, name).
type Plan struct {
	ID           int64
	SourceID     int64
	CompetitorID int64
	SnapshotID   int64
	Position     int
	Name         string
	GroupName    string
	Custom       bool
	AddOn        bool
	Prices       []extract.Price      `gorm:"serializer:json"`
	Features     []extract.FeatureRow `gorm:"serializer:zipped"`
	ValidFrom    time.Time
	ValidTo      *time.Time
}

// PlanFilter chooses plans; its zero value chooses those that stand now, of all sources that are watched.
type PlanFilter struct {
	AsOf       time.Time // zero: now
	Competitor string    // key
	Area       string    // key: competitors that matter in it, or that name no area
	SourceID   int64
}

// ReplacePlans makes plans the ones that stand on a source from a time on. A plan that says the same as before goes
// on as one row; one that changed or is gone is closed; a changed or new one begins.
func (s *Store) ReplacePlans(
	ctx context.Context, source Source, snapshotID int64, plans []extract.Plan, at time.Time,
) error {
	err := s.InTx(ctx, func(tx *Store) error {
		standing, err := tx.standingPlans(ctx, source.ID)
		if err != nil {
			return err
		}
		var begin []Plan
		for i, plan := range plans {
			row := newPlan(source, snapshotID, i, plan, at)
			if j := samePlan(standing, row); j >= 0 {
				standing = append(standing[:j], standing[j+1:]...)
				continue
			}
			begin = append(begin, row)
		}
		if err := tx.closePlans(ctx, standing, at); err != nil || len(begin) == 0 {
			return err
		}
		return tx.q(ctx).CreateInBatches(&begin, batchRows).Error
	})
	if err != nil {
		return fmt.Errorf("replace plans of source %d: %w", source.ID, err)
	}
	return nil
}

// RestatePlans corrects the plans that stand on a source to what a newer reader makes of the same page: a plan that it
// reads otherwise is written anew as from the day it began, because nobody's price moved.
func (s *Store) RestatePlans(
	ctx context.Context, source Source, snapshotID int64, plans []extract.Plan, at time.Time,
) error {
	err := s.InTx(ctx, func(tx *Store) error {
		standing, err := tx.standingPlans(ctx, source.ID)
		if err != nil {
			return err
		}
		rows := make([]Plan, 0, len(plans))
		for i, plan := range plans {
			row := newPlan(source, snapshotID, i, plan, at)
			for _, old := range standing {
				if old.Name == row.Name && old.GroupName == row.GroupName && old.ValidFrom.Before(row.ValidFrom) {
					row.ValidFrom = old.ValidFrom
				}
			}
			rows = append(rows, row)
		}
		if err := tx.q(ctx).Delete(&Plan{}, "source_id = ? AND valid_to IS NULL", source.ID).Error; err != nil {
			return err
		}
		if len(rows) == 0 {
			return nil
		}
		return tx.q(ctx).CreateInBatches(&rows, batchRows).Error
	})
	if err != nil {
		return fmt.Errorf("restate plans of source %d: %w", source.ID, err)
	}
	return nil
}

func (s *Store) standingPlans(ctx context.Context, sourceID int64) ([]Plan, error) {
	return all[Plan](s.q(ctx).Where("source_id = ? AND valid_to IS NULL", sourceID).Order("position, id"), "plans")
}

func (s *Store) closePlans(ctx context.Context, plans []Plan, at time.Time) error {
	if len(plans) == 0 {
		return nil
	}
	ids := make([]int64, 0, len(plans))
	for _, plan := range plans {
		ids = append(ids, plan.ID)
	}
	return s.q(ctx).Model(&Plan{}).Where("id IN ?", ids).Update("valid_to", at).Error
}

func newPlan(source Source, snapshotID int64, position int, p extract.Plan, at time.Time) Plan {
	return Plan{
		SourceID: source.ID, CompetitorID: source.CompetitorID, SnapshotID: snapshotID, Position: position,
		Name: p.Name, GroupName: p.Group, Custom: p.Custom, AddOn: p.AddOn, Prices: p.Prices, Features: p.Features,
		ValidFrom: at,
	}
}

// samePlan finds the plan that says the same; where it stands on the page and how its price is worded do not count.
func samePlan(standing []Plan, row Plan) int {
	for i, old := range standing {
		if old.Name == row.Name && old.GroupName == row.GroupName && old.Custom == row.Custom && old.AddOn == row.AddOn &&
			samePrices(old.Prices, row.Prices) && sameFeatures(old.Features, row.Features) {
			return i
		}
	}
	return -1
}

func samePrices(a, b []extract.Price) bool {
	if len(a) != len(b) {
		return false
	}
	for i, old := range a {
		old.Quote = b[i].Quote
		if old != b[i] {
			return false
		}
	}
	return true
}

func sameFeatures(a, b []extract.FeatureRow) bool {
	return len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b)
}

// Plans returns the plans that stand, or stood at a time, in the order of the pages.
func (s *Store) Plans(ctx context.Context, f PlanFilter) ([]Plan, error) {
	q := s.q(ctx).Joins("JOIN sources ON sources.id = plans.source_id").
		Joins("JOIN competitors ON competitors.id = plans.competitor_id").
		Order("plans.competitor_id, plans.source_id, plans.position, plans.id")
	if f.AsOf.IsZero() {
		q = q.Where("plans.valid_to IS NULL AND sources.removed_at IS NULL AND competitors.removed_at IS NULL")
	} else {
		q = q.Where("plans.valid_from <= ? AND (plans.valid_to IS NULL OR plans.valid_to > ?)", f.AsOf, f.AsOf).
			Where("sources.removed_at IS NULL OR sources.removed_at > ?", f.AsOf)
	}
	if f.Competitor != "" {
		q = q.Where("competitors.key = ?", f.Competitor)
	}
	if f.Area != "" {
		q = q.Where(ofArea("plans.competitor_id"), f.Area)
	}
	if f.SourceID != 0 {
		q = q.Where("plans.source_id = ?", f.SourceID)
	}
	return all[Plan](q, "plans")
}

// PlanHistory returns every step of one plan, oldest first.
func (s *Store) PlanHistory(ctx context.Context, sourceID int64, group, name string) ([]Plan, error) {
	q := s.q(ctx).Where("source_id = ? AND group_name = ? AND name = ?", sourceID, group, name).Order("valid_from, id")
	return all[Plan](q, "plan history")
}

// PlansSince returns every step of the plans that stood at or after a time, of sources that are watched, oldest first.
func (s *Store) PlansSince(ctx context.Context, area string, since time.Time) ([]Plan, error) {
	q := s.q(ctx).Joins("JOIN sources ON sources.id = plans.source_id").
		Joins("JOIN competitors ON competitors.id = plans.competitor_id").
		Where("sources.removed_at IS NULL AND competitors.removed_at IS NULL AND NOT plans.add_on").
		Where("plans.valid_to IS NULL OR plans.valid_to >= ?", since).
		Order("plans.competitor_id, plans.source_id, plans.position, plans.valid_from, plans.id")
	if area != "" {
		q = q.Where(ofArea("plans.competitor_id"), area)
	}
	return all[Plan](q, "steps of plans")
}
