package extract

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Outline is a page as its readers find it, before anything is understood: its shape, and the texts that stand in it.
// Two pages of one address and kind with the same shape and the same texts read the same.
type Outline struct {
	Shape [sha256.Size]byte // of all but the texts: elements, what they say of themselves, where from
	Texts []string          // in the page's order, and the addresses of its pictures
	Meets []int             // how many elements hold both a text and the one before it
}

// Outline draws a page. It reports false where that shows nothing sure or costs as much as reading: of sitemaps, of what
// has very many tags, and of pages whose markup has to be mended or has no end.
func (p Page) Outline() (Outline, bool) {
	if p.Kind == Sitemap || looksBinary(p.Body) {
		return Outline{}, false
	}
	var o outliner
	o.say(string(p.Kind), p.URL, p.ContentType)
	if !o.page(p) {
		return Outline{}, false
	}
	return Outline{sha256.Sum256(o.shape), o.texts, o.meets}, true
}

func (o *outliner) page(p Page) bool {
	if p.Kind == Feed {
		return o.feed(p.Body)
	}
	text, err := p.decoded()
	if _, large := tagsEnd(text); err != nil || large || isFeed(text) {
		return false
	}
	root, whole, ok := p.plain(text)
	if ok && whole {
		o.shape = slices.Grow(o.shape, len(text))
		o.walk(root)
	}
	return ok && whole
}

// feed takes a feed apart at its tags. What its head says of when it was made is read by nobody.
func (o *outliner) feed(body []byte) bool {
	if bytes.Count(body, []byte("<")) > maxTags {
		return false
	}
	head := true
	for piece := range strings.SplitSeq(string(body), "<") {
		tag, _, _ := strings.Cut(piece, ">")
		head = head && !isItem([]byte("<"+tag))
		if head && madeAt(tag) {
			piece = tag
		}
		o.keep(piece)
	}
	return len(o.texts) > 1
}

// madeAt tells the tags in which the head of a feed says when it was made.
func madeAt(tag string) bool {
	return tag == "lastBuildDate" || tag == "pubDate" || tag == "updated" || tag == "dc:date"
}

// What a text holds.
const (
	hasWords byte = 1 << iota
	hasNumber
	hasMoney
)

// outliner gathers the shape of a page as bytes.
type outliner struct {
	shape []byte
	texts []string
	meets []int
	depth int // how many elements are open
	least int // and were at least, since the last text
}

// ends follows every word of a shape: no page that is decoded holds it, so that none runs into the next.
const ends = 0xff

func (o *outliner) say(words ...string) {
	for _, w := range words {
		o.shape = append(append(o.shape, w...), ends)
	}
}

func (o *outliner) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		o.text(n.Data)
		return
	case html.ElementNode:
		if unread(n) {
			return
		}
		o.depth++
		if o.element(n); n.DataAtom == atom.Script || n.DataAtom == atom.Style {
			o.raw(n)
			o.depth--
			return
		}
	case html.DocumentNode:
	default:
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		o.walk(c)
	}
	o.shape = append(o.shape, '/', ends)
	if n.Type == html.ElementNode {
		o.depth--
		o.least = min(o.least, o.depth)
	}
}

// text keeps a text apart from the shape, which says only whether there is one and what kind it is of: one with
// a number, or money, never stands for one without.
func (o *outliner) text(s string) {
	kind := byte('0')
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			kind |= hasNumber
		case r == '$', r == '%', r >= 0x80 && unicode.Is(unicode.Sc, r):
			kind |= hasMoney
		case r > ' ':
			kind |= hasWords
		}
	}
	o.shape = append(o.shape, 't', kind, ends)
	if kind != '0' {
		o.keep(s)
	}
}

// keep notes a text that may differ.
func (o *outliner) keep(s string) {
	o.texts, o.meets = append(o.texts, s), append(o.meets, o.least)
	o.least = o.depth
}

func (o *outliner) element(n *html.Node) {
	o.say(n.Data)
	for _, a := range n.Attr {
		switch a.Key {
		case "nonce", "integrity":
		case "src", "srcset":
			o.say(a.Key)
			o.keep(a.Val)
		default:
			o.say(a.Namespace, a.Key, a.Val)
		}
	}
}

// raw counts data and style sheets to the shape: a reader may take anything from them.
func (o *outliner) raw(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		o.say(c.Data)
	}
}

// unread tells elements of which no reader takes anything: programs, what is meant for other programs, and what a form
// carries along unseen.
func unread(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script:
		return attr(n, "type") != "application/ld+json"
	case atom.Link, atom.Meta:
		return true
	case atom.Input:
		return strings.EqualFold(attr(n, "type"), "hidden")
	}
	return false
}
