package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A page may list all that came on a day in boxes of one kind below it, each with a line that says what it was and others
// about that: who did it, where. Without headings in them, only their likeness shows that each is an entry.

// boxedDays lists the first lines of the boxes below each heading that is only a date. It is nil where not all that stands
// below such headings lies in boxes of one kind.
func boxedDays(pieces []piece, last int) map[int][]int {
	var days []dayCard
	for i, p := range pieces[:last] {
		if p.heading == 0 || !p.onlyDate() {
			continue
		}
		end := sectionEnd(pieces[:last], i, func(q piece) bool { return q.heading > 0 })
		if end < last && !pieces[end].dated() {
			return nil
		}
		days = append(days, dayCard{mark: i, hi: end})
	}
	return boxedCards(pieces, days)
}

// boxedCards lists the first lines of the boxes behind each date.
func boxedCards(pieces []piece, cards []dayCard) map[int][]int {
	var kind *html.Node
	for _, c := range cards {
		if kind == nil {
			kind = boxKind(pieces[c.mark+1 : c.hi])
		}
	}
	if kind == nil {
		return nil
	}
	out, texts, all := map[int][]int{}, map[string]bool{}, 0
	for _, c := range cards {
		rows := rowsOf(pieces, c.mark+1, c.hi, kind)
		if rows == nil {
			return nil
		}
		out[c.mark] = rows
		for _, j := range rows {
			texts[pieces[j].text] = true
			all++
		}
	}
	if all < fewCards || all == len(cards) || 5*len(texts) < 4*all {
		return nil
	}
	return out
}

// boxKind is one of several elements of one kind, side by side, that hold all lines below a day.
func boxKind(below []piece) *html.Node {
	if len(below) < 4 {
		return nil
	}
	box := below[0].node
	for _, p := range below[1:] {
		box = common(box, p.node)
	}
	first, n := childOf(box, below[0].node), 0
	for c := first; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || !says(c) {
			continue
		}
		if !likeBox(c, first) {
			return nil
		}
		n++
	}
	if n < 2 || first.DataAtom == atom.Li || first.DataAtom == atom.P {
		return nil
	}
	return first
}

func likeBox(n, kind *html.Node) bool {
	return n.DataAtom == kind.DataAtom && attr(n, "class") == attr(kind, "class")
}

// rowsOf lists where the boxes of one kind begin, if all lines lie in such and each has several, the first a title.
func rowsOf(pieces []piece, lo, hi int, kind *html.Node) (rows []int) {
	var box *html.Node
	for j := lo; j < hi; j++ {
		n := pieces[j].node
		for n != nil && !likeBox(n, kind) {
			n = n.Parent
		}
		switch p := pieces[j]; {
		case n == nil || p.item || p.dated():
			return nil
		case n != box && (isLabel(p.text) || category.MatchString(p.text) || noise(p) || len(p.text) > 2*maxStyled):
			return nil
		case n != box:
			if len(rows) > 0 && rows[len(rows)-1] == j-1 {
				return nil
			}
			rows, box = append(rows, j), n
		}
	}
	if len(rows) == 0 || rows[len(rows)-1] == hi-1 {
		return nil
	}
	return rows
}

// boxed makes an entry of each box below a day.
func (t *tree) boxed(pieces []piece, day piece, rows []int, end int) (out []Entry) {
	for k, i := range rows {
		hi := end
		if k+1 < len(rows) {
			hi = rows[k+1]
		}
		out = append(out, t.entry(pieces[i].text, pieces[i], day, pieces[i+1:hi]))
	}
	return out
}
