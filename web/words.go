package web

import (
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// words are what templates can say beside their view: dates, numbers, states. Each says a thing in one way everywhere;
// moments are told as they are in a zone.
func (s *Server) words(zone *time.Location) template.FuncMap {
	return template.FuncMap{
		"day":       func(t any) string { return day(t, s.now().In(zone)) },
		"date":      isoDate,
		"moment":    isoMoment,
		"ago":       func(t any) string { return ago(t, s.now()) },
		"clock":     func(t any) string { return clock(t, zone) },
		"glyph":     matrix.Glyph,
		"stateID":   stateID,
		"stateWord": stateWord,
		"price":     matrix.FormatPrice,
		"money":     matrix.FormatMoney,
		"proof":     report.ProofPath,
		"short":     matrix.ShortMoney,
		"number":    number,
		"count":     countOf,
		"upper":     upperFirst,
		"join":      strings.Join,
		"dict":      dict,
		"dayOf":     func(c changeRow) string { return day(c.toldAt(), s.now().In(zone)) },
		"inc":       func(n int) int { return n + 1 },
		"mark":      mark,
		"mod":       func(a, b int) int { return a % b },
		"host":      hostOf,
		"stamp":     stamp,
		"strips":    strips,
		"bounded":   func(n int, s string) string { return bounded(s, n) },
	}
}

// asTime takes a time or a pointer to one; false when there is none.
func asTime(v any) (time.Time, bool) {
	switch t := v.(type) {
	case time.Time:
		return t, !t.IsZero()
	case *time.Time:
		if t != nil && !t.IsZero() {
			return *t, true
		}
	}
	return time.Time{}, false
}

// local is a moment as it is in a zone. Exactly midnight UTC is a date that somebody wrote, and the same everywhere.
func local(t time.Time, zone *time.Location) time.Time {
	if u := t.UTC(); u.Equal(u.Truncate(24 * time.Hour)) {
		return u
	}
	return t.In(zone)
}

// day writes a date for people, in the zone of now: "Wed 18 Nov" within 60 days of now, "18 Nov 2026" otherwise, "never"
// where there is none.
func day(v any, now time.Time) string {
	t, ok := asTime(v)
	if !ok {
		return "never"
	}
	t = local(t, now.Location())
	if d := now.Sub(t); d < 60*24*time.Hour && d > -60*24*time.Hour {
		return t.Format("Mon 2 Jan")
	}
	return t.Format("2 Jan 2006")
}

func isoDate(v any) string {
	t, ok := asTime(v)
	if !ok {
		return ""
	}
	return t.Format(time.DateOnly)
}

func isoMoment(v any) string {
	t, ok := asTime(v)
	if !ok {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func clock(v any, zone *time.Location) string {
	t, ok := asTime(v)
	if !ok {
		return ""
	}
	return t.In(zone).Format("15:04")
}

// ago says how far a time is from now, in words that stand beside the date and never alone: "in 11 days", "3 days ago".
func ago(v any, now time.Time) string {
	t, ok := asTime(v)
	if !ok {
		return ""
	}
	d := t.Sub(now)
	text := span(max(d, -d))
	switch {
	case text == "":
		return "now"
	case d > 0:
		return "in " + text
	}
	return text + " ago"
}

func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return ""
	case d < time.Hour:
		return countOf(int(d/time.Minute), "minute", "minutes")
	case d < 48*time.Hour:
		return countOf(int(d/time.Hour), "hour", "hours")
	}
	return countOf(int(d/(24*time.Hour)), "day", "days")
}

// stateID is the last part of a state's class and glyph: "yes", "na".
func stateID(s store.State) string {
	if s == store.NotApplicable {
		return "na"
	}
	if s == "" {
		return string(store.Unknown)
	}
	return string(s)
}

// stateWord is a state as a word: "Yes", "Not applicable". What nobody said is unknown, never blank.
func stateWord(s store.State) string {
	if s == "" {
		s = store.Unknown
	}
	return upperFirst(string(s))
}

func number(n any) string {
	digits := fmt.Sprint(n)
	var out []byte
	for i, d := range []byte(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 && digits[i-1] != '-' {
			out = append(out, ',')
		}
		out = append(out, d)
	}
	return string(out)
}

func countOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// dict makes a map of names and values, to hand several to a template.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: %d values are not pairs", len(pairs))
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: %v is not a name", pairs[i])
		}
		m[name] = pairs[i+1]
	}
	return m, nil
}

// hostOf is an address as people recognise it: without scheme and "www.".
func hostOf(address string) string {
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		rest = address
	}
	return strings.TrimSuffix(strings.TrimPrefix(rest, "www."), "/")
}

// address is a path with the parameters that have a value.
func address(path string, set map[string]string) string {
	q := url.Values{}
	for name, value := range set {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func fmtID(id int64) string { return strconv.FormatInt(id, 10) }

// link is the address of a row.
func link(path string, id int64) string { return path + fmtID(id) }
