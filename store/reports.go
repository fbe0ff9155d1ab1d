package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// Report is a published weekly gap report, frozen.
type Report struct {
	ID          int64
	Slug        string // permanent: "2026-W47" or "2026-W47/session-replay"
	Week        string
	AreaKey     string
	Body        []byte // JSON of report.Report
	PublishedAt time.Time
	PublishedBy string
}

// ErrPublished: a report with this slug is published, and what is published is never changed.
var ErrPublished = errors.New("the report is published already and cannot be changed")

// PublishReport freezes a report under its slug and fills in its id, or fails with ErrPublished.
func (s *Store) PublishReport(ctx context.Context, r *Report) error {
	err := s.q(ctx).Create(r).Error
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return fmt.Errorf("publish report %s: %w", r.Slug, ErrPublished)
	}
	if err != nil {
		return fmt.Errorf("publish report %s: %w", r.Slug, err)
	}
	return nil
}

// ReportBySlug finds a published report.
func (s *Store) ReportBySlug(ctx context.Context, slug string) (Report, error) {
	return one[Report](s.q(ctx).Where("slug = ?", slug), "report "+slug)
}

// Reports returns the published reports without their bodies, newest first.
func (s *Store) Reports(ctx context.Context) ([]Report, error) {
	q := s.q(ctx).Select("id, slug, week, area_key, published_at, published_by").Order("published_at DESC, id DESC")
	return all[Report](q, "reports")
}
