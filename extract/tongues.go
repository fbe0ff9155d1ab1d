package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// oneTongue takes the texts of other languages out of a page that holds each of its texts in several, side by side, and
// shows those of one: what an author marks with the language of the page, beside what he marks with another one.
func (t *tree) oneTongue() {
	page := t.tongue()
	if page == "" {
		return
	}
	var other []*html.Node
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode {
				continue
			}
			if translated(c, page) {
				other = append(other, c)
				continue
			}
			walk(c)
		}
	}
	walk(t.body)
	if len(other) < minTwins {
		return
	}
	for _, n := range other {
		n.Parent.RemoveChild(n)
	}
	clear(t.text)
}

// tongue is the language of the page, or empty.
func (t *tree) tongue() string {
	page, _, _ := strings.Cut(strings.ToLower(t.lang()), "-")
	if len(page) != 2 {
		return ""
	}
	return page
}

// translated tells an element in another language than the page, beside a like one in that of the page.
func translated(n *html.Node, page string) bool {
	if len(n.Attr) == 0 || page == "" || offered(n) {
		return false
	}
	tongue := tongueOf(n)
	return tongue != "" && tongue != page && besideTongue(n, page)
}

// minTwins are as many texts in two languages as make a page one that holds all of its texts so.
const minTwins = 4

// offered tells an element that offers a language for choice.
func offered(n *html.Node) bool {
	switch n.DataAtom {
	case atom.A, atom.Button, atom.Option, atom.Li, atom.Label, atom.Input:
		return true
	}
	return false
}

// besideTongue tells an element with a like one in a language right before or behind it.
func besideTongue(n *html.Node, tongue string) bool {
	for _, next := range []func(*html.Node) *html.Node{
		func(c *html.Node) *html.Node { return c.NextSibling }, func(c *html.Node) *html.Node { return c.PrevSibling },
	} {
		for c, left := next(n), maxSentence; c != nil && left > 0; c, left = next(c), left-1 {
			if c.Type != html.ElementNode {
				continue
			}
			of := tongueOf(c)
			if c.DataAtom == n.DataAtom && of == tongue {
				return true
			}
			if of == "" {
				break
			}
		}
	}
	return false
}

// tongueOf is the language that an author says a text is in: lang="de", data-lang="de", data-lang-de, class "lang-de".
func tongueOf(n *html.Node) string {
	for _, a := range n.Attr {
		said := ""
		switch a.Key {
		case "lang", "data-lang", "data-language", "data-locale":
			said, _, _ = strings.Cut(strings.ToLower(a.Val), "-")
		case "class":
			for name := range strings.FieldsSeq(a.Val) {
				if of, ok := strings.CutPrefix(name, "lang-"); ok && tongues[of] {
					said = of
				}
			}
		default:
			if of, ok := strings.CutPrefix(a.Key, "data-lang-"); ok {
				said = of
			}
		}
		if tongues[said] {
			return said
		}
	}
	return ""
}

// tongues are the languages that pages are written in, as authors shorten them.
var tongues = wordSet(`en de fr es it pt nl sv da no nb fi pl cs sk hu ro bg el ru uk tr ar he fa hi th vi id ms ja ko zh ca eu hr sl sr et lv lt`)
