package watch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
)

// Entries of three sources tell one piece of news. However they arrive, they become one item, and one of them is told.
func TestTheOrderOfArrivalDoesNotMatter(t *testing.T) {
	for _, order := range [][]int64{{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}} {
		kept, told := arrive(order, func(store.Entry) bool { return false })
		require.Equal(t, []int64{order[0]}, told, order)
		for _, v := range kept {
			require.Equal(t, order[0], firstOf(v.Entry), order)
		}
	}
}

// One that was there on a first capture tells nobody, so that another one does.
func TestAFirstCaptureDoesNotTell(t *testing.T) {
	for _, order := range [][]int64{{1, 2, 3}, {2, 1, 3}, {2, 3, 1}} {
		kept, told := arrive(order, func(e store.Entry) bool { return e.SourceID == 1 })
		require.Equal(t, []int64{2}, told, order)
		for _, v := range kept {
			require.EqualValues(t, 2, firstOf(v.Entry), order)
		}
	}
}

// arrive takes entries in, one source each, and returns what is kept and what was told.
func arrive(order []int64, baseline func(store.Entry) bool) (kept []store.EntryView, told []int64) {
	day := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	for _, id := range order {
		e := store.Entry{ID: id, SourceID: id, Title: "Introducing live view", Date: &day, FirstSeenAt: day}
		e.Baseline = baseline(e)
		var r reading
		r.source.ID = id
		first, also := meet(e, storyOf(e, "Acme", nil), r.heardBefore(kept, nil, "Acme"))
		kept = append(kept, store.EntryView{Entry: e})
		for i := range kept {
			for _, joined := range also {
				if k := &kept[i]; firstOf(k.Entry) == joined || k.ID == joined {
					k.SameAs = &first
				}
				if kept[i].ID == first {
					kept[i].SameAs = nil
				}
			}
		}
		if first == id && !e.Baseline {
			told = append(told, id)
		}
	}
	return kept, told
}
