package extract

import (
	"strconv"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/extract/dates"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// lineDate is a date within a line of text.
type lineDate struct {
	day  time.Time
	prec dates.Precision
	at   []int // where it begins and ends
	// yearless dates say a month and a day only; the page says the year elsewhere, and day holds the year 2000.
	yearless bool
}

// alone tells that a line says nothing but its date, or that it was the day of the release.
func (d lineDate) alone(s string) bool { return words(trimJoints(s[:d.at[0]]+s[d.at[1]:])) == 0 }

// dateLine reads dates in lines the way one page writes them.
type dateLine struct {
	dayFirst bool // 03/04/2026 is a day in April
}

var (
	slashed4 = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-]((?:19|20)\d{2})$`)
	unpadded = regexp.MustCompile(`\b((?:19|20)\d{2})(?:-(\d{1,2})-|/(\d{1,2})/|\. (\d{1,2})\. )(\d{1,2})\b`)
	short2   = regexp.MustCompile(`^(\d{1,2})([./])(\d{1,2})[./](\d{2})$`)
	eastLess = regexp.MustCompile(`^(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]`)
	wordLess = regexp.MustCompile(`(?i)^(?:\p{L}{3,9},\s)?(\p{L}{3,12})(?:\.\s?|\s)(\d{1,2})(?:st|nd|rd|th)?(?:$|[^\d\p{L}])`)
	dayLess  = regexp.MustCompile(`(?i)^(\d{1,2})(?:st|nd|rd|th|\.)?\s(\p{L}{3,12})(?:$|[^\d\p{L}])`)
)

// find reads the first date that a line holds.
func (r dateLine) find(s string) (lineDate, bool) {
	if !strings.ContainsAny(s, "0123456789") {
		return lineDate{}, false
	}
	if d, ok := lastOfDays(s); ok {
		return d, true
	}
	day, prec, at, ok := dates.Find(s)
	if ok {
		at = []int{at[0] - len(strings.TrimLeft(firstOfDays.FindString(s[:at[0]]), "(:, ")), at[1]}
		if m := slashed4.FindStringSubmatch(s[at[0]:at[1]]); m != nil && r.dayFirst {
			day, prec, ok = dates.DayOf(m[3], m[2], m[1])
		}
		return lineDate{day: day, prec: prec, at: dates.WholeMoment(s, at, prec)}, ok
	}
	if m := unpadded.FindStringSubmatch(s); m != nil {
		day, prec, ok = dates.DayOf(m[1], m[2]+m[3]+m[4], m[5])
		return lineDate{day: day, prec: prec, at: dates.WholeMoment(s, unpadded.FindStringIndex(s), prec)}, ok
	}
	if d, ok := shortYeared(s); ok {
		return d, true
	}
	return r.short(s)
}

// Dates in words whose year has two figures: "Jan 2 '26", "2 Jan '26", "Jan '26", and alone in their line "2-Jan-26".
var (
	wordShort  = regexp.MustCompile(`(?:^|[^\p{L}\d])((\p{L}{3,12})\.?(?:\s(\d{1,2})(?:st|nd|rd|th)?,?)?\s['’](\d{2}))\b`)
	dayShort   = regexp.MustCompile(`\b(\d{1,2})\.?[\s-](\p{L}{3,12})\.?,?\s['’](\d{2})\b`)
	aloneShort = regexp.MustCompile(`^(\d{1,2})[\s-](\p{L}{3,12})\.?[\s-](\d{2})$`)
)

func shortYeared(s string) (lineDate, bool) {
	for _, form := range []*regexp.Regexp{dayShort, aloneShort} {
		if m := form.FindStringSubmatchIndex(s); m != nil {
			day, prec, ok := dates.DayOf("20"+s[m[6]:m[7]], monthNumber(s[m[4]:m[5]]), s[m[2]:m[3]])
			if ok {
				return lineDate{day: day, prec: prec, at: dates.WholeMoment(s, m[:2], prec)}, true
			}
		}
	}
	m := wordShort.FindStringSubmatchIndex(s)
	if m == nil {
		return lineDate{}, false
	}
	number := ""
	if m[6] >= 0 {
		number = s[m[6]:m[7]]
	}
	day, prec, ok := dates.DayOrMonth("20"+s[m[8]:m[9]], monthNumber(s[m[4]:m[5]]), number)
	return lineDate{day: day, prec: prec, at: dates.WholeMoment(s, m[2:4], prec)}, ok
}

const shortMonths = `jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec`

// Days that follow each other: "6–17 October 2026" and "October 6–17, 2026" are dated on the last of them.
var (
	firstOfDays = regexp.MustCompile(`(?i)(?:^|[(:,] ?)\d{1,2}\.? ?(?:–|—|-|to|bis) ?$|` +
		`\b(?:` + shortMonths + `)[a-z]{0,6}\.? \d{1,2}(?:st|nd|rd|th)? ?(?:–|—|-|to) ?$|\b\d{1,2}\.? (?:` + shortMonths + `)[a-z]{0,6}\.? ?(?:–|—|-|to|bis) ?$`)
	oneMonth = regexp.MustCompile(`(?i)\b(\p{L}{3,12})\.? \d{1,2} ?[–—-] ?(\d{1,2}),? ((?:19|20)\d{2})\b`)
)

func lastOfDays(s string) (lineDate, bool) {
	at := oneMonth.FindStringSubmatchIndex(s)
	if at == nil {
		return lineDate{}, false
	}
	day, prec, ok := dates.DayOf(s[at[6]:at[7]], monthNumber(s[at[2]:at[3]]), s[at[4]:at[5]])
	return lineDate{day: day, prec: prec, at: at[:2]}, ok
}

// partOfYear reads a title that is a quarter or a season with its year: all that is known for sure is the year.
func partOfYear(s string) (lineDate, bool) {
	m := seasonal.FindStringSubmatch(s)
	if m == nil {
		return lineDate{}, false
	}
	day, _, ok := dates.DayOf(dates.Century(m[1]), "1", "1")
	return lineDate{day: day, prec: dates.Year, at: []int{0, len(s)}}, ok
}

var seasonal = regexp.MustCompile(`(?i)^(?:q[1-4]|h[12]|spring|summer|autumn|fall|winter)[ /,-]*['’]?((?:20)?\d{2})(?: (?:product )?(?:releases?|updates?)(?: notes)?)?$`)

// short reads a line that is nothing but a date in figures with two for the year.
func (r dateLine) short(s string) (lineDate, bool) {
	m := short2.FindStringSubmatch(s)
	if m == nil || m[2] == "." && len(s) < len("02.01.06") { // 1.3.24 is a version
		return lineDate{}, false
	}
	month, day := m[1], m[3]
	if n, _ := strconv.Atoi(m[1]); m[2] == "." || r.dayFirst || n > 12 {
		month, day = day, month
	}
	t, p, ok := dates.DayOf("20"+m[4], month, day)
	return lineDate{day: t, prec: p, at: []int{0, len(s)}}, ok
}

// yearless reads a month and a day at the beginning of a line.
func (r dateLine) yearless(s string) (lineDate, bool) {
	if !strings.ContainsAny(s[:min(len(s), 40)], "0123456789") {
		return lineDate{}, false
	}
	month, day, end := "", "", 0
	if m := eastLess.FindStringSubmatch(s); m != nil {
		month, day, end = m[1], m[2], len(m[0])
	} else if m := wordLess.FindStringSubmatch(s); m != nil {
		month, day, end = monthNumber(m[1]), m[2], len(m[0])
	} else if m := dayLess.FindStringSubmatch(s); m != nil {
		month, day, end = monthNumber(m[2]), m[1], len(m[0])
	}
	t, p, ok := dates.DayOf("2000", month, day)
	return lineDate{day: t, prec: p, at: []int{0, min(end, len(s))}, yearless: true}, ok
}

func monthNumber(name string) string {
	m, ok := dates.MonthOf(name)
	if !ok {
		return ""
	}
	return strconv.Itoa(int(m))
}
