package extract

import (
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dayCard is what belongs to one date of a page: the largest element that holds no other date, or, on a page that puts
// everything side by side, what stands between two dates.
type dayCard struct {
	mark   int        // the piece that is the date
	lo, hi int        // its pieces
	node   *html.Node // nil where no element holds it
	title  int        // the piece that is the title; -1 for none

	undated bool // it has no date, and the mark is its title
	parted  bool // it has no title, and headings that only part its text
}

// cardEntries reads pages whose dates stand beside the titles.
func (t *tree) cardEntries(pieces []piece) []Entry {
	marks := marksOf(pieces)
	if e, ok := t.onlyVersion(pieces, marks); ok {
		return []Entry{e}
	}
	if len(marks) == 1 && datedVersion(pieces, marks[0]) {
		return t.versionEntries(pieces)
	}
	cards := cardsOf(pieces, marks)
	chooseTitles(pieces, cards)
	if led := leadCards(pieces, cards); led != nil {
		cards = led
	} else if untitledCards(cards)+linesBelowHeadings(pieces, cards) > len(cards)/2 {
		if below := trailing(pieces, cards); below != nil {
			cards = below
		} else {
			cards = flatCards(pieces, cards)
			chooseTitles(pieces, cards)
		}
	} else {
		stretch(pieces, cards)
	}
	var out []Entry
	boxes := boxedCards(pieces, cards)
	for _, c := range withUndated(pieces, cards) {
		if len(out) >= maxEntries {
			break
		}
		if rows := boxes[c.mark]; rows != nil && !c.undated {
			out = append(out, t.boxed(pieces, pieces[c.mark], rows, c.hi)...)
			continue
		}
		out = append(out, t.cardEntry(pieces, c)...)
	}
	if hardlyAny(out, pieces) {
		return nil
	}
	return out
}

func untitledCards(cards []dayCard) (n int) {
	for _, c := range cards {
		if c.title < 0 && !c.parted {
			n++
		}
	}
	return n
}

// linesBelowHeadings counts the cards that are no more than the line of their date, right below a heading: what else that
// line says is no title.
func linesBelowHeadings(pieces []piece, cards []dayCard) (n int) {
	for _, c := range cards {
		if c.hi == c.lo+1 && c.title == c.mark && c.mark > 0 && pieces[c.mark-1].heading > 0 {
			n++
		}
	}
	return n
}

// inside tells whether an element is another one or lies within it.
func inside(n, box *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == box {
			return true
		}
	}
	return false
}

// cardsOf finds the card of each date: it grows as long as no other date, and no dated heading, comes into it.
func cardsOf(pieces []piece, marks []int) []dayCard {
	held := map[*html.Node]int{}
	count := func(i int) {
		for n := pieces[i].first(); n != nil; n = n.Parent {
			held[n]++
		}
	}
	for _, i := range marks {
		count(i)
	}
	for i, p := range pieces {
		if p.heading > 0 && p.dated() {
			count(i)
		}
	}
	boxes := make([]*html.Node, 0, len(marks))
	for _, i := range marks {
		n := pieces[i].first()
		for n.Parent != nil && held[n.Parent] == 1 && !pageWide(n.Parent) && !(len(marks) == 1 && holdsHeading(n)) {
			n = n.Parent
		}
		boxes = append(boxes, n)
	}
	usual := usualBox(boxes)
	cards := make([]dayCard, 0, len(marks))
	for k, i := range marks {
		n := boxes[k]
		if box := boxLike(usual, pieces[i].first(), n); box != nil {
			n = box
		}
		c := dayCard{mark: i, lo: i, hi: i + 1, node: n, title: -1}
		for c.lo > 0 && inside(pieces[c.lo-1].node, n) {
			c.lo--
		}
		for c.hi < len(pieces) && inside(pieces[c.hi].node, n) {
			c.hi++
		}
		cards = append(cards, c)
	}
	return cards
}

// usualBox is an element like those that most cards are, or nil.
func usualBox(boxes []*html.Node) *html.Node {
	counts := map[string]int{}
	for _, n := range boxes {
		kind := n.Data + " " + attr(n, "class")
		if counts[kind]++; 2*counts[kind] > len(boxes) && n.Type == html.ElementNode && attr(n, "class") != "" {
			return n
		}
	}
	return nil
}

// boxLike is the element around a date, within its card, that is a card elsewhere: where a part of the page holds a
// single entry, its heading is no part of that.
func boxLike(usual, date, card *html.Node) *html.Node {
	for n := date; usual != nil && n != card; n = n.Parent {
		if n.DataAtom == usual.DataAtom && attr(n, "class") == attr(usual, "class") {
			return n
		}
	}
	return nil
}

func pageWide(n *html.Node) bool {
	return n.DataAtom == atom.Body || n.DataAtom == atom.Html || n.DataAtom == atom.Main
}

// flatCards cuts a page without cards at its dates, or at the headings above them where the page puts titles first.
func flatCards(pieces []piece, cards []dayCard) []dayCard {
	first, headed := titlesFirst(pieces, cards), headedCards(pieces, cards)
	out := make([]dayCard, 0, len(cards))
	for k, was := range cards {
		c := dayCard{mark: was.mark, lo: was.mark, hi: len(pieces), title: -1}
		if first {
			c.lo = headingBefore(pieces, cards, k, headed)
		}
		if k+1 < len(cards) {
			c.hi = cards[k+1].mark
			if first {
				c.hi = headingBefore(pieces, cards, k+1, headed)
			}
		}
		c.hi = flatEnd(pieces, c, was.node.Parent)
		out = append(out, c)
	}
	return out
}

