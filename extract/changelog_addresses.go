package extract

import (
	"time"

	"golang.org/x/net/html"

	"github.com/gapwatch/gapwatch/extract/dates"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// Blogs that show no dates often keep them in the addresses of their articles: "/2026/05/18/offline-maps".

// dayFolder is a day, or a month, that the folders of an address name, with something behind it.
var dayFolder = regexp.MustCompile(`/((?:19|20)\d{2})[/-](\d{1,2})(?:[/-](\d{1,2}))?[/-][\w%.~-]*\p{L}`)

// addressEntries reads headings, or lines that are links, whose addresses hold their dates.
func (t *tree) addressEntries(pieces []piece) []Entry {
	lists := map[string][]int{}
	dates := map[int]piece{}
	best := ""
	for i, p := range pieces {
		if p.heading == 0 && (!likeTitle(p) || !wholeLink(p)) || p.dated() {
			continue
		}
		day, prec, ok := addressDate(linkOf(p))
		if !ok {
			continue
		}
		dates[i] = piece{date: day, prec: prec}
		kind := kindOf(p)
		lists[kind] = append(lists[kind], i)
		if len(lists[kind]) > len(lists[best]) {
			best = kind
		}
	}
	heads := lists[best]
	if len(heads) < fewLinks {
		return nil
	}
	row := common(pieces[heads[0]].node, pieces[heads[1]].node)
	var out []Entry
	for k, i := range heads {
		end := boxEnd(pieces, i, childOf(row, pieces[i].node))
		if k+1 < len(heads) {
			end = min(end, heads[k+1])
		}
		out = append(out, t.entry(pieces[i].text, pieces[i], dates[i], pieces[i+1:end]))
	}
	return out
}

// boxEnd is where an element that holds a piece ends.
func boxEnd(pieces []piece, i int, box *html.Node) int {
	end := i + 1
	for box != nil && end < len(pieces) && inside(pieces[end].node, box) {
		end++
	}
	return end
}

// addressDate is the day, or the month, that an address says.
func addressDate(href string) (time.Time, dates.Precision, bool) {
	m := dayFolder.FindStringSubmatch(href)
	if m == nil {
		return time.Time{}, "", false
	}
	return dates.DayOrMonth(m[1], m[2], m[3])
}
