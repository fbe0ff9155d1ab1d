package extract

import (
	"slices"
	"strings"
)

// Pages leave out the day of some of their releases. Where all titles are versions, a version that stands as they do is an
// entry without a date.

// undatedVersions lists the lines that name a version in the way of the titles, and are none of them.
func undatedVersions(pieces []piece, titles []int) []int {
	if len(titles) < 2 {
		return nil
	}
	first, last := pieces[titles[0]], pieces[titles[len(titles)-1]]
	box := common(first.node, last.node)
	names, bare := map[string]bool{}, true
	for _, i := range titles {
		if !namesVersion(pieces[i].title()) || !sameWay(pieces[i], first) {
			return nil
		}
		names[beforeNumber(pieces[i].title())] = true
		bare = bare && onlyNamesVersion(pieces[i].title())
	}
	var out []int
	for i, p := range pieces {
		if (sameWay(p, first) || otherRank(pieces, i, titles)) && !p.dated() && (onlyNamesVersion(p.text) || !bare && namesVersion(p.text)) && names[beforeNumber(p.text)] &&
			!slices.Contains(titles, i) && inside(p.node, box) {
			out = append(out, i)
		}
	}
	return out
}

// otherRank tells a heading of another rank that is nothing but a version, side by side with the titles: pages that change
// their ways leave what is old as it was. One that heads a group of versions has their headings right below, or is where
// their numbers begin.
func otherRank(pieces []piece, i int, titles []int) bool {
	p, first := pieces[i], pieces[titles[0]]
	if p.heading < 2 || first.heading == 0 || p.node.Parent != first.node.Parent || i+1 == len(pieces) || pieces[i+1].heading > 0 || !onlyNamesVersion(p.text) {
		return false
	}
	return !slices.ContainsFunc(titles, func(j int) bool { return strings.HasPrefix(pieces[j].title(), p.title()) })
}

// beforeNumber is what a title says before its version: the name of the product, or nothing.
func beforeNumber(title string) string {
	return strings.ToLower(strings.TrimSpace(title[:versionName.FindStringIndex(title)[0]]))
}

// sameWay tells two headings of one rank, or two lines in elements of one kind.
func sameWay(p, q piece) bool {
	if p.heading > 0 || q.heading > 0 {
		return p.heading == q.heading
	}
	return !p.item && p.run == nil && q.run == nil && placeOf(p, nil) == placeOf(q, nil) && attr(p.node, "class") == attr(q.node, "class")
}

// datedTitles lists the headings that are titles by their dates: those that hold one, or that stand over one.
func datedTitles(pieces []piece, over bool) (titles []int) {
	for i, p := range pieces {
		switch {
		case p.heading == 0 || !p.dated():
		case words(p.rest) > 0:
			titles = append(titles, i)
		case over:
			titles = append(titles, i-1)
		}
	}
	return titles
}

// undatedEntry is the entry of a heading that names a version; the line below it may begin with its date.
func (t *tree) undatedEntry(pieces []piece, i int) Entry {
	end := sectionEnd(pieces, i, func(q piece) bool { return q.heading > 0 && q.heading <= pieces[i].heading })
	return t.undatedCard(pieces, dayCard{hi: end, title: i})
}

func (t *tree) undatedCard(pieces []piece, c dayCard) Entry {
	return t.ofVersion(pieces[c.title], pieces[c.title+1:c.hi])
}

// withUndated adds to the cards of a page those of versions without a date.
func withUndated(pieces []piece, cards []dayCard) []dayCard {
	var titles []int
	for _, c := range cards {
		if c.title < 0 {
			return cards
		}
		titles = append(titles, c.title)
	}
	slices.Sort(titles)
	for _, i := range undatedVersions(pieces, titles) {
		k := slices.IndexFunc(cards, func(c dayCard) bool { return c.title > i })
		end := len(pieces)
		switch {
		case k < 0:
			k = len(cards)
		case cards[k].lo <= i:
			continue // it stands over the title of a card
		default:
			end = cards[k].lo
		}
		c := dayCard{mark: i, lo: i, hi: end, title: i, undated: true}
		if k > 0 {
			cards[k-1].hi = min(cards[k-1].hi, i)
		}
		c.hi = flatEnd(pieces, c, common(pieces[titles[0]].node, pieces[titles[len(titles)-1]].node))
		cards = slices.Insert(cards, k, c)
	}
	return cards
}
