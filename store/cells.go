package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// State is what a cell says of a feature.
type State string

// States of a cell.
const (
	Yes           State = "yes"
	Partial       State = "partial"
	Beta          State = "beta"
	Planned       State = "planned"
	No            State = "no"
	Unknown       State = "unknown"
	NotApplicable State = "not applicable"
)

// Standing is how far a cell can be trusted.
type Standing string

// Standings of a cell.
const (
	Observed  Standing = "observed"  // machine, from evidence
	Verified  Standing = "verified"  // a person, on a date
	Contested Standing = "contested" // newer evidence disagrees, or the evidence vanished
	Stale     Standing = "stale"     // not re-confirmed in time
)

// Cell is feature x competitor as it stands now.
type Cell struct {
	ID           int64
	FeatureID    int64
	CompetitorID int64
	CellValue    `gorm:"embedded"`
	UpdatedAt    time.Time  `gorm:"autoUpdateTime:false"`
	Since        *time.Time // when it came into its state; nil where cells are made of their history
}

// CellValue is what a cell says, and why.
type CellValue struct {
	State      State
	PlanFrom   string
	AddOn      bool
	LimitText  string
	Platform   string
	Note       string
	Standing   Standing
	Why        string // the rule that decided, in words
	EvidenceID *int64
	VerifiedBy string
	VerifiedAt *time.Time
	ExpiresAt  *time.Time
}

// Actors that are no person.
const (
	Machine = "gapwatch"
	// ReadAgain marks a technical step: the page did not change, a newer reader or rules made something else of it.
	ReadAgain = "gapwatch, reading again"
)

// CellVersion is one step in a cell's history; the latest at or before a date is the cell as of that date.
type CellVersion struct {
	ID           int64
	FeatureID    int64
	CompetitorID int64
	CellValue    `gorm:"embedded"`
	Actor        string // Machine, ReadAgain or a person
	At           time.Time
}

// inArea is the condition that a row's feature belongs to an area and is not removed.
const inArea = "feature_id IN (SELECT id FROM features WHERE area_id = ? AND removed_at IS NULL)"

// Cells returns the cells of an area (0: of all areas) as they stand now.
func (s *Store) Cells(ctx context.Context, areaID int64) ([]Cell, error) {
	q := s.q(ctx)
	if areaID != 0 {
		q = q.Where(inArea, areaID)
	}
	return readCells(q)
}

// CellsOf returns the cells of some features as they stand now.
func (s *Store) CellsOf(ctx context.Context, featureIDs ...int64) (cells []Cell, err error) {
	for batch := range slices.Chunk(featureIDs, batchRows) {
		of, err := readCells(s.q(ctx).Where("feature_id IN ?", batch))
		if err != nil {
			return nil, err
		}
		cells = append(cells, of...)
	}
	return cells, nil
}

