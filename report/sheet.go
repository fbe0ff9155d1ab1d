package report

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// Sheet is the matrix of an area, as of a time or, with nil, now. It is kept: nobody may change it.
func Sheet(ctx context.Context, st *store.Store, area store.Area, asOf *time.Time) (matrix.Sheet, error) {
	return store.Keep(ctx, st, onMatrix, keyOf("sheet", &area, asOf), func() (matrix.Sheet, error) {
		g, err := groundOf(ctx, st, &area, asOf)
		if err != nil {
			return matrix.Sheet{}, err
		}
		asked, err := askedFor(ctx, st, asOf)
		return g.sheet.Asked(asked), err
	})
}

func arrange(ctx context.Context, st *store.Store, area store.Area, in matrix.Input) (matrix.Sheet, error) {
	links, err := st.AreaCompetitors(ctx)
	if err != nil {
		return matrix.Sheet{}, err
	}
	best := map[int64]bool{}
	for _, l := range links {
		best[l.CompetitorID] = best[l.CompetitorID] || l.AreaID == area.ID && l.BestInClass
	}
	return matrix.Arrange(area, in, best), nil
}

// SheetData is a matrix as data: the form of exports, the command line and the API.
type SheetData struct {
	Area        string     `json:"area"`
	Name        string     `json:"name"`
	Competitors []string   `json:"competitors"`
	Rows        []SheetRow `json:"features"`

	encoded []byte // itself as JSON, where it was written before
}

// SheetRow is a feature with its cells.
type SheetRow struct {
	Key   string               `json:"key"`
	Name  string               `json:"name"`
	Group string               `json:"group,omitempty"`
	Own   store.State          `json:"own"`
	Cells map[string]SheetCell `json:"cells"` // by competitor key
	Order []SheetCell          `json:"-"`     // in the order of the competitors

	encoded []byte // itself as JSON, where it was written before
}

// SheetCell is what a cell says.
type SheetCell struct {
	State    store.State    `json:"state"`
	PlanFrom string         `json:"plan_from,omitempty"`
	AddOn    bool           `json:"add_on,omitempty"`
	Limit    string         `json:"limit,omitempty"`
	Standing store.Standing `json:"standing,omitempty"`
	Why      string         `json:"why,omitempty"`
}

// Data is a sheet as data.
func Data(s matrix.Sheet) SheetData {
	d := SheetData{Area: s.Area.Key, Name: s.Area.Name, Competitors: []string{}, Rows: []SheetRow{}}
	for _, c := range s.Columns {
		d.Competitors = append(d.Competitors, c.Name)
	}
	for _, r := range s.Rows {
		row := SheetRow{
			Key: r.Key, Name: r.Name, Group: r.GroupName, Own: r.OwnState, Cells: make(map[string]SheetCell, len(r.Cells)),
		}
		for i, c := range r.Cells {
			cell := SheetCell{c.State, c.PlanFrom, c.AddOn, c.LimitText, c.Standing, c.Why}
			row.Cells[s.Columns[i].Key] = cell
			row.Order = append(row.Order, cell)
		}
		d.Rows = append(d.Rows, row)
	}
	return d
}

// wholeSheet is the matrix of an area as data, as of a time or, with nil, now. It is kept, with its JSON: nobody may change it.
func wholeSheet(ctx context.Context, st *store.Store, area store.Area, asOf *time.Time) (SheetData, error) {
	return store.Keep(ctx, st, onGround, keyOf("data", &area, asOf), func() (SheetData, error) {
		g, err := groundOf(ctx, st, &area, asOf)
		if err != nil {
			return SheetData{}, err
		}
		d := Data(g.sheet)
		for i, row := range d.Rows {
			if d.Rows[i].encoded, err = plainJSON(row); err != nil {
				return SheetData{}, err
			}
		}
		d.encoded, err = d.join()
		return d, err
	})
}

// ChosenSheet is the part of a matrix that a filter chooses, as data. Where it leaves out rows alone, its JSON is put together
// from that of the rows, which is kept.
func ChosenSheet(ctx context.Context, st *store.Store, area store.Area, asOf *time.Time, f matrix.Filter) (SheetData, error) {
	sheet, err := Sheet(ctx, st, area, asOf)
	if err != nil {
		return SheetData{}, err
	}
	chosen := sheet.Choose(f)
	if len(f.Competitors) > 0 {
		return Data(chosen), nil
	}
	d, err := wholeSheet(ctx, st, area, asOf)
	if err != nil || len(chosen.Rows) == len(d.Rows) {
		return d, err
	}
	wanted := make(map[string]bool, len(chosen.Rows))
	for _, row := range chosen.Rows {
		wanted[row.Key] = true
	}
	whole := d.Rows
	d.Rows = []SheetRow{}
	for _, row := range whole {
		if wanted[row.Key] {
			d.Rows = append(d.Rows, row)
		}
	}
	d.encoded, err = d.join()
	return d, err
}

// join writes the sheet as JSON out of that of its rows.
func (d SheetData) join() ([]byte, error) {
	rows := d.Rows
	d.Rows = []SheetRow{}
	head, err := plainJSON(d)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Write(bytes.TrimSuffix(head, []byte("]}")))
	for i, row := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(row.encoded)
	}
	b.WriteString("]}\n")
	return b.Bytes(), nil
}

// plainJSON is a value as JSON in which nothing is written for the sake of HTML.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode matrix: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Encoded is the sheet as JSON where it was written before, else nil: writing 25,000 cells takes longer than all the rest.
func (d SheetData) Encoded() []byte { return d.encoded }

// Text writes a cell: shape, word, plan, standing.
func (c SheetCell) Text() string {
	s := matrix.Glyph(c.State) + " " + string(c.State)
	if c.PlanFrom != "" {
		s += ", " + c.PlanFrom
	}
	switch c.Standing {
	case store.Verified:
		s += " *"
	case store.Contested:
		s += " !"
	case store.Stale:
		s += " ~"
	}
	return s
}

// OwnText writes our own state: shape and word.
func (r SheetRow) OwnText() string { return SheetCell{State: r.Own}.Text() }

// plain writes a cell for spreadsheets, where a shape would only disturb filters.
func (c SheetCell) plain() string {
	if c.PlanFrom != "" {
		return string(c.State) + " (" + c.PlanFrom + ")"
	}
	return string(c.State)
}
