package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/money"
)

// headRow tells a row whose cells name plans.
func (t *tree) headRow(row []*html.Node) bool {
	names := map[string]bool{}
	for _, c := range row[1:] {
		if name, ok := t.headName(c); ok {
			names[planKey(name)] = true
		}
	}
	return len(names) == len(row)-1 && len(names) > 1 // a row of one word is a row of values
}

// knownRow tells cells that say nothing but the names of plans that are known, each another one: "Monthly" and "Yearly"
// may be two of them.
func (t *tree) knownRow(cells []*html.Node, known map[string]bool) bool {
	names := map[string]bool{}
	for _, c := range cells {
		if key := planKey(t.textOf(c)); known[key] {
			names[key] = true
		}
	}
	return len(names) == len(cells) && len(names) > 1
}

// twiceNamed tells cells that all name plans which are known, some more than once: two products have plans of one name.
func (t *tree) twiceNamed(cells []*html.Node, known map[string]bool) bool {
	n := t.knownNames(cells, known)
	return n > 2 && 2*n > len(cells)
}

// namesKnown tells a row whose cells, without the first, all name plans that are known, each another one.
func (t *tree) namesKnown(row []*html.Node, known map[string]bool) bool {
	n := t.knownNames(row[1:], known)
	return n > 1 && n == len(row)-1
}

// sameNames tells cells that name what the heads of a comparison name, in the same order.
func (t *tree) sameNames(cells, heads []*html.Node) bool {
	for i, c := range cells {
		name, ok := t.headName(c)
		if head, _ := t.headName(heads[i]); !ok || name != head {
			return false
		}
	}
	return len(cells) == len(heads)
}

// knownNames counts the plans that cells name, or is 0 where one of them names none that is known.
func (t *tree) knownNames(cells []*html.Node, known map[string]bool) int {
	names := map[string]bool{}
	for _, c := range cells {
		name, ok := t.headName(c)
		if !ok || !known[planKey(name)] {
			return 0
		}
		names[planKey(name)] = true
	}
	return len(names)
}

// headOfTwo makes a head of two lines one: the first groups the plans that the second names, and their corner stands
// beside both. A line of prices without names groups nothing.
func (t *tree) headOfTwo(rows [][]*html.Node) [][]*html.Node {
	if len(rows) < 3 || linesBeside(rows[0][0]) != 2 || len(rows[1]) != len(rows[0])-1 {
		return rows
	}
	second := append([]*html.Node{rows[0][0]}, rows[1]...)
	if t.costRow(rows[1]) && !t.headRow(second) {
		return rows
	}
	return append([][]*html.Node{second}, rows[2:]...)
}

// headName is the plan that a head cell names.
func (t *tree) headName(n *html.Node) (string, bool) {
	if t.longer(n, 400) {
		return "", false
	}
	lines := t.lines(n)
	if len(lines) == 0 {
		return "", false
	}
	at := nameLine(lines)
	if at < 0 && n.DataAtom == atom.Th && len(lines) == 1 && nameable(lines[0].text) {
		at = 0 // a name as long as a heading may have
	}
	if at < 0 {
		name, ok := nameBeforePrice(lines[0].text)
		return t.ownName(n, name), ok
	}
	if _, mark := markState(lines[at].text); mark {
		return "", false
	}
	return withoutPraise(t.ownName(n, lines[at].text)), true
}

// ownName is the name in a head cell without what stands behind it in the same line, in an element of its own: the button
// by which the plan is chosen, or praise.
func (t *tree) ownName(cell *html.Node, line string) string {
	at := 0
	for _, e := range elements(inner(cell)) {
		s := t.textOf(e)
		i := strings.Index(line[at:], s)
		if s == "" || i < 0 {
			continue
		}
		at += i
		name := strings.TrimSpace(line[:at])
		if (pressed(e) || praises(s)) && nameable(name) {
			return name
		}
		at += len(s)
	}
	return line
}

// nameBeforePrice is the plan's name in a head cell that says name and price, or an invitation to ask, in one line.
func nameBeforePrice(s string) (string, bool) {
	found := money.Priced(s)
	if len(found) == 0 || found[0].Start == 0 {
		return "", false
	}
	name := strings.TrimRight(strings.TrimSpace(s[:found[0].Start]), ":-–—(•·| ")
	return name, nameable(name)
}
