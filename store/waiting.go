package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// CountWaiting tells how many decisions wait for a person: contested cells, phrases that match no feature, annotations
// without a gap.
func (s *Store) CountWaiting(ctx context.Context) (int64, error) {
	var n int64
	err := s.q(ctx).Raw(`SELECT
		(SELECT count(*) FROM cells WHERE standing = 'contested' AND ` + cellWaits + `) +
		(SELECT count(*) FROM phrases WHERE ` + phraseWaits + `) +
		(SELECT count(*) FROM annotations WHERE gap_id IS NULL)`).Scan(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count what waits: %w", err)
	}
	return n, nil
}

// Of what was removed from the landscape nothing waits: these pick the cells that the matrix has, and phrases like them.
const (
	cellWaits = `feature_id NOT IN (SELECT f.id FROM features f JOIN areas a ON a.id = f.area_id
		WHERE f.removed_at IS NOT NULL OR a.removed_at IS NOT NULL)
		AND competitor_id NOT IN (SELECT id FROM competitors WHERE removed_at IS NOT NULL)`
	phraseWaits = `decision = 'open' AND area_id NOT IN (SELECT id FROM areas WHERE removed_at IS NOT NULL)
		AND competitor_id NOT IN (SELECT id FROM competitors WHERE removed_at IS NOT NULL)`
)

// CellView is a cell with its place in words.
type CellView struct {
	Cell           `gorm:"embedded"`
	AreaKey        string
	FeatureKey     string
	FeatureName    string
	CompetitorKey  string
	CompetitorName string
}

// CellsStanding returns the cells with a standing, the longest waiting first, and how many there are in all.
func (s *Store) CellsStanding(ctx context.Context, standing Standing, limit int) ([]CellView, int64, error) {
	var total int64
	if err := s.q(ctx).Model(&Cell{}).Where("standing = ? AND "+cellWaits, standing).Count(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("count %s cells: %w", standing, err)
	}
	rows, err := all[CellView](s.cellViews(ctx).Where("cells.standing = ? AND "+cellWaits, standing).
		Order("cells.updated_at, cells.id").Limit(limit), "cells")
	return rows, total, err
}

func (s *Store) cellViews(ctx context.Context) *gorm.DB { return s.placed(ctx, "cells") }

// placed are the rows of a table that speak of a feature and a competitor, with what both are called.
func (s *Store) placed(ctx context.Context, table string) *gorm.DB {
	return s.q(ctx).Table(table).
		Select(table + ".*, areas.key AS area_key, features.key AS feature_key, features.name AS feature_name," +
			" competitors.key AS competitor_key, competitors.name AS competitor_name").
		Joins("JOIN features ON features.id = " + table + ".feature_id").
		Joins("JOIN areas ON areas.id = features.area_id").
		Joins("JOIN competitors ON competitors.id = " + table + ".competitor_id")
}

// CellsWaiting returns cells of one standing that wait for a person, from an id on.
func (s *Store) CellsWaiting(ctx context.Context, standing Standing, id int64, limit int) ([]CellView, error) {
	q := s.cellViews(ctx).Where("cells.standing = ? AND cells.id >= ? AND "+cellWaits, standing, id)
	return all[CellView](q.Order("cells.id").Limit(limit), "cells that wait")
}

// CellByID finds a cell with its place in words.
func (s *Store) CellByID(ctx context.Context, id int64) (CellView, error) {
	return one[CellView](s.cellViews(ctx).Where("cells.id = ?", id), fmt.Sprintf("cell %d", id))
}

// Inbox returns annotations that no gap has yet, from an id on.
func (s *Store) Inbox(ctx context.Context, id int64, limit int) ([]AnnotationView, error) {
	q := s.annotationViews(ctx).Where("annotations.gap_id IS NULL AND annotations.id >= ?", id)
	return all[AnnotationView](q.Order("annotations.id").Limit(limit), "annotations in the inbox")
}

// CountInbox tells how many annotations have no gap yet.
func (s *Store) CountInbox(ctx context.Context) (int64, error) {
	var n int64
	if err := s.q(ctx).Model(&Annotation{}).Where("gap_id IS NULL").Count(&n).Error; err != nil {
		return 0, fmt.Errorf("count the inbox: %w", err)
	}
	return n, nil
}

// CountPhrases tells how many phrases wait in the queue.
func (s *Store) CountPhrases(ctx context.Context) (int64, error) {
	var n int64
	if err := s.q(ctx).Model(&Phrase{}).Where(phraseWaits).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("count phrases: %w", err)
	}
	return n, nil
}

// PhrasesFrom returns phrases that wait, from an id on.
func (s *Store) PhrasesFrom(ctx context.Context, id int64, limit int) ([]Phrase, error) {
	return all[Phrase](s.q(ctx).Where(phraseWaits+" AND id >= ?", id).Order("id").Limit(limit), "open phrases")
}
