//go:build !linux

package extracttest

import "time"

// Spent is the time that f took.
func Spent(f func()) time.Duration {
	began := time.Now()
	f()
	return time.Since(began)
}
