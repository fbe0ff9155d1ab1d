package alert

import (
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// Preview writes the messages that a subscription would have sent about changes that were published, up to a time: the
// same bursts, quiet hours, days and digests, without the mutes. Digests without a change are left out, for what could
// be seen then is no longer known.
func (a Author) Preview(sub store.Subscription, told []Told, pace Pace, since, until time.Time) ([]Message, error) {
	sub.MutedUntil = nil
	told = slices.Clone(told)
	slices.SortStableFunc(told, func(x, y Told) int { return published(x).Compare(published(y)) })
	if sub.Scheduled() {
		return a.previewDigests(sub, told, since, until)
	}
	p := previewing{author: a, sub: sub, pace: pace}
	for _, reading := range readings(told) {
		p.release(published(reading[0]))
		p.tell(reading, published(reading[0]))
	}
	p.release(until)
	return p.messages, nil
}

// published is when a change was published.
func published(t Told) time.Time {
	if at := t.News.Change.PublishedAt; at != nil {
		return *at
	}
	return t.News.Change.DetectedAt
}

// readings groups changes by what published them at once.
func readings(told []Told) [][]Told {
	var groups [][]Told
	for i, t := range told {
		if i > 0 && published(t).Equal(published(told[i-1])) && t.News.Change.SourceID == told[i-1].News.Change.SourceID {
			last := len(groups) - 1
			groups[last] = append(groups[last], t)
			continue
		}
		groups = append(groups, []Told{t})
	}
	return groups
}

// previewing is a subscription on its way through the past.
type previewing struct {
	author   Author
	sub      store.Subscription
	pace     Pace
	sent     []time.Time
	waiting  []Told
	until    time.Time // when what waits may go
	messages []Message
}

func (p *previewing) tell(reading []Told, now time.Time) {
	if until, _ := p.pace.Hold(p.sub, now, p.sent); !until.IsZero() || len(p.waiting) > 0 {
		if len(p.waiting) == 0 {
			p.until = until
		}
		p.waiting = append(p.waiting, reading...)
		return
	}
	if p.pace.Folds(p.sub, now, p.sent, len(reading)) {
		p.send(p.author.List(p.sub, reading, nil, now), now)
		return
	}
	for _, t := range reading {
		p.send(p.author.One(p.sub, t, now), now)
	}
}

// release sends what waits, once its time has come.
func (p *previewing) release(now time.Time) {
	for len(p.waiting) > 0 && !p.until.After(now) {
		at := p.until
		if until, _ := p.pace.Hold(p.sub, at, p.sent); !until.IsZero() {
			p.until = until
			continue
		}
		note := HeldNote(HeldBy(p.sub, published(p.waiting[0]), at), len(p.waiting))
		p.send(p.author.List(p.sub, p.waiting, []string{note}, at), at)
		p.waiting = nil
	}
}

func (p *previewing) send(m Message, at time.Time) {
	p.messages = append(p.messages, m)
	p.sent = append(p.sent, at)
}

func (a Author) previewDigests(sub store.Subscription, told []Told, since, until time.Time) ([]Message, error) {
	rhythm, err := RhythmOf(sub)
	if err != nil {
		return nil, err
	}
	var messages []Message
	from := since
	for due := rhythm.Next(since); !due.After(until); due = rhythm.Next(due) {
		n := 0
		for n < len(told) && !published(told[n]).After(due) {
			n++
		}
		if n > 0 {
			d := Digest{Name: rhythm.Period(due), Weekly: rhythm.Weekly, Day: due, Due: due, From: from}
			messages = append(messages, a.Digest(sub, d, told[:n], due))
			told = told[n:]
		}
		from = due
	}
	return messages, nil
}
