package matrix

import (
	"slices"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// Filter chooses what of a sheet is shown; its zero value chooses all.
type Filter struct {
	Text         string    // the name, an alias or the definition of a feature holds it
	Group        string    // of features
	Competitors  []string  // keys of the columns; empty: all
	Gaps         bool      // somebody is ahead of us, or somebody asked for it
	Contested    bool      // a cell is contested
	Stale        bool      // a cell is stale
	ChangedSince time.Time // a cell has changed at or after it
	Differs      bool      // a cell said something else at the earlier of two dates
}

// Choose is the sheet without what the filter leaves out. Counts of the columns stay those of the whole.
func (s Sheet) Choose(f Filter) Sheet {
	out := Sheet{Area: s.Area}
	if len(f.Competitors) == 0 { // whole rows: their cells are those of the sheet
		out.Columns = s.Columns
		for _, row := range s.Rows {
			if f.wants(row) {
				out.Rows = append(out.Rows, row)
			}
		}
		return out
	}
	var keep []int
	for i, c := range s.Columns {
		if slices.Contains(f.Competitors, c.Key) {
			keep = append(keep, i)
			out.Columns = append(out.Columns, c)
		}
	}
	for _, row := range s.Rows {
		cells := make([]SheetCell, len(keep))
		for i, from := range keep {
			cells[i] = row.Cells[from]
		}
		row.Cells = cells
		if f.wants(row) {
			out.Rows = append(out.Rows, row)
		}
	}
	return out
}

func (f Filter) wants(row Row) bool {
	return (f.Group == "" || f.Group == row.GroupName) &&
		(f.Text == "" || mentions(row.Feature, f.Text)) &&
		(!f.Gaps || row.Ahead > 0 || row.ARR.Accounts() > 0) &&
		(!f.Contested || slices.ContainsFunc(row.Cells, stands(store.Contested))) &&
		(!f.Stale || slices.ContainsFunc(row.Cells, stands(store.Stale))) &&
		(f.ChangedSince.IsZero() || slices.ContainsFunc(row.Cells, func(c SheetCell) bool {
			return !c.UpdatedAt.Before(f.ChangedSince)
		})) &&
		(!f.Differs || slices.ContainsFunc(row.Cells, func(c SheetCell) bool { return c.Was != nil }))
}

func stands(as store.Standing) func(SheetCell) bool {
	return func(c SheetCell) bool { return c.Standing == as }
}

// mentions tells whether a feature's words hold a text, whatever its case.
func mentions(f store.Feature, text string) bool {
	words := append([]string{f.Name, f.Key, f.Definition}, f.Aliases...)
	text = strings.ToLower(text)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(strings.ToLower(w), text) })
}

// Count tells how many cells of a sheet have a standing.
func (s Sheet) Count(as store.Standing) int {
	n := 0
	for _, row := range s.Rows {
		for _, c := range row.Cells {
			if c.Standing == as {
				n++
			}
		}
	}
	return n
}

// Groups are the sheet's rows parted by the group of their feature, in the order in which groups first appear.
func (s Sheet) Groups() []Group {
	var out []Group
	index := map[string]int{}
	for _, row := range s.Rows {
		i, ok := index[row.GroupName]
		if !ok {
			i = len(out)
			index[row.GroupName] = i
			out = append(out, Group{Name: row.GroupName})
		}
		out[i].Rows = append(out[i].Rows, row)
	}
	return out
}

// Group is the rows under one heading.
type Group struct {
	Name string
	Rows []Row
}