// readCells reads column by column and not by reflection: a large matrix has tens of thousands.
func readCells(q *gorm.DB) (cells []Cell, err error) {
	q = q.Model(&Cell{}).Order("feature_id, competitor_id").Select("id, feature_id, competitor_id, state, plan_from, add_on," +
		" limit_text, platform, note, standing, why, evidence_id, verified_by, verified_at, expires_at, updated_at, since")
	rows, err := q.Rows()
	if err != nil {
		return nil, fmt.Errorf("cells: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	said := words{}
	for rows.Next() {
		c, err := said.cell(rows)
		if err != nil {
			return nil, fmt.Errorf("cells: %w", err)
		}
		cells = append(cells, c)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("cells: %w", err)
	}
	return cells, nil
}

// words are texts that come again and again: each is held once.
type words map[string]string

func (w words) once(text string) string {
	if held, ok := w[text]; ok {
		return held
	}
	w[text] = text
	return text
}

// cell reads a row of Cells.
func (w words) cell(rows *sql.Rows) (c Cell, err error) {
	var state, standing string
	err = rows.Scan(&c.ID, &c.FeatureID, &c.CompetitorID, &state, &c.PlanFrom, &c.AddOn, &c.LimitText, &c.Platform, &c.Note,
		&standing, &c.Why, &c.EvidenceID, &c.VerifiedBy, &c.VerifiedAt, &c.ExpiresAt, &c.UpdatedAt, &c.Since)
	c.State, c.Standing = State(w.once(state)), Standing(w.once(standing))
	c.PlanFrom, c.LimitText, c.Why = w.once(c.PlanFrom), w.once(c.LimitText), w.once(c.Why)
	return c, err
}

// Cell finds one cell, or ErrNotFound where nothing was ever said.
func (s *Store) Cell(ctx context.Context, featureID, competitorID int64) (Cell, error) {
	q := s.q(ctx).Where("feature_id = ? AND competitor_id = ?", featureID, competitorID)
	return one[Cell](q, fmt.Sprintf("cell %d x %d", featureID, competitorID))
}

// CellsAsOf returns the cells of an area (0: of all areas) as they stood at a time.
func (s *Store) CellsAsOf(ctx context.Context, areaID int64, at time.Time) ([]Cell, error) {
	q := s.q(ctx)
	if areaID != 0 {
		q = q.Where("feature_id IN (SELECT id FROM features WHERE area_id = ? AND (removed_at IS NULL OR removed_at > ?))",
			areaID, at)
	}
	return s.cellsAsOf(ctx, q, at)
}

// CellsOfAsOf returns the cells of some features as they stood at a time.
func (s *Store) CellsOfAsOf(ctx context.Context, at time.Time, featureIDs ...int64) (cells []Cell, err error) {
	for batch := range slices.Chunk(featureIDs, batchRows) {
		of, err := s.cellsAsOf(ctx, s.q(ctx).Where("feature_id IN ?", batch), at)
		if err != nil {
			return nil, err
		}
		cells = append(cells, of...)
	}
	return cells, nil
}

// cellsAsOf makes cells of the latest versions among those that are chosen.
func (s *Store) cellsAsOf(ctx context.Context, chosen *gorm.DB, at time.Time) ([]Cell, error) {
	latest := chosen.Model(&CellVersion{}).Where("at <= ?", at).
		Select("*, row_number() OVER (PARTITION BY feature_id, competitor_id ORDER BY at DESC, id DESC) AS newest")
	q := s.q(ctx).Table("(?) AS v", latest).Where("newest = 1").Order("feature_id, competitor_id")
	versions, err := all[CellVersion](q, "cells as of a time")
	cells := make([]Cell, 0, len(versions))
	for _, v := range versions {
		cells = append(cells, Cell{
			FeatureID: v.FeatureID, CompetitorID: v.CompetitorID, CellValue: v.CellValue, UpdatedAt: v.At,
		})
	}
	return cells, err
}

// CellsWritten tells the features whose cells, or their history, were written since a number of theirs, and that number as it is
// now. Whoever reads their cells after it misses nothing: what is written meanwhile is told again the next time.
func (s *Store) CellsWritten(ctx context.Context, since int64) (featureIDs []int64, now int64, err error) {
	r, err := s.revision(ctx, OnCells) // before the features, which may be newer already
	if err != nil {
		return nil, 0, err
	}
	q := s.q(ctx).Table("feature_revisions").Where("number > ?", since).Order("feature_id")
	featureIDs, err = all[int64](q.Select("feature_id"), "features whose cells were written")
	return featureIDs, r.Cells, err
}

// SetCell makes a cell say something and adds the step to its history, and reports whether it said something else
// before. That it expires later is no step.
func (s *Store) SetCell(
	ctx context.Context, featureID, competitorID int64, value CellValue, actor string, at time.Time,
) (changed bool, err error) {
	err = s.InTx(ctx, func(tx *Store) error {
		old, err := tx.Cell(ctx, featureID, competitorID)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		changed = err != nil || !old.Same(value)
		cell := Cell{FeatureID: featureID, CompetitorID: competitorID, CellValue: value, UpdatedAt: at, Since: &at}
		if err == nil && old.State == value.State {
			cell.Since = old.Since
		}
		if !changed {
			return tx.extendCell(ctx, old, value)
		}
		if err := tx.putCell(ctx, &cell); err != nil {
			return err
		}
		version := CellVersion{
			FeatureID: featureID, CompetitorID: competitorID, CellValue: value, Actor: actor, At: at,
		}
		return tx.q(ctx).Create(&version).Error
	})
	if err != nil {
		return false, fmt.Errorf("set cell %d x %d: %w", featureID, competitorID, err)
	}
	return changed, nil
}

func (s *Store) putCell(ctx context.Context, cell *Cell) error {
	return s.q(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "feature_id"}, {Name: "competitor_id"}},
		DoUpdates: clause.AssignmentColumns([]string{
			"state", "plan_from", "add_on", "limit_text", "platform", "note", "standing", "why", "evidence_id",
			"verified_by", "verified_at", "expires_at", "updated_at", "since",
		}),
	}).Create(cell).Error
}

