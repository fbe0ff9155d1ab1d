package watch

import (
	"fmt"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// Standing is how a source fares, in a word.
type Standing string

// Standings of a source, those that need an operator first.
const (
	Troubled Standing = "in trouble"     // fails in a row, or will not mend by itself
	Failing  Standing = "failing"        // failed, and is tried again
	Silent   Standing = "quiet"          // seen well, and silent for longer than it usually is
	Resting  Standing = "paused"         // nobody looks
	Unseen   Standing = "not looked yet" // new
	Moving   Standing = "moved"          // seen well, but at another address for good
	Well     Standing = "good"
)

// NeedsCare tells whether an operator should do something.
func (s Standing) NeedsCare() bool { return s == Troubled || s == Silent || s == Moving }

// Health is how a source fares and what to do about it, for people.
type Health struct {
	Standing Standing
	Trouble  Trouble // empty where nothing is wrong
	What     string  // a sentence
	Advice   string  // what to do; empty where there is nothing to do
	Rhythm   string  // how often it brings news: "news every 7 days"
	Looks    string  // how often it is looked at, and why
	Next     string  // when next, and why then
}

// Health says how a source fares at a time. It is pure.
func (s Schedule) Health(src store.Source, now time.Time) Health {
	h := Health{
		Standing: standing(src, now, s.TellAfter),
		Trouble:  Trouble(src.Trouble),
		Rhythm:   newsRhythm(src),
		Looks:    s.Rhythm(src, now),
		Next:     nextLook(src, now),
	}
	switch h.Standing {
	case Troubled, Failing:
		what, advice := h.Trouble.Words()
		h.What, h.Advice = what+tries(src.Failures)+".", advice
	case Resting:
		h.What = "Nobody looks at it."
		h.Advice = "Resume it when it is wanted again."
		if h.Trouble != "" {
			what, advice := h.Trouble.Words()
			h.What, h.Advice = what+".", advice
		}
	case Silent:
		h.What = fmt.Sprintf("Nothing new for %s; it usually brings news every %s.",
			span(now.Sub(*src.QuietSince)), strings.TrimPrefix(span(time.Duration(src.NewsEverySeconds)*time.Second), "1 "))
		h.Advice = "Look whether the site publishes somewhere else now."
	case Moving:
		h.What = "The page has moved for good to " + src.MovedTo + "."
		h.Advice = "Change its address in the landscape file."
	}
	return h
}

func standing(src store.Source, now time.Time, after int) Standing {
	switch {
	case src.Paused:
		return Resting
	case src.LastCheckedAt == nil:
		return Unseen
	case troubled(src, after):
		return Troubled
	case src.Trouble != "":
		return Failing
	case src.MovedTo != "":
		return Moving
	case quiet(src, now):
		return Silent
	}
	return Well
}

// quiet tells whether a source has been silent for longer than its rhythm explains.
func quiet(src store.Source, now time.Time) bool {
	return src.NewsEverySeconds > 0 && src.QuietSince != nil && src.QuietAfter != nil && src.QuietAfter.Before(now)
}

func tries(failures int) string {
	switch failures {
	case 0, 1:
		return ""
	case 2:
		return ", twice in a row"
	}
	return fmt.Sprintf(", %d times in a row", failures)
}

func newsRhythm(src store.Source) string {
	if src.NewsEverySeconds <= 0 {
		return "not known yet"
	}
	return "news every " + strings.TrimPrefix(span(time.Duration(src.NewsEverySeconds)*time.Second), "1 ")
}

// nextLook says when a source is looked at next, and why then where it is not simply its interval.
func nextLook(src store.Source, now time.Time) string {
	switch {
	case src.Paused:
		return "not before it is resumed"
	case src.NotBefore != nil && src.NotBefore.After(now) && src.NotBefore.After(src.NextCheckAt):
		return moment(*src.NotBefore) + ": the site asked to be left alone until then"
	case src.Asked():
		return "in a moment: somebody asked for it"
	case src.LookAgain:
		return "in a moment: a second look is wanted"
	case !src.NextCheckAt.After(now):
		return "in a moment: it is due"
	case src.Failures > 0:
		return moment(src.NextCheckAt) + ": it failed" + strings.TrimPrefix(tries(src.Failures), ",") + " and is asked less and less often"
	}
	return moment(src.NextCheckAt)
}

// Day is how the captures of one day ended: the best of them counts.
type Day rune

// Days, as one letter of a strip each.
const (
	DayNews    Day = '█'
	DaySame    Day = '▂'
	DaySuspect Day = '□'
	DayFailed  Day = '×'
	DayNone    Day = '·' // nobody looked
)

// rank orders days from none to best.
func (d Day) rank() int {
	return strings.IndexRune(string([]rune{rune(DayNone), rune(DayFailed), rune(DaySuspect), rune(DaySame), rune(DayNews)}), rune(d))
}

// Word is a day for people who do not see the strip.
func (d Day) Word() string {
	switch d {
	case DayNews:
		return "news"
	case DaySame:
		return "same"
	case DaySuspect:
		return "suspect"
	case DayFailed:
		return "failed"
	}
	return "not watched"
}

func dayOf(o store.Outcome) Day {
	switch o {
	case store.OutcomeNew, store.OutcomeChanged:
		return DayNews
	case store.OutcomeSame:
		return DaySame
	case store.OutcomeSuspect:
		return DaySuspect
	case store.OutcomeFailed, store.OutcomeGone:
		return DayFailed
	}
	return DayNone
}

// Strip is the best outcome of each of the last days up to now, oldest first, by the days of a zone. A span of captures
// that ended the same way stands for all days that it touches.
func Strip(spans []store.Span, now time.Time, days int, zone *time.Location) []Day {
	strip := make([]Day, days)
	today := midnight(now, zone)
	for i := range strip {
		from := today.AddDate(0, 0, i-days+1)
		until := from.AddDate(0, 0, 1)
		strip[i] = DayNone
		for _, s := range spans {
			if d := dayOf(s.Outcome); s.From.Before(until) && !s.Until.Before(from) && d.rank() > strip[i].rank() {
				strip[i] = d
			}
		}
	}
	return strip
}

func midnight(t time.Time, zone *time.Location) time.Time {
	year, month, day := t.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, zone)
}
