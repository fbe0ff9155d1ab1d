package matrix_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// What is offered in the place of a cell is what a page says, and what no page says is unknown.
func TestWhatElseACellMaySay(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }
	gone := day(9)
	quote := func(id int64, state store.State, plan string, n int) store.Evidence {
		return store.Evidence{ID: id, State: state, PlanFrom: plan, ObservedAt: day(n)}
	}
	vanished, dismissed := quote(4, store.Yes, "", 8), quote(5, store.Yes, "", 8)
	vanished.VanishedAt, dismissed.DismissedAt = &gone, &gone
	for name, c := range map[string]struct {
		now      store.CellValue
		evidence []store.Evidence
		want     store.State
		by       int64
		none     bool
	}{
		"a page says that it has it":                 {store.CellValue{State: store.No}, []store.Evidence{quote(1, store.Yes, "", 2)}, store.Yes, 1, false},
		"the newest page":                            {store.CellValue{State: store.No}, []store.Evidence{quote(1, store.Yes, "", 2), quote(2, store.Beta, "", 3)}, store.Beta, 2, false},
		"the page that denies it":                    {store.CellValue{State: store.Yes}, []store.Evidence{quote(1, store.Yes, "", 5), quote(2, store.No, "", 3)}, store.No, 2, false},
		"another plan":                               {store.CellValue{State: store.Yes, PlanFrom: "Team"}, []store.Evidence{quote(1, store.Yes, "Scale", 2)}, store.Yes, 1, false},
		"an entry that names no plan says less":      {store.CellValue{State: store.Yes, PlanFrom: "Team"}, []store.Evidence{quote(1, store.Yes, "", 2)}, store.Unknown, 0, false},
		"what has gone proves nothing":               {store.CellValue{State: store.Partial}, []store.Evidence{vanished}, store.Unknown, 0, false},
		"what was dismissed proves nothing":          {store.CellValue{State: store.No}, []store.Evidence{dismissed}, store.Unknown, 0, false},
		"no page says anything":                      {store.CellValue{State: store.Yes}, nil, store.Unknown, 0, false},
		"what nobody knows cannot be known any less": {store.CellValue{State: store.Unknown}, nil, store.Unknown, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := matrix.Otherwise(c.now, c.evidence)
			require.Equal(t, !c.none, ok)
			require.Equal(t, c.want, got.State)
			if c.by == 0 {
				require.Nil(t, got.EvidenceID)
			} else {
				require.Equal(t, c.by, *got.EvidenceID)
			}
		})
	}
}
