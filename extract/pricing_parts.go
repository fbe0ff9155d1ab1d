package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxFrames is how many elements around a part of a comparison its name is looked for before.
const maxFrames = 2

// headingBeside is the heading, or what is clicked to see more, right before an element, or before one around it in which
// nothing is said before it: what draws its frame stands there.
func (t *tree) headingBeside(n *html.Node) *html.Node {
	for up := 0; up <= maxFrames && n != nil; up++ {
		n = outer(n)
		if before := t.saidBefore(n); before != nil {
			if h := inner(before); level(h) > 0 || opener(h) {
				return h
			}
			return nil
		}
		n = n.Parent
	}
	return nil
}

// opener tells what is clicked to see what stands below it.
func opener(n *html.Node) bool { return n.DataAtom == atom.Summary || hasAttr(n, "aria-expanded") }

// saidBefore is the nearest element before one, beside it, that says anything.
func (t *tree) saidBefore(n *html.Node) *html.Node {
	for p := n.PrevSibling; p != nil; p = p.PrevSibling {
		if p.Type == html.ElementNode && t.textOf(p) != "" {
			return p
		}
	}
	return nil
}

// nameParts gives the lines of tables that name the same plans in their heads, and so are parts of one comparison, the
// headings of those tables for a section.
func (t *tree) nameParts(tables []grid) {
	for i, g := range tables {
		part := i > 0 && t.sameHeads(g, tables[i-1]) || i+1 < len(tables) && t.sameHeads(g, tables[i+1])
		if !part || len(g.rows) == 0 || g.rows[0].section != "" {
			continue
		}
		h := t.headingBeside(g.node)
		if h == nil {
			continue
		}
		section := cut(t.textOf(h), maxField)
		for k := range g.rows {
			if g.rows[k].section != "" {
				break
			}
			g.rows[k].section = section
		}
	}
}

// sameHeads tells comparisons whose heads name the same plans.
func (t *tree) sameHeads(a, b grid) bool {
	return len(a.heads) > 1 && len(b.heads) == len(a.heads) && a.heads[0] != b.heads[0] && t.sameNames(a.heads, b.heads)
}

// headApart are the heads that a table of one line names for those below it: plans that are known, beside a corner that
// says nothing.
func (t *tree) headApart(n *html.Node, known map[string]bool) []*html.Node {
	if len(known) < 2 {
		return nil
	}
	rows := t.rowsOf(n)
	if len(rows) != 1 || len(rows[0]) < 3 || len(rows[0]) > maxColumns || !t.namesKnown(rows[0], known) {
		return nil
	}
	return rows[0][1:]
}

// headsOther tells the head of a table that is about something else than the plans that are known: none of its cells
// speaks of one, and they say neither prices nor answers.
func (t *tree) headsOther(row []*html.Node, known map[string]bool) bool {
	if len(known) < 2 || !ofHead(row[0]) || t.costRow(row[1:]) || t.choices(row[1:]) {
		return false
	}
	for _, c := range row[1:] {
		s := strings.ToLower(t.textOf(c))
		if _, mark := markState(s); s == "" || mark {
			return false
		}
		for name := range known {
			if name != "" && strings.Contains(s, name) {
				return false
			}
		}
	}
	return true
}

// inParts tells one of several tables side by side, or below a title each, that have a label and a cell for each plan that
// is known, and make a comparison together. What was asked of the elements around tables is not asked again.
func (t *tree) inParts(n *html.Node, plans int, asked map[*html.Node]bool) bool {
	around := outer(n).Parent
	if around != nil && tableBelow(around) == n {
		around = outer(around).Parent
	}
	if around == nil || plans < 2 {
		return false
	}
	parts, ok := asked[around]
	if !ok {
		parts = t.holdsParts(around, plans)
		asked[around] = parts
	}
	return parts
}

// holdsParts tells an element that holds such tables.
func (t *tree) holdsParts(around *html.Node, plans int) bool {
	tables, lines := 0, 0
	for _, e := range elements(around) {
		if e = tableBelow(e); e == nil {
			continue
		}
		if rows := t.rowsOf(e); len(rows) > 0 && commonWidth(rows) == plans+1 {
			tables, lines = tables+1, lines+len(rows)
		}
		if tables > maxCardSets {
			return false
		}
	}
	return tables > 1 && lines >= minRows
}

// tableBelow is a table, the one that a wrapper holds, or the one that stands in an element below its title, or nil.
func tableBelow(n *html.Node) *html.Node {
	for ; n != nil; n = onlyHeld(n) {
		if table(n) {
			return n
		}
		if title, below := twoHeld(n); below != nil && tableIn(title) == nil {
			return tableIn(below)
		}
	}
	return nil
}

// twoHeld are the two elements that n holds; nil where they are not two.
func twoHeld(n *html.Node) (first, second *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type != html.ElementNode || silent(c):
		case first == nil:
			first = c
		case second == nil:
			second = c
		default:
			return nil, nil
		}
	}
	return first, second
}

// tableIn is a table, or the one that a wrapper holds, or nil.
func tableIn(n *html.Node) *html.Node {
	for ; n != nil; n = onlyHeld(n) {
		if table(n) {
			return n
		}
	}
	return nil
}
