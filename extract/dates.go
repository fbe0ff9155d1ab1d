package extract

import (
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/goodsign/monday"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// Layouts that mean one day without doubt, tried in order on text with its commas and ordinals tidied.
var dayLayouts = []string{
	"2006-01-02", "2006/01/02", "2006.01.02", "January 2 2006", "Jan 2 2006", "2 January 2006", "2 Jan 2006",
	"January 2nd 2006", "2-Jan-2006", "02-Jan-2006", "Monday January 2 2006", "Mon Jan 2 2006", "20060102",
}

// Layouts that say no more than a month.
var monthLayouts = []string{"January 2006", "Jan 2006", "2006-01", "01/2006"}

var (
	isoStart = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?$`)
	ordinal  = regexp.MustCompile(`(?i)\b(\d{1,2})(st|nd|rd|th)\b`)
	weekday  = regexp.MustCompile(`(?i)^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b[,.]?\s*`)
	sept     = regexp.MustCompile(`(?i)\bsept\b`)
	bareYear = regexp.MustCompile(`^(19|20)\d{2}$`)
	relative = regexp.MustCompile(`(?i)\b(ago|yesterday|today|just now|last (week|month|year)|gestern|heute|hace|il y a)\b`)
	mayDate  = regexp.MustCompile(`\d`)
	dmy      = regexp.MustCompile(`^(\d{1,2})\s?\.\s?(\d{1,2})\s?\.\s?(\d{4})\b`)
	slashed  = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b`)
	// dated finds a date in English within a line.
	datedEN = regexp.MustCompile(`(?i)\b((?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2}|\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?,? (?:19|20)\d{2}|(?:19|20)\d{2}[-/.]\d{2}[-/.]\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)?|\d{1,2}\.\d{1,2}\.(?:19|20)\d{2}|\d{1,2}/\d{1,2}/(?:19|20)\d{2})\b`)
	monthEN = regexp.MustCompile(`(?i)\b((?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.? (?:19|20)\d{2})\b`)
)

// ParseDate reads a date as people write it. now is what relative dates count from. Dates in letters of other
// languages are tried last, by a library that knows their words.
func ParseDate(s string, now time.Time) (time.Time, Precision, bool) {
	s = fold(s)
	if s == "" || len(s) > 80 || !mayDate.MatchString(s) && !relative.MatchString(s) {
		return time.Time{}, "", false
	}
	if t, p, ok := parseWritten(s); ok {
		return t, p, true
	}
	return fromNow(s, now)
}

// parseWritten reads a date that says which day it is, whenever it is read.
func parseWritten(s string) (time.Time, Precision, bool) {
	if t, p, ok := parseStrict(s); ok {
		return t, p, true
	}
	return parseLoose(s)
}

// parseStrict reads forms that can only mean one thing.
func parseStrict(s string) (time.Time, Precision, bool) {
	if m := isoStart.FindStringSubmatch(s); m != nil {
		return dayOf(m[1], m[2], m[3])
	}
	if m := dmy.FindStringSubmatch(s); m != nil {
		return dayOf(m[3], m[2], m[1])
	}
	if m := slashed.FindStringSubmatch(s); m != nil {
		if t, p, ok := dayOf(m[3], m[1], m[2]); ok { // month first, as in the US
			return t, p, ok
		}
		return dayOf(m[3], m[2], m[1])
	}
	tidy := tidyDate(s)
	for _, layout := range dayLayouts {
		if t, err := time.Parse(layout, tidy); err == nil {
			return t, Day, plausibleYear(t)
		}
	}
	for _, layout := range monthLayouts {
		if t, err := time.Parse(layout, tidy); err == nil {
			return t, MonthOnly, plausibleYear(t)
		}
	}
	if bareYear.MatchString(s) {
		y, _ := strconv.Atoi(s)
		return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC), YearOnly, true
	}
	return time.Time{}, "", false
}

func tidyDate(s string) string {
	s = ordinal.ReplaceAllString(s, "$1")
	s = sept.ReplaceAllString(weekday.ReplaceAllString(s, ""), "Sep")
	s = strings.NewReplacer(",", " ", ". ", " ", " of ", " ").Replace(s)
	return strings.TrimSuffix(strings.Join(strings.Fields(s), " "), ".")
}

func dayOf(year, month, day string) (time.Time, Precision, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	ok := m >= 1 && m <= 12 && t.Day() == d && plausibleYear(t)
	return t, Day, ok
}

func plausibleYear(t time.Time) bool { return t.Year() >= 1990 && t.Year() < 2100 }

