package extract

import (
	"strconv"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxSpan is how many rows of a table one date stands beside at most.
const maxSpan = 100

// spanningDates gives the rows of a table the date of a cell that reaches down to them from a row above.
func spanningDates(pieces []piece) []piece {
	var reach map[*html.Node]piece // by row
	for _, p := range pieces {
		cell := p.node
		for cell != nil && cell.DataAtom != atom.Td && cell.DataAtom != atom.Th && cell.DataAtom != atom.Table {
			cell = cell.Parent
		}
		if cell == nil || cell.DataAtom == atom.Table || p.prec == "" || !p.onlyDate() {
			continue
		}
		n, _ := strconv.Atoi(attr(cell, "rowspan"))
		row := cell.Parent
		for n = min(n, maxSpan); n > 1 && row != nil; {
			if row = row.NextSibling; row != nil && row.DataAtom == atom.Tr {
				if reach == nil {
					reach = map[*html.Node]piece{}
				}
				reach[row] = p
				n--
			}
		}
	}
	if reach == nil {
		return pieces
	}
	out := make([]piece, 0, len(pieces)+len(reach))
	for _, q := range pieces {
		row := rowOf(q.node)
		if p, ok := reach[row]; ok && row != nil {
			delete(reach, row)
			p.node, p.run = q.node, nil
			out = append(out, p)
		}
		out = append(out, q)
	}
	return out
}
