package extract

import (
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// styleRule is a rule of a style sheet: what it is for, and what it says of that.
var styleRule = regexp.MustCompile(`([^{}]+)\{([^{}]*)\}`)

// Bounds of what is read of the style sheets within a page.
const (
	maxSheet  = 300_000 // bytes of one
	maxStrike = 40      // selectors that strike out
)

// strikes is what a style says of text that is struck out.
const strikes = "line-through"

// strikeStyled marks what the style sheets within a page strike out: nothing else tells an old price, or what a plan has
// not, where classes are named by a program.
func strikeStyled(root *html.Node) {
	left := maxStrike
	each(root, func(n *html.Node) bool {
		if n.DataAtom != atom.Style || n.FirstChild == nil || !strings.Contains(n.FirstChild.Data, strikes) {
			return true
		}
		for _, rule := range styleRule.FindAllStringSubmatch(start(n.FirstChild.Data, maxSheet), -1) {
			if !strings.Contains(rule[2], strikes) {
				continue
			}
			for text := range strings.SplitSeq(rule[1], ",") {
				if left == 0 {
					return false
				}
				left--
				strike(root, strings.TrimSpace(text))
			}
		}
		return true
	})
}

// strike marks the elements of a selector of one element. What depends on those around it would have to be looked for in
// all of them, at each.
func strike(root *html.Node, text string) {
	if strings.ContainsAny(text, " >+~:") {
		return
	}
	selector, err := cascadia.Parse(text)
	if err != nil {
		return
	}
	for _, e := range cascadia.QueryAll(root, selector) {
		e.Attr = append([]html.Attribute{{Key: "style", Val: attr(e, "style") + ";text-decoration:" + strikes}}, e.Attr...)
	}
}
