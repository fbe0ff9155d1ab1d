package report

import (
	"context"
	"maps"

	"github.com/gapwatch/gapwatch/store"
)

// crop is all cells as they stand now, of all areas and of what was removed too: whatever becomes of the landscape, they need not
// be read again.
type crop struct {
	number int64 // see store.CellsWritten
	cells  map[int64][]store.Cell
}

// crops are kept: nobody may change them. After a write only the cells of the features are read that were written to.
func crops(ctx context.Context, st *store.Store) (crop, error) {
	return store.Renew(ctx, st, store.OnCells, "cells", func(old crop) (c crop, err error) {
		written, number, err := st.CellsWritten(ctx, old.number)
		if err != nil {
			return c, err
		}
		c.number = number
		if old.cells == nil {
			cells, err := st.Cells(ctx, 0)
			c.cells = byFeature(cells)
			return c, err
		}
		cells, err := st.CellsOf(ctx, written...)
		c.cells = maps.Clone(old.cells)
		for _, id := range written {
			delete(c.cells, id)
		}
		maps.Copy(c.cells, byFeature(cells))
		return c, err
	})
}

func byFeature(cells []store.Cell) map[int64][]store.Cell {
	of := map[int64][]store.Cell{}
	for _, c := range cells {
		of[c.FeatureID] = append(of[c.FeatureID], c)
	}
	return of
}
