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

// onMatrix are the topics that matrices and gaps are made of.
const onMatrix = store.OnLandscape | store.OnCells | store.OnCustomers

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

// Gaps are the gaps of an area (nil: of all), as of a time or, with nil, now. They are kept: nobody may change them.
func Gaps(ctx context.Context, st *store.Store, area *store.Area, asOf *time.Time) ([]matrix.GapView, error) {
	return store.Keep(ctx, st, onMatrix, keyOf("gaps", area, asOf), func() ([]matrix.GapView, error) {
		in, err := GapInput(ctx, st, area, asOf)
		return matrix.Gaps(in), err
	})
}

// GapOf is what stands about one feature, whether it is a gap or not, and the accounts that asked for it. It reads the rows of
// that feature alone, within a transaction too.
func GapOf(ctx context.Context, st *store.Store, f store.Feature) (matrix.GapView, []store.Account, error) {
	in := matrix.Input{Features: []store.Feature{f}}
	var errs [3]error
	in.Competitors, errs[0] = Competitors(ctx, st, f.AreaID)
	in.Cells, errs[1] = st.CellsOf(ctx, f.ID)
	none := matrix.GapView{Feature: f}
	switch gap, err := st.GapOf(ctx, f.ID); {
	case err == nil:
		in.Gaps, none.Gap = []store.Gap{gap}, &gap
		errs[2] = askedOf(ctx, st, gap.ID, &in)
	case !errors.Is(err, store.ErrNotFound):
		errs[2] = err
	}
	if err := errors.Join(errs[:]...); err != nil {
		return none, nil, err
	}
	if views := matrix.Gaps(in); len(views) > 0 {
		return views[0], in.Accounts, nil
	}
	return none, in.Accounts, nil
}

// askedOf reads who asked for a gap.
func askedOf(ctx context.Context, st *store.Store, gapID int64, in *matrix.Input) (err error) {
	if in.Annotations, err = st.MarksOfGap(ctx, gapID); err != nil {
		return err
	}
	var ids []int64
	for _, a := range in.Annotations {
		if a.AccountID != nil && !slices.Contains(ids, *a.AccountID) {
			ids = append(ids, *a.AccountID)
		}
	}
	accounts, err := st.AccountsByID(ctx, ids)
	in.Accounts = slices.DeleteFunc(accounts, func(a store.Account) bool { return a.RemovedAt != nil })
	return err
}

// GapInput reads the rows that gaps and matrices are made of: of one area or of all, as of a time or now. They are kept:
// nobody may change them.
func GapInput(ctx context.Context, st *store.Store, area *store.Area, asOf *time.Time) (matrix.Input, error) {
	return store.Keep(ctx, st, onMatrix, keyOf("rows", area, asOf), func() (matrix.Input, error) {
		return readInput(ctx, st, area, asOf)
	})
}

func readInput(ctx context.Context, st *store.Store, area *store.Area, asOf *time.Time) (in matrix.Input, err error) {
	var areaID int64
	if area != nil {
		areaID = area.ID
	}
	until := time.Time{}
	if asOf != nil {
		until = *asOf
	}
	var errs [6]error
	in.Features, errs[0] = st.Features(ctx, areaID)
	in.Competitors, errs[1] = Competitors(ctx, st, areaID)
	in.Cells, errs[2] = cells(ctx, st, areaID, asOf)
	in.Gaps, errs[3] = st.Gaps(ctx, areaID)
	in.Accounts, errs[4] = st.Accounts(ctx)
	in.Annotations, errs[5] = st.AnnotationMarks(ctx, until)
	return in, errors.Join(errs[:]...)
}

// cells are kept by themselves, because what customers say changes more often than they do.
func cells(ctx context.Context, st *store.Store, areaID int64, asOf *time.Time) ([]store.Cell, error) {
	area := &store.Area{ID: areaID}
	return store.Keep(ctx, st, store.OnLandscape|store.OnCells, keyOf("cells", area, asOf), func() ([]store.Cell, error) {
		if asOf != nil {
			return st.CellsAsOf(ctx, areaID, asOf.Add(-time.Microsecond))
		}
		return st.Cells(ctx, areaID)
	})
}
