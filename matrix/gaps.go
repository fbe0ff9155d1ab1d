package matrix

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// GapView is a feature where a competitor's state is ahead of ours, or that customers asked for, with what it is worth.
type GapView struct {
	Feature store.Feature
	Ahead   []AheadView // competitors whose state is ahead of ours
	Asked
}

// Asked is what customers said of a feature, and what they are worth.
type Asked struct {
	Gap         *store.Gap // nil where nobody has touched it yet
	Annotations []store.Annotation
	ARR         ARR
	NextKeyDate *time.Time // nearest of the annotations
}

// NewAsked adds up what is annotated on a gap, whose accounts are among these.
func NewAsked(gap *store.Gap, annotations []store.Annotation, byID map[int64]store.Account) Asked {
	return Asked{gap, annotations, combinedARR(annotations, byID), nearest(annotations)}
}

// AheadView is a competitor ahead of us in a feature.
type AheadView struct {
	Competitor store.Competitor
	Value      store.CellValue
	Since      time.Time // when its cell came into that state
}

// Ahead tells a state that is better than another for a customer. What is unknown is never ahead, and nothing is ahead
// of a state that does not apply.
func Ahead(theirs, ours store.State) bool {
	if theirs == store.Unknown || theirs == store.NotApplicable || ours == store.NotApplicable || theirs == "" {
		return false
	}
	return rank(theirs) > rank(ours) && has(theirs)
}

// rank orders states by what they are worth to a customer.
func rank(s store.State) int {
	switch s {
	case store.Yes:
		return 4
	case store.Partial:
		return 3
	case store.Beta:
		return 2
	case store.Planned:
		return 1
	}
	return 0
}

// Input are the rows that matrices and, with what customers asked for, gaps are made of.
type Input struct {
	Features    []store.Feature
	Competitors []store.Competitor
	Cells       []store.Cell
}

// Survey says of every feature who is ahead of us, before anybody has asked for it. Where our own state is unknown nobody is.
func Survey(in Input) []GapView {
	out, at := make([]GapView, len(in.Features)), byPlace(in.Cells)
	for i, f := range in.Features {
		out[i] = GapView{Feature: f, Ahead: competitorsAhead(at, in.Competitors, f)}
	}
	return out
}

// Gaps are the features of a survey in which somebody is ahead of us or that somebody asked for, by feature: first those with
// the most combined ARR, then those in which most competitors are ahead.
func Gaps(survey []GapView, asked map[int64]Asked) []GapView {
	var out []GapView
	for _, g := range survey {
		g.Asked = asked[g.Feature.ID]
		if len(g.Ahead) > 0 || len(g.Annotations) > 0 {
			out = append(out, g)
		}
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i].ARR.Weight(), out[j].ARR.Weight()
		if a != b {
			return a > b
		}
		return len(out[i].Ahead) > len(out[j].Ahead)
	})
	return out
}

// ByAccounts are gaps in another order, for those who may not see what accounts are worth, which the order by ARR tells as
// well: first those with the most accounts, then those in which most competitors are ahead.
func ByAccounts(gaps []GapView) []GapView {
	return slices.SortedStableFunc(slices.Values(gaps), func(a, b GapView) int {
		return cmp.Or(cmp.Compare(b.ARR.Accounts(), a.ARR.Accounts()), cmp.Compare(len(b.Ahead), len(a.Ahead)),
			cmp.Compare(a.Feature.ID, b.Feature.ID))
	})
}

func competitorsAhead(at map[place]store.Cell, competitors []store.Competitor, f store.Feature) []AheadView {
	ours := f.OwnState
	if ours == "" || ours == store.Unknown {
		return nil
	}
	var out []AheadView
	for _, c := range competitors {
		if cell, ok := at[place{f.ID, c.ID}]; ok && Ahead(cell.State, ours) {
			ahead := AheadView{c, cell.CellValue, cell.UpdatedAt}
			if cell.Since != nil {
				ahead.Since = *cell.Since
			}
			out = append(out, ahead)
		}
	}
	return out
}

// Leads lists the features in which we are ahead of every competitor whose state is known.
func Leads(in Input) []store.Feature {
	cells := map[int64][]store.State{} // those that are known, by feature
	for _, c := range in.Cells {
		if c.State != store.Unknown && c.State != store.NotApplicable {
			cells[c.FeatureID] = append(cells[c.FeatureID], c.State)
		}
	}
	var out []store.Feature
	for _, f := range in.Features {
		keepsUp := func(theirs store.State) bool { return !Ahead(f.OwnState, theirs) }
		if theirs := cells[f.ID]; has(f.OwnState) && len(theirs) > 0 && !slices.ContainsFunc(theirs, keepsUp) {
			out = append(out, f)
		}
	}
	return out
}

func nearest(annotations []store.Annotation) *time.Time {
	var best *time.Time
	for i, a := range annotations {
		if a.NextKeyDate != nil && (best == nil || a.NextKeyDate.Before(*best)) {
			best = annotations[i].NextKeyDate
		}
	}
	return best
}
