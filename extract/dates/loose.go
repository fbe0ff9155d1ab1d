package dates

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// What dates are made of, wherever they stand in a text.
var (
	timeOfDay  = regexp.MustCompile(`(?i)\b\d{1,2}(:\d{2}){1,2}([.,]\d+)?\s*([ap]\.?m\b\.?)?|\b\d{1,2}(\.\d{2})?\s*[ap]\.?m\b\.?|\b\d{1,2}h\d{2}\b`)
	anyDMY     = regexp.MustCompile(`\b(\d{1,2})\s?\.\s?(\d{1,2})\s?\.\s?(\d{4})\b`)
	dashedYMD  = regexp.MustCompile(`\b(\d{4})\s?-\s?(\d{1,2})\s?-\s?(\d{1,2})\b`)
	dottedYMD  = regexp.MustCompile(`\b(\d{4})\s?\.\s?(\d{1,2})\s?\.\s?(\d{1,2})\b`)
	slashedYMD = regexp.MustCompile(`\b(\d{4})\s?/\s?(\d{1,2})\s?/\s?(\d{1,2})\b`)
	anyMDY     = regexp.MustCompile(`\b(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b`)
	shortDMY   = regexp.MustCompile(`^(?:\D*[^\p{L}\d.])?(\d{2})\.(\d{2})\.(\d{2})(?:[^\d.]|$)`)
	shortMDY   = regexp.MustCompile(`^\D*(\d{1,2})/(\d{1,2})/(\d{2})(?:\D|$)`)
	compact    = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})`)
	sixDigits  = regexp.MustCompile(`^(\d{2})(\d{2})(\d{2})$`)
	characters = regexp.MustCompile(`(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일号])?`)
	republic   = regexp.MustCompile(`民國\s?(\d{2,3})\s?年\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?`)
	era        = regexp.MustCompile(`(令和|平成)\s?(\d{1,2}|元)年\s?(\d{1,2})月(?:\s?(\d{1,2})日)?`)
	numbered   = regexp.MustCompile(`(?i)(?:(\d{1,2})\s+)?tháng\s+(\d{1,2}|một|giêng|hai|ba|tư|năm|sáu|bảy|tám|chín|mười một|mười hai|mười|chạp)(?:\s*,|\s+năm)?\s*(\d{4})`)
	versions   = regexp.MustCompile(`\bv?\d+(?:\.\d+)+\b`)
	quarter    = regexp.MustCompile(`(?i)^(?:Q([1-4])[\s/'’,-]*(\d{4})|(\d{4})[\s/,-]*Q([1-4])|([1-4])(?:st|nd|rd|th|\.)?\s*(?:quarter|Quartal)(?:\s+of)?[\s,]*(\d{4}))$`)
	shortYear  = regexp.MustCompile(`['’](\d{2})\b|-\p{L}{3,}-(\d{2})\b`)
	fourDigits = regexp.MustCompile(`\d{4}`)
	ordinalDot = regexp.MustCompile(`\d\.\s*\p{L}`)
	dateWords  = regexp.MustCompile(`\p{Thai}+\.\p{Thai}+|[\p{L}\p{M}]+|\d+`)
)

// parseLoose reads dates in figures of all orders that people use, and a day, the name of a month and a year in any
// order and among other words.
func parseLoose(s string) (time.Time, Precision, bool) {
	s = western(s)
	for _, read := range []func(string) (time.Time, Precision, bool){inFigures, inCharacters, inQuarters, inWords} {
		if t, p, ok := read(s); ok {
			return t, p, ok
		}
	}
	return time.Time{}, "", false
}

// inFigures reads dates of figures alone. Where only their order tells day from month, a dot means the day first and a
// slash the month, if there is such a day.
func inFigures(s string) (time.Time, Precision, bool) {
	for _, form := range []struct {
		pattern *regexp.Regexp
		orders  []string // which group is the year, the month, the day; the first that is a day counts
	}{
		{anyDMY, []string{"321"}},
		{dashedYMD, []string{"123"}},
		{dottedYMD, []string{"123"}},
		{slashedYMD, []string{"123"}},
		{anyMDY, []string{"312", "321"}},
		{compact, []string{"123"}},
		{shortDMY, []string{"321"}},
		{shortMDY, []string{"312", "321"}},
		{sixDigits, []string{"321", "123", "132"}},
	} {
		m := form.pattern.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		for _, order := range form.orders {
			year, month, day := m[order[0]-'0'], m[order[1]-'0'], m[order[2]-'0']
			if t, p, ok := DayOf(Century(year), month, day); ok {
				return t, p, ok
			}
		}
	}
	return time.Time{}, "", false
}

// Century completes a year of two digits.
func Century(year string) string {
	if len(year) != 2 {
		return year
	}
	if year >= "90" {
		return "19" + year
	}
	return "20" + year
}

// inCharacters reads dates whose parts are marked by a character or a word behind or before the figures.
func inCharacters(s string) (time.Time, Precision, bool) {
	if m := characters.FindStringSubmatch(s); m != nil {
		return DayOrMonth(m[1], m[2], m[3])
	}
	if m := numbered.FindStringSubmatch(s); m != nil {
		return DayOrMonth(m[3], countedMonth(m[2]), m[1])
	}
	if m := republic.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1])
		return DayOrMonth(strconv.Itoa(1911+n), m[2], m[3])
	}
	if m := era.FindStringSubmatch(s); m != nil {
		n, err := strconv.Atoi(m[2])
		if err != nil {
			n = 1 // the first year is called so
		}
		before := 2018
		if m[1] == "平成" {
			before = 1988
		}
		return DayOrMonth(strconv.Itoa(before+n), m[3], m[4])
	}
	return time.Time{}, "", false
}

