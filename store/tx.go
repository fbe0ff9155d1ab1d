package store

import (
	"context"

	"gorm.io/gorm"
)

// InTx runs f in one transaction: all it writes through the store it is given happens, or none of it. Inside a
// transaction it is a savepoint, so that f undoes its own part alone. The outer store must not be used within f: on
// SQLite it would wait for the very transaction it is part of.
func (s *Store) InTx(ctx context.Context, f func(tx *Store) error) error {
	outermost, jobs := s.told == nil, s.told
	if outermost {
		jobs = new(bool)
	}
	err := s.q(ctx).Transaction(func(g *gorm.DB) error {
		tx := *s
		tx.db, tx.told = g, jobs
		tx.kept = nil // what is not committed yet is kept for nobody
		return f(&tx)
	})
	if outermost && *jobs && err == nil {
		s.bell.ring()
	}
	return err
}
