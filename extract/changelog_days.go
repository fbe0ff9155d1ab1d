package extract

import (
	"strconv"
	"time"

	"github.com/gapwatch/gapwatch/extract/dates"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// dayAlone is the day of a month in a line of its own, with or without its weekday: "28", "3rd", "Mon 28", "28 Mon".
var dayAlone = regexp.MustCompile(`(?i)^(?:(?:` + dates.Weekdays + `)\.?,? )?(\d{1,2})(?:st|nd|rd|th|\.|日|일)?(?: (?:` + dates.Weekdays + `)\.?)?$`)

// dayTitle is a title that begins with the day of the month above it: "14th – Shared carts", "3: Gift cards".
var dayTitle = regexp.MustCompile(`(?i)^(?:(?:` + dates.Weekdays + `)\.?,? )?(\d{1,2})(?:st|nd|rd|th|\.)?\s?[–—:-] (\S.*)$`)

// dayTitles dates the headings below a month all of which begin with their day.
func dayTitles(pieces []piece) {
	for i, month := range pieces {
		if month.heading == 0 || month.prec != dates.Month || !month.onlyDate() {
			continue
		}
		end := sectionEnd(pieces, i, func(q piece) bool { return q.heading > 0 && q.heading <= month.heading })
		top, all := 7, true
		for _, p := range pieces[i+1 : end] {
			if p.heading > 0 {
				top = min(top, p.heading)
			}
		}
		for _, p := range pieces[i+1 : end] {
			all = all && (p.heading != top || dayTitle.MatchString(p.text))
		}
		for k := i + 1; all && k < end; k++ {
			if p := &pieces[k]; p.heading == top {
				m := dayTitle.FindStringSubmatch(p.text)
				if d, prec, ok := dates.DayOf(strconv.Itoa(month.date.Year()), strconv.Itoa(int(month.date.Month())), m[1]); ok {
					p.date, p.prec, p.rest = d, prec, m[2]
				}
			}
		}
	}
}

// daysOfMonths dates the lines that are a number, on pages that list what is new below months: there "28" is a day of the
// month above it.
func daysOfMonths(pieces []piece) {
	dayTitles(pieces)
	down, up := true, true // the order of the days within their months
	var all []lineDate
	var at []int
	for i, p := range pieces {
		if p.heading == 0 || p.prec != dates.Month || !p.onlyDate() {
			continue
		}
		end := sectionEnd(pieces, i, func(q piece) bool { return q.heading > 0 && (q.dated() || q.heading < p.heading) })
		days, lines := daysBelow(pieces[i+1:end], p.date)
		for k := 1; k < len(days); k++ {
			down = down && !days[k].day.After(days[k-1].day)
			up = up && !days[k].day.Before(days[k-1].day)
		}
		for k := range days {
			all, at = append(all, days[k]), append(at, i+1+lines[k])
		}
	}
	if len(all) < 2 || !down && !up {
		return
	}
	for k, d := range all {
		p := &pieces[at[k]]
		p.date, p.prec, p.rest = d.day, dates.Day, ""
	}
}

// daysBelow lists the days that stand below a month, each in the same place and above something that is none, and in
// which lines. There are none where the first line is no day, or where another date tells more.
func daysBelow(below []piece, month time.Time) (days []lineDate, lines []int) {
	place := ""
	for i, p := range below {
		if p.dated() && p.prec != dates.Month {
			return nil, nil
		}
		m := dayAlone.FindStringSubmatch(p.text)
		if m == nil || p.heading > 0 || place != "" && placeOf(p, nil) != place {
			if i == 0 {
				return nil, nil
			}
			continue
		}
		d, prec, ok := dates.DayOf(strconv.Itoa(month.Year()), strconv.Itoa(int(month.Month())), m[1])
		if !ok || len(lines) > 0 && lines[len(lines)-1] == i-1 {
			return nil, nil // a calendar, or no day at all
		}
		place = placeOf(p, nil)
		days, lines = append(days, lineDate{day: d, prec: prec}), append(lines, i)
	}
	return days, lines
}
