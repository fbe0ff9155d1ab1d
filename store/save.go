package store

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm/clause"
)

// batchRows is how many rows one INSERT carries; databases limit the values of a statement.
const batchRows = 200

// upsert inserts rows, or updates those that are there already, a few hundred to a statement. A row with an id is
// that row; one without is found by its key. Ids are filled in. Columns named in update are the ones an existing row
// gets; whatever else it holds stays.
type upsert[T any] struct {
	what   string
	id     func(*T) *int64
	key    func(*T) string // what makes two rows the same
	unique []string        // the columns of key
	update []string

	landscape bool // rows that landscape files speak of
}

func (u upsert[T]) save(ctx context.Context, s *Store, rows []T) error {
	var known, fresh []T
	place := map[string]int{} // key -> index in fresh
	for i := range rows {
		switch key := u.key(&rows[i]); {
		case *u.id(&rows[i]) != 0:
			known = append(known, rows[i])
		case !has(place, key):
			place[key] = len(fresh)
			fresh = append(fresh, rows[i])
		default: // named twice: the last word counts
			fresh[place[key]] = rows[i]
		}
	}
	err := s.InTx(ctx, func(tx *Store) error {
		if err := u.insert(ctx, tx, known, []string{"id"}, append(u.update, u.unique...)); err != nil {
			return err
		}
		if err := u.insert(ctx, tx, fresh, u.unique, u.update); err != nil || !u.landscape || len(rows) == 0 {
			return err
		}
		return tx.forgetApplied(ctx)
	})
	if err != nil {
		return fmt.Errorf("save %s: %w", u.what, err)
	}
	for i := range rows {
		if id := u.id(&rows[i]); *id == 0 {
			*id = *u.id(&fresh[place[u.key(&rows[i])]])
		}
	}
	return nil
}

func (u upsert[T]) insert(ctx context.Context, tx *Store, rows []T, conflict, update []string) error {
	if len(rows) == 0 {
		return nil
	}
	on := clause.OnConflict{DoUpdates: clause.AssignmentColumns(update)}
	for _, column := range conflict {
		on.Columns = append(on.Columns, clause.Column{Name: column})
	}
	return tx.q(ctx).Clauses(on).CreateInBatches(&rows, batchRows).Error
}

func has[V any](m map[string]V, key string) bool {
	_, ok := m[key]
	return ok
}

// joined makes one text of the parts of a key; no part can hold the separator once it is stored.
func joined(parts ...string) string { return strings.Join(parts, "\x00") }
