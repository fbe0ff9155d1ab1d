package extract

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	dps "github.com/markusmobius/go-dateparser"
)

// Layouts that mean one day without doubt, tried in order on text with its commas and ordinals tidied.
var dayLayouts = []string{
	"2006-01-02", "2006/01/02", "2006.01.02", "January 2 2006", "Jan 2 2006", "2 January 2006", "2 Jan 2006",
	"January 2nd 2006", "2-Jan-2006", "02-Jan-2006", "Monday January 2 2006", "Mon Jan 2 2006", "20060102",
}

// Layouts that say no more than a month.
var monthLayouts = []string{"January 2006", "Jan 2006", "2006-01", "01/2006"}

var (
	isoStart  = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?$`)
	ordinal   = regexp.MustCompile(`(?i)\b(\d{1,2})(st|nd|rd|th)\b`)
	weekday   = regexp.MustCompile(`(?i)^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b[,.]?\s*`)
	sept      = regexp.MustCompile(`(?i)\bsept\b`)
	bareYear  = regexp.MustCompile(`^(19|20)\d{2}$`)
	hasYear   = regexp.MustCompile(`(19|20)\d{2}`)
	relative  = regexp.MustCompile(`(?i)\b(ago|yesterday|today|just now|last (week|month|year)|gestern|heute|hace|il y a)\b`)
	mayDate   = regexp.MustCompile(`\d`)
	monthName = regexp.MustCompile(`(?i)\b(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(t(ember)?)?|oct(ober)?|nov(ember)?|dec(ember)?)\b`)
	dmy       = regexp.MustCompile(`^(\d{1,2})\s?\.\s?(\d{1,2})\s?\.\s?(\d{4})\b`)
	slashed   = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b`)
	yearMonth = regexp.MustCompile(`(?i)^[a-z]+\.? (19|20)\d{2}$`)
	// dated finds a date in English within a line.
	datedEN = regexp.MustCompile(`(?i)\b((?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2}|\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?,? (?:19|20)\d{2}|(?:19|20)\d{2}[-/.]\d{2}[-/.]\d{2}|\d{1,2}\.\d{1,2}\.(?:19|20)\d{2}|\d{1,2}/\d{1,2}/(?:19|20)\d{2})\b`)
	monthEN = regexp.MustCompile(`(?i)\b((?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.? (?:19|20)\d{2})\b`)
)

// ParseDate reads a date as people write it. now is what relative dates count from. Dates in letters of other
// languages are tried last, by a library that knows their words.
func ParseDate(s string, now time.Time) (time.Time, Precision, bool) {
	s = fold(s)
	if s == "" || len(s) > 80 || !mayDate.MatchString(s) && !relative.MatchString(s) {
		return time.Time{}, "", false
	}
	if t, p, ok := parseStrict(s); ok {
		return t, p, true
	}
	return parseLoose(s, now)
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

// parseLoose asks the library. A text without a year or a relative word is no date: the library would take today's.
func parseLoose(s string, now time.Time) (time.Time, Precision, bool) {
	if !hasYear.MatchString(s) && !relative.MatchString(s) && len(s) != 6 {
		return time.Time{}, "", false
	}
	order := "MDY"
	if strings.Contains(s, ".") && !monthName.MatchString(s) {
		order = "DMY"
	}
	got, err := dps.Parse(&dps.Configuration{
		CurrentTime:     now,
		DefaultTimezone: time.UTC,
		DateOrder:       func(string) string { return order },
	}, s)
	if err != nil || got.IsZero() || !plausibleYear(got.Time) {
		return time.Time{}, "", false
	}
	t := got.Time
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	if got.Period.String() == "Month" || yearMonth.MatchString(s) {
		return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC), MonthOnly, true
	}
	return day, Day, true
}

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
