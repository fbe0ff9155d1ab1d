package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// teaser marks a heading below which there is only a link and a day, or which asks something that only links answer.
func (a asideMarker) teaser(i int) {
	end, links, dated := i+1, 0, false
	for ; end < a.how[i].ends && end <= i+4 && a.how[end].rank == 0; end++ {
		s := a.lines[end].Text
		switch {
		case len(s) > ownerBytes/2:
			return
		case a.onlyLink(end) && !weighs(s) && len(strings.Fields(s)) <= linkWords:
			links++
		case dated || len(strings.Fields(s)) > dayWords || !figured(s) || weighs(s) || !dateIn.MatchString(strings.ToLower(s)) && !toRead.MatchString(s):
			return
		default:
			dated = true
		}
	}
	head := a.lines[i].Text
	if a.onlyLink(i) {
		links++
	}
	if links == 0 || end > i+4 || weighs(head) || figured(head) || !dated && !strings.HasSuffix(head, "?") {
		return
	}
	for ; i < end; i++ {
		a.lines[i].Frame = true
	}
}

// toRead is how long a text takes, where that stands alone.
var toRead = regexp.MustCompile(`(?i)^\W*\d{1,2} ?(?:min|mins|minutes?|minuten|minutos|minuti)\b\.?(?: \pL+)?\W*$`)

// maxNews is how many lines such a list has at most.
const maxNews = 60

// news marks what a heading lists of the site's news: links with the days of them, and hardly a sentence to each. Where that is half of the
// page it is about them.
func (a asideMarker) news(i int) {
	end, links, days, told := a.how[i].ends, 0, 0, 0
	if end > i+maxNews {
		return
	}
	for k := i + 1; k < end; k++ {
		s := a.lines[k].Text
		switch day := len(s) <= ownerBytes && dateIn.MatchString(strings.ToLower(s)); {
		case binds.MatchString(s) || weighs(s):
			return
		case day:
			days++
			if a.how[k].linked {
				links++
			}
		case a.onlyLink(k):
			links++
		case len(strings.Fields(s)) <= callWords && !figured(s):
			told++
		default:
			return
		}
	}
	if days == 0 || links == 0 || told > links || days > links || 2*size(a.lines[i:end]) > size(a.lines) {
		return
	}
	for ; i < end; i++ {
		a.lines[i].Frame = true
	}
}

// measured tells a figure that the line beside it says to be what was, and no promise.
func (a asideMarker) measured(i int) bool {
	s := a.lines[i].Text
	if len(s) > labelBytes || !figured(s) || len(strings.Fields(s)) > labelWords || strings.ContainsFunc(s, money.IsSign) {
		return false
	}
	for _, j := range []int{i - 1, i + 1} {
		if j >= 0 && j < len(a.lines) && !a.lines[j].Frame && len(a.lines[j].Text) <= ownerBytes/2 && lately.MatchString(a.lines[j].Text) {
			return true
		}
	}
	return false
}

var lately = regexp.MustCompile(`(?i)\b(?:(?:last|past|this) (?:hour|week|month|quarter|year)|in the (?:last|past) \d+ (?:hours|days|months)|today|so far|to date|heute|(?:letzten|diesen) monat|aujourd'hui|ce mois-ci|hoy|este mes)\W*$`)

// maxLooks bounds how many parts of a page are measured against all of it.
const maxLooks = 60

func (w *blockWriter) look() bool {
	w.looked++
	return w.looked <= maxLooks
}

// aside tells elements that are no part of what the page says.
func (w *blockWriter) aside(n *html.Node) bool {
	switch n.DataAtom {
	case atom.A:
		return turnsPage(n)
	case atom.Form:
		return w.asks(n) || asksConsent(n)
	}
	if n != w.tree.body && writes(n) {
		return w.asks(n)
	}
	return w.tree.praise(n) || asksConsent(n) || offersChat(n)
}

// asks tells a form in which a reader leaves an address or writes something, unless it is around the page.
func (w *blockWriter) asks(form *html.Node) bool {
	return w.look() && !holds(form, atom.H1) && typed(form) && 4*measureShown(form, nil) < w.tree.size()
}

// writes tells the element around a field for a text.
func writes(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Textarea {
			return true
		}
	}
	return false
}

// typed tells a form with a field for an e-mail address, or for a text.
func typed(form *html.Node) (found bool) {
	each(form, func(e *html.Node) bool {
		found = found || e.DataAtom == atom.Textarea ||
			e.DataAtom == atom.Input && (attr(e, "type") == "email" || attr(e, "name") == "email")
		return !found
	})
	return found
}

// turnsPage tells a link to the page before or behind this one, with that page's title.
func turnsPage(link *html.Node) bool {
	if rel := attr(link, "rel"); rel == "next" || rel == "prev" {
		return true
	}
	return pageTurn.MatchString(firstText(link, maxFirst))
}

// maxFirst bounds how deep in a link, and among how many children, its first text is looked for.
const maxFirst = 4

var pageTurn = regexp.MustCompile(`(?i)^\s*(?:next|prev(?:ious)?|weiter|zurück|suivant|précédent|siguiente|anterior|próximo|successivo|precedente|volgende|vorige)(?: (?:page|article|topic|post))?\s*$`)

// firstText is the first text of an element's first elements that is more than blanks.
func firstText(n *html.Node, depth int) string {
	children := 0
	for c := n.FirstChild; c != nil && depth > 0 && children < maxFirst; c, children = c.NextSibling, children+1 {
		switch {
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) != "":
			return c.Data
		case c.Type == html.ElementNode && !silent(c):
			if s := firstText(c, depth-1); s != "" {
				return s
			}
		}
	}
	return ""
}
