package extract

import (
	"fmt"
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// cardSets finds repeated records: an element of which several children each hold a name and a price or an invitation
// to ask for one. The deepest such element counts whose children name themselves alike, so that a card is never taken
// for a row of cards; rows whose names are of different kinds count only where a page has nothing better.
func (t *tree) cardSets() []cardSet {
	sets := t.mineCards(t.body)
	if anyAlike(sets) {
		sets = slices.DeleteFunc(sets, func(s cardSet) bool { return !s.alike })
	}
	for i := range sets {
		sets[i].title = t.headingBefore(sets[i].cards[0].node, sets[i].parent)
		sets[i].addOn = addOnWord.MatchString(sets[i].title)
	}
	return sets
}

// mineCards returns the sets of cards at or below n.
func (t *tree) mineCards(n *html.Node) []cardSet {
	if n.Type == html.ElementNode && (silent(n) || hidden(n) || table(n)) {
		return nil
	}
	if n.Type == html.ElementNode && n != t.body && frame(n) && len(priced(t.textOf(n))) == 0 {
		return nil // a menu has no prices; a page's own header may
	}
	var below []cardSet
	children := elements(n)
	for _, c := range children {
		below = append(below, t.mineCards(c)...)
	}
	if anyAlike(below) || len(below) >= maxCardSets {
		return below
	}
	var cards []card
	for _, c := range children {
		if len(t.textOf(c)) > maxCardText || holdsTable(c) {
			continue
		}
		if k, ok := t.readCard(c); ok {
			cards = append(cards, k)
		}
	}
	if !plausible(cards) {
		cards = t.sections(n)
	}
	if !plausible(cards) {
		return below
	}
	set := cardSet{parent: n, cards: cards}
	if set.alike = alike(cards); set.alike {
		set.cards = t.withSiblings(children, cards)
	}
	if set.alike || len(below) == 0 {
		return []cardSet{set}
	}
	return below
}

func anyAlike(sets []cardSet) bool {
	return slices.ContainsFunc(sets, func(s cardSet) bool { return s.alike })
}

func holdsTable(n *html.Node) bool {
	found := table(n)
	each(n, func(e *html.Node) bool {
		found = found || table(e)
		return !found
	})
	return found
}

// alike tells whether the names of cards stand in the same kind of element.
func alike(cards []card) bool {
	for _, c := range cards[1:] {
		if c.shape() != cards[0].shape() {
			return false
		}
	}
	return true
}

// shape is the kind of element that holds a card's name.
func (c *card) shape() string {
	l := c.lines[c.at]
	if l.heading > 0 {
		return fmt.Sprint("h", l.heading)
	}
	depth := 0
	for p := l.node; p != nil && p != c.node; p = p.Parent {
		depth++
	}
	return fmt.Sprint(l.node.Data, depth)
}

// withSiblings adds the children that name themselves as the cards do and tell no price at all.
func (t *tree) withSiblings(children []*html.Node, cards []card) []card {
	if cards[0].node.Parent == nil || !slices.Contains(children, cards[0].node) {
		return cards
	}
	var out []card
	for _, n := range children {
		if i := slices.IndexFunc(cards, func(c card) bool { return c.node == n }); i >= 0 {
			out = append(out, cards[i])
			continue
		}
		if len(t.textOf(n)) > maxCardText || holdsTable(n) {
			continue
		}
		if k, _ := t.readCard(n); k.name != "" && len(k.lines) > 3 && k.lines[k.at].heading > 0 && k.shape() == cards[0].shape() {
			out = append(out, k)
		}
	}
	return out
}

// sections reads plans that have no element of their own: headings of one level with what follows each.
func (t *tree) sections(n *html.Node) []card {
	children := elements(n)
	top := 0
	for _, c := range children {
		if l := level(c); l > 1 && (top == 0 || l < top) {
			top = l
		}
	}
	if top == 0 {
		return nil
	}
	var cards []card
	for i, c := range children {
		if level(c) != top {
			continue
		}
		k := card{node: c, lines: t.lines(c)}
		size := 0
		for _, more := range children[i+1:] {
			if l := level(more); l > 0 && l <= top || more.DataAtom == atom.Hr {
				break
			}
			size += len(t.textOf(more))
			k.lines = append(k.lines, t.lines(more)...)
		}
		if size > maxCardText || len(k.lines) < 2 || !nameable(k.lines[0].text) {
			continue
		}
		k.name = k.lines[0].text
		k.readHead(0)
		if len(k.price) > 0 || k.free || k.talk {
			cards = append(cards, k)
		}
	}
	return cards
}
