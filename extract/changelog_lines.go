package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What a line of a card is by itself: furniture, a name, a link, a title.

// noise tells lines that are part of the furniture of a card. A word and an address ("Source: notes/2.4.md") are such.
func noise(p piece) bool {
	s := p.title()
	return p.button || readTime.MatchString(s) || byline.MatchString(s) && words(s) < 8 || reference.MatchString(s) ||
		controls.MatchString(s) || buttons.MatchString(s) && !(p.heading > 0 && versionName.MatchString(s)) // "Ver. 2.1.1"
}

// written tells a line that is marked up as the name of who wrote an entry.
func written(p piece) bool {
	for n := p.node; n != nil && !pageWide(n); n = n.Parent {
		if namesAuthor(n) {
			return words(p.text) <= maxPlainTitle
		}
	}
	return false
}

func namesAuthor(n *html.Node) bool {
	return n.DataAtom == atom.Address || strings.Contains(attr(n, "itemprop"), "author") || n.DataAtom == atom.A && attr(n, "rel") == "author"
}

// personal tells lines about who wrote an entry or what it is filed under.
func personal(p piece) bool {
	for n := p.node; n != nil; n = n.Parent {
		switch {
		case namesAuthor(n), n.DataAtom == atom.A && strings.Contains(attr(n, "rel"), "tag"):
			return true
		case n.DataAtom == atom.Article || n.DataAtom == atom.Li || pageWide(n):
			return filedUnder(p)
		}
	}
	return false
}

// filedUnder tells a line that leads to a list of all by one author or of one kind. The tag of a version names a release.
func filedUnder(p piece) bool {
	href := linkOf(p)
	at := roles.FindStringIndex(href)
	return at != nil && !(versionName.MatchString(href[at[0]:]) && versionName.MatchString(p.text))
}

// maxPlainTitle is how many words a title has that is no more than a line.
const maxPlainTitle = 12

// likeTitle tells a line that could be a title: no sentence, and no date, version, name or label.
func likeTitle(p piece) bool {
	s := p.title()
	return !p.dated() && !p.item && words(s) > 1 && words(s) <= maxPlainTitle && !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, ":") &&
		!noise(p) && !personal(p) && !isLabel(s) && !category.MatchString(s) && !onlyNamesVersion(s)
}

// wideRunes counts the letters of scripts that put no blanks between words.
func wideRunes(s string) (n int) {
	for _, r := range s {
		if r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
			n++
		}
	}
	return n
}

// wholeLink tells a line that is a link and nothing else, or lies within one.
func wholeLink(p piece) bool {
	if inLink(p.node) {
		return true
	}
	parts := p.parts()
	return len(parts) == 1 && parts[0].DataAtom == atom.A
}

// inLink tells an element that lies within a link.
func inLink(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.DataAtom == atom.A && hasAttr(n, "href") {
			return true
		}
	}
	return false
}

// emphatic tells a line set in bold, or one that names a row.
func emphatic(p piece) bool {
	if len(p.parts()) == 1 {
		if a := p.parts()[0].DataAtom; a == atom.B || a == atom.Strong {
			return true
		}
	}
	n := p.node
	if (n.DataAtom == atom.A || n.DataAtom == atom.Span) && n.Parent != nil && n.Parent.FirstChild == n.Parent.LastChild {
		n = n.Parent
	}
	switch n.DataAtom {
	case atom.B, atom.Strong:
		return true
	case atom.Dt, atom.Th, atom.Summary:
		return p.run == nil || wholeRun(&p)
	}
	return false
}
