package extract

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// silent tells elements whose content nobody reads.
func silent(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Head, atom.Svg, atom.Iframe, atom.Object,
		atom.Select, atom.Datalist, atom.Textarea, atom.Math:
		return true
	}
	return n.Type != html.ElementNode
}

// hidden tells elements that a page keeps out of sight by itself. Hidden tab panels and collapsed rows are in reach of
// a click and count as visible; so only what says so by inline style or the hidden attribute of something that is no
// panel does not. Nor are the sign read with which a heading links to itself, and the link for those who do not want to
// hear the menu.
func hidden(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	if n.DataAtom == atom.A && strings.HasPrefix(attr(n, "href"), "#") && (selfLink(n) || skipLink(n)) {
		return true
	}
	style := strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// selfLink tells a link to a place on the same page that has no words, only a sign such as # or ¶.
func selfLink(n *html.Node) bool {
	text, ok := bareText(n)
	if !ok || text == "" || len(text) > 8 {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// bareText is the text of an element in which no other one is read.
func bareText(n *html.Node) (text string, ok bool) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			text += c.Data
		case c.Type == html.ElementNode && !silent(c):
			return "", false
		}
	}
	return text, true
}

// skips are how a link begins that leads over the menu.
var skips = regexp.MustCompile(`(?i)^\s*(?:(?:skip|jump) (?:to|over|past|navigation)|(?:direkt )?zum (?:haupt)?inhalt|aller (?:directement )?au contenu|passer au contenu|` +
	`(?:saltar|ir) al contenido|(?:pular|saltar|ir) para o conteúdo|(?:vai|salta|passa) al contenuto|(?:ga |door )?naar (?:de )?(?:hoofd)?inhoud|` +
	`przejdź do (?:treści|głównej)|hoppa till|(?:gå|hopp|spring) til|メインコンテンツ|本文へ|跳(?:到|至|转|過|过))`)

func skipLink(n *html.Node) bool {
	text, ok := bareText(n)
	return ok && skips.MatchString(text)
}

// reveal shows an element that the page hides until its script has run, where it holds most of what there is to read.
func reveal(body *html.Node) {
	var out []*html.Node
	shown := measureShown(body, &out)
	for _, n := range out {
		if measureShown(n, nil) > 2*shown {
			show(n)
		}
	}
}

// show takes away the style of an element that hides it.
func show(n *html.Node) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "style" })
}

// measureShown counts the bytes of readable text below an element and lists the hidden elements on the way.
func measureShown(n *html.Node, hiding *[]*html.Node) int {
	size := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			size += len(strings.TrimSpace(c.Data))
		case silent(c):
		case hidden(c):
			if hiding != nil {
				*hiding = append(*hiding, c)
			}
		default:
			size += measureShown(c, hiding)
		}
	}
	return size
}

// block tells elements that begin a new line.
func block(n *html.Node) bool {
	switch n.DataAtom {
	case atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Bdo, atom.Cite, atom.Code, atom.Data, atom.Del, atom.Dfn, atom.Em,
		atom.Font, atom.I, atom.Img, atom.Ins, atom.Kbd, atom.Label, atom.Mark, atom.Q, atom.S, atom.Samp, atom.Small,
		atom.Span, atom.Strike, atom.Strong, atom.Sub, atom.Sup, atom.Svg, atom.Time, atom.U, atom.Var, atom.Wbr,
		atom.Input, atom.Button:
		return hasAttr(n, "slot") // what fills a place of a web component stands there by itself
	}
	return n.Type == html.ElementNode
}

// frame tells elements that belong to the site and not to the page: menus, footers, banners about cookies.
func frame(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Footer, atom.Aside:
		return !within(n, atom.Article)
	case atom.Header:
		return !within(n, atom.Article) && !within(n, atom.Main) && !within(n, atom.Section)
	case atom.Dialog:
		return true
	}
	switch attr(n, "role") {
	case "navigation", "contentinfo", "banner", "dialog", "alertdialog", "search", "menu", "menubar":
		return true
	}
	if n.DataAtom == atom.Body || n.DataAtom == atom.Html || n.DataAtom == atom.Main {
		return false
	}
	return consentWords(attr(n, "id")) || consentWords(attr(n, "class")) || consentWords(attr(n, "aria-label"))
}

// consentWords tells names that authors give to cookie banners, whatever their markup.
func consentWords(s string) bool {
	if s == "" {
		return false
	}
	s = strings.ToLower(s)
	return strings.Contains(s, "cookie") || strings.Contains(s, "consent") || strings.Contains(s, "gdpr")
}