// trailing cuts a page whose dates stand below what they date: each between a heading and the next one, the last with
// nothing after it. It is nil where the page is not like that.
func trailing(pieces []piece, cards []dayCard) []dayCard {
	several := tops(pieces) > 1
	out := make([]dayCard, 0, len(cards))
	for k, c := range cards {
		lo := -1
		for j := c.mark - 1; j > markBefore(cards, k); j-- {
			if h := pieces[j].heading; h > 0 && (h > 1 || several) && (lo < 0 || h <= pieces[lo].heading) {
				lo = j
			}
		}
		if lo < 0 || words(pieces[c.mark].rest) > maxSigned || c.mark-lo < 2 {
			return nil
		}
		if next := c.mark + 1; next < len(pieces) && pieces[next].heading != pieces[lo].heading && !plans.MatchString(pieces[next].text) {
			return nil
		}
		out = append(out, dayCard{mark: c.mark, lo: lo, hi: c.mark + 1, title: lo})
	}
	if len(out) < 2 || slices.ContainsFunc(pieces[out[len(out)-1].hi:], func(p piece) bool { return p.heading > 0 && !plans.MatchString(p.text) }) {
		return nil
	}
	return out
}

// maxSigned is how many words stand beside a day below what it dates: who wrote it.
const maxSigned = 4

// stretch gives cards that are no more than a title and a date the text that follows them, where most of them have some.
func stretch(pieces []piece, cards []dayCard) {
	ends := make([]int, len(cards))
	bare := 0
	for k, c := range cards {
		c.hi = len(pieces)
		if k+1 < len(cards) {
			c.hi = max(cards[k+1].lo, cards[k].hi)
		}
		ends[k] = max(flatEnd(pieces, c, c.node.Parent), cards[k].hi)
		if cards[k].hi-c.lo <= 3 && ends[k] > cards[k].hi {
			bare++
		}
	}
	if 2*bare <= len(cards) {
		return
	}
	for k := range cards {
		cards[k].hi = ends[k]
	}
}

// headingBefore is the heading or the line in bold that stands above a date, or the date itself.
func headingBefore(pieces []piece, cards []dayCard, k int, headed bool) int {
	i := cards[k].mark
	for j := i - 1; j > markBefore(cards, k) && j >= i-4; j-- {
		if standsOut(pieces[j]) && (pieces[j].heading > 0 || !headed) {
			return j
		}
	}
	return i
}

// headedCards tells whether there is a heading for each date: then no other line does the work of one.
func headedCards(pieces []piece, cards []dayCard) bool {
	n := 0
	for _, p := range pieces {
		if p.heading > 1 && !p.dated() && !category.MatchString(p.text) {
			n++
		}
	}
	return n >= len(cards)
}

// standsOut tells a heading, or a short line that does the work of one.
func standsOut(p piece) bool {
	return p.heading > 0 || !p.dated() && len(p.text) <= maxDateLine && emphatic(p)
}

func markBefore(cards []dayCard, k int) int {
	if k == 0 {
		return -1
	}
	return cards[k-1].mark
}

// flatEnd cuts a card where its part of the page ends: at a heading above the rank of its own, or outside the element
// that all of it stands in.
func flatEnd(pieces []piece, c dayCard, box *html.Node) int {
	rank := 0
	for j := c.lo; j < c.hi; j++ {
		p := pieces[j]
		if p.heading > 0 && rank == 0 {
			rank = p.heading
		}
		if j > c.mark && (p.heading > 0 && p.heading < rank || box != nil && !inside(p.node, box)) {
			return j
		}
	}
	return c.hi
}

// titlesFirst tells whether the headings of a page stand above their dates: they are nearer to the date than the next
// heading below it, and the page ends without one. The one heading of the whole page is no title.
func titlesFirst(pieces []piece, cards []dayCard) bool {
	several, headed := tops(pieces) > 1, headedCards(pieces, cards)
	title := func(j int) bool {
		p := pieces[j]
		return standsOut(p) && (p.heading > 0 || !headed) && (p.heading != 1 || several) && !category.MatchString(p.text)
	}
	votes, decided := 0, 0
	for k, c := range cards {
		up, down := 0, 0
		for j := c.mark - 1; j > markBefore(cards, k) && j >= c.mark-12 && up == 0; j-- {
			if title(j) {
				up = c.mark - j
			}
		}
		for j := c.mark + 1; j < len(pieces) && j <= c.mark+12 && down == 0; j++ {
			if title(j) {
				down = j - c.mark
			}
			if pieces[j].dated() && pieces[j].heading == 0 {
				break
			}
		}
		switch {
		case up > 0 && (down == 0 || up < down):
			votes++
			decided++
		case down > 0 && (up == 0 || down < up):
			votes--
			decided++
		}
	}
	return 2*votes > decided && 2*decided >= len(cards)
}

// tops counts the headings of the first rank.
func tops(pieces []piece) (n int) {
	for _, p := range pieces {
		if p.heading == 1 {
			n++
		}
	}
	return n
}
