package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
)

// plainText is the text of a title or description, which may be markup, or markup in disguise.
func plainText(s string) string { return fold.Text(unmarked(s)) }

// unmarked is a text without markup and entities, as it stands on the page.
func unmarked(s string) string {
	for range 2 {
		text := s
		switch {
		case strings.IndexByte(s, '<') >= 0:
			text = withoutMarkup(s)
		case strings.IndexByte(s, '&') >= 0:
			text = html.UnescapeString(s)
		}
		if text == s {
			break
		}
		s = text
	}
	return s
}

// unbroken is the longest part of an unmarked text from which no character was taken out: that much stands on the page
// letter by letter.
func unbroken(raw string) string {
	if !strings.ContainsFunc(raw, wasDropped) {
		return fold.Text(raw)
	}
	best := ""
	for _, part := range strings.FieldsFunc(raw, wasDropped) {
		if part = fold.Text(part); len(part) > len(best) {
			best = part
		}
	}
	return best
}

func wasDropped(r rune) bool { return r == dropped || r == 0 }

// withoutMarkup walks tokens and builds no tree: a piece of a page needs none, and a feed has hundreds of pieces. A new
// line of the page is a blank; scripts, styles and the like are left out.
func withoutMarkup(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	var skip atom.Atom
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if skip == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			n := html.Node{Type: html.ElementNode, DataAtom: atom.Lookup(name)}
			switch {
			case skip == 0 && kind == html.StartTagToken && n.DataAtom != atom.Head && silent(&n):
				skip = n.DataAtom
			case kind == html.EndTagToken && n.DataAtom == skip:
				skip = 0
			}
			if block(&n) {
				b.WriteByte(' ')
			}
		}
	}
}
