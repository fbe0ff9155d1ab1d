package alert

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// ErrPermanent marks a failure that no further attempt would mend.
var ErrPermanent = errors.New("will not be tried again")

// longestWait is how long a receiver may ask us to stay away.
const longestWait = 24 * time.Hour

// secretLength is how long a piece of an address must be to be taken for a secret.
const secretLength = 10

// failure is why a message did not arrive, without secrets.
type failure struct {
	text      string
	permanent bool
	after     time.Duration
}

// Error implements error.
func (f *failure) Error() string { return f.text }

// Is makes errors.Is find ErrPermanent.
func (f *failure) Is(target error) bool { return target == ErrPermanent && f.permanent }

// RetryAfter is how long the receiver asked to be left alone; 0 where it did not say.
func RetryAfter(err error) time.Duration {
	var f *failure
	if errors.As(err, &f) {
		return f.after
	}
	return 0
}

// retryAfter reads the header of that name: seconds or a date (RFC 9110, 10.2.3). Fractions are read too.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	wait := time.Duration(0)
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 {
		wait = longestWait
		if seconds < longestWait.Seconds() {
			wait = time.Duration(seconds * float64(time.Second))
		}
	} else if at, err := http.ParseTime(value); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), longestWait)
}

// masked takes a subscription's secrets out of a text, whatever wrote them into it.
func masked(text string, sub store.Subscription) string {
	secrets := []string{sub.Secret}
	if sub.Channel != Email {
		secrets = append(secrets, sub.Target)
		if u, err := url.Parse(sub.Target); err == nil {
			secrets = append(secrets, u.RawQuery, strings.TrimPrefix(u.Path, "/"), u.User.Username())
			if password, ok := u.User.Password(); ok {
				secrets = append(secrets, password)
			}
			secrets = append(secrets, strings.Split(u.Path, "/")...)
		}
	}
	for _, s := range secrets {
		if len(s) >= secretLength {
			text = strings.ReplaceAll(text, s, "***")
		}
	}
	return line(text, lineLimit)
}

// maskAddress keeps of an address where it leads and hides the rest: the paths of webhooks are their passwords.
func maskAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "***"
	}
	host := u.Scheme + "://" + u.Host + "/"
	if path := strings.Trim(u.Path, "/"); path == "" && u.RawQuery == "" && u.User == nil {
		return host
	}
	return host + "***"
}

// RetryIn is how long to wait after so many attempts that failed, from 1. The twelve attempts that are made by default
// are spread over a day: a receiver that restarts is tried soon, one that is down is still tried tomorrow.
func RetryIn(attempts int) time.Duration {
	waits := []time.Duration{
		10 * time.Second, 30 * time.Second, 2 * time.Minute, 5 * time.Minute, 15 * time.Minute, 40 * time.Minute,
		time.Hour, 2 * time.Hour, 4 * time.Hour, 6 * time.Hour, 9 * time.Hour,
	}
	return waits[min(max(attempts, 1), len(waits))-1]
}
