package report

import (
	"context"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// Customers are the accounts that are not removed, by their ids.
type Customers struct{ ByID map[int64]store.Account }

// CustomersOf reads the accounts. They are kept, the same ones until any is written: nobody may change them.
func CustomersOf(ctx context.Context, st *store.Store) (*Customers, error) {
	return store.Keep(ctx, st, store.OnAccounts, "customers", func() (*Customers, error) {
		accounts, err := st.Accounts(ctx)
		return &Customers{matrix.AccountsByID(accounts)}, err
	})
}

// allAsked is what customers asked for, by feature, and what it was made of.
type allAsked struct {
	customers *Customers
	marks     map[int64]*store.GapMarks
	byFeature map[int64]matrix.Asked
}

// askedFor is what customers had asked for by a time or, with nil, by now. It is kept: nobody may change it. Only gaps that
// were written to since are added up again.
func askedFor(ctx context.Context, st *store.Store, asOf *time.Time) (map[int64]matrix.Asked, error) {
	kept, err := store.Renew(ctx, st, store.OnCustomers, keyOf("asked", nil, asOf), func(old allAsked) (allAsked, error) {
		return renewAsked(ctx, st, old, asOf)
	})
	return kept.byFeature, err
}

func renewAsked(ctx context.Context, st *store.Store, old allAsked, asOf *time.Time) (fresh allAsked, err error) {
	if fresh.customers, err = CustomersOf(ctx, st); err != nil {
		return fresh, err
	}
	if fresh.marks, err = st.Marks(ctx); err != nil {
		return fresh, err
	}
	gaps, err := st.Gaps(ctx, 0)
	if err != nil {
		return fresh, err
	}
	fresh.byFeature = make(map[int64]matrix.Asked, len(gaps))
	for i, gap := range gaps {
		marks := fresh.marks[gap.ID]
		asked, known := old.byFeature[gap.FeatureID]
		if known && old.customers == fresh.customers && old.marks[gap.ID] == marks {
			asked.Gap = &gaps[i]
		} else {
			asked = matrix.NewAsked(&gaps[i], written(marks, asOf), fresh.customers.ByID)
		}
		fresh.byFeature[gap.FeatureID] = asked
	}
	return fresh, nil
}

// written are the annotations of a gap by a time.
func written(marks *store.GapMarks, asOf *time.Time) []store.Annotation {
	switch {
	case marks == nil:
		return nil
	case asOf == nil:
		return marks.Annotations
	}
	return marks.Until(*asOf)
}
