package report

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// AreaOf finds the area with a key; nil, which stands for all of them, where no key is given.
func AreaOf(ctx context.Context, st *store.Store, key string) (*store.Area, error) {
	if key == "" {
		return nil, nil
	}
	area, err := st.AreaByKey(ctx, key)
	return &area, err
}

// The topics that matrices and gaps are made of.
const (
	onGround = store.OnLandscape | store.OnCells
	onMatrix = onGround | store.OnCustomers
)

// keyOf names what is kept of an area (nil: of all) as of a time (nil: now).
func keyOf(what string, area *store.Area, asOf *time.Time) string {
	if asOf == nil {
		return fmt.Sprintf("%s of area %d", what, idOf(area))
	}
	return fmt.Sprintf("%s of area %d at %d", what, idOf(area), asOf.UnixMicro())
}

// Gaps are the gaps of an area (nil: of all), as of a time or, with nil, now. They are kept: nobody may change them.
func Gaps(ctx context.Context, st *store.Store, area *store.Area, asOf *time.Time) ([]matrix.GapView, error) {
	return store.Keep(ctx, st, onMatrix, keyOf("gaps", area, asOf), func() ([]matrix.GapView, error) {
		g, err := groundOf(ctx, st, area, asOf)
		if err != nil {
			return nil, err
		}
		asked, err := askedFor(ctx, st, asOf)
		return matrix.Gaps(g.survey, asked), err
	})
}

// Leads are the features of an area (nil: of all) in which we are ahead of every competitor whose state is known. They are
// kept: nobody may change them.
func Leads(ctx context.Context, st *store.Store, area *store.Area) ([]store.Feature, error) {
	g, err := groundOf(ctx, st, area, nil)
	return g.leads, err
}

// GapOf is what stands about one feature, whether it is a gap or not, and the accounts that asked for it. It reads the rows of
// that feature alone, within a transaction too.
func GapOf(ctx context.Context, st *store.Store, f store.Feature) (matrix.GapView, []store.Account, error) {
	in := matrix.Input{Features: []store.Feature{f}}
	var errs [3]error
	in.Competitors, errs[0] = Competitors(ctx, st, f.AreaID)
	in.Cells, errs[1] = st.CellsOf(ctx, f.ID)
	var asked matrix.Asked
	var accounts []store.Account
	switch gap, err := st.GapOf(ctx, f.ID); {
	case err == nil:
		asked, accounts, errs[2] = askedOf(ctx, st, gap)
	case !errors.Is(err, store.ErrNotFound):
		errs[2] = err
	}
	view := matrix.Survey(in)[0]
	view.Asked = asked
	return view, accounts, errors.Join(errs[:]...)
}

// askedOf reads who asked for a gap.
func askedOf(ctx context.Context, st *store.Store, gap store.Gap) (matrix.Asked, []store.Account, error) {
	annotations, err := st.MarksOfGap(ctx, gap.ID)
	if err != nil {
		return matrix.Asked{}, nil, err
	}
	var ids []int64
	for _, a := range annotations {
		if a.AccountID != nil && !slices.Contains(ids, *a.AccountID) {
			ids = append(ids, *a.AccountID)
		}
	}
	accounts, err := st.AccountsByID(ctx, ids)
	accounts = slices.DeleteFunc(accounts, func(a store.Account) bool { return a.RemovedAt != nil })
	return matrix.NewAsked(&gap, annotations, matrix.AccountsByID(accounts)), accounts, err
}
