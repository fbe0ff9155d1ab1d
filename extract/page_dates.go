package extract

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/gapwatch/gapwatch/extract/dates"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

var (
	slashDate = regexp.MustCompile(`\b(\d{1,2})(?:/\d{1,2}/(?:19|20)?|-\d{1,2}-(?:19|20))\d{2}\b`)
	yearLast  = regexp.MustCompile(`^\D{0,80} ((?:19|20)\d{2})$`)
	yearAlone = regexp.MustCompile(`^\D{0,24}\b((?:19|20)\d{2})\b\D{0,12}$`)
)

// maxDateScan bounds how much of a page is searched for how it writes dates, in bytes.
const maxDateScan = 1 << 18

// dateLine tells whether a page writes the day before the month where it uses slashes or dashes. It is asked for each entry.
func (t *tree) dateLine() dateLine {
	if t.dates == nil {
		found := t.findDateLine()
		t.dates = &found
	}
	return *t.dates
}

func (t *tree) findDateLine() dateLine {
	lang := strings.ToLower(t.lang())
	r := dateLine{dayFirst: lang != "" && !strings.HasPrefix(lang, "en")}
	r.dayFirst = r.dayFirst || strings.HasPrefix(lang, "en-gb") || strings.HasPrefix(lang, "en-au")
	left := maxDateScan
	var scan func(*html.Node)
	scan = func(n *html.Node) {
		if n.Type == html.TextNode && strings.ContainsAny(n.Data, "/-") {
			for _, m := range slashDate.FindAllStringSubmatch(start(n.Data, left), -1) {
				if first, _ := strconv.Atoi(m[1]); first > 12 {
					r.dayFirst = true
				}
			}
			left -= len(n.Data)
		}
		for c := n.FirstChild; c != nil && left > 0; c = c.NextSibling {
			if c.Type == html.TextNode || c.Type == html.ElementNode && !silent(c) {
				scan(c)
			}
		}
	}
	scan(t.body)
	return r
}

var yearFolder = regexp.MustCompile(`/((?:19|20)\d{2})/(\d{1,2})(?:/|$|-)`)

// completeDates gives dates without a year the year of the heading above them, else that of an address beside them that
// names the same month.
func completeDates(pieces []piece) {
	year := 0
	var month time.Time // that a line above says
	for i := range pieces {
		p := &pieces[i]
		if p.prec == dates.Month && p.onlyDate() {
			month = p.date
		}
		switch {
		case p.yearless:
			if p.date.Month() == month.Month() && !month.IsZero() {
				p.inYear(month.Year())
			} else if y := cmp.Or(year, yearBeside(pieces, i)); y > 0 {
				p.inYear(y)
			}
		case p.heading > 0 && p.prec == dates.Month:
			year = p.date.Year()
		case p.heading > 0 && year > 0 && monthNumber(p.text) != "":
			p.date, p.prec, _ = dates.DayOrMonth(strconv.Itoa(year), monthNumber(p.text), "")
			p.rest = ""
		case !p.dated() && (p.heading > 0 || len(p.text) < 12):
			if m := yearAlone.FindStringSubmatch(p.text); m != nil {
				year, _ = strconv.Atoi(m[1])
			} else if m := yearLast.FindStringSubmatch(p.text); m != nil && p.heading == 1 && year == 0 {
				year, _ = strconv.Atoi(m[1])
			}
		}
	}
}

// withoutRepeatedMonths leaves out the lines that say no more than the month of the last day above them, where no heading
// stands between the two.
func withoutRepeatedMonths(pieces []piece) []piece {
	var day time.Time
	return slices.DeleteFunc(pieces, func(p piece) bool {
		switch {
		case p.heading > 0:
			day = time.Time{}
		case p.prec == dates.Day && p.onlyDate():
			day = p.date
		case p.prec == dates.Month && p.onlyDate() && !day.IsZero():
			return p.date.Year() == day.Year() && p.date.Month() == day.Month()
		}
		return false
	})
}

// inYear completes a date that says only month and day.
func (p *piece) inYear(year int) {
	p.date, p.yearless = time.Date(year, p.date.Month(), p.date.Day(), 0, 0, 0, 0, time.UTC), false
}

