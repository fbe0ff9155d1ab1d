package extract

import (
	"strings"

	"github.com/gapwatch/gapwatch/extract/dates"
)

// maxPlainDates bounds how many dates of a text are written anew.
const maxPlainDates = 20

// PlainDates writes the days and months that a text names as figures, 2026-03-01 or 2026-03, so that two texts can be
// compared whatever way they write dates in.
func PlainDates(s string) string {
	var b strings.Builder
	for range maxPlainDates {
		day, prec, at, ok := dates.Find(s)
		if !ok {
			break
		}
		b.WriteString(s[:at[0]])
		if prec == dates.Day {
			b.WriteString(day.Format("2006-01-02"))
		} else {
			b.WriteString(day.Format("2006-01"))
		}
		s = s[at[1]:]
	}
	return b.String() + s
}

// OnlyDate tells a text that says nothing but a date.
func OnlyDate(s string) bool {
	d, ok := (dateLine{}).find(s)
	return ok && d.alone(s)
}

// WithoutDay is the title of an entry without the entry's own date: pages whose titles come again tell them apart by it,
// and leave it out where they need not.
func (e Entry) WithoutDay() string {
	d, ok := (dateLine{}).find(e.Title)
	if !ok || d.yearless || d.day.Year() != e.Date.Year() || d.day.Month() != e.Date.Month() || d.prec == dates.Day && d.day.Day() != e.Date.Day() {
		return e.Title
	}
	if rest := trimJoints(e.Title[:d.at[0]] + " " + e.Title[d.at[1]:]); words(rest) > 0 {
		return rest
	}
	return e.Title
}
