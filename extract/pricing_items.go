package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// bullets are what a card lists, by the heading above each list: items of lists, lines that stand behind a picture or a
// sign each, and several lines in a row that are of one class.
func (t *tree) bullets(c *card, set *cardSet) []FeatureRow {
	rows, pairs := []FeatureRow(nil), set.pairs
	section, sections := "", map[*html.Node]string{}
	begins, denied := c.listBegins(), false
	var last *html.Node // the row of a table, or the pair, that was read last
	for i, l := range c.lines {
		if pair := pairAround(l.node, c.node, pairs); pair != nil {
			if f := pairs[pair]; pair != last {
				f.Section = section
				rows = append(rows, f)
			}
			last = pair
			continue
		}
		if row := rowAround(l.node, c.node); row != nil {
			if f, ok := t.pair(row); ok && row != last {
				f.Section = section
				rows = append(rows, f)
			}
			last = row
			continue
		}
		if !l.item {
			denied = deniesList(l.text)
		}
		switch {
		case l.button || len(l.text) > maxField, l.term != "" && l.node.DataAtom == atom.A:
		case l.node.DataAtom == atom.Caption:
			section = cut(l.text, maxField)
		case l.term != "" && costs(l.term) && len(money.Priced(l.text)) > 0:
		case l.term != "":
			rows = append(rows, definitionRow(section, l))
		case l.item && titled(l.node), abovePair(l.node, pairs):
			section = cut(l.text, maxField)
		case l.item && buttonItem(bulletAround(l.node)):
		case l.item:
			sections[bulletAround(l.node)] = section
			rows = append(rows, bulletRow(section, t.bulletText(l), set.state(bulletAround(l.node), itemState(l))))
			if denied {
				rows[len(rows)-1].State = RowNo
			}
		case l.heading > 0 && l.text != c.name:
			if saysMore(l.text) { // and not only what the plan costs
				section = cut(l.text, maxField)
			}
		case l.heading == 0 && l.text != c.name:
			if n := t.behindPicture(l.node, c.node); n != nil {
				rows = append(rows, bulletRow(section, t.bulletText(l), set.state(n, pictureState(n))))
			} else if _, signed := leadingMark(l.text); signed {
				rows = append(rows, bulletRow(section, t.bulletText(l), RowYes))
			} else if i >= begins && (sameKind(c.lines, i, i-1) || sameKind(c.lines, i, i+1) || pricedItem(c.lines, i) || amongAllowances(c.lines, i)) {
				rows = append(rows, bulletRow(section, t.bulletText(l), RowYes))
			}
		}
	}
	return append(rows, t.struckItems(c, sections)...)
}

// deniesList tells a line that says of the list below it that the plan has nothing of it.
func deniesList(s string) bool {
	s = strings.TrimRight(s, ": ")
	said, mark := markState(s)
	return mark && said == RowNo && countLetters(s) > 6 || denying.MatchString(s)
}

var denying = regexp.MustCompile(`(?i)^(?:(?:what['’]s |what is )?not included(?: in .*)?|(?:does not|doesn['’]t) include|excludes|exclusions|without)$`)

// titled tells an item of a list that its author names as the heading of those below it, and not of all of them.
func titled(n *html.Node) bool {
	if n.DataAtom != atom.Li || !titleClass(n) {
		return false
	}
	return slices.ContainsFunc(elements(n.Parent), func(e *html.Node) bool { return e.DataAtom == atom.Li && !titleClass(e) })
}

// titleClass tells a class that names a heading: "section-label", "list-title".
func titleClass(n *html.Node) bool {
	for name := range strings.FieldsSeq(strings.ToLower(attr(n, "class"))) {
		for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' }) {
			switch part {
			case "heading", "title", "section", "subtitle", "subheading", "divider":
				return true
			}
		}
	}
	return false
}

// rowAround is the table row of two cells that a line of a card stands in: a label, and what the plan has of it.
func rowAround(n, within *html.Node) *html.Node {
	for ; n != nil && n != within; n = n.Parent {
		if n.DataAtom == atom.Tr {
			if len(elements(n)) == 2 {
				return n
			}
			return nil
		}
	}
	return nil
}

// pair reads a row of two cells. A picture that does not say what it means says nothing.
func (t *tree) pair(row *html.Node) (FeatureRow, bool) {
	cells := elements(row)
	f := FeatureRow{Name: t.label(cells[0])}
	said := t.textOf(cells[1])
	state, ok := markState(said)
	if said == "" {
		state, ok = iconState(cells[1])
	}
	if !ok && said != "" {
		state, f.Text = RowValue, cut(said, maxField)
	}
	f.State = state
	return f, f.Name != "" && (ok || said != "")
}

// bulletRow is a bullet without the sign before it; a cross among signs says no.
func bulletRow(section, text string, state RowState) FeatureRow {
	if said, rest, ok := answerAhead(text); ok {
		return FeatureRow{Section: section, Name: rest, State: said}
	}
	if rest, ok := leadingMark(text); ok {
		if s, _ := markState(strings.TrimSpace(strings.TrimSuffix(text, rest))); s == RowNo {
			state = RowNo
		}
		text = rest
	}
	return FeatureRow{Section: section, Name: text, State: state}
}

// answerAhead takes a word for yes or no off the beginning of a text, which is there for who cannot see the sign: "Not
// included: audit log".
func answerAhead(s string) (said RowState, rest string, ok bool) {
	word, rest, _ := strings.Cut(s, ":")
	if rest = strings.TrimSpace(rest); rest == "" || countLetters(word) < 2 {
		return "", s, false
	}
	said, ok = markState(word)
	return said, rest, ok
}

