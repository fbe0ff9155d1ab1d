package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"gorm.io/gorm"
)

// InTx runs f in one transaction: all it writes through the store it is given happens, or none of it. Inside a
// transaction f is a part of that one, so an error of f has to end it. The outer store must not be used within f: on
// SQLite it would wait for the very transaction it is part of.
func (s *Store) InTx(ctx context.Context, f func(tx *Store) error) error {
	if s.told != nil {
		return f(s)
	}
	told := map[string]bool{}
	err := s.q(ctx).Transaction(func(g *gorm.DB) error {
		tx := *s
		tx.db, tx.told = g, told
		tx.kept = nil // what is not committed yet is kept for nobody
		if err := f(&tx); err != nil {
			return err
		}
		return tx.tellInserted(ctx)
	})
	if err == nil && len(told) > 0 {
		s.bell.ring()
	}
	return err
}

// Alone runs f in a transaction of which there is one at a time for each thing, by whatever name all who change it give it: what
// f reads of the thing no other of them changes before f has ended. So whoever compares first and writes then never writes over
// what was not seen. On SQLite a transaction is alone with everything.
func (s *Store) Alone(ctx context.Context, thing string, f func(tx *Store) error) error {
	const namespace = 0x616c6f6e // apart from all other locks
	return s.InTx(ctx, func(tx *Store) error {
		if tx.pg != nil {
			err := tx.q(ctx).Exec("SELECT pg_advisory_xact_lock(?, hashtext(?))", namespace, thing).Error
			if err != nil {
				return fmt.Errorf("be alone with %s: %w", thing, err)
			}
		}
		return f(tx)
	})
}

// tellInserted notifies, with the commit, those who work on the queues that got jobs.
func (s *Store) tellInserted(ctx context.Context) error {
	if len(s.told) == 0 {
		return nil
	}
	q, err := s.inserter()
	if err == nil {
		err = q.notify(ctx, s, slices.Sorted(maps.Keys(s.told)))
	}
	if err != nil {
		return fmt.Errorf("notify of inserted jobs: %w", err)
	}
	return nil
}

// Apart runs f inside a transaction so that an error undoes what f wrote and nothing else.
func (s *Store) Apart(ctx context.Context, f func(tx *Store) error) error {
	if s.told == nil {
		return s.InTx(ctx, f)
	}
	const part = "apart"
	if err := s.q(ctx).SavePoint(part).Error; err != nil {
		return err
	}
	err := f(s)
	if err != nil {
		err = errors.Join(err, s.q(ctx).RollbackTo(part).Error)
	}
	// What stays open costs each page that is written later.
	return errors.Join(err, s.q(ctx).Exec("RELEASE SAVEPOINT "+part).Error)
}
