package dates

import (
	"strconv"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/extract/fold"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// Layouts that mean one day without doubt, tried in order on text with its commas and ordinals tidied.
var dayLayouts = []string{
	"2006-01-02", "2006/01/02", "2006.01.02", "January 2 2006", "Jan 2 2006", "2 January 2006", "2 Jan 2006",
	"January 2nd 2006", "2-Jan-2006", "02-Jan-2006", "Monday January 2 2006", "Mon Jan 2 2006", "20060102",
}

// Layouts that say no more than a month.
var monthLayouts = []string{"January 2006", "Jan 2006", "2006-01", "2006/01", "01/2006"}

var (
	isoStart = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?$`)
	ordinal  = regexp.MustCompile(`(?i)\b(\d{1,2})(st|nd|rd|th)\b`)
	weekday  = regexp.MustCompile(`(?i)^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b[,.]?\s*`)
	sept     = regexp.MustCompile(`(?i)\bsept\b`)
	bareYear = regexp.MustCompile(`^(19|20)\d{2}$`)
	dmy      = regexp.MustCompile(`^(\d{1,2})\s?\.\s?(\d{1,2})\s?\.\s?(\d{4})\b`)
	slashed  = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b`)
)

// Parse reads a date as people write it, in the words of many languages. now is what relative dates count from. A
// month, a quarter or a year alone is dated on its first day, and the precision says how much is known.
func Parse(s string, now time.Time) (time.Time, Precision, bool) {
	s = fold.Text(s)
	if s == "" || len(s) > 160 {
		return time.Time{}, "", false
	}
	if t, p, ok := Written(s); ok {
		return t, p, true
	}
	return FromNow(s, now)
}

// Written reads a date that says which day it is, whenever it is read.
func Written(s string) (time.Time, Precision, bool) {
	if t, p, ok := Strict(s); ok {
		return t, p, true
	}
	return parseLoose(s)
}

// Strict reads forms that can only mean one thing.
func Strict(s string) (time.Time, Precision, bool) {
	if m := isoStart.FindStringSubmatch(s); m != nil {
		return DayOf(m[1], m[2], m[3])
	}
	if m := dmy.FindStringSubmatch(s); m != nil {
		return DayOf(m[3], m[2], m[1])
	}
	if m := slashed.FindStringSubmatch(s); m != nil {
		if t, p, ok := DayOf(m[3], m[1], m[2]); ok { // month first, as in the US
			return t, p, ok
		}
		return DayOf(m[3], m[2], m[1])
	}
	tidy := tidyDate(s)
	for _, layout := range dayLayouts {
		if t, err := time.Parse(layout, tidy); err == nil {
			return t, Day, Plausible(t)
		}
	}
	for _, layout := range monthLayouts {
		if t, err := time.Parse(layout, tidy); err == nil {
			return t, Month, Plausible(t)
		}
	}
	if bareYear.MatchString(s) {
		y, _ := strconv.Atoi(s)
		return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC), Year, true
	}
	return time.Time{}, "", false
}

func tidyDate(s string) string {
	s = ordinal.ReplaceAllString(s, "$1")
	s = sept.ReplaceAllString(weekday.ReplaceAllString(s, ""), "Sep")
	s = strings.NewReplacer(",", " ", ". ", " ", " of ", " ").Replace(s)
	return strings.TrimSuffix(strings.Join(strings.Fields(s), " "), ".")
}

// DayOf is the day that figures of a year, a month and a day name; false where there is no such day.
func DayOf(year, month, day string) (time.Time, Precision, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	ok := m >= 1 && m <= 12 && t.Day() == d && Plausible(t)
	return t, Day, ok
}

// Plausible tells a time in the years that software is published in.
func Plausible(t time.Time) bool { return t.Year() >= 1990 && t.Year() < 2100 }
