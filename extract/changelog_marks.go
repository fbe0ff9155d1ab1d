package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/dates"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

var (
	pageDate = regexp.MustCompile(`(?i)\b(last|page) (updated|changed|modified|reviewed|edited)\b|last (checked|synced)\b|` +
		`zuletzt (geändert|aktualisiert|geprüft)|dernière mise à jour|última (actualización|revisión)|última atualização|ultimo aggiornamento|` +
		`最[后後]\p{Han}{0,4}(更新|修改|审查|審查|编辑|編輯)|最終(更新|確認)|마지막 (업데이트|수정|확인)`)
	fileName = regexp.MustCompile(`(?i)^(source code|[\w.+-]+\.(zip|t?gz|tar\.\w+|exe|msi|dmg|pkg|deb|rpm|apk|jar|whl|appimage|sha256|sig|asc|pdf))\b`)
)

// marksOf lists the dates of entries: not those of headings, of files, or of the page itself, no month that is a link and
// nothing else, which leads to an archive, and no second one of a row. Of dates without a word between them ("published",
// "updated") only the first counts.
func marksOf(pieces []piece) []int {
	var marks []int
	corrections := fewUpdated(pieces)
	var row *html.Node
	last := -2
	for i, p := range pieces {
		archive := p.prec == dates.Month && p.onlyDate() && !p.timed && wholeLink(p) && aloneInLink(p)
		if !p.dated() || p.heading > 0 || archive || corrections && p.updated || ofPage(pieces, i) || i > 0 && fileRow(pieces, i) {
			continue
		}
		tr := rowOf(p.node)
		if tr != nil && tr == row && nearest(p.node, atom.Td) != nearest(pieces[last].node, atom.Td) {
			continue // "released", "supported until"
		}
		if last == i-1 && p.onlyDate() && tr == row {
			if of := pieces[last]; of.prec == dates.Month && p.prec == dates.Day && of.onlyDate() && of.date.Month() == p.date.Month() {
				marks[len(marks)-1] = i // the month is the heading of its days
			}
			last = i
			continue
		}
		last, row = i, tr
		marks = append(marks, i)
	}
	return marks
}

// ofPage tells the date of the page itself: its line says so, or the line before it, which it shares an element with.
func ofPage(pieces []piece, i int) bool {
	p := pieces[i]
	if pageDate.MatchString(p.text) {
		return true
	}
	if i == 0 || !p.onlyDate() || pieces[i-1].heading > 0 || pieces[i-1].dated() || len(pieces[i-1].text) > maxDateLine {
		return false
	}
	return pageDate.MatchString(pieces[i-1].text) && p.node.Parent == pieces[i-1].node.Parent
}

// saysUpdated tells a line that says when something was changed once more.
var saysUpdated = regexp.MustCompile(`(?i)^\P{L}*(?:updated|modified|edited|revised|aktualisiert|geändert|mis à jour|actualizado|atualizado|aggiornato)\b`)

// fewUpdated tells a page most of whose dates are not those of later changes: there these are no dates of entries.
func fewUpdated(pieces []piece) bool {
	updated, all := 0, 0
	for _, p := range pieces {
		if p.dated() {
			all++
			if p.updated {
				updated++
			}
		}
	}
	return 2*updated <= all
}

// aloneInLink tells a line whose link says nothing else, a count aside.
func aloneInLink(p piece) bool {
	n := p.node
	for n != nil && n.DataAtom != atom.A {
		n = n.Parent
	}
	limit := len(p.text) + len("(100)")
	return n == nil || letters(n, limit) <= limit
}

// pageNames are the words by which pages about news call themselves.
var pageNames = regexp.MustCompile(`(?i)\b(?:change ?logs?|release (?:notes|history|log)|version history|releases|(?:product |latest |recent )?(?:updates|news)|` +
	`announcements|versionshinweise|neuigkeiten|änderungs(?:protokoll|verlauf)|nouveautés|actualités|notes de version|novedades|` +
	`notas de (?:la )?vers[iã]o?n?|historial de (?:versiones|cambios)|novità|note di rilascio|novidades|nieuws|nowości)(?:$|[^\p{L}])|` +
	`^(?:what['’]s|what is) new\b|^was ist neu\b|^quoi de neuf\b|^co nowego\b|` +
	`お知らせ|更新履歴|更新情報|リリースノート|新着情報|更新(?:日志|日誌|记录|記錄|资讯|資訊)|업데이트|공지사항|변경 로그`)

// maxPageName is how many words the name of a page has at most.
const maxPageName = 6

// namesPage tells the heading of a page about news from the title of one: it says no figure, and hardly more than that.
func namesPage(text string) bool {
	return words(text) <= maxPageName && pageNames.MatchString(text) && !strings.ContainsAny(text, "0123456789") && wideRunes(text) < 12
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
	row := entryRow(pieces[i].node)
	for j := i; j >= 0 && j > i-5 && row != nil && inside(pieces[j].node, row); j-- {
		if fileName.MatchString(pieces[j].text) {
			return true
		}
	}
	return false
}
