package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
)

// AnnotationKind is why a person wrote an annotation.
type AnnotationKind string

// Kinds of annotation.
const (
	AtRisk         AnnotationKind = "at risk"
	Churned        AnnotationKind = "churned"
	DealLost       AnnotationKind = "deal lost"
	FeatureRequest AnnotationKind = "feature request"
	CompetitiveInt AnnotationKind = "competitive intel"
	PricingPack    AnnotationKind = "pricing & packaging"
)

// Annotation is what a person attaches to a gap, or leaves in the inbox (no gap) for triage.
type Annotation struct {
	ID           int64
	GapID        *int64
	AccountID    *int64
	CompetitorID *int64
	Kind         AnnotationKind
	What         string // a quote or observation
	TriggerText  string // at risk: what would make them leave
	Owner        string
	NextKeyDate  *time.Time
	Link         string // ticket, call, CRM
	Why          string // why it matters
	HelpNeeded   string
	PlanOfAction string
	Author       string
	AuthorID     *int64    // who may change it beside editors; nil: written without signing in
	CreatedAt    time.Time `gorm:"autoCreateTime:false"`
	UpdatedAt    time.Time `gorm:"autoUpdateTime:false"`
}

// AnnotationView is an annotation with what it is about. Names are empty where it names none.
type AnnotationView struct {
	Annotation    `gorm:"embedded"`
	FeatureID     int64
	FeatureKey    string
	FeatureName   string
	AreaKey       string
	AccountKey    string
	AccountName   string
	CompetitorKey string
}

// AnnotationFilter chooses annotations; its zero value chooses all of them.
type AnnotationFilter struct {
	GapID, AccountID int64
	Area             string // key
	Kind             AnnotationKind
	Since, Until     time.Time // created in [Since, Until)
	Inbox            bool      // only those that wait for triage: no gap
	Before           int64     // only those with a smaller id; with it, or with Stream, the newest ids come first
	Stream           bool
	Limit            int
}

// SaveAnnotation inserts an annotation, or updates the one with its id, and fills in the id.
func (s *Store) SaveAnnotation(ctx context.Context, a *Annotation) error {
	if err := s.q(ctx).Save(a).Error; err != nil {
		return fmt.Errorf("save annotation: %w", err)
	}
	return nil
}

// Annotation finds an annotation by id.
func (s *Store) Annotation(ctx context.Context, id int64) (Annotation, error) {
	return one[Annotation](s.q(ctx).Where("id = ?", id), fmt.Sprintf("annotation %d", id))
}

// Annotations returns the annotations a filter chooses, oldest first; with a limit the newest of them.
func (s *Store) Annotations(ctx context.Context, f AnnotationFilter) ([]AnnotationView, error) {
	q := s.annotationViews(ctx)
	if f.GapID != 0 {
		q = q.Where("annotations.gap_id = ?", f.GapID)
	}
	if f.AccountID != 0 {
		q = q.Where("annotations.account_id = ?", f.AccountID)
	}
	if f.Area != "" {
		q = q.Where("areas.key = ?", f.Area)
	}
	if f.Kind != "" {
		q = q.Where("annotations.kind = ?", f.Kind)
	}
	if !f.Since.IsZero() {
		q = q.Where("annotations.created_at >= ?", f.Since)
	}
	if !f.Until.IsZero() {
		q = q.Where("annotations.created_at < ?", f.Until)
	}
	if f.Inbox {
		q = q.Where("annotations.gap_id IS NULL")
	}
	if f.Before > 0 {
		q = q.Where("annotations.id < ?", f.Before)
	}
	if f.Stream || f.Before > 0 {
		return all[AnnotationView](q.Order("annotations.id DESC").Limit(f.Limit), "annotations")
	}
	return newest[AnnotationView](q, "annotations.created_at", "annotations.id", f.Limit, "annotations")
}

