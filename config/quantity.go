package config

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Duration is a time span that people write as 2s, 30m, 24h or 7d.
type Duration time.Duration

// errDuration says what a time span looks like.
var errDuration = errors.New("write a time span such as 2s, 30m, 24h or 7d")

// UnmarshalText reads a time span: what Go writes, and d for days.
func (d *Duration) UnmarshalText(text []byte) error {
	s := string(text)
	var days time.Duration
	if head, rest, ok := strings.Cut(s, "d"); ok {
		n, err := strconv.ParseUint(head, 10, 16)
		if err != nil {
			return errDuration
		}
		days = time.Duration(n) * 24 * time.Hour
		if s = rest; s == "" {
			s = "0"
		}
	}
	span, err := time.ParseDuration(s)
	if err != nil || span < 0 {
		return errDuration
	}
	*d = Duration(days + span)
	return nil
}

// MarshalText writes the span as people do.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// String writes whole days as 7d, one day as 24h, and no zero parts: 24h, not 24h0m0s.
func (d Duration) String() string {
	const day = Duration(24 * time.Hour)
	if d > day && d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	s := time.Duration(d).String()
	if strings.HasSuffix(s, "m0s") {
		s = s[:len(s)-2]
	}
	if strings.HasSuffix(s, "h0m") {
		s = s[:len(s)-2]
	}
	return s
}

// Size is a number of bytes that people write as 8MiB or 512KiB.
type Size int64

var errSize = errors.New("write a size such as 512KiB or 8MiB")

// sizeUnits are the units of a size, the longest names first.
func sizeUnits() []struct {
	name  string
	bytes int64
} {
	return []struct {
		name  string
		bytes int64
	}{
		{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"B", 1}, {"", 1},
	}
}

// UnmarshalText reads a size; a bare number counts bytes.
func (s *Size) UnmarshalText(text []byte) error {
	for _, unit := range sizeUnits() {
		head, ok := strings.CutSuffix(string(text), unit.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(head), 10, 64)
		if err != nil || n < 0 || n > math.MaxInt64/unit.bytes {
			return errSize
		}
		*s = Size(n * unit.bytes)
		return nil
	}
	return errSize
}

// MarshalText writes the size as people do.
func (s Size) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// String writes the size in the largest unit that keeps it whole.
func (s Size) String() string {
	for _, unit := range []string{"GiB", "MiB", "KiB"} {
		var one Size
		_ = one.UnmarshalText([]byte("1" + unit)) // a constant
		if s > 0 && s%one == 0 {
			return fmt.Sprintf("%d%s", s/one, unit)
		}
	}
	return fmt.Sprintf("%dB", int64(s))
}

// Percent is a share that people write as 10%.
type Percent int

var errPercent = errors.New("write a share such as 10%")

// UnmarshalText reads a share.
func (p *Percent) UnmarshalText(text []byte) error {
	head, ok := strings.CutSuffix(string(text), "%")
	n, err := strconv.ParseUint(strings.TrimSpace(head), 10, 16)
	if err != nil || !ok {
		return errPercent
	}
	*p = Percent(n)
	return nil
}

// MarshalText writes the share as people do.
func (p Percent) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

func (p Percent) String() string { return strconv.Itoa(int(p)) + "%" }

// Of is the share of a time span.
func (p Percent) Of(d Duration) Duration { return d / 100 * Duration(p) }
