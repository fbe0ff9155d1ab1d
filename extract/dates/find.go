package dates

import (
	"strings"
	"time"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// Dates within a line. Words between figures that might be months are looked up in the table of months.
var (
	datedEN  = regexp.MustCompile(`(?i)\b((?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2}|\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?,? (?:19|20)\d{2}|(?:19|20)\d{2}[-/.]\d{2}[-/.]\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)?|\d{1,2}\. ?\d{1,2}\. ?(?:19|20)\d{2}|\d{1,2}/\d{1,2}/(?:19|20)\d{2}|\d{1,2}-\d{1,2}-(?:19|20)\d{2}|\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-(?:19|20)\d{2})\b`)
	monthEN  = regexp.MustCompile(`(?i)\b((?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.? (?:19|20)\d{2})\b`)
	dayWord  = regexp.MustCompile(`(?:^|[^\p{L}\d])(\d{1,2}(?:\.|er|º|ª)?\s(?:de\s|d[’'])?(\p{L}[\p{L}\p{M}]{2,14})\.?,?\s(?:de[l]?\s)?(?:19|20)\d{2})(?:\D|$)`)
	wordDay  = regexp.MustCompile(`(?:^|[^\p{L}\d])((\p{L}[\p{L}\p{M}]{2,14})\.?\s\d{1,2}\.?,?\s(?:19|20)\d{2})(?:\D|$)`)
	yearWord = regexp.MustCompile(`(?:^|\D)((?:19|20)\d{2}\.?\s(\p{L}[\p{L}\p{M}]{2,14})\s\d{1,2})(?:\D|$)`)
	dashWord = regexp.MustCompile(`(?:^|[^\p{L}\d-])(\d{1,2}-(\p{L}[\p{L}\p{M}]{2,14})-(?:19|20)\d{2})(?:[^\d-]|$)`)
	marked   = regexp.MustCompile(`((?:19|20)\d{2}\s?[年년]\s?\d{1,2}\s?[月월](?:\s?\d{1,2}\s?[日일])?)`)
	wordYear = regexp.MustCompile(`(?:^|[^\p{L}\d])((\p{L}[\p{L}\p{M}]{3,14})\s(?:de[l]?\s)?(?:19|20)\d{2})(?:\D|$)`)
	// Short names of months are other words, too ("out 2026"): they count alone, or where they cannot be mistaken.
	shortWord = regexp.MustCompile(`(?i)(?:^|[^\p{L}\d])((mai|maj|mei|mär|mrt|fév|avr)\.?\s(?:19|20)\d{2})(?:\D|$)`)
	aloneWord = regexp.MustCompile(`^((\p{L}{3})\.?\s(?:de\s)?(?:19|20)\d{2})$`)
	// Months in figures are parts of other numbers, too: they count where they open a line, or alone.
	figures = regexp.MustCompile(`^((?:0[1-9]|1[0-2])/(?:19|20)\d{2})(?:$|[\s:,–—-])|^((?:19|20)\d{2}[-/](?:0[1-9]|1[0-2]))$`)
)

// Find reads the first date within a line, and says where it stands. A day is looked for first, in any language.
func Find(s string) (t time.Time, p Precision, at []int, ok bool) {
	if !strings.Contains(s, "20") && !strings.Contains(s, "19") {
		return time.Time{}, "", nil, false
	}
	if at = datedEN.FindStringIndex(s); at != nil {
		if t, p, ok = Strict(s[at[0]:at[1]]); ok {
			return t, p, at, true
		}
	}
	for _, form := range []*regexp.Regexp{dayWord, wordDay, yearWord, dashWord, marked} {
		if t, p, at, ok = findWords(s, form); ok {
			return t, p, at, true
		}
	}
	if at = monthEN.FindStringIndex(s); at != nil {
		if t, p, ok = Strict(s[at[0]:at[1]]); ok {
			return t, p, at, true
		}
	}
	if m := figures.FindStringSubmatchIndex(s); m != nil {
		if at = m[2:4]; at[0] < 0 {
			at = m[4:6]
		}
		if t, p, ok = Strict(s[at[0]:at[1]]); ok {
			return t, p, at, true
		}
	}
	for _, form := range []*regexp.Regexp{wordYear, shortWord, aloneWord} {
		if t, p, at, ok = findWords(s, form); ok {
			return t, p, at, true
		}
	}
	return time.Time{}, "", nil, false
}

// findWords finds a date of one form: its first group is the date, its second, if any, the name of a month.
func findWords(s string, form *regexp.Regexp) (t time.Time, p Precision, at []int, ok bool) {
	for _, m := range form.FindAllStringSubmatchIndex(s, 8) {
		if len(m) > 4 {
			if _, known := MonthOf(s[m[4]:m[5]]); !known {
				continue
			}
		}
		if t, p, ok = parseLoose(s[m[2]:m[3]]); ok {
			return t, p, m[2:4], true
		}
	}
	return time.Time{}, "", nil, false
}
