package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// above marks what stands ahead of the part of the page that its first heading begins: the element around the heading that
// holds nearly all there is to read, or the one within it where the heading has company. Where it has none, only boxes
// beside it are ahead of that part, no paragraphs.
func (a asideMarker) above(head int) {
	all := size(a.lines)
	around := span{a.how[head].in, head, head + 1}
	begin, flat := head, false
	for around.of != nil && around.of.Parent != nil {
		wider := a.widen(around)
		if 3*size(a.lines[wider.from:wider.to]) >= 2*all {
			begin, flat = around.from, around.to-around.from == 1
			around = wider
			break
		}
		around = wider
	}
	for i := range begin {
		s := a.lines[i].Text
		if len(strings.Fields(s)) <= callWords && !weighs(s) && !binds.MatchString(s) && !(flat && i >= around.from && paragraph(a.how[i].in, around.of)) {
			a.lines[i].Frame = true
		}
	}
}

// paragraph tells a line that is a paragraph of an element, and in no box within it.
func paragraph(n, of *html.Node) bool {
	for n.Parent != nil && n.Parent != of {
		n = n.Parent
	}
	switch n.DataAtom {
	case atom.Div, atom.Table, atom.Section, atom.Ul, atom.Header, atom.Center, atom.Form:
		return false
	}
	return true
}

// binds are words about what is granted, and from when.
var binds = regexp.MustCompile(`(?i)` + wordStart + `(?:plans?|tiers?|limit(?:s|ed|ations?)?|quotas?|terms?|polic(?:y|ies)|agreements?|versions?|effective|beginning|starting|as of|ab|gültig|à partir|a partir|` +
	`will (?:be|end|stop|change)|ends?|must|beta|preview|available)` + wordEnd)

// span is an element and the lines within it.
type span struct {
	of       *html.Node
	from, to int
}

// widen takes the element around another one.
func (a asideMarker) widen(s span) span {
	s.of = s.of.Parent
	for s.from > 0 && inside(a.how[s.from-1].in, s.of) {
		s.from--
	}
	for s.to < len(a.how) && inside(a.how[s.to].in, s.of) {
		s.to++
	}
	return s
}

// around is the largest element around a line that has little to read, and no heading but labels.
func (a asideMarker) around(at, most int) (from, to int) {
	s := span{a.how[at].in, at, at + 1}
	for s.of != nil && s.of.Parent != nil && !pageWide(s.of.Parent) {
		wider := a.widen(s)
		if size(a.lines[wider.from:wider.to]) > most || a.headed(wider) {
			break
		}
		s = wider
	}
	return s.from, s.to
}

func (a asideMarker) headed(s span) bool {
	for i := s.from; i < s.to; i++ {
		if a.how[i].rank > 0 && !title(a.lines[i].Text) {
			return true
		}
	}
	return false
}
