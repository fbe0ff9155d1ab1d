package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm/clause"
)

// LockSource finds a source and keeps other transactions from changing it until this one ends.
func (s *Store) LockSource(ctx context.Context, id int64) (Source, error) {
	q := s.q(ctx).Where("id = ?", id)
	if s.pg != nil { // SQLite has one writer at a time anyway
		q = q.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	}
	return one[Source](q, fmt.Sprintf("source %d", id))
}

// LockSources finds what readings of sources depend on, by the sources' ids, and keeps other transactions from changing
// them until this one ends.
func (s *Store) LockSources(ctx context.Context, ids []int64) (map[int64]Source, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	q := s.q(ctx).Select("id", "rules_version", "read_version", "read_rules", "looks", "base_snapshot_id", "last_snapshot_id").
		Where("id IN ?", ids).Order("id")
	if s.pg != nil {
		q = q.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	}
	rows, err := all[Source](q, "sources")
	found := make(map[int64]Source, len(rows))
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, err
}

// Rejection is why a reader does not trust what came.
type Rejection struct {
	Outcome     Outcome // failed or suspect
	Class       string
	Reason      string
	Trouble     string
	NextCheckAt time.Time
}

// RejectReading says that the newest snapshot of a source is not its page after all. The base stays; what the next
// request would say is forgotten, so that the same bytes are fetched and judged again and never pass for unchanged.
func (s *Store) RejectReading(ctx context.Context, src Source, r Rejection) error {
	err := s.q(ctx).Model(&Source{}).Where("id = ?", src.ID).Updates(map[string]any{
		"last_outcome": r.Outcome, "last_class": r.Class, "last_reason": r.Reason, "trouble": r.Trouble,
		"next_check_at": r.NextCheckAt, "failures": src.Failures + 1, "looks": 0,
		"last_snapshot_id": src.BaseSnapshotID, "etag": "", "last_modified": "", "wire_hash": nil,
	}).Error
	if err == nil {
		err = s.amendCapture(ctx, src, map[string]any{"outcome": r.Outcome, "class": r.Class, "reason": r.Reason})
	}
	if err != nil {
		return fmt.Errorf("reject reading of source %d: %w", src.ID, err)
	}
	return nil
}

// SettleReading says what the latest capture of a source turned out to be, once its page was understood.
func (s *Store) SettleReading(ctx context.Context, src Source, outcome Outcome, class string) error {
	err := s.q(ctx).Model(&Source{}).Where("id = ?", src.ID).
		Updates(map[string]any{"last_outcome": outcome, "last_class": class}).Error
	if err == nil {
		err = s.amendCapture(ctx, src, map[string]any{"outcome": outcome, "class": class})
	}
	if err != nil {
		return fmt.Errorf("settle reading of source %d: %w", src.ID, err)
	}
	return nil
}

func (s *Store) amendCapture(ctx context.Context, src Source, set map[string]any) error {
	if src.LastCaptureID == nil {
		return nil
	}
	return s.q(ctx).Model(&Capture{}).Where("id = ?", *src.LastCaptureID).Updates(set).Error
}

// CountDue is how many sources are due at or before a time.
func (s *Store) CountDue(ctx context.Context, through time.Time) (int64, error) {
	var n int64
	if err := s.q(ctx).Model(&Source{}).Where(due, through, through).Count(&n).Error; err != nil {
		return 0, fmt.Errorf("count due sources: %w", err)
	}
	return n, nil
}

// CheckedSince is how many of the watched sources were looked at since a time, and how many there are.
func (s *Store) CheckedSince(ctx context.Context, since time.Time) (done, all int64, err error) {
	q := s.q(ctx).Model(&Source{}).Where("removed_at IS NULL AND NOT paused")
	if err = q.Count(&all).Error; err == nil {
		err = s.q(ctx).Model(&Source{}).
			Where("removed_at IS NULL AND NOT paused AND last_checked_at >= ?", since).Count(&done).Error
	}
	if err != nil {
		return 0, 0, fmt.Errorf("count checked sources: %w", err)
	}
	return done, all, nil
}

// LastLook is when the latest look at any watched source of a host ended; nil where there was none.
func (s *Store) LastLook(ctx context.Context, host string) (*time.Time, error) {
	rows, err := all[Source](s.q(ctx).Select("last_checked_at").
		Where("host = ? AND removed_at IS NULL AND NOT paused AND last_checked_at IS NOT NULL", host).Order("last_checked_at DESC").Limit(1), "last look at "+host)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0].LastCheckedAt, nil
}

// RestHost keeps away from all sources of a host until a time; one that rests longer already goes on resting.
func (s *Store) RestHost(ctx context.Context, host string, until time.Time) error {
	err := s.q(ctx).Model(&Source{}).Where("host = ? AND (not_before IS NULL OR not_before < ?)", host, until).
		Update("not_before", until).Error
	if err != nil {
		return fmt.Errorf("let host %s rest: %w", host, err)
	}
	return nil
}
