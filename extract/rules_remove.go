package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// silence makes an element one that says nothing. It stays where it is, so that no quote runs across its place.
func silence(n *html.Node) {
	n.FirstChild, n.LastChild, n.Attr = nil, nil, nil
	n.Data, n.DataAtom = "template", atom.Template
}

// removeMatches takes out what matches in the text of each line, whichever elements the words stand in, and leaves a gap.
func removeMatches(root *html.Node, match *regexp.Regexp) {
	var line textLine
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			line.add(n)
			return
		}
		br := n.Type == html.ElementNode && (silent(n) || block(n) || n.DataAtom == atom.Br)
		if br {
			line.remove(match)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if br {
			line.remove(match)
		}
	}
	walk(root)
	line.remove(match)
}

// textLine is the text of a line as people see it, blanks folded, with where each byte of it stands.
type textLine struct {
	text  []byte
	from  []textPlace // by byte of the text
	nodes []*html.Node
}

// textPlace is a character in one of the nodes of a line.
type textPlace struct{ node, start, end int }

func (l *textLine) add(n *html.Node) {
	l.nodes = append(l.nodes, n)
	for at, r := range n.Data {
		place := textPlace{len(l.nodes) - 1, at, at + utf8.RuneLen(r)}
		if r == utf8.RuneError {
			place.end = at + 1
		}
		if unicode.IsSpace(r) {
			if strings.HasSuffix(string(l.text[max(0, len(l.text)-1):]), " ") {
				continue
			}
			r = ' '
		}
		before := len(l.text)
		l.text = utf8.AppendRune(l.text, r)
		for range len(l.text) - before {
			l.from = append(l.from, place)
		}
	}
}

// remove takes out what matches and begins the next line.
func (l *textLine) remove(match *regexp.Regexp) {
	found := match.FindAllIndex(l.text, -1)
	for i := len(found) - 1; i >= 0; i-- { // from the end, so that what comes before stays where it is
		if start, end := found[i][0], found[i][1]; start < end {
			l.cut(l.from[start], l.from[end-1])
		}
	}
	l.text, l.from, l.nodes = l.text[:0], l.from[:0], l.nodes[:0]
}

func (l *textLine) cut(first, last textPlace) {
	a, b := l.nodes[first.node], l.nodes[last.node]
	rest := b.Data[last.end:]
	for _, n := range l.nodes[first.node+1 : last.node+1] {
		n.Data = ""
	}
	head := a.Data[:first.start] + gap
	if a == b {
		a.Data = head + rest
		return
	}
	a.Data, b.Data = head, rest
}
