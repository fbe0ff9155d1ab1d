package matrix

import (
	"slices"

	"github.com/gapwatch/gapwatch/store"
)

// Otherwise is what the evidence says of a cell in the place of what it says now, to be offered to a person: by the newest
// quote that stands on its page and says something else, first of all another state. Where there is none nobody knows: what
// has gone from its page proves nothing, and silence is unknown. False where that is what the cell says.
func Otherwise(now store.CellValue, evidence []store.Evidence) (store.CellValue, bool) {
	standing, _ := split(evidence)
	slices.SortStableFunc(standing, func(a, b store.Evidence) int { return b.ObservedAt.Compare(a.ObservedAt) })
	for _, differs := range []func(store.Evidence) bool{
		func(e store.Evidence) bool { return e.State != now.State },
		func(e store.Evidence) bool { return e.PlanFrom != "" && e.PlanFrom != now.PlanFrom },
	} {
		if i := slices.IndexFunc(standing, differs); i >= 0 {
			return Said(standing[i]), true
		}
	}
	return store.CellValue{State: store.Unknown}, now.State != store.Unknown
}
