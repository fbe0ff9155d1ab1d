package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// cellsAtOnce is how many cells a page holds; of a larger matrix only groups that are opened are sent.
const cellsAtOnce = 2000

// matrixView is one area as a grid: features down, competitors across, us first.
type matrixView struct {
	Sheet   matrix.Sheet
	Whole   matrix.Sheet // before the filters
	Groups  []matrixGroup
	Names   []string // of all groups
	Ask     matrixAsk
	Money   bool
	Totals  []matrix.Share // of all cells
	Asked   int            // features that somebody asked for
	ARR     matrix.ARR     // of everybody who asked for any of them
	Pulse   []pulse        // cells that moved, by week
	Days    int            // that the slider goes back
	DaysAgo int
	Closed  bool // groups are loaded when they are opened
	Shut    bool // there are some that are not open
}

// matrixGroup is the rows under one heading, unless they are still to be loaded.
type matrixGroup struct {
	Name  string
	Size  int         // features
	Rows  []matrixRow // of a group that is open
	Index int
	Open  bool

	features []matrix.Row
}

// matrixRow is a feature with its cells, as they are written.
type matrixRow struct {
	matrix.Row
	Path  string // of its gap
	Cells []matrixCell
}

// matrixCell is a cell in the words, classes and addresses of the page. There are thousands on it, so its template looks
// nothing up.
type matrixCell struct {
	Class, Path, Word string
	Qualifier         string // the competitor's word: a plan or a limit
	Was               string // what it said on the day it is compared with, where that was something else
}

// matrixAsk is what the address asks for; an address is a view that can be shared.
type matrixAsk struct {
	Text, Group, Density string
	Competitors          []string
	Gaps, Contested      bool
	ChangedSince, AsOf   *time.Time // days
	Compare              *time.Time
	query                url.Values
}

func (s *Server) matrixStart(w http.ResponseWriter, r *http.Request) error {
	areas, err := s.store.Areas(r.Context())
	if err != nil {
		return err
	}
	if len(areas) == 0 {
		return s.show(w, r, "empty.html", page{Title: "Matrix", Current: "/matrix"})
	}
	http.Redirect(w, r, "/matrix/"+areas[0].Key, http.StatusSeeOther)
	return nil
}

func (s *Server) matrix(w http.ResponseWriter, r *http.Request) error {
	area, err := s.store.AreaByKey(r.Context(), r.PathValue("area"))
	if err != nil {
		return err
	}
	view, err := s.matrixView(r, area)
	if err != nil {
		return err
	}
	if group := r.URL.Query().Get("open"); group != "" && partial(r) {
		return s.matrixGroup(w, r, view, group)
	}
	return s.show(w, r, "matrix.html", page{Title: "Matrix, " + area.Name, Current: "/matrix", Wide: true, Area: area, Body: view})
}

// matrixGroup sends the rows of one group of a large matrix.
func (s *Server) matrixGroup(w http.ResponseWriter, r *http.Request, view matrixView, index string) error {
	for _, g := range view.Groups {
		if fmt.Sprint(g.Index) == index {
			view.open(&g)
			view.Groups = []matrixGroup{g}
			return s.part(w, r, "matrix-rows", view)
		}
	}
	return store.ErrNotFound
}

// matrixView reads the sheet and applies what the address asks for.
func (s *Server) matrixView(r *http.Request, area store.Area) (matrixView, error) {
	ctx := r.Context()
	v := matrixView{Money: who(r).Money()}
	var err error
	if v.Ask, err = askMatrix(r.URL.Query()); err != nil {
		return v, err
	}
	if v.Whole, err = report.Sheet(ctx, s.store, area, endOfDay(v.Ask.AsOf)); err != nil {
		return v, err
	}
	if v.Ask.Compare != nil {
		earlier, err := report.Sheet(ctx, s.store, area, endOfDay(v.Ask.Compare))
		if err != nil {
			return v, err
		}
		v.Whole = v.Whole.Compare(earlier)
	}
	v.Sheet = v.Whole.Choose(v.Ask.filter())
	v.count()
	v.group(r.URL.Query()["open"])
	return v, s.pulse(ctx, area, &v)
}

