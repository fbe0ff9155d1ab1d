package watch

import (
	"hash/fnv"
	"time"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// Schedule says how often sources are looked at.
type Schedule struct {
	Every      map[extract.Kind]time.Duration // by kind; Default where a kind is missing
	Default    time.Duration
	Longest    time.Duration // a failing source is still asked this often
	FullEvery  time.Duration // now and then a full fetch, whatever validators say
	JitterPart float64       // of the interval, so that sources spread
}

// interval is how long a healthy source rests between two looks.
func (s Schedule) interval(src store.Source) time.Duration {
	if src.EverySeconds > 0 {
		return time.Duration(src.EverySeconds) * time.Second
	}
	if d, ok := s.Every[src.Kind]; ok && d > 0 {
		return d
	}
	return s.Default
}

// next is when to look again after a look that succeeded.
func (s Schedule) next(src store.Source, now time.Time) time.Time {
	d := s.interval(src)
	return now.Add(d + s.jitter(src, now, d))
}

// afterFailure backs off: the interval doubles with each failure in a row, up to Longest; a source is never given up.
func (s Schedule) afterFailure(src store.Source, now time.Time) time.Time {
	d := s.interval(src)
	for range min(src.Failures-1, 16) {
		d *= 2
		if d >= s.Longest {
			break
		}
	}
	longest := max(s.Longest, s.interval(src))
	return now.Add(min(d, longest))
}

// full tells whether this look should ignore validators.
func (s Schedule) full(src store.Source, now time.Time) bool {
	return src.LookAgain || src.FullFetchAt == nil || s.FullEvery > 0 && now.Sub(*src.FullFetchAt) >= s.FullEvery
}

// jitter is a share of the interval that depends on the source and the moment only, so that a replay repeats it.
func (s Schedule) jitter(src store.Source, now time.Time, d time.Duration) time.Duration {
	h := fnv.New32a()
	_, _ = h.Write([]byte(src.URL))
	_, _ = h.Write([]byte(now.Format(time.RFC3339)))
	return time.Duration(float64(d) * s.JitterPart * float64(h.Sum32()%1000) / 1000)
}
