package config

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Window is a part of the day that people write as 06:00-20:00. One that ends before it begins goes past midnight; an
// empty one is the whole day.
type Window string

var errWindow = errors.New("write hours of the day such as 06:00-20:00, or 22:00-04:00 past midnight")

// minutesOfDay is how many minutes a day of the clock has.
const minutesOfDay = 24 * 60

// UnmarshalText takes hours that exist.
func (w *Window) UnmarshalText(text []byte) error {
	read := Window(strings.ReplaceAll(string(text), " ", ""))
	if read != "" {
		from, until, err := read.Minutes()
		if err != nil {
			return err
		}
		read = Window(fmt.Sprintf("%02d:%02d-%02d:%02d", from/60, from%60, until/60, until%60))
	}
	*w = read
	return nil
}

// MarshalText writes the hours.
func (w Window) MarshalText() ([]byte, error) { return []byte(w), nil }

// Minutes are the minutes of the day at which the window begins and ends; what it ends with is outside.
func (w Window) Minutes() (from, until int, err error) {
	if w == "" {
		return 0, minutesOfDay, nil
	}
	first, last, ok := strings.Cut(string(w), "-")
	if !ok {
		return 0, 0, errWindow
	}
	if from, err = minuteOfDay(first); err != nil {
		return 0, 0, err
	}
	if until, err = minuteOfDay(last); err != nil {
		return 0, 0, err
	}
	if from == until || from == minutesOfDay {
		return 0, 0, errWindow
	}
	return from, until, nil
}

// minuteOfDay reads 6:30; 24:00 is the end of the day.
func minuteOfDay(text string) (int, error) {
	head, tail, ok := strings.Cut(text, ":")
	hour, err := strconv.ParseUint(head, 10, 8)
	minute, err2 := strconv.ParseUint(tail, 10, 8)
	at := int(hour)*60 + int(minute)
	if !ok || err != nil || err2 != nil || len(tail) != 2 || minute > 59 || at > minutesOfDay {
		return 0, errWindow
	}
	return at, nil
}
