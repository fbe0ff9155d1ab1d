package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A day may be followed by paragraphs that each begin in bold: "**Guests may comment.** They could only read." Each of
// them is an entry, and what is bold its title.

// boldUnder tells a page on which the first line below each heading that is only a date begins so, and more lines than
// days do.
func boldUnder(pieces []piece, last int) bool {
	days, titles, all := 0, map[string]bool{}, 0
	for i := range pieces[:last] {
		if pieces[i].heading == 0 || !pieces[i].onlyDate() {
			continue
		}
		days++
		end := sectionEnd(pieces[:last], i, func(q piece) bool { return q.heading > 0 })
		for j := i + 1; j < end; j++ {
			title := boldStart(pieces[j])
			if title == "" && j == i+1 || end < last && !pieces[end].dated() {
				return false
			}
			if title != "" {
				titles[title] = true
				all++
			}
		}
	}
	return days > 0 && all >= fewCards && all > days && 5*len(titles) >= 4*all
}

// boldStart is what a paragraph begins with in bold and goes on to tell, or empty. What ends with a colon names a part.
func boldStart(p piece) string {
	if p.heading > 0 || p.item || p.dated() || p.node == nil {
		return ""
	}
	for _, n := range p.parts() {
		if n.Type == html.TextNode && strings.TrimSpace(n.Data) == "" {
			continue
		}
		if n.DataAtom != atom.B && n.DataAtom != atom.Strong {
			return ""
		}
		said := readText(n)
		rest, ok := strings.CutPrefix(p.text, said)
		title := strings.TrimRight(said, " .!")
		if !ok || len(title) > maxStyled || words(title) == 0 || words(rest) == 0 || strings.HasSuffix(title, ":") ||
			strings.HasPrefix(strings.TrimSpace(rest), ":") || isLabel(title) || category.MatchString(title) {
			return ""
		}
		return title
	}
	return ""
}

// boldEntries makes an entry of each such paragraph below a day.
func (t *tree) boldEntries(day piece, below []piece) (out []Entry) {
	for i, p := range below {
		title := boldStart(p)
		if title == "" {
			continue
		}
		text := append([]piece{}, below[i:sectionEnd(below, i, func(q piece) bool { return boldStart(q) != "" })]...)
		text[0].text = strings.TrimLeft(strings.TrimPrefix(p.text, title), " .!")
		out = append(out, t.entry(title, p, day, text))
	}
	return out
}
