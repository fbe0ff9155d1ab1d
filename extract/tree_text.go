package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
)

// textOf is the readable text of an element, blanks folded. It is remembered.
func (t *tree) textOf(n *html.Node) string {
	if s, ok := t.text[n]; ok {
		return s
	}
	s := readText(n)
	t.text[n] = s
	return s
}

// readText is the readable text of an element, blanks folded, where no tree remembers it.
func readText(n *html.Node) string {
	var b strings.Builder
	writeText(&b, n)
	return fold.Text(b.String())
}

// gap stands in gathered text where something was left out, so that a quote never runs across it; fold drops it.
const gap = "\x1e"

// writeText writes readable text with a blank wherever an element begins a new line.
func writeText(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
		return
	}
	if n.Type == html.ElementNode && (silent(n) || hidden(n)) {
		b.WriteString(gap)
		return
	}
	br := block(n) || n.DataAtom == atom.Br
	if br {
		b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		writeText(b, c)
	}
	if br {
		b.WriteByte(' ')
	}
}

// longer tells whether the readable text of an element has more than limit bytes. It is quick to say so of large ones.
func (t *tree) longer(n *html.Node, limit int) bool {
	if s, ok := t.text[n]; ok {
		return len(s) > limit
	}
	return letters(n, limit) > limit || len(t.textOf(n)) > limit
}

// letters counts bytes that are sure to remain of an element's text, and stops beyond a limit.
func letters(n *html.Node, limit int) int {
	count := 0
	if n.Type == html.TextNode {
		for i := range len(n.Data) {
			if c := n.Data[i]; c > ' ' && c < 0x7f {
				count++
			}
		}
		return count
	}
	if n.Type == html.ElementNode && (silent(n) || hidden(n)) {
		return 0
	}
	for c := n.FirstChild; c != nil && count <= limit; c = c.NextSibling {
		count += letters(c, limit-count)
	}
	return count
}
