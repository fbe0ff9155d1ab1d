package web

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rates at which one address or token may ask.
var (
	signInRate = rateOf{rate.Every(6 * time.Second), 10}
	tokenRate  = rateOf{20, 60}
	searchRate = rateOf{10, 30}
	peekRate   = rateOf{rate.Every(3 * time.Second), 30} // looks at other people's sites: as many at once as a landscape begins with
)

// retryAfter is how many seconds whoever asked too often is told to wait: by then the slowest of these rates has one more.
const retryAfter = "6"

// rateOf is a steady rate and how much of it may be used at once.
type rateOf struct {
	per   rate.Limit
	burst int
}

// limiters keep one limiter per asker and forget those that have not asked for a while.
type limiters struct {
	mu    sync.Mutex
	by    map[string]*limiter
	swept time.Time
}

type limiter struct {
	*rate.Limiter
	used time.Time
}

// idleLimit is how long an asker is remembered.
const idleLimit = 10 * time.Minute

func newLimiters() *limiters { return &limiters{by: map[string]*limiter{}} }

// allow tells whether an asker may go on now.
func (l *limiters) allow(who string, r rateOf) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.sweep(now)
	one, ok := l.by[who]
	if !ok {
		one = &limiter{Limiter: rate.NewLimiter(r.per, r.burst)}
		l.by[who] = one
	}
	one.used = now
	return one.Allow()
}

func (l *limiters) sweep(now time.Time) {
	if now.Sub(l.swept) < idleLimit {
		return
	}
	l.swept = now
	for who, one := range l.by {
		if now.Sub(one.used) > idleLimit {
			delete(l.by, who)
		}
	}
}
