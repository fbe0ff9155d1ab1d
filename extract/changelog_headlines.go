package extract

import "strings"

// Cards without headings often begin with a few words that the next line tells in sentences: "Dark mode", "Your eyes will
// thank you at night.". One card does not show it, all of them together do. Such a line is the title, even where it is a
// single word or says "Bug fixes" for once.

// headline is the place of such lines, or nil.
func (c *titleChooser) headline() *place {
	if c.rank > 0 || len(c.cards) < fewCards {
		return nil
	}
	var best *place
	next := map[[2]*place]int{}
	for _, card := range c.cards {
		for j := card.lo; j+1 < card.hi; j++ {
			a, b := c.at[j], c.at[j+1]
			if a == nil || b == nil || c.pieces[j].dated() || c.pieces[j].item {
				continue
			}
			pair := [2]*place{a, b}
			if next[pair]++; 10*next[pair] >= 9*len(c.cards) && (best == nil || a == best) && a.named() && b.tells(a) {
				best = a
			}
		}
	}
	return best
}

// agree makes the titles of a page stand in one place: where most of those that were found do, and hardly any card is without
// it, it holds that of the others, too, a single word or a sentence though it be.
func (c *titleChooser) agree() {
	if c.rank > 0 || len(c.cards) < fewCards {
		return
	}
	titled, all := map[*place]int{}, 0
	for _, card := range c.cards {
		if card.title >= 0 && card.title != card.mark {
			titled[c.at[card.title]]++
			all++
		}
	}
	usual := func(at *place) bool {
		return at != nil && 2*titled[at] > all && 2*titled[at] >= len(c.cards) && 10*at.cards >= 9*len(c.cards)
	}
	for k, card := range c.cards {
		if card.title >= 0 && usual(c.at[card.title]) {
			continue
		}
		for j := card.lo; j < card.hi; j++ {
			if p := c.pieces[j]; usual(c.at[j]) && !p.dated() && words(p.text) > 0 && !noise(p) {
				c.cards[k].title = j
				break
			}
		}
	}
}

// named tells a place that says something else in most cards, in a few words that are no sentence, and hardly ever the
// name of a kind of news.
func (p *place) named() bool {
	return 3*len(p.texts) >= 2*p.cards && p.words <= maxPlainTitle && 5*p.sentences <= p.cards && 2*p.labels <= p.cards
}

// tells tells a place that says in sentences what another says in a few words.
func (p *place) tells(other *place) bool {
	return 2*p.sentences >= p.cards && p.length >= 2*other.length
}

// survey notes what one more card says in a place.
func (p *place) survey(q piece) {
	title := q.title()
	p.cards++
	p.length += len(title)
	if wordy(title) {
		p.sentences++
	}
	if isLabel(title) || category.MatchString(title) {
		p.labels++
	}
	if !p.texts[title] {
		p.texts[title] = true
		p.words = max(p.words, words(title))
	}
}

// wordy tells a text that is a sentence by its end or its length.
func wordy(s string) bool {
	return strings.ContainsAny(s[max(len(s)-3, 0):], ".!?…。！？)") && words(s) > 3 || words(s) > maxPlainTitle || wideRunes(s) > 24
}