// countedMonth is the number of a month that Vietnamese counts in words; in figures, or any other word, as it is.
func countedMonth(word string) string {
	switch word = strings.ToLower(word); word {
	case "giêng":
		return "1"
	case "chạp":
		return "12"
	}
	for i, name := range []string{"một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"} {
		if word == name {
			return strconv.Itoa(i + 1)
		}
	}
	return word
}

// DayOrMonth is DayOf, or the month where the day is left out.
func DayOrMonth(year, month, day string) (time.Time, Precision, bool) {
	if day != "" {
		return DayOf(year, month, day)
	}
	t, _, ok := DayOf(year, month, "1")
	return t, Month, ok
}

// inQuarters reads "Q3 2026": all that is known for sure is the year.
func inQuarters(s string) (time.Time, Precision, bool) {
	m := quarter.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, "", false
	}
	year, n := cmp.Or(m[2], m[3], m[6]), cmp.Or(m[1], m[4], m[5])
	t, _, ok := DayOf(year, strconv.Itoa(int(n[0]-'1')*3+1), "1")
	return t, Year, ok
}

// inWords reads the name of a month with a year and, if there is one, a day. The figures of a time or a version are none.
func inWords(s string) (time.Time, Precision, bool) {
	w := wordsOfDate{text: s}
	rest := versions.ReplaceAllString(timeOfDay.ReplaceAllString(s, " "), " ")
	if m := shortYear.FindStringSubmatchIndex(rest); m != nil && !fourDigits.MatchString(rest) {
		at := max(m[2], m[4])
		w.year, rest = Century(rest[at:at+2]), rest[:at]
	}
	for _, tok := range dateWords.FindAllString(rest, -1) {
		w.take(tok)
	}
	if w.year == "" || w.month == 0 {
		return time.Time{}, "", false
	}
	return DayOrMonth(w.year, strconv.Itoa(int(w.month)), w.day)
}

// wordsOfDate gathers the parts of a date from its words.
type wordsOfDate struct {
	text      string
	day, year string
	month     time.Month
	long      bool // the month's name is no short one, which may be another word
}

func (w *wordsOfDate) take(tok string) {
	n, err := strconv.Atoi(tok)
	switch {
	case err == nil && len(tok) == 4 && w.year == "":
		w.year = tok
		if n > 2500 && n < 2650 { // the Buddhist era
			w.year = strconv.Itoa(n - 543)
		}
	case err == nil && n >= 1 && n <= 31 && len(tok) <= 2 && w.day == "":
		w.day = tok
	case err != nil && !w.long:
		if m, ok := MonthOf(tok); ok && (w.month == 0 || len(tok) > 3) {
			w.month, w.long = w.dotted(tok, m), len(tok) > 3
		}
	}
}

// dotted knows the one name that two neighbours use for different months: with a dot behind the day it is October.
func (w *wordsOfDate) dotted(name string, m time.Month) time.Month {
	if strings.EqualFold(name, "listopada") && ordinalDot.MatchString(w.text) {
		return time.October
	}
	return m
}
