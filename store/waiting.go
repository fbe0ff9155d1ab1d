package store

import (
	"context"
	"fmt"
)

// CountWaiting tells how many decisions wait for a person: contested cells, phrases that match no feature, annotations
// without a gap.
func (s *Store) CountWaiting(ctx context.Context) (int64, error) {
	var n int64
	err := s.q(ctx).Raw(`SELECT
		(SELECT count(*) FROM cells WHERE standing = 'contested') +
		(SELECT count(*) FROM phrases WHERE decision = 'open') +
		(SELECT count(*) FROM annotations WHERE gap_id IS NULL)`).Scan(&n).Error
	if err != nil {
		return 0, fmt.Errorf("count what waits: %w", err)
	}
	return n, nil
}
