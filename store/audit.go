package store

import (
	"context"
	"fmt"
	"time"
)

// AuditEntry records who changed or exported what.
type AuditEntry struct {
	ID     int64
	At     time.Time
	Actor  string
	Action string
	Object string
	Detail string
}

// Audit writes one line of the trail.
func (s *Store) Audit(ctx context.Context, e AuditEntry) error {
	if e.At.IsZero() {
		e.At = utcNow()
	}
	if err := s.q(ctx).Create(&e).Error; err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	return nil
}

// AuditTrail returns what was done since a time, oldest first; with a limit the newest of it.
func (s *Store) AuditTrail(ctx context.Context, since time.Time, limit int) ([]AuditEntry, error) {
	q := s.q(ctx).Where("at >= ?", since)
	return newest[AuditEntry](q, "at", "id", limit, "audit trail")
}
