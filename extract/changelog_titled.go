package extract

import "golang.org/x/net/html"

// titledCards parts what stands below one day among its titles. What an element holds around a title, and around no other
// one, is that title's: the kind of news above it, and the link that leads to all of it.
func titledCards(pieces []piece, titles []int, day piece, hi int) []dayCard {
	held := map[*html.Node]int{}
	count := func(p piece) {
		for n := p.first(); n != nil; n = n.Parent {
			held[n]++
		}
	}
	count(day)
	for _, j := range titles {
		count(pieces[j])
	}
	cards := make([]dayCard, len(titles))
	labelled := labelAboveEach(pieces, titles)
	for k, j := range titles {
		box := pieces[j].first()
		for box.Parent != nil && held[box.Parent] == 1 {
			box = box.Parent
		}
		c := dayCard{mark: -1, lo: j, hi: hi, title: j, node: box}
		for c.lo > 0 && inside(pieces[c.lo-1].first(), box) {
			c.lo--
		}
		if labelled {
			c.lo = min(c.lo, j-1)
		}
		if cards[k] = c; k > 0 {
			cards[k-1].hi = c.lo
		}
	}
	return cards
}

// labelAboveEach tells titles right above each of which stands what kind of news it is.
func labelAboveEach(pieces []piece, titles []int) bool {
	for _, j := range titles {
		if j == 0 || pieces[j-1].heading > 0 || pieces[j-1].item || !isLabel(pieces[j-1].text) {
			return false
		}
	}
	return true
}