// askMatrix reads the address of a view.
func askMatrix(q url.Values) (matrixAsk, error) {
	a := matrixAsk{
		Text: q.Get("text"), Group: q.Get("group"), Density: q.Get("density"),
		Competitors: q["competitor"], Gaps: q.Has("gaps"), Contested: q.Has("contested"), query: q,
	}
	var errs [3]error
	a.ChangedSince, errs[0] = askDay(q, "changed")
	a.AsOf, errs[1] = askDay(q, "as_of")
	a.Compare, errs[2] = askDay(q, "compare")
	return a, errors.Join(errs[:]...)
}

// askDay reads a day of an address such as 2026-11-18; nil where there is none.
func askDay(q url.Values, name string) (*time.Time, error) {
	text := q.Get(name)
	if text == "" {
		return nil, nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil, badRequest("%q is not a day; write it like 2026-11-18", text)
	}
	return &t, nil
}

// endOfDay is when a day is over: what was known that day counts.
func endOfDay(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	end := t.AddDate(0, 0, 1)
	return &end
}

func (a matrixAsk) filter() matrix.Filter {
	f := matrix.Filter{
		Text: a.Text, Group: a.Group, Competitors: a.Competitors, Gaps: a.Gaps, Contested: a.Contested,
		Differs: a.Compare != nil,
	}
	if a.ChangedSince != nil {
		f.ChangedSince = *a.ChangedSince
	}
	return f
}

// Narrowed tells whether the address leaves anything out.
func (a matrixAsk) Narrowed() bool {
	return a.Text != "" || a.Group != "" || len(a.Competitors) > 0 || a.Gaps || a.Contested || a.ChangedSince != nil ||
		a.Compare != nil
}

// With is the address of the same view with one thing changed; an empty value leaves it out.
func (a matrixAsk) With(name, value string) string {
	q := url.Values{}
	for k, v := range a.query {
		if k != "open" && k != name {
			q[k] = v
		}
	}
	if value != "" {
		q.Set(name, value)
	}
	return "?" + q.Encode()
}

// Shows tells whether the view shows a competitor's column.
func (a matrixAsk) Shows(key string) bool {
	return len(a.Competitors) == 0 || slices.Contains(a.Competitors, key)
}

func (v *matrixView) count() {
	var states []store.State
	var asked []matrix.ARR
	groups := map[string]bool{}
	for _, row := range v.Whole.Rows {
		for _, c := range row.Cells {
			states = append(states, c.State)
		}
		if row.ARR.Accounts() > 0 {
			v.Asked++
			asked = append(asked, row.ARR)
		}
		if !groups[row.GroupName] && row.GroupName != "" {
			groups[row.GroupName] = true
			v.Names = append(v.Names, row.GroupName)
		}
	}
	v.Totals, v.ARR = matrix.Mix(states), matrix.Together(asked)
}

// everyGroup asks for all groups to be open, as on paper.
const everyGroup = "all"

func (v *matrixView) group(open []string) {
	v.Closed = len(v.Sheet.Rows)*(len(v.Sheet.Columns)+1) > cellsAtOnce
	for i, g := range v.Sheet.Groups() {
		group := matrixGroup{Name: g.Name, Size: len(g.Rows), Index: i, features: g.Rows}
		if !v.Closed || slices.Contains(open, fmt.Sprint(i)) || slices.Contains(open, everyGroup) {
			v.open(&group)
		}
		v.Shut = v.Shut || !group.Open
		v.Groups = append(v.Groups, group)
	}
}