// parseLoose reads a day, the name of a month in any language that is known, and a year, in any order and among other
// words.
func parseLoose(s string) (time.Time, Precision, bool) {
	if m := anyDMY.FindStringSubmatch(s); m != nil {
		if t, p, ok := dayOf(m[3], m[2], m[1]); ok {
			return t, p, ok
		}
	}
	if m := compact.FindStringSubmatch(s); m != nil {
		if t, p, ok := dayOf(m[1], m[2], m[3]); ok {
			return t, p, ok
		}
	}
	var day, month, year string
	for _, tok := range dateTokens.FindAllString(strings.ToLower(clock.ReplaceAllString(s, " ")), -1) {
		n, err := strconv.Atoi(tok)
		switch {
		case err == nil && len(tok) == 4 && year == "":
			year = tok
		case err == nil && n >= 1 && n <= 31 && len(tok) <= 2 && day == "":
			day = tok
		case err != nil && month == "":
			if m, ok := monthNames()[tok]; ok {
				month = strconv.Itoa(int(m))
			}
		}
	}
	switch {
	case year != "" && month != "" && day != "":
		return dayOf(year, month, day)
	case year != "" && month != "":
		t, _, ok := dayOf(year, month, "1")
		return t, MonthOnly, ok
	}
	return time.Time{}, "", false
}

var (
	anyDMY     = regexp.MustCompile(`\b(\d{1,2})\s?\.\s?(\d{1,2})\s?\.\s?(\d{4})\b`)
	compact    = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})`)
	dateTokens = regexp.MustCompile(`[\p{L}\p{M}]+|\d+`)
	countedAgo = regexp.MustCompile(`(?i)\b(\d+|an?|one|two|three|four|five|six)\s+(second|minute|hour|day|week|month|year)s?\s+ago\b`)
)

// fromNow reads dates that count from now: "3 days ago", "yesterday".
func fromNow(s string, now time.Time) (time.Time, Precision, bool) {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	lower := strings.ToLower(s)
	if m := countedAgo.FindStringSubmatch(lower); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			n = map[string]int{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}[m[1]]
			n = max(n, 1)
		}
		switch m[2] {
		case "day":
			return today.AddDate(0, 0, -n), Day, true
		case "week":
			return today.AddDate(0, 0, -7*n), Day, true
		case "month":
			return today.AddDate(0, -n, 0), MonthOnly, true
		case "year":
			return today.AddDate(-n, 0, 0), YearOnly, true
		}
		return today, Day, true
	}
	switch {
	case strings.Contains(lower, "yesterday"):
		return today.AddDate(0, 0, -1), Day, true
	case strings.Contains(lower, "today"), strings.Contains(lower, "just now"):
		return today, Day, true
	}
	return time.Time{}, "", false
}

// monthNames is every name of a month, long, short and inflected, in the languages of the library of locales. A name
// that means different months in different languages is left out, unless it is English.
var monthNames = sync.OnceValue(func() map[string]time.Month {
	names, clash := map[string]time.Month{}, map[string]bool{}
	english := map[string]bool{}
	locales := append([]monday.Locale{monday.LocaleEnUS}, monday.ListLocales()...)
	for _, locale := range locales {
		for m := time.January; m <= time.December; m++ {
			day := time.Date(2026, m, 1, 0, 0, 0, 0, time.UTC)
			for _, layout := range []string{"January", "Jan", "2 January 2006"} {
				for _, name := range dateTokens.FindAllString(strings.ToLower(monday.Format(day, layout, locale)), -1) {
					if name[0] <= '9' || len(name) < 3 {
						continue
					}
					if locale == monday.LocaleEnUS {
						english[name] = true
					}
					if was, ok := names[name]; ok && was != m && !english[name] {
						clash[name] = true
					}
					if !english[name] || locale == monday.LocaleEnUS {
						names[name] = m
					}
				}
			}
		}
	}
	for name := range clash {
		delete(names, name)
	}
	names["sept"] = time.September
	return names
})

// findDate reads the first date within a line, and says where it stands.
func findDate(s string) (t time.Time, p Precision, at []int, ok bool) {
	if at = datedEN.FindStringIndex(s); at != nil {
		if t, p, ok = parseStrict(s[at[0]:at[1]]); ok {
			return t, p, at, true
		}
	}
	if at = monthEN.FindStringIndex(s); at != nil {
		if t, p, ok = parseStrict(s[at[0]:at[1]]); ok {
			return t, p, at, true
		}
	}
	return time.Time{}, "", nil, false
}