// leadingMark takes a tick or cross off the beginning of a text, where a blank or the border of an element is behind it.
func leadingMark(s string) (rest string, ok bool) {
	rest = strings.TrimLeftFunc(s, markRune)
	mark := s[:len(s)-len(rest)]
	if rest = strings.TrimSpace(rest); mark == "" || rest == "" {
		return s, false
	}
	if _, ok := markState(mark); !ok {
		return s, false
	}
	return rest, true
}

// behindPicture is the element around n that begins with a picture and goes on with words, as its neighbours do: a
// bullet drawn with plain elements.
func (t *tree) behindPicture(n, within *html.Node) *html.Node {
	for levels := 0; levels < 4 && n != nil && n != within; n = n.Parent {
		if t.pictureFirst(n) {
			if t.alike(n) >= 2 {
				return n
			}
			return nil
		}
		if n.Parent == nil || onlyHeld(n.Parent) != n {
			levels++
		}
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
			return t.textOf(c) == "" && (pictureKey(c) != "" || drawn(c))
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

// pictureState is no for a bullet whose picture, its first element, is a cross; else yes.
func pictureState(n *html.Node) RowState {
	picture := n.FirstChild
	for picture.Type != html.ElementNode { // a picture may be drawn by an svg, which has nothing to read
		picture = picture.NextSibling
	}
	if s, ok := iconState(picture); ok {
		return s
	}
	if s, ok := wordState(picture); ok {
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

// itemState is no for a bullet that carries a cross, or that its author marked as missing, else yes.
func itemState(l line) RowState {
	row := bulletAround(l.node)
	if row == l.node && !listItem(row) {
		return RowYes
	}
	if s, ok := iconState(row); ok && s == RowNo {
		return RowNo
	}
	if _, no := nameParts(attr(row, "class")); no || attr(row, "aria-disabled") == "true" {
		return RowNo
	}
	for _, name := range []string{"data-included", "data-available", "data-enabled", "data-has", "aria-label"} {
		if s, ok := markState(attr(row, name)); ok {
			return s
		}
	}
	if s, _, ok := answerAhead(attr(row, "aria-label")); ok {
		return s
	}
	return RowYes
}

// bulletText is what a bullet says, without the mark of a footnote behind it.
func (t *tree) bulletText(l line) string {
	around := l.node
	if l.item {
		around = bulletAround(l.node)
	}
	text := t.withoutFootnote(around, l.text)
	if bare := strings.TrimRight(text, " *¹²³ⓘ"); bare != "" {
		return bare
	}
	return text
}

// bulletAround is the item of a list that an element stands in, or itself.
func bulletAround(n *html.Node) *html.Node {
	for p := n; p != nil; p = p.Parent {
		if listItem(p) {
			return p
		}
	}
	return n
}

// maxBullet bounds a line that is listed without being the item of a list.
const maxBullet = 120

// listBegins is the line behind which a card lists what is in the plan, where that is no list by its markup.
func (c *card) listBegins() int {
	begins, costs := c.at+1, false
	for i := c.at + 1; i < len(c.lines); i++ {
		switch l := c.lines[i]; {
		case l.item:
			return len(c.lines)
		case i < headLines && len(money.Priced(l.text)) > 0 && len(l.text) < maxPriceLine && !(costs && pricedItem(c.lines, i)):
			begins, costs = i+1, true
		}
	}
	return begins
}

// pricedItem tells a line with an amount that stands in a list: what more of something costs.
func pricedItem(lines []line, i int) bool {
	class := classOf(lines[i].node)
	if other, _ := otherWords(lines[i].text); class == "" || other == 0 || lines[i].button || lines[i].heading > 0 || len(lines[i].text) > maxBullet {
		return false
	}
	for _, j := range []int{i - 1, i + 1} {
		if j >= 0 && j < len(lines) && listable(lines[j]) && class == classOf(lines[j].node) && lines[i].node != lines[j].node {
			return true
		}
	}
	return false
}

// listable tells a line that may be one of a list.
func listable(l line) bool {
	if l.button || l.heading > 0 || len(l.text) > maxBullet || listIntro.MatchString(l.text) || len(money.Priced(l.text)) > 0 {
		return false
	}
	other, _ := otherWords(l.text)
	return other > 0 || counts(l.text)
}

// amongAllowances tells a paragraph that begins with how much there is of something, beside another one below the price.
func amongAllowances(lines []line, i int) bool {
	plain := func(j int) bool {
		return j >= 0 && j < len(lines) && lines[j].node.DataAtom == atom.P && lines[j].node.Parent == lines[i].node.Parent && listable(lines[j])
	}
	return plain(i) && (plain(i-1) || plain(i+1)) && howMuch.MatchString(lines[i].text)
}

// howMuch is a figure with its unit and what is counted, and no sentence.
var howMuch = regexp.MustCompile(`(?i)^(?:\d[\d.,]*\S* \pL|unlimited \pL)[^.!?]{0,60}$`)

// sameKind tells two lines of elements with the same class.
func sameKind(lines []line, i, j int) bool {
	if j < 0 || j >= len(lines) || !listable(lines[i]) || !listable(lines[j]) && !pricedItem(lines, j) {
		return false
	}
	class := classOf(lines[i].node)
	return class != "" && class == classOf(lines[j].node) && lines[i].node != lines[j].node
}
