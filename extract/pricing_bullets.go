package extract

import (
	"strings"

	"golang.org/x/net/html"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

var addOnBadge = regexp.MustCompile(`(?i)^(?:optional )?(?:add[- ]?on|zusatzmodul|complemento|option)$`)

var addOnWord = regexp.MustCompile(`(?i)\badd[- ]?ons?\b|\bextras\b|\boptional\b|\bzusatz|\bcomplementos?\b`)

// plan turns a card into a plan. In a row where others tell their price, a card that tells none is one to ask about.
func (c *card) plan(t *tree, set *cardSet, group string) Plan {
	ask := len(c.price) == 0 && c.free == "" && !c.gift && (c.talk || set.tells())
	return Plan{
		Name:     cut(c.name, maxField),
		Group:    group,
		Custom:   ask,
		AddOn:    set.addOn || c.addOn,
		Prices:   c.price,
		Features: t.bullets(c),
		Quote:    cut(c.name, maxField),
	}
}

// tells reports whether most cards of a row tell what they cost.
func (s *cardSet) tells() bool {
	n := 0
	for _, c := range s.cards {
		if hasAmount(c.price) {
			n++
		}
	}
	return n*2 >= len(s.cards)
}

func hasAmount(prices []Price) bool {
	for _, p := range prices {
		if p.Minor > 0 {
			return true
		}
	}
	return false
}

// bullets are what a card lists, by the heading above each list: items of lists, and lines that stand behind a picture or
// a sign each.
func (t *tree) bullets(c *card) []FeatureRow {
	var rows []FeatureRow
	section := ""
	for _, l := range c.lines {
		switch {
		case l.button || len(l.text) > maxField:
		case l.term != "":
			rows = append(rows, definitionRow(section, l))
		case l.item:
			rows = append(rows, bulletRow(section, l.text, itemState(l.node)))
		case l.heading > 0 && l.text != c.name:
			section = cut(l.text, maxField)
		case l.heading == 0 && l.text != c.name:
			if n := t.behindPicture(l.node, c.node); n != nil {
				rows = append(rows, bulletRow(section, l.text, pictureState(n)))
			} else if _, signed := leadingMark(l.text); signed {
				rows = append(rows, bulletRow(section, l.text, RowYes))
			}
		}
	}
	return rows
}

// bulletRow is a bullet without the sign before it; a cross among signs says no.
func bulletRow(section, text string, state RowState) FeatureRow {
	if rest, ok := leadingMark(text); ok {
		if s, _ := markState(strings.TrimSpace(strings.TrimSuffix(text, rest))); s == RowNo {
			state = RowNo
		}
		text = rest
	}
	return FeatureRow{Section: section, Name: text, State: state}
}

// leadingMark takes a tick or cross off the beginning of a text.
func leadingMark(s string) (rest string, ok bool) {
	mark, rest, found := strings.Cut(s, " ")
	if !found || strings.IndexFunc(mark, func(r rune) bool { return r < 0x80 }) >= 0 {
		return s, false
	}
	if _, ok := markState(mark); !ok {
		return s, false
	}
	return strings.TrimSpace(rest), true
}

// behindPicture is the element around n that begins with a picture and goes on with words, as its neighbours do: a
// bullet drawn with plain elements.
func (t *tree) behindPicture(n, within *html.Node) *html.Node {
	for range 4 {
		if n == nil || n == within {
			return nil
		}
		if t.pictureFirst(n) {
			if t.alike(n) >= 2 {
				return n
			}
			return nil
		}
		n = n.Parent
	}
	return nil
}

// pictureFirst tells an element that is a picture and a line of words.
func (t *tree) pictureFirst(n *html.Node) bool {
	if s := t.textOf(n); s == "" || len(s) > maxField {
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) != "":
			return false
		case c.Type == html.ElementNode:
			return t.textOf(c) == "" && pictureKey(c) != ""
		}
	}
	return false
}

// alike counts the neighbours of a bullet that are drawn like it, itself included.
func (t *tree) alike(n *html.Node) int {
	depth := 0
	for len(elements(n.Parent)) == 1 && depth < 3 {
		n, depth = n.Parent, depth+1
	}
	count := 0
	for _, s := range elements(n.Parent) {
		for range depth {
			if only := elements(s); len(only) == 1 {
				s = only[0]
			}
		}
		if t.pictureFirst(s) {
			count++
		}
	}
	return count
}

// pictureState is no for a bullet whose picture is a cross, else yes.
func pictureState(n *html.Node) RowState {
	if s, ok := iconState(elements(n)[0]); ok {
		return s
	}
	return RowYes
}

// definitionRow reads a term of a definition list with what is said of it.
func definitionRow(section string, l line) FeatureRow {
	f := FeatureRow{Section: section, Name: cut(l.term, maxField), State: RowValue, Text: l.text}
	if state, ok := markState(l.text); ok {
		f.State, f.Text = state, ""
	}
	return f
}

// itemState is no for a bullet that carries a cross, else yes.
func itemState(n *html.Node) RowState {
	for p := n; p != nil; p = p.Parent {
		if p.Data == "li" || p.Data == "dd" {
			if s, ok := iconState(p); ok && s == RowNo {
				return RowNo
			}
			break
		}
	}
	return RowYes
}

// headingBefore is the nearest heading above an element, outside of it and of the cards.
func (t *tree) headingBefore(n, parent *html.Node, cards map[*html.Node]bool) string {
	for p := parent; p != nil; p = p.Parent {
		best := ""
		each(p, func(e *html.Node) bool {
			if t.order[e] >= t.order[n] || cards[e] {
				return false
			}
			if level(e) > 0 {
				if s := t.textOf(e); s != "" {
					best = s
				}
				return false
			}
			return true
		})
		if best != "" {
			return cut(best, 120)
		}
	}
	return ""
}
