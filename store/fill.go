package store

import (
	"context"
	"fmt"
	"slices"
)

// own are the tables of an installation that no other fills: who may sign in, its keys, its trail, and what it remembers
// of files and requests.
var own = []string{
	"api_tokens", "applied_landscapes", "audit_entries", "identities", "kept_answers", "secrets", "sessions", "users",
}

// Fill copies what another database knows of competitors, customers and gaps into this one, where nothing of the kind may
// be yet, and compares: all of it is there, or nothing. People, keys, the trail and jobs stay what they are on both sides.
// It fails with ErrNotEmpty where something is there.
func (s *Store) Fill(ctx context.Context, from *Store) error {
	err := from.frozen(ctx, func(src *Store) error {
		return s.InTx(ctx, func(dst *Store) error {
			return dst.withLateReferences(ctx, func() error { return fill(ctx, src, dst) })
		})
	})
	if err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	return nil
}

func fill(ctx context.Context, src, dst *Store) error {
	tables, err := src.tables(ctx)
	if err != nil {
		return err
	}
	tables = slices.DeleteFunc(tables, func(name string) bool { return slices.Contains(own, name) })
	for _, table := range tables {
		if err := dst.emptyTable(ctx, table); err != nil {
			return err
		}
		if _, err := copyTable(ctx, src, dst, table); err != nil {
			return fmt.Errorf("table %s: %w", table, err)
		}
	}
	return dst.setSequences(ctx, tables)
}
