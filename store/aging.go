package store

import (
	"context"
	"fmt"
	"time"
)

// Confirm refreshes the evidence of sources that were seen since: a page that did not change still says what it said.
// Only evidence that was last confirmed before a time is touched, so that the ordinary look costs nothing here.
func (s *Store) Confirm(ctx context.Context, before time.Time) error {
	err := s.q(ctx).Exec(`UPDATE evidence SET confirmed_at = (SELECT last_good_at FROM sources WHERE sources.id = evidence.source_id)
		WHERE vanished_at IS NULL AND withdrawn_at IS NULL AND confirmed_at < ?
		AND confirmed_at < (SELECT last_good_at FROM sources WHERE sources.id = evidence.source_id)`, before).Error
	if err != nil {
		return fmt.Errorf("confirm evidence: %w", err)
	}
	return nil
}

// AgingCells are the cells that time may have changed: those whose newest evidence was last confirmed before a time,
// and those whose verification has run out at another.
func (s *Store) AgingCells(ctx context.Context, unconfirmed, expired time.Time) ([]Cell, error) {
	return all[Cell](s.q(ctx).Where(`(standing = 'verified' AND expires_at < ?) OR (standing = 'observed' AND EXISTS (
			SELECT 1 FROM evidence e WHERE e.feature_id = cells.feature_id AND e.competitor_id = cells.competitor_id
			AND e.vanished_at IS NULL AND e.withdrawn_at IS NULL)
		AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.feature_id = cells.feature_id
			AND e.competitor_id = cells.competitor_id AND e.vanished_at IS NULL AND e.withdrawn_at IS NULL AND e.confirmed_at >= ?))`,
		expired, unconfirmed).Order("id"), "aging cells")
}
