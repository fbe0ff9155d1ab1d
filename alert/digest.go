package alert

import (
	"fmt"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// Digest is the message of a day or a week, but for its changes.
type Digest struct {
	Name      string    // of its period; see Rhythm.Period
	Weekly    bool      // else daily
	Day       time.Time // the set time of the period
	Due       time.Time // when it was to be sent: earlier than Day where periods were missed
	From      time.Time // what it is about begins here
	Elsewhere int       // changes that were asked for and told in other messages to the same place
	Sight     Sight
}

// lateAfter is how long after its time a message counts as late.
const lateAfter = time.Hour

// Sight is what could be seen in a time, of the sources that a subscription follows.
type Sight struct {
	Seen   int // sources that were seen
	NotDue int // sources that were not to be looked at
	Unseen []Unseen
}

// Unseen is a source that could not be seen.
type Unseen struct {
	Competitor string
	Kind       string
	URL        string
	Reason     string
	Since      *time.Time // when it was seen last; nil: never
}

// mostUnseen bounds the list of what could not be seen.
const mostUnseen = 20

// Digest writes the message of a period: what could not be seen first, then what changed. That nothing changed is said
// only where something was seen.
func (a Author) Digest(sub store.Subscription, d Digest, told []Told, at time.Time) Message {
	m := a.Sign(sub, Message{Type: TypeDigest, At: at, Link: a.Links.Changes(), Thread: "digest"})
	a.list(&m, told)
	m.Title = line(fmt.Sprintf("%s, %s: %s", d.word(), m.day(d.Day), d.summary(told)), titleLimit)
	m.Text = m.Title
	if at.Sub(d.Due) > lateAfter {
		m.Notes = []string{m.Late(d.Due)}
	}
	if len(d.Sight.Unseen) > 0 {
		m.First = []Part{d.Sight.part(m)}
	}
	if text := d.closing(m, len(told)); text != "" {
		m.Rest = []Part{{Lines: []string{text}}}
	}
	return m
}

// Late says that a message comes later than it was due.
func (m Message) Late(due time.Time) string {
	return fmt.Sprintf("This is late: it was due on %s (%s). It is about all that came since.", m.moment(due), m.zone())
}

// Report makes of a report the message for one subscription. told are the changes that it asked for, which come first.
func (a Author) Report(sub store.Subscription, m Message, told []Told) Message {
	m = a.Sign(sub, m)
	m.Type, m.Thread = TypeReport, "report"
	if len(told) == 0 {
		return m
	}
	a.list(&m, told)
	asked := count(len(told), "change", "changes") + " that you asked for"
	m.First = append(m.First, Part{Heading: upper(asked)})
	m.Brief = append(m.Brief, upper(asked)+":")
	for i, t := range told {
		if i == mostBrief {
			m.Brief = append(m.Brief, fmt.Sprintf("and %d more", len(told)-mostBrief))
			break
		}
		m.Brief = append(m.Brief, "• "+t.News.Sentence())
	}
	return m
}

// mostBrief bounds a list in a message of few words.
const mostBrief = 5

func (d Digest) word() string {
	if d.Weekly {
		return "Weekly digest"
	}
	return "Daily digest"
}

// summary is the second half of the title.
func (d Digest) summary(told []Told) string {
	text := "nothing new"
	switch {
	case len(told) > 0:
		text = fmt.Sprintf("%s of %s", count(len(told), "change", "changes"), names(told))
	case d.Sight.Seen == 0:
		text = "nothing could be looked at"
	}
	if n := len(d.Sight.Unseen); n > 0 && d.Sight.Seen+len(told) > 0 {
		text += "; " + count(n, "source", "sources") + " could not be seen"
	}
	return text
}

// closing is what is said after the changes, or instead of them.
func (d Digest) closing(m Message, n int) string {
	var said []string
	switch since := m.moment(d.From); {
	case n == 0 && d.Sight.Seen > 0:
		said = append(said, fmt.Sprintf("Nothing that you asked for has changed since %s: %s seen.", since,
			was(d.Sight.Seen)))
	case n == 0:
		said = append(said, fmt.Sprintf("Since %s no source that you follow could be seen, so nothing can be said of them.", since))
	}
	if d.Sight.NotDue > 0 {
		said = append(said, fmt.Sprintf("%s not due.", upper(was(d.Sight.NotDue))))
	}
	if d.Elsewhere > 0 {
		said = append(said, fmt.Sprintf("%s that you asked for came here in other messages.",
			upper(count(d.Elsewhere, "change", "changes"))))
	}
	return strings.Join(said, " ")
}

func was(n int) string {
	if n == 1 {
		return "1 source was"
	}
	return fmt.Sprintf("%d sources were", n)
}

func (s Sight) part(m Message) Part {
	p := Part{Heading: "Could not be seen"}
	for i, u := range s.Unseen {
		if i == mostUnseen {
			p.More = len(s.Unseen) - mostUnseen
			break
		}
		last := "never seen"
		if u.Since != nil {
			last = "last seen " + m.moment(*u.Since)
		}
		p.Items = append(p.Items, Item{
			Text: line(fmt.Sprintf("%s, %s: %s", u.Competitor, u.Kind, u.Reason), lineLimit),
			Note: clean(u.URL) + ", " + last,
		})
	}
	return p
}

// Test writes the message that a person asks for to see that messages arrive.
func (a Author) Test(sub store.Subscription, at time.Time) Message {
	m := a.Sign(sub, Message{
		Type:  TypeTest,
		Title: "A test message from Gapwatch",
		Text:  "A test message from Gapwatch: the subscription " + sub.Key + " reaches you here.",
		At:    at, Link: a.Links.Changes(), Thread: "gapwatch",
	})
	m.Rest = []Part{{Lines: []string{m.Text + " It was asked for on " + m.moment(at) + " (" + m.zone() + ")."}}}
	return m
}

// day writes the day of a time in the zone of the reader: "Wed 25 Nov 2026".
func (m Message) day(t time.Time) string {
	text, _, _ := strings.Cut(m.moment(t), ",")
	return text
}