// extendCell records that a cell expires at another time.
func (s *Store) extendCell(ctx context.Context, old Cell, value CellValue) error {
	if sameTime(old.ExpiresAt, value.ExpiresAt) {
		return nil
	}
	return s.q(ctx).Model(&Cell{}).Where("id = ?", old.ID).
		UpdateColumns(map[string]any{"expires_at": expression(value.ExpiresAt)}).Error
}

// expression is a time for an update, NULL where there is none.
func expression(t *time.Time) any {
	if t == nil {
		return gorm.Expr("NULL")
	}
	return *t
}

// Same says whether two values say the same; when they expire does not count.
func (v CellValue) Same(w CellValue) bool {
	if !sameTime(v.VerifiedAt, w.VerifiedAt) || (v.EvidenceID == nil) != (w.EvidenceID == nil) ||
		v.EvidenceID != nil && *v.EvidenceID != *w.EvidenceID {
		return false
	}
	v.VerifiedAt, v.EvidenceID, v.ExpiresAt = w.VerifiedAt, w.EvidenceID, w.ExpiresAt
	return v == w
}

func sameTime(a, b *time.Time) bool {
	if a == nil || b == nil {
		return a == b
	}
	return cleanTime(*a).Equal(cleanTime(*b))
}

// CellHistory returns every step of a cell, newest first.
func (s *Store) CellHistory(ctx context.Context, featureID, competitorID int64) ([]CellVersion, error) {
	q := s.q(ctx).Where("feature_id = ? AND competitor_id = ?", featureID, competitorID).Order("at DESC, id DESC")
	return all[CellVersion](q, "cell history")
}

// CellMoves returns the steps of all cells in [since, until), oldest first; a zero until is open.
func (s *Store) CellMoves(ctx context.Context, since, until time.Time) ([]CellVersion, error) {
	q := s.q(ctx).Where("at >= ?", since).Order("at, id")
	if !until.IsZero() {
		q = q.Where("at < ?", until)
	}
	return all[CellVersion](q, "moves of cells")
}

// DayMoves is how many steps the cells of an area made on a day.
type DayMoves struct {
	Day   string // 2026-11-18, in UTC
	Moves int
}

// MovesByDay counts the steps of an area's cells since a time by day, the oldest first. Technical steps do not count.
func (s *Store) MovesByDay(ctx context.Context, areaID int64, since time.Time) ([]DayMoves, error) {
	day := "substr(at, 1, 10)"
	if s.pg != nil {
		day = "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
	}
	q := s.q(ctx).Model(&CellVersion{}).Select(day+" AS day, count(*) AS moves").Group("day").Order("day").
		Where("at >= ? AND actor <> ?", since, ReadAgain).Where(inArea, areaID)
	return all[DayMoves](q, "moves of cells by day")
}
