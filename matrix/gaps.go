package matrix

import (
	"slices"
	"sort"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// GapView is a feature where a competitor's state is ahead of ours, or that customers asked for, with what it is worth.
type GapView struct {
	Feature     store.Feature
	Gap         *store.Gap  // nil where nobody has touched it yet
	Ahead       []AheadView // competitors whose state is ahead of ours
	Annotations []store.Annotation
	ARR         ARR
	NextKeyDate *time.Time // nearest of its annotations
}

// AheadView is a competitor ahead of us in a feature.
type AheadView struct {
	Competitor store.Competitor
	Value      store.CellValue
	Since      time.Time // when its cell last moved
}

// Ahead tells a state that is better than another for a customer. What is unknown is never ahead, and nothing is ahead
// of a state that does not apply.
func Ahead(theirs, ours store.State) bool {
	if theirs == store.Unknown || theirs == store.NotApplicable || ours == store.NotApplicable || theirs == "" {
		return false
	}
	rank := map[store.State]int{store.Yes: 4, store.Partial: 3, store.Beta: 2, store.Planned: 1}
	return rank[theirs] > rank[ours] && has(theirs)
}

// Input are the rows that gaps are made of.
type Input struct {
	Features    []store.Feature
	Competitors []store.Competitor
	Cells       []store.Cell
	Gaps        []store.Gap
	Annotations []store.Annotation
	Accounts    []store.Account
}

// Gaps lists the gaps of some features: first those with the most combined ARR, then those in which most competitors
// are ahead. A feature whose own state is unknown is a gap only where somebody asked for it.
func Gaps(in Input) []GapView {
	var out []GapView
	at, asked, accounts := byPlace(in.Cells), askedFor(in), AccountsByID(in.Accounts)
	for _, f := range in.Features {
		g := GapView{Feature: f, Gap: asked[f.ID].gap, Annotations: asked[f.ID].annotations}
		g.Ahead = competitorsAhead(at, in.Competitors, f)
		if len(g.Ahead) == 0 && len(g.Annotations) == 0 {
			continue
		}
		g.ARR = combinedARR(g.Annotations, accounts)
		g.NextKeyDate = nearest(g.Annotations)
		out = append(out, g)
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i].ARR.Largest(), out[j].ARR.Largest()
		if a != b {
			return a > b
		}
		return len(out[i].Ahead) > len(out[j].Ahead)
	})
	return out
}

func competitorsAhead(at map[place]store.Cell, competitors []store.Competitor, f store.Feature) []AheadView {
	ours := f.OwnState
	if ours == "" || ours == store.Unknown {
		return nil
	}
	var out []AheadView
	for _, c := range competitors {
		if cell, ok := at[place{f.ID, c.ID}]; ok && Ahead(cell.State, ours) {
			out = append(out, AheadView{c, cell.CellValue, cell.UpdatedAt})
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
