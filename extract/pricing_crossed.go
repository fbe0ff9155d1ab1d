package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// minCrossed is how many bullets of a row of cards are drawn as missing at least.
const minCrossed = 2

// drawnBullet is a bullet of a card, and how it is drawn.
type drawnBullet struct {
	node  *html.Node
	card  int
	text  string
	drawn string
}

// crossed finds the bullets that only their drawing crosses out. The cards of a row list the same things in two manners,
// and whatever is drawn in the one is drawn in the other by all dearer plans from some plan on: that plan has it first.
func (t *tree) crossed(set *cardSet) map[*html.Node]bool {
	bullets, kinds := t.drawnBullets(set), map[string]bool{}
	for _, b := range bullets {
		kinds[b.drawn] = true
	}
	if len(kinds) == 3 && kinds[""] { // how much there is of something may stand among them without a sign
		delete(kinds, "")
		bullets = slices.DeleteFunc(bullets, func(b drawnBullet) bool { return b.drawn == "" })
	}
	if len(kinds) != 2 {
		return nil
	}
	for kind := range kinds {
		if gained(bullets, kind, len(set.cards)) {
			out := map[*html.Node]bool{}
			for _, b := range bullets {
				out[b.node] = b.drawn == kind
			}
			return out
		}
	}
	return nil
}

// state is what a bullet says, unless it is drawn as missing.
func (s *cardSet) state(bullet *html.Node, said RowState) RowState {
	if s.missing[bullet] {
		return RowNo
	}
	return said
}

// gained tells whether everything that is drawn in one manner is drawn in the other by later cards and by none before, and
// every card that lists something has some of the other.
func gained(bullets []drawnBullet, cross string, cards int) bool {
	first, count := map[string]int{}, 0 // by text: the first card that has it
	listing, having := make([]bool, cards), make([]bool, cards)
	for _, b := range bullets {
		if listing[b.card] = true; b.drawn == cross {
			count++
			continue
		}
		having[b.card] = true
		if _, ok := first[b.text]; !ok {
			first[b.text] = b.card
		}
	}
	for _, b := range bullets {
		if at, ok := first[b.text]; b.drawn == cross && (!ok || at <= b.card) {
			return false
		}
	}
	for i := range listing {
		if listing[i] && !having[i] {
			return false
		}
	}
	return count >= minCrossed
}

// drawnBullets lists the bullets of a row of cards.
func (t *tree) drawnBullets(set *cardSet) []drawnBullet {
	var out []drawnBullet
	for i := range set.cards {
		c := &set.cards[i]
		var last *html.Node
		for _, l := range c.lines {
			if l.button || l.heading > 0 || len(l.text) > maxField {
				continue
			}
			n := bulletAround(l.node)
			if !l.item {
				n = t.behindPicture(l.node, c.node)
			}
			if n != nil && n != last {
				out = append(out, drawnBullet{n, i, t.bulletText(l), drawnManner(n)})
				last = n
			}
		}
	}
	return out
}

// drawnManner is the picture of a bullet, and how faint the bullet is.
func drawnManner(n *html.Node) string {
	key := pictureKey(n) + " " + attr(n, "style")
	if n.DataAtom == atom.Li && faded(n) {
		key += fadedMark
	}
	return strings.TrimSpace(key)
}
