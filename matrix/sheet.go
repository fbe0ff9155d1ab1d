package matrix

import (
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// Sheet is the matrix of one area: features down, competitors across.
type Sheet struct {
	Area    store.Area
	Columns []Column
	Rows    []Row
}

// Column is a competitor, with how it stands against us over all features of the sheet.
type Column struct {
	store.Competitor
	Best          bool // best in class in this area
	Ahead, Behind int  // features in which it is ahead of us, and we of it
}

// Row is a feature with its cells in the order of the columns.
type Row struct {
	store.Feature
	Cells []SheetCell
	Ahead int        // competitors ahead of us
	Gap   *store.Gap // nil where nobody has touched it yet
	ARR   ARR        // of the accounts that asked for it
}

// SheetCell is one cell. What nobody has said anything of is unknown, never blank.
type SheetCell struct {
	store.CellValue
	UpdatedAt time.Time
	Ahead     bool             // of us
	Was       *store.CellValue // what it said at the earlier of two dates, where it said something else
}

// place is a cell's place: feature and competitor.
type place struct{ feature, competitor int64 }

func byPlace(cells []store.Cell) map[place]store.Cell {
	at := make(map[place]store.Cell, len(cells))
	for _, c := range cells {
		at[place{c.FeatureID, c.CompetitorID}] = c
	}
	return at
}

// Rows are the features with their cells, before anybody has asked for anything.
func Rows(in Input) []Row {
	rows, at := make([]Row, 0, len(in.Features)), byPlace(in.Cells)
	for _, f := range in.Features {
		f.OwnState = known(f.OwnState)
		row := Row{Feature: f, Cells: make([]SheetCell, len(in.Competitors))}
		for i, c := range in.Competitors {
			row.Cells[i] = sheetCell(at, f, c)
			if row.Cells[i].Ahead {
				row.Ahead++
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// Arrange makes the sheet of an area out of its competitors and its rows, whose cells stand in their order; best holds the ids of
// the competitors that are best in class.
func Arrange(area store.Area, competitors []store.Competitor, rows []Row, best map[int64]bool) Sheet {
	s := Sheet{Area: area, Columns: make([]Column, len(competitors)), Rows: rows}
	for i, c := range competitors {
		s.Columns[i] = Column{Competitor: c, Best: best[c.ID]}
		for _, row := range rows {
			s.Columns[i].count(row.OwnState, row.Cells[i])
		}
	}
	return s
}

func sheetCell(at map[place]store.Cell, f store.Feature, c store.Competitor) SheetCell {
	cell := at[place{f.ID, c.ID}]
	cell.State = known(cell.State)
	ahead := f.OwnState != store.Unknown && Ahead(cell.State, f.OwnState)
	return SheetCell{CellValue: cell.CellValue, UpdatedAt: cell.UpdatedAt, Ahead: ahead}
}

func (c *Column) count(ours store.State, cell SheetCell) {
	switch {
	case cell.Ahead:
		c.Ahead++
	case cell.State != store.Unknown && ours != store.Unknown && Ahead(ours, cell.State):
		c.Behind++
	}
}

// known is a state that is never blank: what nobody knows is unknown.
func known(s store.State) store.State {
	if s == "" {
		return store.Unknown
	}
	return s
}

// Asked is the sheet with what customers asked for, by feature. Its cells are those of the sheet.
func (s Sheet) Asked(asked map[int64]Asked) Sheet {
	s.Rows = slices.Clone(s.Rows)
	for i := range s.Rows {
		of := asked[s.Rows[i].ID]
		s.Rows[i].Gap, s.Rows[i].ARR = of.Gap, of.ARR
	}
	return s
}

// Compare is the sheet with the cells marked that said something else in an earlier one.
func (s Sheet) Compare(earlier Sheet) Sheet {
	was := map[place]store.CellValue{}
	for _, row := range earlier.Rows {
		for i, c := range row.Cells {
			was[place{row.ID, earlier.Columns[i].ID}] = c.CellValue
		}
	}
	s.Rows = slices.Clone(s.Rows)
	for r := range s.Rows {
		s.Rows[r].Cells = slices.Clone(s.Rows[r].Cells)
		for i := range s.Rows[r].Cells {
			cell := &s.Rows[r].Cells[i]
			before, ok := was[place{s.Rows[r].ID, s.Columns[i].ID}]
			if !ok {
				before = store.CellValue{State: store.Unknown}
			}
			if before.State != cell.State || before.PlanFrom != cell.PlanFrom {
				cell.Was = &before
			}
		}
	}
	return s
}

// Share is how many cells of a column have a state.
type Share struct {
	State store.State
	Count int
}

// States lists the states, best first.
func States() []store.State {
	return []store.State{
		store.Yes, store.Partial, store.Beta, store.Planned, store.No, store.Unknown, store.NotApplicable,
	}
}

// Mix counts the states of some cells, best first, those that do not occur left out.
func Mix(states []store.State) []Share {
	n := map[store.State]int{}
	for _, s := range states {
		n[known(s)]++
	}
	var out []Share
	for _, s := range States() {
		if n[s] > 0 {
			out = append(out, Share{s, n[s]})
		}
	}
	return out
}

// Column returns the states of a column, top down.
func (s Sheet) Column(i int) []store.State {
	out := make([]store.State, 0, len(s.Rows))
	for _, row := range s.Rows {
		out = append(out, row.Cells[i].State)
	}
	return out
}

// Own returns our own states, top down.
func (s Sheet) Own() []store.State {
	out := make([]store.State, 0, len(s.Rows))
	for _, row := range s.Rows {
		out = append(out, row.OwnState)
	}
	return out
}
