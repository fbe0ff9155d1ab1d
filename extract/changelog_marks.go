package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

var (
	pageDate = regexp.MustCompile(`(?i)\b(last|page) (updated|changed|modified|reviewed|edited)\b|zuletzt (geändert|aktualisiert)|dernière mise à jour|última actualización`)
	fileName = regexp.MustCompile(`(?i)^(source code|[\w.+-]+\.(zip|t?gz|tar\.\w+|exe|msi|dmg|pkg|deb|rpm|apk|jar|whl|appimage|sha256|sig|asc|pdf))\b`)
)

// marksOf lists the dates of entries: not those of headings, of files, or of the page itself, no month that is a link and
// nothing else, which leads to an archive, and no second one of a row. Of dates without a word between them ("published",
// "updated") only the first counts.
func marksOf(pieces []piece) []int {
	var marks []int
	var row *html.Node
	last := -2
	for i, p := range pieces {
		archive := p.prec == MonthOnly && p.onlyDate() && !p.timed && wholeLink(p)
		if !p.dated() || p.heading > 0 || archive || pageDate.MatchString(p.text) || i > 0 && fileRow(pieces, i) {
			continue
		}
		tr := rowOf(p.node)
		if tr != nil && tr == row {
			continue // "released", "supported until"
		}
		if last == i-1 && p.onlyDate() && tr == row {
			last = i
			continue
		}
		last, row = i, tr
		marks = append(marks, i)
	}
	return marks
}

// rowOf is the row of a table that an element stands in, where that holds no table itself.
func rowOf(n *html.Node) *html.Node {
	for n != nil && n.DataAtom != atom.Tr && n.DataAtom != atom.Table {
		n = n.Parent
	}
	if n == nil || n.DataAtom == atom.Table {
		return nil
	}
	return n
}

// fileRow tells the date of a download: a file's name stands in the same row.
func fileRow(pieces []piece, i int) bool {
	row := pieces[i].node
	for row != nil && row.DataAtom != atom.Li && row.DataAtom != atom.Tr {
		row = row.Parent
	}
	for j := i; j >= 0 && j > i-5 && row != nil && inside(pieces[j].node, row); j-- {
		if fileName.MatchString(pieces[j].text) {
			return true
		}
	}
	return false
}
