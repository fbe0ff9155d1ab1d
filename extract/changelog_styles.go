package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Many pages say by style alone what their headings are: a line in bold, or one of a class of its own, that comes again
// and again in one run of lines, each time above others. Here such lines get the rank of headings.

// maxStyled is how long a line is that does the work of a heading, in bytes.
const maxStyled = 120

// lineStyle is a style of lines that stand side by side in one element.
type lineStyle struct {
	box   *html.Node // the element
	style string     // tags and classes between it and the text
}

// styledGroup is the lines of one style, in page order.
type styledGroup struct {
	lineStyle
	lines []int
}

// styledHeadings ranks the lines that are headings by their style, in elements whose headings are not marked up as such.
func styledHeadings(pieces []piece) {
	marked, dates, all := heldBy(pieces)
	byBox := map[*html.Node][]*styledGroup{}
	var boxes []*html.Node
	for _, g := range styledGroups(pieces) {
		if first := pieces[g.lines[0]]; first.dated() && !first.onlyDate() && len(g.lines) < dates[g.box] {
			continue // versions with their days: all of them, or none
		}
		if byBox[g.box] == nil {
			boxes = append(boxes, g.box)
		}
		byBox[g.box] = append(byBox[g.box], g)
	}
	ranks := map[string]int{}
	for _, box := range boxes {
		groups := byBox[box]
		if 2*marked[box] <= len(groups[0].lines) && (dates[box] > 1 || all < 2) {
			rankStyles(pieces, box, groups, ranks)
		}
	}
}

// styledGroups lists the styles of lines that come again, by where they come first. A style in which sentences are
// written, too, is that of the text.
func styledGroups(pieces []piece) []*styledGroup {
	known, sentences := map[lineStyle]*styledGroup{}, map[lineStyle]int{}
	var order []*styledGroup
	for i := range pieces {
		at, ok := styleOf(&pieces[i])
		if !ok {
			continue
		}
		if !headingLike(&pieces[i]) {
			sentences[at]++
			continue
		}
		g := known[at]
		if g == nil {
			g = &styledGroup{lineStyle: at}
			known[at] = g
			order = append(order, g)
		}
		g.lines = append(g.lines, i)
	}
	return slices.DeleteFunc(order, func(g *styledGroup) bool {
		return 2*sentences[g.lineStyle] > len(g.lines) || len(g.lines) == 1 || !apartFromEachOther(g.lines) || !tells(pieces, g.lines)
	})
}

// headingLike tells a short line that is no sentence.
func headingLike(p *piece) bool {
	return len(p.text) <= maxStyled && !strings.HasSuffix(p.text, ".") && !strings.HasSuffix(p.text, ",") && !strings.HasSuffix(p.text, ":") &&
		(!p.dated() || p.onlyDate() || namesVersion(p.rest))
}

// styleOf is the style of a line that is no item of a list and set apart by bold letters or a class.
func styleOf(p *piece) (lineStyle, bool) {
	if p.heading > 0 || p.item || p.button || p.run != nil && !wholeRun(p) || words(p.text) == 0 {
		return lineStyle{}, false
	}
	n, style, apart := p.node, "", false
	for {
		switch n.DataAtom {
		case atom.Li, atom.Dd, atom.Td, atom.Th, atom.Tr, atom.Body, atom.Main, atom.Html, atom.Dt, atom.Summary:
			return lineStyle{}, false
		case atom.B, atom.Strong:
			apart = true
		}
		class := attr(n, "class")
		apart = apart || class != ""
		style += n.Data + "." + class + " "
		if n.Parent == nil || hasCompany(n) {
			break
		}
		n = n.Parent
	}
	return lineStyle{n.Parent, style}, apart && n.Parent != nil
}

// wholeRun tells a piece that is all its element says.
func wholeRun(p *piece) bool {
	for c := p.node.FirstChild; c != nil; c = c.NextSibling {
		if says(c) && !slices.Contains(p.run, c) {
			return false
		}
	}
	return true
}

// hasCompany tells whether an element beside another says something.
func hasCompany(n *html.Node) bool {
	looked := 0
	for c := n.PrevSibling; c != nil && looked < maxSlides; c, looked = c.PrevSibling, looked+1 {
		if says(c) {
			return true
		}
	}
	for c := n.NextSibling; c != nil && looked < 2*maxSlides; c, looked = c.NextSibling, looked+1 {
		if says(c) {
			return true
		}
	}
	return looked >= maxSlides
}

// apartFromEachOther tells that hardly any two lines follow each other: what stands in a row is a list.
func apartFromEachOther(lines []int) bool {
	rows := 0
	for k := 1; k < len(lines); k++ {
		if lines[k] == lines[k-1]+1 {
			rows++
		}
	}
	return 4*rows <= len(lines)
}

// tells tells lines most of which differ: labels and authors come again.
func tells(pieces []piece, lines []int) bool {
	texts := map[string]bool{}
	for _, i := range lines {
		texts[pieces[i].text] = true
	}
	return 2*len(texts) > len(lines)
}

// rankStyles gives the lines of one element their ranks, and notes the ranks of their styles: a style that comes first is
// above one that comes later. A style below which nothing stands but the next heading is the text.
func rankStyles(pieces []piece, box *html.Node, groups []*styledGroup, ranks map[string]int) {
	order := map[int]int{} // of lines
	for k, g := range groups {
		for _, i := range g.lines {
			order[i] = k + 1
		}
	}
	for k := len(groups) - 1; k >= 0; k-- {
		ends := 0
		for _, i := range groups[k].lines {
			next := i + 1
			if next >= len(pieces) || !inside(pieces[next].first(), box) || order[next] > 0 && order[next] <= k {
				ends++
			}
		}
		if 2*ends >= len(groups[k].lines) {
			for _, i := range groups[k].lines {
				delete(order, i)
			}
		}
	}
	rank, first := lowestRank(pieces, box), true
	for _, g := range groups {
		if order[g.lines[0]] == 0 || !first && pieces[g.lines[0]].dated() {
			continue // a date below a title is no heading
		}
		rank, first = min(rank+1, 6), false
		ranks[g.style] = rank
		for _, i := range g.lines {
			pieces[i].heading = rank
		}
	}
}

// lowestRank is the lowest rank of the headings that are marked up as such in an element, or the first.
func lowestRank(pieces []piece, box *html.Node) int {
	rank := 1
	for _, p := range pieces {
		if p.heading > rank && inside(p.node, box) {
			rank = p.heading
		}
	}
	return rank
}

// heldBy counts the headings below the first rank that each element holds, those that are a date aside, its dates, and the
// dates of the page.
func heldBy(pieces []piece) (headings, dates map[*html.Node]int, all int) {
	headings, dates = map[*html.Node]int{}, map[*html.Node]int{}
	for _, p := range pieces {
		if p.dated() {
			all++
		}
		for n := p.node; n != nil && (p.heading > 1 || p.dated()); n = n.Parent {
			if p.heading > 1 && !p.onlyDate() {
				headings[n]++
			}
			if p.dated() {
				dates[n]++
			}
		}
	}
	return headings, dates, all
}