// open writes the rows of a group.
func (v *matrixView) open(g *matrixGroup) {
	g.Open, g.Rows = true, make([]matrixRow, len(g.features))
	for i, f := range g.features {
		row := matrixRow{Row: f, Path: "/gaps/" + v.Whole.Area.Key + "/" + f.Key, Cells: make([]matrixCell, len(f.Cells))}
		for c, cell := range f.Cells {
			row.Cells[c] = newMatrixCell(cell, report.CellPath(v.Whole.Area.Key, f.Key, v.Sheet.Columns[c].Key))
		}
		g.Rows[i] = row
	}
}

func newMatrixCell(c matrix.SheetCell, path string) matrixCell {
	out := matrixCell{Class: "s-" + stateID(c.State), Word: stateWord(c.State), Path: path, Qualifier: cmp.Or(c.PlanFrom, c.LimitText)}
	if c.Standing != "" {
		out.Class += " is-" + string(c.Standing)
		out.Word += ", " + string(c.Standing)
	}
	if c.Was != nil {
		out.Class += " is-moved"
		out.Was = "was " + string(c.Was.State)
		if c.Was.PlanFrom != "" {
			out.Was += " from " + c.Was.PlanFrom
		}
	}
	return out
}

// pulse is how many cells moved in a week that ends so many days ago.
type pulse struct{ X, Height, Moves int }

// sliderDays is how far back the slider of the matrix goes.
const sliderDays = 364

// pulse counts the moves of the past year by week, for the bars above the slider.
func (s *Server) pulse(ctx context.Context, area store.Area, v *matrixView) error {
	now := s.now().UTC()
	first := now.Truncate(24*time.Hour).AddDate(0, 0, -sliderDays)
	key := fmt.Sprintf("moves of area %d since %s", area.ID, isoDate(first))
	days, err := store.Keep(ctx, s.store, store.OnLandscape|store.OnCells, key, func() ([]store.DayMoves, error) {
		return s.store.MovesByDay(ctx, area.ID, first)
	})
	if err != nil {
		return err
	}
	var moves [sliderDays/7 + 1]int
	most := 1
	for _, d := range days {
		day, err := time.Parse(time.DateOnly, d.Day)
		if err != nil {
			return err
		}
		if week := int(day.Sub(first) / (7 * 24 * time.Hour)); week < len(moves) {
			moves[week] += d.Moves
			most = max(most, moves[week])
		}
	}
	for week, n := range moves {
		if n > 0 {
			v.Pulse = append(v.Pulse, pulse{X: week*10 + 1, Height: 2 + 16*n/most, Moves: n})
		}
	}
	v.Days = sliderDays
	if v.Ask.AsOf != nil {
		v.DaysAgo = min(int(now.Sub(*v.Ask.AsOf)/(24*time.Hour)), sliderDays)
	}
	return nil
}

// Own is the first column: our own states.
func (v matrixView) Own() []matrix.Share { return matrix.Mix(v.Whole.Own()) }

// Mix is the mix of states in a column that is shown.
func (v matrixView) Mix(i int) []matrix.Share { return matrix.Mix(v.Sheet.Column(i)) }

// strip is a mix of states as pieces of a bar 100 wide.
type strip struct {
	State    store.State
	X, Width float64
}

// strips turns a mix into the bar in the head of a column.
func strips(mix []matrix.Share) []strip {
	total := 0
	for _, m := range mix {
		total += m.Count
	}
	var out []strip
	x := 0.0
	for _, m := range mix {
		width := 100 * float64(m.Count) / float64(total)
		out = append(out, strip{m.State, x, max(width-0.8, 0.4)})
		x += width
	}
	return out
}

// Standings are those of the legend.
func (matrixView) Standings() []store.Standing {
	return []store.Standing{store.Observed, store.Verified, store.Contested, store.Stale}
}

// Span is the number of columns: the feature, us, the gap and the competitors.
func (v matrixView) Span() int { return len(v.Sheet.Columns) + 3 }
