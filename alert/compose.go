package alert

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/store"
)

// Author writes messages. It is pure: the same news give the same message.
type Author struct {
	Links Links
	Quote int // characters of a quote
	Most  int // changes that one message lists; 0: 200
}

// Told is a change that is to be told, with the reasons of the subscriptions that asked for it.
type Told struct {
	News    News
	Reasons []Reason
}

// change puts a change into the form that messages carry.
func (a Author) change(t Told) Change {
	c := t.News.Change
	return Change{
		Text:          t.News.Sentence(),
		Competitor:    t.News.Competitor,
		CompetitorKey: t.News.CompetitorKey,
		SourceURL:     t.News.SourceURL,
		SourceKind:    t.News.SourceKind,
		Kind:          c.Kind,
		Subject:       c.Subject,
		Before:        c.Before,
		After:         c.After,
		Quote:         cut(c.Quote, a.Quote),
		Level:         c.Level,
		SeenAt:        c.DetectedAt,
		Link:          a.Links.Change(c.ID),
		Why:           because(t.Reasons),
	}
}

// Sentence says a change in one line, the competitor first.
func (n News) Sentence() string {
	c := n.Change
	return line(n.Competitor+": "+diff.Sentence(diff.Change{
		Kind: c.Kind, Subject: cut(c.Subject, wordLimit), Before: cut(c.Before, wordLimit), After: cut(c.After, wordLimit),
		Quote: c.Quote, Level: c.Level,
	}), lineLimit)
}

// One writes the message about one change.
func (a Author) One(sub store.Subscription, t Told, at time.Time) Message {
	c := a.change(t)
	return a.Sign(sub, Message{
		Type:    TypeChange,
		Title:   cut(c.Text, titleLimit),
		Text:    c.Text,
		At:      at,
		Link:    c.Link,
		Change:  &c,
		Why:     c.Why,
		Reasons: several(t.Reasons),
		Thread:  c.CompetitorKey,
	})
}

// List writes one message about several changes: of one reading, of a short time, or those that had to wait. notes say
// what brought them together.
func (a Author) List(sub store.Subscription, told []Told, notes []string, at time.Time) Message {
	if len(told) == 1 {
		m := a.One(sub, told[0], at)
		m.Notes = notes
		return m
	}
	title := fmt.Sprintf("%s of %s", count(len(told), "change", "changes"), names(told))
	m := Message{Type: TypeChanges, Title: line(title, titleLimit), At: at, Link: a.Links.Changes(), Thread: thread(told)}
	m.Text, m.Notes = m.Title, notes
	a.list(&m, told)
	return a.Sign(sub, m)
}

// list puts changes into a message, as many as it may hold, and the reasons for them.
func (a Author) list(m *Message, told []Told) {
	most := a.Most
	if most == 0 {
		most = 200
	}
	for i, t := range told {
		if i == most {
			m.More = len(told) - most
			break
		}
		m.Changes = append(m.Changes, a.change(t))
	}
	m.Reasons = several(allReasons(told))
	m.Why = because(allReasons(told))
}

// Sign adds what every message of a subscription has: its zone, and the ways to stop it.
func (a Author) Sign(sub store.Subscription, m Message) Message {
	m.Zone = sub.Zone
	m.Mute, m.Leave = a.Links.Mute(sub.Key), a.Links.Leave(sub.Key)
	return m
}

// Owe makes the delivery that carries a message. tells is the identity that makes it owed once.
func Owe(sub store.Subscription, tells string, m Message, now time.Time) (store.Delivery, error) {
	body, err := json.Marshal(m)
	if err != nil {
		return store.Delivery{}, fmt.Errorf("write message %s: %w", tells, err)
	}
	return store.Delivery{
		SubscriptionID: sub.ID, Tells: tells, Key: deliveryKey(sub.Key, tells, m), Body: body, Status: store.Owed, CreatedAt: now,
	}, nil
}

// deliveryKey is the same for the same message to the same subscription, whatever is lost or repeated in between.
func deliveryKey(subscription, tells string, m Message) string {
	proof := ""
	if m.Change != nil {
		proof = m.Change.SourceURL + "\x00" + m.Change.Text + "\x00" + m.Change.SeenAt.UTC().Format(time.RFC3339Nano)
	}
	sum := sha256.Sum256([]byte(subscription + "\x00" + tells + "\x00" + proof))
	return "msg_" + hex.EncodeToString(sum[:16])
}

// because joins reasons; which subscription has which is said only where there are several.
func because(reasons []Reason) string {
	many := several(reasons) != nil
	said := make([]string, 0, len(reasons))
	for _, r := range reasons {
		if many {
			r.Why = r.Subscription + ": " + r.Why
		}
		said = append(said, r.Why)
	}
	return cut(strings.Join(said, "; "), lineLimit)
}

// several are reasons of more than one subscription; nil for those of one.
func several(reasons []Reason) []Reason {
	for _, r := range reasons {
		if r.Subscription != reasons[0].Subscription {
			return reasons
		}
	}
	return nil
}

// allReasons are the reasons of several changes, each once.
func allReasons(told []Told) []Reason {
	var all []Reason
	seen := map[Reason]bool{}
	for _, t := range told {
		for _, r := range t.Reasons {
			if !seen[r] {
				seen[r] = true
				all = append(all, r)
			}
		}
	}
	return all
}

// thread is the competitor of changes that are all of one.
func thread(told []Told) string {
	for _, t := range told {
		if t.News.CompetitorKey != told[0].News.CompetitorKey {
			return "several"
		}
	}
	return told[0].News.CompetitorKey
}

// names lists the competitors of changes: "Acme, Bolt and 3 others".
func names(told []Told) string {
	var list []string
	seen := map[string]bool{}
	for _, t := range told {
		if name := cut(clean(t.News.Competitor), 60); !seen[name] {
			seen[name] = true
			list = append(list, name)
		}
	}
	return enumerate(list, 3)
}

// enumerate joins names as people do, at most so many of them.
func enumerate(list []string, most int) string {
	rest := len(list) - most
	switch {
	case len(list) == 0:
		return "nobody"
	case len(list) == 1:
		return list[0]
	case rest == 1:
		return strings.Join(list[:most], ", ") + " and one other"
	case rest > 1:
		return fmt.Sprintf("%s and %d others", strings.Join(list[:most], ", "), rest)
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
