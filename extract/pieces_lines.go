package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
)

// What stands on one line of a page, and what only looks as if it did where styles are missing.

// leaf tells an element that holds no block and no heading of its own: one line, or less. A script in it breaks no line.
func leaf(n *html.Node) bool {
	ok := true
	each(n, func(e *html.Node) bool {
		ok = ok && (silent(e) || !block(e) && level(e) == 0 && e.DataAtom != atom.Br)
		return ok
	})
	return ok
}

// line makes a piece of a run of text. A run that is a row of elements, one of which is a date, is one piece for each:
// they only look like a line where styles are missing.
func (w *pieceWalker) line(n *html.Node, run []*html.Node) {
	parts, bare := partsOf(w.tree, run)
	if len(parts) == 0 {
		if n.DataAtom == atom.Time {
			w.add(piece{node: n}) // a script writes its date in the reader's way
		}
		return
	}
	if len(parts) == 1 && !bare {
		whole := n.DataAtom == atom.Li || n.DataAtom == atom.Dd
		if one := parts[0]; !whole || w.row(children(one)) {
			w.line(one, children(one))
			return
		}
	}
	if !bare && w.row(run) {
		if _, whole := w.spelled(parts); !whole {
			for _, part := range parts {
				w.line(part, children(part))
			}
			return
		}
	}
	p := piece{node: n, item: n.DataAtom == atom.Li && !w.headsList(n, run) && !w.versionWithDay(n, run) || looseItem(w.tree, n), button: n.DataAtom == atom.Button || attr(n, "role") == "button"}
	if len(run) == 0 || run[0] != n.FirstChild || run[len(run)-1] != n.LastChild {
		p.run = run
	}
	w.add(p)
}

// headsList tells the line of an item that says a day or a version and nothing else, above a list of its own.
func (w *pieceWalker) headsList(item *html.Node, run []*html.Node) bool {
	if len(run) == 0 || !comesFirst(run[0]) || !slices.ContainsFunc(elements(item), func(e *html.Node) bool {
		return e.DataAtom == atom.Ul || e.DataAtom == atom.Ol
	}) {
		return false
	}
	text := fold.Text(w.raw(piece{run: run}))
	if len(text) > maxDateLine {
		return false
	}
	d, ok := w.dates.find(text)
	if ok {
		text = trimJoints(text[:d.at[0]] + " " + text[d.at[1]:])
	}
	return ok && words(text) == 0 || onlyNamesVersion(text)
}

// versionWithDay tells the item that says a version and its day and nothing else, above the items of what came with it.
func (w *pieceWalker) versionWithDay(item *html.Node, run []*html.Node) bool {
	if len(run) == 0 || !comesFirst(run[0]) || !comesLast(run[len(run)-1]) || w.tree.longer(item, maxDateLine) {
		return false
	}
	text := w.tree.textOf(item)
	d, ok := w.dates.find(text)
	return ok && onlyNamesVersion(trimJoints(text[:d.at[0]]+" "+text[d.at[1]:]))
}

// comesFirst tells that nothing is said ahead of a part of an element: scripts and blanks say nothing.
func comesFirst(n *html.Node) bool {
	return quietFrom(n.PrevSibling, func(c *html.Node) *html.Node { return c.PrevSibling })
}

// comesLast tells that nothing is said behind a part of an element.
func comesLast(n *html.Node) bool {
	return quietFrom(n.NextSibling, func(c *html.Node) *html.Node { return c.NextSibling })
}

func quietFrom(n *html.Node, next func(*html.Node) *html.Node) bool {
	looked := 0
	for ; n != nil && looked < maxSlides && !says(n); n = next(n) {
		looked++
	}
	return n == nil
}

// looseItem tells the paragraph that is all an item of a list says, lists below it aside.
func looseItem(t *tree, n *html.Node) bool {
	if n.DataAtom != atom.P && n.DataAtom != atom.Div || n.Parent == nil || n.Parent.DataAtom != atom.Li {
		return false
	}
	for c := n.Parent.FirstChild; c != nil; c = c.NextSibling {
		if c != n && c.DataAtom != atom.Ul && c.DataAtom != atom.Ol && says(c) {
			return false
		}
	}
	return true
}

// row tells parts side by side of which one is a date by itself, or, within a link, a version.
func (w *pieceWalker) row(run []*html.Node) bool {
	parts, bare := partsOf(w.tree, run)
	if bare || len(parts) < 2 {
		return false
	}
	if w.versionAndDate(parts) || w.versionTouches(parts) {
		return true
	}
	for _, whole := range parts {
		part := w.unwrap(whole)
		if _, _, timed := timeOf(part, w.tree.textOf(part)); timed {
			return true
		}
		if w.tree.longer(part, maxDateLine) {
			if whole.DataAtom == atom.A && w.row(children(part)) { // a card that can be pressed anywhere
				return true
			}
			continue
		}
		text := w.tree.textOf(part)
		if versionName.MatchString(text) && inLink(part) && onlyNamesVersion(text) {
			return true
		}
		if d, ok := w.dates.find(text); ok && d.alone(text) {
			return true
		}
		if d, ok := w.dates.yearless(text); ok && d.at[1] == len(text) || saysAgo(text) {
			return true
		}
		if w.row(children(part)) {
			return true
		}
	}
	return false
}

// versionAndDate tells parts one of which is a version by itself, and another holds a date: "2.1", "internal · May 2026".
func (w *pieceWalker) versionAndDate(parts []*html.Node) bool {
	version, date := false, false
	for _, part := range parts {
		if part.Type != html.ElementNode || w.tree.longer(part, maxDateLine) {
			continue
		}
		text := w.tree.textOf(part)
		if onlyNamesVersion(text) {
			version = true
		} else if _, ok := w.dates.find(text); ok {
			date = true
		}
	}
	return version && date
}

// versionTouches tells a version by itself right in front of another element, without a blank between them: style puts the
// two on lines of their own.
func (w *pieceWalker) versionTouches(parts []*html.Node) bool {
	first := parts[0]
	return parts[1] == first.NextSibling && first.Type == html.ElementNode && parts[1].Type == html.ElementNode &&
		first.Parent.DataAtom != atom.Li && !w.tree.longer(first, maxDateLine) && onlyNamesVersion(w.tree.textOf(first))
}

// unwrap goes through elements that hold nothing but one other.
func (w *pieceWalker) unwrap(n *html.Node) *html.Node {
	for {
		parts, bare := partsOf(w.tree, children(n))
		if bare || len(parts) != 1 {
			return n
		}
		n = parts[0]
	}
}

// partsOf lists the elements of a run that say something, and tells whether text stands between them.
func partsOf(t *tree, run []*html.Node) (parts []*html.Node, bare bool) {
	for _, c := range run {
		switch {
		case c.Type == html.TextNode:
			bare = bare || strings.Trim(c.Data, " \t\r\n\u00a0·•|,–—-/") != ""
			if bare && len(parts) == 0 {
				parts = append(parts, c)
			}
		case silent(c) || hidden(c):
		case c.DataAtom == atom.Time || says(c):
			parts = append(parts, c)
		}
	}
	return parts, bare
}

// says tells whether an element holds any text to read.
func says(n *html.Node) bool {
	if n.Type == html.TextNode {
		return strings.TrimSpace(n.Data) != ""
	}
	if n.Type == html.ElementNode && (silent(n) || hidden(n)) {
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if says(c) {
			return true
		}
	}
	return false
}
