package crawler

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRetryAfter(t *testing.T) {
	date := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	for _, tt := range []struct {
		name, value, sent string
		low, high         time.Duration
	}{
		{"a number is seconds", "60", "", time.Minute, time.Minute},
		{"blanks do not count", " 60 ", "", time.Minute, time.Minute},
		{"a date is taken from now on", date(2 * time.Minute), "", 118 * time.Second, 2 * time.Minute},
		{"a date is measured by the site's own clock", "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:39:37 GMT", 10 * time.Minute, 10 * time.Minute},
		{"too much is a week", "999999999", "", 7 * 24 * time.Hour, 7 * 24 * time.Hour},
		{"a number beyond counting is a week", "99999999999999999999", "", 7 * 24 * time.Hour, 7 * 24 * time.Hour},
		{"a far date is a week", "Sun, 06 Nov 2994 08:49:37 GMT", "", 7 * 24 * time.Hour, 7 * 24 * time.Hour},
		{"nothing counts as missing", "", "", 0, 0},
		{"zero counts as missing", "0", "", 0, 0},
		{"a negative number counts as missing", "-1", "", 0, 0},
		{"a negative number beyond counting counts as missing", "-99999999999999999999", "", 0, 0},
		{"a word counts as missing", "soon", "", 0, 0},
		{"a fraction counts as missing", "1.5", "", 0, 0},
		{"a past date counts as missing", "Sun, 06 Nov 1994 08:49:37 GMT", "", 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := http.Header{"Retry-After": {tt.value}}
			if tt.sent != "" {
				h.Set("Date", tt.sent)
			}
			got := retryAfter(h, Defaults())
			require.GreaterOrEqual(t, got, tt.low)
			require.LessOrEqual(t, got, tt.high)
		})
	}
}

func TestMaxAge(t *testing.T) {
	for _, tt := range []struct {
		name, value string
		age         time.Duration
		said        bool
	}{
		{"nothing is said", "", 0, false},
		{"nothing about age is said", "public, immutable", 0, false},
		{"an hour", "public, max-age=3600", time.Hour, true},
		{"an hour in quotes and capitals", `Max-Age="3600"`, time.Hour, true},
		{"no time at all", "max-age=0", 0, true},
		{"not to be kept", "no-cache, max-age=60", 0, true},
		{"junk", "max-age=soon", 0, false},
		{"beyond counting", "max-age=99999999999999999999", time.Duration(1<<31) * time.Second, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			age, said := maxAge(tt.value)
			require.Equal(t, tt.age, age)
			require.Equal(t, tt.said, said)
		})
	}
}

func TestDurationsInWords(t *testing.T) {
	for d, words := range map[time.Duration]string{
		150 * time.Millisecond: "150 ms",
		12 * time.Second:       "12 s",
		90 * time.Second:       "90 s",
		time.Hour:              "60 min",
		7 * 24 * time.Hour:     "168 h",
	} {
		require.Equal(t, words, inWords(d))
	}
}

func TestReasonsAreOneCleanLine(t *testing.T) {
	f := fail(ClassProtocol, "a\x1b[31m b\r\nc\u202ed\x00 %s", string(make([]byte, 2000)))
	require.Equal(t, "a [31m b c d", f.Reason)
	require.LessOrEqual(t, len(fail(ClassProtocol, "%01000d", 1).Reason), 400)
	require.True(t, len(fail(ClassProtocol, "ü%0400d", 1).Reason) <= 400)
}

func TestHowLongAnAnswerIsGoodFor(t *testing.T) {
	now := time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)
	in := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	for _, tt := range []struct {
		name   string
		header map[string]string
		want   time.Duration
	}{
		{"it says nothing", nil, 0},
		{"max-age", map[string]string{"Cache-Control": "public, max-age=600", "Expires": in(time.Hour)}, 10 * time.Minute},
		{"Expires", map[string]string{"Expires": in(time.Hour)}, time.Hour},
		{"Expires by the site's clock", map[string]string{"Expires": in(time.Hour), "Date": in(50 * time.Minute)}, 10 * time.Minute},
		{"no-cache beats Expires", map[string]string{"Cache-Control": "no-cache", "Expires": in(time.Hour)}, 0},
		{"a date that is past", map[string]string{"Expires": in(-time.Hour)}, 0},
		{"the usual junk", map[string]string{"Expires": "0"}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := http.Header{}
			for name, value := range tt.header {
				h.Set(name, value)
			}
			require.Equal(t, tt.want, lifetime(h, now))
		})
	}
}

func TestATimeOfChangeWithinTheSecondOfTheAnswerIsNotKept(t *testing.T) {
	const noon, after = "Mon, 02 Nov 2026 12:00:00 GMT", "Mon, 02 Nov 2026 12:00:01 GMT"
	for _, row := range []struct{ changed, answered, kept string }{
		{noon, after, noon},
		{noon, noon, ""},
		{after, noon, ""},
		{noon, "", noon},
		{"yesterday, about noon", noon, "yesterday, about noon"},
	} {
		header := http.Header{"Last-Modified": {row.changed}, "Date": {row.answered}}
		require.Equal(t, row.kept, lastModified(header), row)
	}
}