// AnnotationsOf returns the annotations of some accounts by their ids: what they are and until when they stand, without
// what people wrote.
func (s *Store) AnnotationsOf(ctx context.Context, accounts []Account) (map[int64][]Annotation, error) {
	ids := make([]int64, len(accounts))
	for i, a := range accounts {
		ids[i] = a.ID
	}
	out := map[int64][]Annotation{}
	for batch := range slices.Chunk(ids, batchRows) {
		rows, err := marks(s.q(ctx).Where("account_id IN ?", batch).Order("id"), "annotations of accounts")
		if err != nil {
			return nil, err
		}
		for _, a := range rows {
			out[*a.AccountID] = append(out[*a.AccountID], a)
		}
	}
	return out, nil
}

// annotationMarks are the columns of an annotation that sums and flags are made of.
const annotationMarks = "id, gap_id, account_id, competitor_id, kind, next_key_date, created_at"

// MarksOfGap returns the annotations of a gap, oldest first, without what people wrote.
func (s *Store) MarksOfGap(ctx context.Context, gapID int64) ([]Annotation, error) {
	return marks(s.q(ctx).Where("gap_id = ?", gapID).Order("created_at, id"), "annotations of a gap")
}

// marks reads annotations without what people wrote. A large house has tens of thousands, so they are read column by column
// and not by reflection.
func marks(q *gorm.DB, what string) (list []Annotation, err error) {
	rows, err := q.Model(&Annotation{}).Select(annotationMarks).Rows()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	said := words{}
	for rows.Next() {
		var a Annotation
		var kind string
		if err := rows.Scan(&a.ID, &a.GapID, &a.AccountID, &a.CompetitorID, &kind, &a.NextKeyDate, &a.CreatedAt); err != nil {
			return nil, fmt.Errorf("%s: %w", what, err)
		}
		a.Kind = AnnotationKind(said.once(kind))
		list = append(list, a)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return list, nil
}

// MoveAnnotations attaches annotations to another gap; nil puts them into the inbox. Nothing of them is lost.
func (s *Store) MoveAnnotations(ctx context.Context, ids []int64, gapID *int64, at time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	err := s.q(ctx).Model(&Annotation{}).Where("id IN ?", ids).
		Updates(map[string]any{"gap_id": gapID, "updated_at": at}).Error
	if err != nil {
		return fmt.Errorf("move annotations: %w", err)
	}
	return nil
}

// ReplaceAnnotation saves an annotation if nobody has changed it since a time, and reports whether it did.
func (s *Store) ReplaceAnnotation(ctx context.Context, a Annotation, since time.Time) (bool, error) {
	res := s.q(ctx).Model(&Annotation{}).Where("id = ? AND updated_at = ?", a.ID, since).
		Select("*").Omit("id", "author", "author_id", "created_at").Updates(a)
	if res.Error != nil {
		return false, fmt.Errorf("replace annotation %d: %w", a.ID, res.Error)
	}
	return res.RowsAffected > 0, nil
}

// AnnotationByID finds an annotation with what it is about.
func (s *Store) AnnotationByID(ctx context.Context, id int64) (AnnotationView, error) {
	return one[AnnotationView](s.annotationViews(ctx).Where("annotations.id = ?", id), fmt.Sprintf("annotation %d", id))
}

func (s *Store) annotationViews(ctx context.Context) *gorm.DB {
	return s.q(ctx).Table("annotations").
		Select("annotations.*, coalesce(features.id, 0) AS feature_id, coalesce(features.key, '') AS feature_key," +
			" coalesce(features.name, '') AS feature_name, coalesce(areas.key, '') AS area_key," +
			" coalesce(accounts.key, '') AS account_key, coalesce(accounts.name, '') AS account_name," +
			" coalesce(competitors.key, '') AS competitor_key").
		Joins("LEFT JOIN gaps ON gaps.id = annotations.gap_id").
		Joins("LEFT JOIN features ON features.id = gaps.feature_id").
		Joins("LEFT JOIN areas ON areas.id = features.area_id").
		Joins("LEFT JOIN accounts ON accounts.id = annotations.account_id").
		Joins("LEFT JOIN competitors ON competitors.id = annotations.competitor_id")
}
