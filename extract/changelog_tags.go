package extract

// Lists of releases say tag, name and day in one row: "v2.4.0 Themes Mar 3, 2026". The name is the title there. In a row
// without a name the tag comes again in its place.

// namedReleases makes the names beside bare versions the titles, where most cards have one and hardly any two are the same.
func namedReleases(pieces []piece, cards []dayCard) {
	beside, names := make([]int, len(cards)), map[string]bool{}
	for k, c := range cards {
		if beside[k] = nameBeside(pieces, c); beside[k] >= 0 {
			names[pieces[beside[k]].text] = true
		}
	}
	if 3*len(names) < 2*len(cards) || len(names) < 2 {
		return
	}
	for k, j := range beside {
		if j >= 0 {
			cards[k].title = j
		}
	}
}

// nameBeside is the line beside the version that is the title of a card, in the same row; -1 for none.
func nameBeside(pieces []piece, c dayCard) int {
	if c.title < 0 || pieces[c.title].heading > 0 || !onlyNamesVersion(pieces[c.title].text) || block(pieces[c.title].node) {
		return -1
	}
	row := pieces[c.title].node.Parent
	for _, j := range []int{c.title + 1, c.title - 1} {
		if j < c.lo || j >= c.hi || pieces[j].node.Parent != row || block(pieces[j].node) {
			continue
		}
		p := pieces[j]
		if s := p.text; p.run == nil && !p.dated() && !noise(p) && !personal(p) && !isLabel(s) && !category.MatchString(s) &&
			words(s) > 0 && words(s) <= maxPlainTitle {
			return j
		}
	}
	return -1
}
