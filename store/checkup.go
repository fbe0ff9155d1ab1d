package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

var errTriedOut = errors.New("tried out")

// CheckWritable finds out whether rows can be written, and writes none.
func (s *Store) CheckWritable(ctx context.Context) error {
	err := s.InTx(ctx, func(tx *Store) error {
		if err := tx.Audit(ctx, AuditEntry{At: utcNow(), Action: "try out"}); err != nil {
			return err
		}
		return errTriedOut
	})
	if errors.Is(err, errTriedOut) {
		return nil
	}
	return fmt.Errorf("write to the database: %w", err)
}

// Clock is what the database takes for the time now, and how far that may be off because the question took a while. A
// file has no clock of its own.
func (s *Store) Clock(ctx context.Context) (now time.Time, off time.Duration, err error) {
	began := time.Now()
	if s.pg == nil {
		return began.UTC(), 0, nil
	}
	if err := s.sql.QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&now); err != nil {
		return now, 0, fmt.Errorf("ask the database for the time: %w", err)
	}
	return now.UTC(), time.Since(began), nil
}
