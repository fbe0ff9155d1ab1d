package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/extract"
)

// Area is one of our product areas.
type Area struct {
	ID        int64
	Key       string
	Name      string
	Team      string // who owns it
	RemovedAt *time.Time
}

// Feature is a capability in an area's catalogue.
type Feature struct {
	ID         int64
	AreaID     int64
	Key        string // unique within the area
	Name       string
	Definition string
	GroupName  string
	Aliases    []string `gorm:"serializer:json"` // renamed products stay as aliases
	OwnState   State    // our own state
	OwnNote    string
	Position   int
	RemovedAt  *time.Time
}

// Competitor is a company we watch.
type Competitor struct {
	ID        int64
	Key       string
	Name      string
	Homepage  string
	RemovedAt *time.Time
}

// AreaCompetitor says that a competitor matters in an area.
type AreaCompetitor struct {
	AreaID       int64 `gorm:"primaryKey"`
	CompetitorID int64 `gorm:"primaryKey"`
	BestInClass  bool
}

// Landscape is everything a person says Gapwatch should know and watch, including what was removed.
type Landscape struct {
	Areas           []Area
	Features        []Feature
	Competitors     []Competitor
	AreaCompetitors []AreaCompetitor
	Sources         []Source
	Subscriptions   []Subscription
	Rules           map[int64][]extract.Rule // that stand, by source
}

// Landscape reads all of it, removed rows too, in the order people gave.
func (s *Store) Landscape(ctx context.Context) (Landscape, error) {
	var l Landscape
	parts := []struct {
		rows  any
		order string
	}{
		{&l.Areas, "id"}, {&l.Features, "area_id, position, id"}, {&l.Competitors, "id"},
		{&l.AreaCompetitors, "area_id, competitor_id"}, {&l.Sources, "id"}, {&l.Subscriptions, "id"},
	}
	for _, part := range parts {
		if err := s.q(ctx).Order(part.order).Find(part.rows).Error; err != nil {
			return l, fmt.Errorf("read landscape: %w", err)
		}
	}
	var err error
	l.Rules, err = s.standingRules(ctx)
	return l, err
}

// SaveAreas inserts or updates areas by id, else by key, and fills in their ids.
func (s *Store) SaveAreas(ctx context.Context, rows []Area) error {
	return upsert[Area]{
		landscape: true, what: "areas", id: func(a *Area) *int64 { return &a.ID }, key: func(a *Area) string { return a.Key },
		unique: []string{"key"}, update: []string{"name", "team", "removed_at"},
	}.save(ctx, s, rows)
}

// SaveFeatures inserts or updates features by id, else by area and key, and fills in their ids.
func (s *Store) SaveFeatures(ctx context.Context, rows []Feature) error {
	return upsert[Feature]{
		what:   "features",
		id:     func(f *Feature) *int64 { return &f.ID },
		key:    func(f *Feature) string { return joined(fmt.Sprint(f.AreaID), f.Key) },
		unique: []string{"area_id", "key"},
		update: []string{
			"name", "definition", "group_name", "aliases", "own_state", "own_note", "position", "removed_at",
		},
		landscape: true,
	}.save(ctx, s, rows)
}

// SaveCompetitors inserts or updates competitors by id, else by key, and fills in their ids.
func (s *Store) SaveCompetitors(ctx context.Context, rows []Competitor) error {
	return upsert[Competitor]{
		landscape: true, what: "competitors", id: func(c *Competitor) *int64 { return &c.ID },
		key:    func(c *Competitor) string { return c.Key },
		unique: []string{"key"}, update: []string{"name", "homepage", "removed_at"},
	}.save(ctx, s, rows)
}

// SetAreaCompetitors makes exactly these competitors the ones that matter in an area.
func (s *Store) SetAreaCompetitors(ctx context.Context, areaID int64, rows []AreaCompetitor) error {
	err := s.InTx(ctx, func(tx *Store) error {
		if err := tx.forgetApplied(ctx); err != nil {
			return err
		}
		if err := tx.q(ctx).Delete(&AreaCompetitor{}, "area_id = ?", areaID).Error; err != nil {
			return err
		}
		if len(rows) == 0 {
			return nil
		}
		for i := range rows {
			rows[i].AreaID = areaID
		}
		return tx.q(ctx).CreateInBatches(&rows, batchRows).Error
	})
	if err != nil {
		return fmt.Errorf("save competitors of area: %w", err)
	}
	return nil
}

// RemoveAreas marks areas removed; what they hold stays readable.
func (s *Store) RemoveAreas(ctx context.Context, ids []int64, at time.Time) error {
	return s.remove(ctx, &Area{}, ids, at)
}

