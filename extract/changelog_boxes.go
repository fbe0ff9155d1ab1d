package extract

import (
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// fewBoxes is how many boxes side by side make a list of news that says neither dates nor versions.
const fewBoxes = 3

// boxEntries reads a page that calls itself a changelog and says neither dates nor versions: boxes of one kind side by
// side, each with one heading and something below it.
func (t *tree) boxEntries(pieces []piece) []Entry {
	if !slices.ContainsFunc(pieces, func(p piece) bool { return p.heading == 1 && namesPage(p.text) }) {
		return nil
	}
	lists := map[*html.Node][]dayCard{} // by the element that holds the boxes
	var best *html.Node
	for i, p := range pieces {
		if p.heading < 2 || category.MatchString(p.text) || namesPage(p.text) {
			continue
		}
		if c, ok := boxOf(pieces, i); ok {
			list := c.node.Parent
			lists[list] = append(lists[list], c)
			if best == nil || len(lists[list]) > len(lists[best]) {
				best = list
			}
		}
	}
	if best == nil || len(lists[best]) < fewBoxes {
		return nil
	}
	var out []Entry
	for _, c := range lists[best] {
		if plans.MatchString(pieces[c.title].text) {
			continue
		}
		out = append(out, t.entry(pieces[c.title].text, pieces[c.title], piece{}, pieces[c.title+1:c.hi]))
	}
	return out
}

// plans are the headings above what is still to come.
var plans = regexp.MustCompile(`(?i)^\P{L}*(?:(?:our |the )?roadmap|coming (?:soon|next|up)|what['’]s (?:next|coming)|up ?next|upcoming|planned|geplant|` +
	`demnächst|à venir|próximamente|em breve|in arrivo|wkrótce|ロードマップ|今後の予定|近日公開|路线图|即将推出|로드맵)\P{L}*$`)

// boxOf is the element around a heading that stands among others of its kind, where it holds no other heading of that
// rank, hardly anything above the heading, and something below it.
func boxOf(pieces []piece, i int) (dayCard, bool) {
	n := pieces[i].node
	for n.Parent != nil && !hasTwin(n) {
		n = n.Parent
	}
	c := dayCard{lo: i, hi: i + 1, node: n, title: i}
	for c.lo > 0 && inside(pieces[c.lo-1].node, n) {
		c.lo--
	}
	for c.hi < len(pieces) && inside(pieces[c.hi].node, n) {
		c.hi++
	}
	for j := c.lo; j < c.hi; j++ {
		if j != i && pieces[j].heading > 0 && pieces[j].heading <= pieces[i].heading {
			return c, false
		}
	}
	return c, n.Parent != nil && n != pieces[i].node && i-c.lo <= 2 && c.hi > i+1
}

// hasTwin tells whether an element beside another is of the same kind and says something.
func hasTwin(n *html.Node) bool {
	looked := 0
	for c := n.Parent.FirstChild; c != nil && looked < maxSlides; c, looked = c.NextSibling, looked+1 {
		if c != n && c.Type == html.ElementNode && c.DataAtom == n.DataAtom &&
			(n.DataAtom == atom.Article || shareClass(c, n)) && says(c) {
			return true
		}
	}
	return false
}
