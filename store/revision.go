package store

import (
	"context"
	"fmt"
	"sync"
)

// Topic is a part of the rows whose writes the database counts. Topics are added up with |.
type Topic uint8

// Topics.
const (
	OnLandscape Topic = 1 << iota // areas, features, competitors and where they matter
	OnCells                       // cells and their history
	OnGaps                        // gaps and annotations
	OnAccounts
)

// OnCustomers is all that customers are and say.
const OnCustomers = OnGaps | OnAccounts

// revision says how often the rows of each topic were written.
type revision struct{ Landscape, Cells, Gaps, Accounts int64 }

// revision reads the numbers of some topics; the others are zero.
func (s *Store) revision(ctx context.Context, on Topic) (revision, error) {
	var r revision
	if err := s.q(ctx).Raw("SELECT landscape, cells, gaps, accounts FROM revisions").Scan(&r).Error; err != nil {
		return r, fmt.Errorf("read revision: %w", err)
	}
	if on&OnLandscape == 0 {
		r.Landscape = 0
	}
	if on&OnCells == 0 {
		r.Cells = 0
	}
	if on&OnGaps == 0 {
		r.Gaps = 0
	}
	if on&OnAccounts == 0 {
		r.Accounts = 0
	}
	return r, nil
}

// keptValues bounds how many values are kept; the largest, a matrix of 25,000 cells, takes some five megabytes.
const keptValues = 16

// kept is what was made of rows that nobody has written since.
type kept struct {
	mu     sync.Mutex
	values map[string]*keptValue
	uses   int64
}

// keptValue is one of them; whoever makes it anew holds its lock, and the others wait for what comes of it.
type keptValue struct {
	mu       sync.Mutex
	value    any // nil: not made yet
	revision revision
	used     int64
}

func newKept() *kept { return &kept{values: map[string]*keptValue{}} }

// of finds the value of a key. A new one takes the place of that which was not used for longest.
func (k *kept) of(key string) *keptValue {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.uses++
	v, ok := k.values[key]
	if !ok {
		if len(k.values) >= keptValues {
			delete(k.values, k.oldest())
		}
		v = &keptValue{}
		k.values[key] = v
	}
	v.used = k.uses
	return v
}

func (k *kept) oldest() (key string) {
	least := k.uses
	for name, v := range k.values {
		if v.used < least {
			key, least = name, v.used
		}
	}
	return key
}

// Keep returns what fresh makes of the rows of some topics. It is made anew when a row of them was written since, by whatever
// process, and then before this returns: nobody is shown what was. What fresh reads must be of these topics alone and must
// not depend on who asks or what time it is; key names it. The value is shared: nobody may change it. Within a transaction
// nothing is kept, because what is read there may be undone yet.
func Keep[T any](ctx context.Context, s *Store, on Topic, key string, fresh func() (T, error)) (T, error) {
	return Renew(ctx, s, on, key, func(T) (T, error) { return fresh() })
}

// Renew is Keep for a value that is made sooner out of what it was before: the zero value, where it was not made yet or is
// forgotten. What it was is shared too: renew takes over parts of it and changes none.
func Renew[T any](ctx context.Context, s *Store, on Topic, key string, renew func(old T) (T, error)) (T, error) {
	var none T
	if s.kept == nil {
		return renew(none)
	}
	v := s.kept.of(key)
	v.mu.Lock()
	defer v.mu.Unlock()
	now, err := s.revision(ctx, on) // before the rows: what is written meanwhile makes the value newer than it says, never older
	if err != nil {
		return none, err
	}
	old, ok := v.value.(T)
	if ok && v.revision == now {
		return old, nil
	}
	made, err := renew(old)
	if err == nil {
		v.value, v.revision = made, now
	}
	return made, err
}
