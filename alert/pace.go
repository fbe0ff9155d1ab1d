package alert

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// Pace bounds how much one subscription is told at once.
type Pace struct {
	Burst int // messages within a minute, or of one reading; what comes on top is put into one
	Day   int // messages of a day; what comes on top waits for the next day and is put into one; 0: no bound
}

// burstTime is the time in which Pace.Burst messages may go.
const burstTime = time.Minute

// Why instant news wait.
const (
	HeldMute  = "muted"
	HeldQuiet = "quiet hours"
	HeldBurst = "a burst"
	HeldDay   = "the day's messages"
)

// Hold says until when news for an instant subscription have to wait, and why; the zero time: they may go now. sent are
// the times of the messages about changes that were written to it since the day began where it is, and in the last
// minute. Only channels that people read are paced: programs get all of it at once.
func (p Pace) Hold(sub store.Subscription, now time.Time, sent []time.Time) (until time.Time, why string) {
	if Muted(sub, now) {
		return *sub.MutedUntil, HeldMute
	}
	zone := zoneOf(sub)
	if q, ok, err := quietOf(sub.Quiet); err == nil && ok {
		if end := q.end(now, zone); !end.IsZero() {
			return end, HeldQuiet
		}
	}
	if !ForPeople(sub.Channel) {
		return time.Time{}, ""
	}
	if p.Day > 0 && countSince(sent, startOfDay(now, zone)) >= p.Day {
		return Rhythm{Zone: zone}.Next(now), HeldDay
	}
	if recent := countSince(sent, now.Add(-burstTime+1)); p.Burst > 0 && recent >= p.Burst {
		return sent[len(sent)-recent].Add(burstTime), HeldBurst
	}
	return time.Time{}, ""
}

// Folds tells that so many messages at once are too many, and go as one.
func (p Pace) Folds(sub store.Subscription, now time.Time, sent []time.Time, fresh int) bool {
	if fresh < 2 || p.Burst <= 0 {
		return false
	}
	return fresh+countSince(sent, now.Add(-burstTime+1)) > p.Burst
}

// LastNote says in the day's last message that more has to wait.
func (p Pace) LastNote() string {
	return fmt.Sprintf("This is the last of %s today. What follows waits until midnight and comes as one.",
		count(p.Day, "message", "messages"))
}

// HeldBy is what held news back that wait since a time. What is no longer known (a mute that was ended early) is empty.
func HeldBy(sub store.Subscription, since, now time.Time) string {
	_, why := Pace{}.Hold(sub, since, nil)
	switch {
	case why != "":
		return why
	case ForPeople(sub.Channel) && since.Before(startOfDay(now, zoneOf(sub))):
		return HeldDay
	case now.Sub(since) <= 2*burstTime:
		return HeldBurst
	}
	return ""
}

// HeldNote says in a message why its changes come together and late.
func HeldNote(why string, n int) string {
	changes := count(n, "change", "changes")
	switch why {
	case HeldMute:
		return changes + " waited while this subscription was muted."
	case HeldQuiet:
		return changes + " waited for the end of your quiet hours."
	case HeldDay:
		return changes + " waited for the next day, because the messages of a day were used up."
	case HeldBurst:
		return changes + " came at about the same time, and come as one message."
	}
	return changes + " had to wait."
}

// Since is from when on Hold wants to know what was sent.
func (p Pace) Since(sub store.Subscription, now time.Time) time.Time {
	day, minute := startOfDay(now, zoneOf(sub)), now.Add(-burstTime)
	if day.Before(minute) {
		return day
	}
	return minute
}

// Last tells that the message that is about to be written is the last one of the day.
func (p Pace) Last(sub store.Subscription, now time.Time, sent []time.Time) bool {
	return ForPeople(sub.Channel) && p.Day > 0 && countSince(sent, startOfDay(now, zoneOf(sub))) == p.Day-1
}

func zoneOf(sub store.Subscription) *time.Location {
	zone, err := time.LoadLocation(sub.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func startOfDay(now time.Time, zone *time.Location) time.Time { return Rhythm{Zone: zone}.Last(now) }

func countSince(times []time.Time, since time.Time) int {
	n := 0
	for _, t := range times {
		if !t.Before(since) {
			n++
		}
	}
	return n
}

// Teller chooses, among subscriptions that ask for the same change and go to the same place, the one whose message
// carries it: the one that tells it first, of several the oldest.
func Teller(same []store.Subscription, now time.Time) store.Subscription {
	return slices.MinFunc(same, func(a, b store.Subscription) int {
		return cmp.Or(tells(a, now).Compare(tells(b, now)), cmp.Compare(a.ID, b.ID))
	})
}

// tells is when a subscription tells what comes now, bursts aside.
func tells(sub store.Subscription, now time.Time) time.Time {
	at := now
	if until, _ := (Pace{}).Hold(sub, now, nil); !until.IsZero() {
		at = until
	}
	if !sub.Scheduled() {
		return at
	}
	if r, err := RhythmOf(sub); err == nil {
		if Muted(sub, now) {
			return r.Next(at.Add(-1))
		}
		return r.Next(now)
	}
	return at
}

// Place is where the messages of a subscription go, and to whom: what two subscriptions of one place both ask for is
// told once.
type Place struct {
	Person  string
	UserID  int64
	Channel string
	Target  string
}

// PlaceOf is the place of a subscription. A feed is a place of its own.
func PlaceOf(sub store.Subscription) Place {
	p := Place{Person: sub.Person, Channel: sub.Channel, Target: sub.Target}
	if sub.UserID != nil {
		p.UserID = *sub.UserID
	}
	if sub.Channel == Feed {
		p.Target = sub.Key
	}
	return p
}
