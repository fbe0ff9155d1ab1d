// Package dates reads dates as people write them, in the words of some fifty languages.
package dates

// Precision tells how exactly something is dated.
type Precision string

// Precisions of a date.
const (
	Day   Precision = "day"
	Month Precision = "month"
	Year  Precision = "year"
)
