package extract

// Pages built by hand begin each of their records with a plain line, most often a version, and say its day in the next.
// Nothing holds the two together; what shows is that the line comes once before every date and nowhere else.

// leadCards cuts a page at the lines that come right before its dates, which are the titles. It is nil where the page is
// not like that, or where headings say more.
func leadCards(pieces []piece, cards []dayCard) []dayCard {
	if len(cards) < fewCards || !leads(pieces, cards) {
		return nil
	}
	out := make([]dayCard, 0, len(cards))
	headed := 0
	for k, was := range cards {
		c := dayCard{mark: was.mark, lo: was.mark - 1, hi: len(pieces), title: was.mark - 1}
		if k+1 < len(cards) {
			c.hi = cards[k+1].mark - 1
		}
		c.hi = flatEnd(pieces, c, common(pieces[was.mark].node, pieces[was.mark-1].node))
		for _, p := range pieces[c.lo:c.hi] {
			if p.heading > 0 && !category.MatchString(p.text) {
				headed++
				break
			}
		}
		out = append(out, c)
	}
	if 2*headed > len(out) {
		return nil
	}
	return out
}

// leads tells whether a line of one kind comes before every date, outside its card, hardly ever elsewhere, and says
// something else each time.
func leads(pieces []piece, cards []dayCard) bool {
	kind, texts := "", map[string]bool{}
	for _, c := range cards {
		i := c.mark - 1
		if i < 0 || pieces[i].dated() || pieces[i].heading > 0 || pieces[i].item || !pieces[c.mark].onlyDate() ||
			inside(pieces[i].node, c.node) || !likeTitle(pieces[i]) && !onlyNamesVersion(pieces[i].text) {
			return false
		}
		if kind == "" {
			kind = kindOf(pieces[i])
		}
		if kindOf(pieces[i]) != kind {
			return false
		}
		texts[pieces[i].text] = true
	}
	times := 0
	for _, p := range pieces {
		if kindOf(p) == kind {
			times++
		}
	}
	return 5*len(texts) >= 4*len(cards) && 4*times <= 5*len(cards)
}
