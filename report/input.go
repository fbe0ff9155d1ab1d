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
	var id int64
	if area != nil {
		id = area.ID
	}
	if asOf == nil {
		return fmt.Sprintf("%s of area %d", what, id)
	}
	return fmt.Sprintf("%s of area %d at %d", what, id, asOf.UnixMicro())
}

// ground is what is made of the landscape and the cells of an area, or of all, as of a time or now. What customers say
// changes more often than they do and takes nothing of it along.
type ground struct {
	survey    []matrix.GapView
	leads     []store.Feature
	sheet     matrix.Sheet // of one area
	standings map[store.Standing]int
}

// groundOf is kept: nobody may change it.
func groundOf(ctx context.Context, st *store.Store, area *store.Area, asOf *time.Time) (ground, error) {
	return store.Keep(ctx, st, onGround, keyOf("ground", area, asOf), func() (g ground, err error) {
		in, err := readInput(ctx, st, area, asOf)
		if err != nil {
			return g, err
		}
		g = ground{survey: matrix.Survey(in), leads: matrix.Leads(in), standings: map[store.Standing]int{}}
		for _, c := range in.Cells {
			g.standings[c.Standing]++
		}
		if area != nil {
			g.sheet, err = arrange(ctx, st, *area, in)
		}
		return g, err
	})
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

func readInput(ctx context.Context, st *store.Store, area *store.Area, asOf *time.Time) (in matrix.Input, err error) {
	var areaID int64
	if area != nil {
		areaID = area.ID
	}
	var errs [3]error
	in.Features, errs[0] = st.Features(ctx, areaID)
	in.Competitors, errs[1] = Competitors(ctx, st, areaID)
	if asOf != nil {
		in.Cells, errs[2] = st.CellsAsOf(ctx, areaID, asOf.Add(-time.Microsecond))
	} else {
		in.Cells, errs[2] = st.Cells(ctx, areaID)
	}
	return in, errors.Join(errs[:]...)
}
