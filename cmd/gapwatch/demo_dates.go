package main

import (
	"math"
	"regexp"
	"time"
)

// datesWritten finds the dates of the demo's files, however they are written; dateLayouts are how, group by group.
var (
	datesWritten = regexp.MustCompile(`\b(?:(20\d\d-\d\d-\d\d)|((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} 20\d\d)|` +
		`(\d{1,2} [A-Z][a-z]{2,8} 20\d\d)|([A-Z][a-z]{2} \d{1,2}, 20\d\d))`)
	dateLayouts = []string{time.DateOnly, "Mon, 02 Jan 2006", "2 January 2006", "Jan 2, 2006"}
)

// moveDates tells every date of a text so many days later, as it is written.
func moveDates(text []byte, days int) []byte {
	if days == 0 {
		return text
	}
	return datesWritten.ReplaceAllFunc(text, func(date []byte) []byte {
		for _, layout := range dateLayouts {
			if day, err := time.Parse(layout, string(date)); err == nil {
				return []byte(day.AddDate(0, 0, days).Format(layout))
			}
		}
		return date
	})
}

// daysSince is how many whole days a moment lies after the demo looks at its sites on a date; before it they are less than 0.
func daysSince(date string, now time.Time) int {
	day, _ := time.Parse(time.DateOnly, date) // the demo's own folder names
	return int(math.Floor(now.Sub(day.Add(demoHour)).Hours() / 24))
}
