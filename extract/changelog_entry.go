package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/dates"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// cardEntry makes the entry of a card, or several where one date stands above titles that each lead to a page of their
// own.
func (t *tree) cardEntry(pieces []piece, c dayCard) []Entry {
	if c.title < 0 {
		return t.untitledCard(pieces, c)
	}
	if c.undated {
		return []Entry{t.undatedCard(pieces, c)}
	}
	cards := []dayCard{c}
	if titles := siblings(pieces, c); len(titles) > 1 {
		cards = titledCards(pieces, titles, pieces[c.mark], c.hi)
	}
	var out []Entry
	for _, own := range cards {
		below := pieces[own.title+1 : max(own.hi, own.title+1)]
		title, more := t.parted(pieces[own.title])
		if more != "" {
			below = append([]piece{{text: more, node: pieces[own.title].node}}, below...)
		}
		e := t.entry(title, pieces[own.title], pieces[c.mark], below)
		t.complete(&e, pieces, own)
		out = append(out, e)
	}
	return out
}

// complete adds what a card says of its entry above the title, by a picture, and by where it leads.
func (t *tree) complete(e *Entry, pieces []piece, c dayCard) {
	for _, p := range pieces[min(c.lo, c.title):c.title] {
		if isLabel(p.title()) {
			e.label(p.title())
		}
	}
	if said := iconLabel(c.node); said != "" && len(e.Labels) == 0 {
		e.label(said)
	}
	if e.URL == "" {
		e.URL = t.cardAddress(pieces, c)
	}
}

// parted is the title of a line that begins with it, in a link or in bold, and goes on with what it is about: "Gift cards.
// Sell them in the shop and online."
func (t *tree) parted(p piece) (title, more string) {
	whole := p.title()
	for _, n := range p.parts() {
		if p.heading > 0 || n.Type != html.ElementNode || n.DataAtom != atom.A && n.DataAtom != atom.B && n.DataAtom != atom.Strong {
			continue
		}
		title = strings.TrimRight(t.textOf(n), " .:–—-")
		more = strings.TrimPrefix(whole, title)
		if title != "" && len(more) < len(whole) && goesOn.MatchString(more) && !category.MatchString(title) && !isLabel(title) {
			return title, strings.TrimLeft(more, " .:–—-")
		}
	}
	return whole, ""
}

// goesOn tells what stands behind a title that a sentence follows.
var goesOn = regexp.MustCompile(`^(?:[.:]| ?[–—]| -) \S+ \S+`)

// untitledCard is an entry of a date and a text. A date with nothing beside it is none.
func (t *tree) untitledCard(pieces []piece, c dayCard) []Entry {
	mark := pieces[c.mark]
	e := t.untitled(mark, pieces[c.mark+1:c.hi])
	if len(e.Items) == 0 && words(mark.rest) > 1 {
		return []Entry{t.entry(mark.rest, mark, mark, nil)} // all that is said stands in the line of the date
	}
	if len(e.Items) == 0 || mark.ago && e.Title == mark.text {
		return nil
	}
	return []Entry{e}
}

// siblings lists the titles below one date.
func siblings(pieces []piece, c dayCard) []int {
	titles := []int{c.title}
	first := pieces[c.title]
	if c.mark > c.title || first.heading == 0 {
		return titles
	}
	led := map[string]bool{linkOf(first): true}
	for j := c.title + 1; j < c.hi; j++ {
		href := linkOf(pieces[j])
		if pieces[j].heading == first.heading && href != "" && href[0] != '#' && !led[href] {
			led[href] = true
			titles = append(titles, j)
		}
	}
	if led[""] {
		titles = titles[:1]
	}
	if boxed := boxedTitles(pieces, c); len(titles) == 1 && len(boxed) > 1 {
		return boxed
	}
	if month := monthTitles(pieces, c); len(titles) == 1 && len(month) > 1 {
		return month
	}
	return titles
}

// monthTitles lists the headings below a month. Where a page says no days, a month holds several entries; parts that
// come again elsewhere are none.
func monthTitles(pieces []piece, c dayCard) []int {
	if mark := pieces[c.mark]; mark.prec != dates.Month || !mark.onlyDate() {
		return nil
	}
	var titles []int
	for j := c.title; j < c.hi; j++ {
		if p := pieces[j]; p.heading == pieces[c.title].heading && !category.MatchString(p.text) {
			if slices.ContainsFunc(pieces, func(q piece) bool { return q.heading > 0 && q.text == p.text && q.at != p.at }) {
				return nil
			}
			titles = append(titles, j)
		}
	}
	return titles
}

// boxedTitles lists the headings below one date that each stand in an element of their own, all of one kind and side by
// side: each is an entry. Headings that follow each other in one text are only its parts.
func boxedTitles(pieces []piece, c dayCard) []int {
	var titles []int
	for j := c.title; j < c.hi; j++ {
		if pieces[j].heading == pieces[c.title].heading && !category.MatchString(pieces[j].text) {
			titles = append(titles, j)
		}
	}
	if len(titles) < 2 || versionBeside(pieces, c) >= 0 {
		return nil
	}
	row := common(pieces[titles[0]].node, pieces[titles[1]].node)
	var last *html.Node
	for _, j := range titles {
		box := childOf(row, pieces[j].node)
		if box == nil || box == last || box == pieces[j].node || last != nil && (last.DataAtom != box.DataAtom || !shareClass(last, box)) {
			return nil
		}
		last = box
	}
	return titles
}

// childOf is the child of an element that holds another, or nil.
func childOf(box, n *html.Node) *html.Node {
	for ; n != nil; n = n.Parent {
		if n.Parent == box {
			return n
		}
	}
	return nil
}

// cardAddress is where most lines of a card lead that are links and nothing else, or the anchor of the card. A link in a
// sentence leads to what that speaks of.
func (t *tree) cardAddress(pieces []piece, c dayCard) string {
	if c.node == nil {
		return ""
	}
	counts, best := map[string]int{}, ""
	for _, p := range pieces[c.lo:c.hi] {
		if href := linkOf(p); href != "" && wholeLink(p) && !p.item && !personal(p) {
			counts[href]++
			if best == "" || counts[href] > counts[best] {
				best = href
			}
		}
	}
	if best == "" && attr(c.node, "id") != "" {
		best = "#" + attr(c.node, "id")
	}
	return cut(t.resolve(best), maxAddress)
}
