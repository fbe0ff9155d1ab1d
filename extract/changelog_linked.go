package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
)

// Some pages list below each day nothing but links to what came on it: each of them is an entry.

// linksUnderDays tells a page all of whose headings are days with nothing below them but items that are led by a link
// to a page of their own.
func (t *tree) linksUnderDays(pieces []piece) bool {
	days, links, rank := 0, map[string]bool{}, 0
	for _, p := range pieces {
		switch {
		case p.heading > 0 && p.onlyDate() && (rank == 0 || p.heading == rank):
			days++
			rank = p.heading
		case days == 0:
		case p.heading > 0 && p.heading < rank:
			return days > 1 && len(links) >= fewLinks && len(links) > days
		default:
			a := t.leadingLink(p)
			if a == nil || links[attr(a, "href")] {
				return false
			}
			links[attr(a, "href")] = true
		}
	}
	return days > 1 && len(links) >= fewLinks && len(links) > days
}

// leadingLink is the link that an item begins with and mostly consists of, if it leads to another page; else nil.
func (t *tree) leadingLink(p piece) *html.Node {
	if !p.item || p.run != nil {
		return nil
	}
	var first *html.Node
	for _, n := range p.parts() {
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) == "" {
			continue
		}
		first = n
		break
	}
	if first == nil || first.DataAtom != atom.A || strings.HasPrefix(attr(first, "href"), "#") || attr(first, "href") == "" {
		return nil
	}
	if 2*len(t.textOf(first)) < len(p.text) {
		return nil
	}
	return first
}

// linked makes an entry of each item below a day. What stands behind its link says of what kind it is, or nothing.
func (t *tree) linked(day piece, below []piece) []Entry {
	var out []Entry
	for _, p := range below {
		a := t.leadingLink(p)
		if a == nil {
			continue
		}
		title := t.textOf(a)
		e := t.entry(title, p, day, nil)
		if rest := fold.Text(strings.TrimPrefix(p.text, title)); isLabel(rest) {
			e.label(rest)
		}
		out = append(out, e)
	}
	return out
}