// RemoveFeatures marks features removed; their cells, evidence and gaps stay readable.
func (s *Store) RemoveFeatures(ctx context.Context, ids []int64, at time.Time) error {
	return s.remove(ctx, &Feature{}, ids, at)
}

// RemoveCompetitors marks competitors removed; what was learned of them stays readable.
func (s *Store) RemoveCompetitors(ctx context.Context, ids []int64, at time.Time) error {
	return s.remove(ctx, &Competitor{}, ids, at)
}

// remove sets removed_at on rows that are not removed yet.
func (s *Store) remove(ctx context.Context, row any, ids []int64, at time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	if err := s.forgetApplied(ctx); err != nil {
		return err
	}
	for batch := range slices.Chunk(ids, batchRows) {
		err := s.q(ctx).Model(row).Where("id IN ? AND removed_at IS NULL", batch).Update("removed_at", at).Error
		if err != nil {
			return fmt.Errorf("remove %T: %w", row, err)
		}
	}
	return nil
}

// Areas returns the areas that are not removed, in the order they were added.
func (s *Store) Areas(ctx context.Context) ([]Area, error) {
	return all[Area](s.q(ctx).Where("removed_at IS NULL").Order("id"), "areas")
}

// AreaByKey finds an area that is not removed.
func (s *Store) AreaByKey(ctx context.Context, key string) (Area, error) {
	return one[Area](s.q(ctx).Where("key = ? AND removed_at IS NULL", key), "area "+key)
}

// Features returns the features of an area (0: of all areas) that are not removed, in catalogue order.
func (s *Store) Features(ctx context.Context, areaID int64) ([]Feature, error) {
	q := s.q(ctx).Where("removed_at IS NULL").Order("area_id, position, id")
	if areaID != 0 {
		q = q.Where("area_id = ?", areaID)
	}
	return all[Feature](q, "features")
}

// Feature finds a feature by id, removed or not.
func (s *Store) Feature(ctx context.Context, id int64) (Feature, error) {
	return one[Feature](s.q(ctx).Where("id = ?", id), fmt.Sprintf("feature %d", id))
}

// FeatureByKey finds a feature by the keys of its area and its own.
func (s *Store) FeatureByKey(ctx context.Context, area, key string) (Feature, error) {
	q := s.q(ctx).Where("key = ? AND removed_at IS NULL", key).
		Where("area_id = (SELECT id FROM areas WHERE key = ?)", area)
	return one[Feature](q, "feature "+area+"/"+key)
}

// Competitors returns the competitors that are not removed, in the order they were added.
func (s *Store) Competitors(ctx context.Context) ([]Competitor, error) {
	return all[Competitor](s.q(ctx).Where("removed_at IS NULL").Order("id"), "competitors")
}

// CompetitorsOf returns the competitors that matter in an area, best in class first.
func (s *Store) CompetitorsOf(ctx context.Context, areaID int64) ([]Competitor, error) {
	q := s.q(ctx).Joins("JOIN area_competitors ac ON ac.competitor_id = competitors.id AND ac.area_id = ?", areaID).
		Where("competitors.removed_at IS NULL").Order("ac.best_in_class DESC, competitors.id")
	return all[Competitor](q, "competitors of area")
}

// CompetitorByKey finds a competitor that is not removed.
func (s *Store) CompetitorByKey(ctx context.Context, key string) (Competitor, error) {
	return one[Competitor](s.q(ctx).Where("key = ? AND removed_at IS NULL", key), "competitor "+key)
}

// AreaCompetitors returns which competitors matter in which area.
func (s *Store) AreaCompetitors(ctx context.Context) ([]AreaCompetitor, error) {
	return all[AreaCompetitor](s.q(ctx).Order("area_id, competitor_id"), "competitors of areas")
}

// AreasOf returns the areas in which a competitor matters: those that name it, and all of them where none does.
func (s *Store) AreasOf(ctx context.Context, competitorID int64) ([]Area, error) {
	q := s.q(ctx).Where("removed_at IS NULL").Order("id").
		Where("id IN (SELECT area_id FROM area_competitors WHERE competitor_id = ?) OR"+
			" ? NOT IN (SELECT competitor_id FROM area_competitors)", competitorID, competitorID)
	return all[Area](q, "areas of competitor")
}

// Area finds an area by id, removed or not.
func (s *Store) Area(ctx context.Context, id int64) (Area, error) {
	return one[Area](s.q(ctx).Where("id = ?", id), fmt.Sprintf("area %d", id))
}

// Competitor finds a competitor by id, removed or not.
func (s *Store) Competitor(ctx context.Context, id int64) (Competitor, error) {
	return one[Competitor](s.q(ctx).Where("id = ?", id), fmt.Sprintf("competitor %d", id))
}
