package extract

import (
	"strings"

	"golang.org/x/net/html"
)

// flat reads a comparison whose cells all stand side by side in one element, which a style sheet lays out as a grid: the
// names of plans that are known, then a label and a cell for each plan, again and again.
func (p *plainGrids) flat(n *html.Node, cells []*html.Node) (grid, bool) {
	heads := p.leadingNames(cells)
	width := len(heads) + 1
	if width < 3 || len(cells) > maxRows*width {
		return grid{}, false
	}
	g := grid{node: n, heads: heads}
	rest := cells[len(heads):]
	if heads[0] != cells[0] {
		rest = rest[1:] // a corner stands before the names
	}
	kind, section, strange := valueKind(rest), "", 0
	for len(rest) >= width {
		switch {
		case groups(rest, kind):
			section = cut(p.textOf(rest[0]), maxField)
			rest = rest[1:]
			continue
		case p.flatRow(rest[:width]):
			g.rows = append(g.rows, gridRow{section: section, label: p.label(rest[0]), cells: rest[1:width]})
		default:
			strange++
		}
		rest = rest[width:]
	}
	return g, len(g.rows) >= minRows && strange <= 1
}

// leadingNames are the cells that name plans at the beginning of a grid, behind its corner if it has one.
func (p *plainGrids) leadingNames(cells []*html.Node) []*html.Node {
	if len(cells) <= maxColumns+1 {
		return nil
	}
	for from := range 2 {
		names := map[string]bool{}
		for _, c := range cells[from : from+maxColumns] {
			name, ok := p.headName(c)
			key := planKey(name)
			if !ok || !p.known[key] || names[key] {
				break
			}
			names[key] = true
		}
		if n := len(names); n > 1 {
			return cells[from : from+n]
		}
	}
	return nil
}

// flatRow tells a label and the cells behind it.
func (p *plainGrids) flatRow(cells []*html.Node) bool {
	label := p.label(cells[0])
	if _, mark := markState(label); mark || label == "" || len(label) > maxPlainCell {
		return false
	}
	return !p.blankCells(cells[1:]) && p.cellLike(cells[1:])
}

// valueKind is the kind of element that most cells of a grid are, if its labels are of another.
func valueKind(cells []*html.Node) string {
	count, best := map[string]int{}, ""
	for _, c := range cells {
		kind := cellKind(c)
		if count[kind]++; best == "" || count[kind] > count[best] {
			best = kind
		}
	}
	if len(cells) == 0 || cellKind(cells[0]) == best {
		return ""
	}
	return best
}

// cellKind is the tag of a cell and the first of its classes, without wrappers that have none.
func cellKind(n *html.Node) string {
	for only := onlyHeld(n); only != nil && attr(n, "class") == ""; only = onlyHeld(n) {
		n = only
	}
	class, _, _ := strings.Cut(strings.TrimSpace(attr(n, "class")), " ")
	return n.Data + " " + class
}

// groups tells the name of a group of lines, which goes over the whole width, from a label: the style says so, it is a
// heading, or no value stands behind it.
func groups(cells []*html.Node, kind string) bool {
	style, class := attr(cells[0], "style"), attr(cells[0], "class")
	if strings.Contains(style, "grid-column") || strings.Contains(class, "col-span-") || holdsHeading(cells[0]) {
		return true
	}
	return kind != "" && cellKind(cells[0]) != kind && cellKind(cells[1]) != kind
}