// yearsFromBelow gives the dates that are still without a year, above others in the same place that have one, the year in
// which the newest come first. What has none then is no date; in a line of its own it marks an entry whose day is unknown.
func yearsFromBelow(pieces []piece) {
	below := map[string]time.Time{}
	for i := len(pieces) - 1; i >= 0; i-- {
		p := &pieces[i]
		if p.prec != dates.Day || p.heading > 0 && !p.yearless {
			continue
		}
		kind := kindOf(*p)
		next, known := below[kind]
		switch {
		case !p.yearless:
		case known:
			if p.inYear(next.Year()); p.date.Before(next) {
				p.inYear(next.Year() + 1)
			}
		default:
			p.ago, p.yearless = p.heading == 0 && p.onlyDate(), false
			if p.date, p.prec = (time.Time{}), ""; !p.ago {
				p.rest = p.text
			}
			continue
		}
		below[kind] = p.date
	}
}

// yearBeside is the year in the address of a line near a date, or 0.
func yearBeside(pieces []piece, i int) int {
	for j := max(0, i-3); j < min(len(pieces), i+4); j++ {
		m := yearFolder.FindStringSubmatch(linkOf(pieces[j]))
		if m == nil {
			continue
		}
		if month, _ := strconv.Atoi(m[2]); month == int(pieces[i].date.Month()) {
			year, _ := strconv.Atoi(m[1])
			return year
		}
	}
	return 0
}

// agoAlone is a time that counts from now without a number of words: "yesterday", "last week", "3d ago".
var agoAlone = regexp.MustCompile(`(?i)^(yesterday|today|just now|last (week|month|year)|\d+\s?(m|h|d|w|mo|y)( ago)?|gestern|heute|hier|ayer|hoy)$`)

// agoBy is what stands behind such a time: who wrote the entry.
var agoBy = regexp.MustCompile(`(?i) by \p{L}`)

// maxAgo is how long a line is that says nothing but how long ago something was, in bytes.
const maxAgo = 30

// saysAgo tells a line such as "3 days ago". It counts from a moment that the page does not know, so it is no date.
func saysAgo(text string) bool {
	if at := agoBy.FindStringIndex(text); at != nil && len(text)-at[0] <= maxAgo {
		text = text[:at[0]]
	}
	switch {
	case len(text) > maxAgo || words(text) > 5:
		return false
	case !strings.ContainsAny(text, "0123456789") && !strings.HasSuffix(text, " ago"):
		return agoAlone.MatchString(text)
	}
	counted := dates.CountedBack(text)
	return (counted || agoAlone.MatchString(text)) && !pageDate.MatchString(text)
}

// agoAsDates keeps the lines that say how long ago something was only where entries are marked by them: on a page
// without dates, or in the place in which older entries have one.
func agoAsDates(pieces []piece) {
	places, dated, agos := map[string]bool{}, 0, 0
	for _, p := range pieces {
		if p.ago {
			agos++
		}
	}
	if agos == 0 {
		return
	}
	for _, p := range pieces {
		if p.dated() && !p.ago && (p.heading == 0 || p.prec != dates.Month || p.onlyDate()) { // "May 2026 release notes" is a title
			dated++
			places[placeOf(p, nil)] = true
		}
	}
	for i := range pieces {
		p := &pieces[i]
		if p.ago && (dated > 0 || agos < 2) && !places[placeOf(*p, nil)] {
			p.ago, p.rest = false, p.text
		}
	}
}

// yearsAsDates dates the lines that are no more than a year where other lines of their kind are dates.
func yearsAsDates(pieces []piece) {
	kind := func(p piece) string { return placeOf(p, nil) + attr(p.node, "class") }
	datedOf := map[string]int{}
	for _, p := range pieces {
		if p.heading == 0 && p.onlyDate() && p.run == nil && attr(p.node, "class") != "" {
			datedOf[kind(p)]++
		}
	}
	for i := range pieces {
		p := &pieces[i]
		if p.dated() || p.heading > 0 || len(p.text) != len("2026") || p.node == nil || datedOf[kind(*p)] < 2 {
			continue
		}
		if day, _, ok := dates.DayOf(p.text, "1", "1"); ok && yearAlone.MatchString(p.text) {
			p.date, p.prec, p.rest = day, dates.Year, ""
		}
	}
}
