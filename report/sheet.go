package report

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
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
	Platform string         `json:"platform,omitempty"`
	Standing store.Standing `json:"standing,omitempty"`
	Why      string         `json:"why,omitempty"`
	Was      *SheetWas      `json:"was,omitempty" doc:"What it said on the day it is compared with, where that was something else."`
}

// SheetWas is what a cell said earlier.
type SheetWas struct {
	State    store.State `json:"state"`
	PlanFrom string      `json:"plan_from,omitempty"`
}

// Data is a sheet as data.
func Data(s matrix.Sheet) SheetData {
	d := head(s)
	for _, r := range s.Rows {
		d.Rows = append(d.Rows, newSheetRow(s, r))
	}
	return d
}

// head is a sheet as data, without its rows.
func head(s matrix.Sheet) SheetData {
	d := SheetData{Area: s.Area.Key, Name: s.Area.Name, Competitors: []string{}, Rows: make([]SheetRow, 0, len(s.Rows))}
	for _, c := range s.Columns {
		d.Competitors = append(d.Competitors, c.Name)
	}
	return d
}

// newSheetRow is a row of a sheet as data.
func newSheetRow(s matrix.Sheet, r matrix.Row) SheetRow {
	row := SheetRow{
		Key: r.Key, Name: r.Name, Group: r.GroupName, Own: r.OwnState, Cells: make(map[string]SheetCell, len(r.Cells)),
	}
	for i, c := range r.Cells {
		cell := SheetCell{c.State, c.PlanFrom, c.AddOn, c.LimitText, c.Platform, c.Standing, c.Why, nil}
		if c.Was != nil {
			cell.Was = &SheetWas{c.Was.State, c.Was.PlanFrom}
		}
		row.Cells[s.Columns[i].Key] = cell
		row.Order = append(row.Order, cell)
	}
	return row
}

// encodedSheet is a matrix as data, with its JSON and the rows of the features that it was made of.
type encodedSheet struct {
	SheetData
	rows map[*plot]SheetRow
}

// wholeSheet is the matrix of an area as data, as of a time or, with nil, now. It is kept, with its JSON: nobody may change it.
// After a write to cells only the rows are made anew whose cells they are.
func wholeSheet(ctx context.Context, st *store.Store, area store.Area, asOf *time.Time) (SheetData, error) {
	kept, err := store.Renew(ctx, st, onGround, keyOf("data", &area, asOf), func(old encodedSheet) (fresh encodedSheet, err error) {
		g, err := groundOf(ctx, st, &area, asOf)
		if err != nil {
			return fresh, err
		}
		fresh = encodedSheet{head(g.sheet), make(map[*plot]SheetRow, len(g.plots))}
		for _, r := range g.sheet.Rows {
			p := g.plots[r.ID]
			row, ok := old.rows[p]
			if !ok {
				row = newSheetRow(g.sheet, r)
				if row.encoded, err = plainJSON(row); err != nil {
					return fresh, err
				}
			}
			fresh.rows[p], fresh.Rows = row, append(fresh.Rows, row)
		}
		fresh.encoded, err = fresh.join()
		return fresh, err
	})
	return kept.SheetData, err
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

// ComparedSheet is the part of a matrix that a filter chooses and that was not the same as of an earlier time, as data.
func ComparedSheet(ctx context.Context, st *store.Store, area store.Area, asOf *time.Time, earlier time.Time, f matrix.Filter) (SheetData, error) {
	now, err := Sheet(ctx, st, area, asOf)
	if err != nil {
		return SheetData{}, err
	}
	then, err := Sheet(ctx, st, area, &earlier)
	f.Differs = true
	return Data(now.Compare(then).Choose(f)), err
}

// join writes the sheet as JSON out of that of its rows.
func (d SheetData) join() ([]byte, error) {
	rows := d.Rows
	d.Rows = []SheetRow{}
	head, err := plainJSON(d)
	if err != nil {
		return nil, err
	}
	size := len(head) + len("\n")
	for _, row := range rows {
		size += len(row.encoded) + len(",")
	}
	var b bytes.Buffer
	b.Grow(size)
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

// Text writes a cell: shape, word, plan, standing, and what it said earlier, where it is compared.
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
	if c.Was != nil {
		s += ", was " + c.Was.plain()
	}
	return s
}

// OwnText writes our own state: shape and word.
func (r SheetRow) OwnText() string { return SheetCell{State: r.Own}.Text() }

// plain writes a cell for spreadsheets, where a shape would only disturb filters.
func (c SheetCell) plain() string {
	s := plain(c.State, c.qualifiers()...)
	if c.Was != nil {
		s += ", was " + c.Was.plain()
	}
	return s
}

func (w SheetWas) plain() string { return plain(w.State, w.PlanFrom) }

// qualifiers are what a cell says beside its state.
func (c SheetCell) qualifiers() []string {
	out := []string{c.PlanFrom, c.Limit, "", ""}
	if c.AddOn {
		out[2] = "at extra cost"
	}
	if c.Platform != "" {
		out[3] = "on " + c.Platform + " only"
	}
	return out
}

// plain is a state with what qualifies it: "yes (Team, 30 days)".
func plain(state store.State, qualifiers ...string) string {
	qualifiers = slices.DeleteFunc(qualifiers, func(q string) bool { return q == "" })
	if len(qualifiers) == 0 {
		return string(state)
	}
	return string(state) + " (" + strings.Join(qualifiers, ", ") + ")"
}
