package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// withoutFiles drops lists of files that can be had of a release, with their sizes and days, and the line right above that
// names them ("Assets 4"): they tell nothing of what it brings. A page that says no days but those of its files is a list
// of them, and is left as it is.
func (t *tree) withoutFiles(pieces []piece) []piece {
	files, dates := t.fileLists(pieces), 0
	if len(files) == 0 {
		return pieces
	}
	kept := make([]piece, 0, len(pieces))
	for i, p := range pieces {
		names := i+1 < len(pieces) && p.heading == 0 && !p.item && words(p.text) <= 2 && files[listOfRow(pieces[i+1].node)]
		if files[listOfRow(p.node)] || names && !p.dated() {
			continue
		}
		if kept = append(kept, p); p.dated() {
			dates++
		}
	}
	if dates == 0 {
		return pieces
	}
	return kept
}

// fileLists are the lists and tables most rows of which begin with the name of a file.
func (t *tree) fileLists(pieces []piece) map[*html.Node]bool {
	rows, named := map[*html.Node]int{}, map[*html.Node]int{}
	var last *html.Node
	for _, p := range pieces {
		row := entryRow(p.node)
		if row == nil || row == last {
			continue
		}
		last = row
		rows[row.Parent]++
		if fileName.MatchString(t.ledBy(p)) {
			named[row.Parent]++
		}
	}
	files := map[*html.Node]bool{}
	for list, n := range named {
		if 2*n > rows[list] {
			files[list] = true
		}
	}
	return files
}

// ledBy is the text of the link that a line begins with, else the line.
func (t *tree) ledBy(p piece) string {
	for _, n := range p.parts() {
		if n.DataAtom == atom.A {
			return t.textOf(n)
		}
		if n.Type == html.ElementNode || says(n) {
			break
		}
	}
	return p.text
}

// entryRow is the item of a list, or the row of a table, that an element lies in.
func entryRow(n *html.Node) *html.Node {
	for n != nil && n.DataAtom != atom.Li && n.DataAtom != atom.Tr {
		n = n.Parent
	}
	return n
}

func listOfRow(n *html.Node) *html.Node {
	if row := entryRow(n); row != nil {
		return row.Parent
	}
	return nil
}
