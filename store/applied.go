package store

import (
	"context"
	"fmt"

	"gorm.io/gorm/clause"
)

// AppliedLandscape is the fingerprint of the landscape file that was applied last. It is forgotten as soon as anything
// a landscape file speaks of is saved or removed, so that as long as it stands the file is what the database holds.
type AppliedLandscape struct {
	ID          int64
	Fingerprint string
}

// AppliedLandscape returns the fingerprint of the file that the database holds as it is; empty when there is none.
func (s *Store) AppliedLandscape(ctx context.Context) (string, error) {
	rows, err := all[AppliedLandscape](s.q(ctx), "applied landscape")
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0].Fingerprint, nil
}

// SetAppliedLandscape remembers a file that was just applied, in the transaction that applied it.
func (s *Store) SetAppliedLandscape(ctx context.Context, fingerprint string) error {
	row := AppliedLandscape{ID: 1, Fingerprint: fingerprint}
	if err := s.q(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error; err != nil {
		return fmt.Errorf("remember applied landscape: %w", err)
	}
	return nil
}

// forgetApplied is called by whatever changes what a landscape file speaks of.
func (s *Store) forgetApplied(ctx context.Context) error {
	if err := s.q(ctx).Delete(&AppliedLandscape{}, "id = 1").Error; err != nil {
		return fmt.Errorf("forget applied landscape: %w", err)
	}
	return nil
}
