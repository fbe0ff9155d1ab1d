package alert

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gapwatch/gapwatch/store"
)

// sendTime bounds one attempt, from DNS to the receiver's answer.
const sendTime = 15 * time.Second

// Outlet is what channels send through. Whoever makes it guards it: both Client and Dial refuse addresses that are not
// public unless the operator excepts them.
type Outlet struct {
	Client *http.Client
	Dial   func(ctx context.Context, network, address string) (net.Conn, error)
	TLS    *tls.Config // of connections that Dial begins; nil: the system's authorities
	Mail   Mail
	Extra  bool // the operator allows the services of shoutrrr
	Now    func() time.Time
}

func (o Outlet) now() time.Time {
	if o.Now == nil {
		return time.Now()
	}
	return o.Now()
}

// parcel is one message on its way to one receiver.
type parcel struct {
	sub  store.Subscription
	key  string    // the same for every attempt
	body []byte    // the message as JSON
	msg  Message   // the message
	at   time.Time // when it was first owed
}

// channel is one way to tell people or programs.
type channel struct {
	name   string
	target string // what to write as its target, in words with an example
	check  func(target string) error
	mask   func(target string) string
	send   func(ctx context.Context, o Outlet, p parcel) (answer string, err error)
	people bool // people read it: bursts are folded over time, and a day's messages are capped
	secret bool // every subscription has a secret

	through func(o Outlet) string // by what it sends, for people; nil: there is nothing to say of it
}

// channels is the table of ways to tell. Adding one is a file and a line here.
func channels() []channel {
	return []channel{webhook(), email(), slack(), teams(), ntfy(), feed(), extra()}
}

func channelOf(name string) (channel, error) {
	var known []string
	for _, c := range channels() {
		if c.name == name {
			return c, nil
		}
		known = append(known, c.name)
	}
	return channel{}, fmt.Errorf("there is no channel %q; use %s: %w", name, strings.Join(known, ", "), ErrPermanent)
}

// Channels are the names of all channels.
func Channels() []string {
	var list []string
	for _, c := range channels() {
		list = append(list, c.name)
	}
	return list
}

// ForPeople tells whether people read a channel. What programs read comes at once and whole, however much it is.
func ForPeople(name string) bool {
	c, err := channelOf(name)
	return err == nil && c.people
}

// CheckTarget says what is wrong with a channel or its target, and what to write instead. It asks nobody.
func CheckTarget(name, target string) error {
	c, err := channelOf(name)
	if err != nil {
		return err
	}
	return c.check(target)
}

// Through says by what a channel sends, where the settings say so; empty: there is nothing to say.
func Through(o Outlet, name string) string {
	c, err := channelOf(name)
	if err != nil || c.through == nil {
		return ""
	}
	return c.through(o)
}

// HasSecret tells whether each subscription of a channel has a secret of its own; see NewSecret.
func HasSecret(name string) bool {
	c, err := channelOf(name)
	return err == nil && c.secret
}

// MaskTarget writes a target without what only its owner should know.
func MaskTarget(name, target string) string {
	c, err := channelOf(name)
	if err != nil {
		return maskAddress(target)
	}
	return c.mask(target)
}

// HideTarget writes a target for people whom the subscription is none of: they are not told whose mailbox it is either.
func HideTarget(name, target string) string {
	if name == Email {
		return HideMailbox(target)
	}
	return MaskTarget(name, target)
}

// HideMailbox keeps the first letter and the domain of a mail address; what is none stays as it is.
func HideMailbox(text string) string {
	i := strings.LastIndex(text, "@")
	if i < 0 {
		return text
	}
	if a, err := mail.ParseAddress(text); err == nil {
		text, i = a.Address, strings.LastIndex(a.Address, "@")
	}
	_, size := utf8.DecodeRuneInString(text[:i])
	return text[:size] + "…" + text[i:]
}

// Send hands one delivery to the channel of its subscription and returns what the receiver answered. A wrapped
// ErrPermanent says that trying again is of no use; every other error may be tried again under the same key, and
// RetryAfter says whether the receiver asked for some time. No error holds a secret.
func Send(ctx context.Context, o Outlet, sub store.Subscription, d store.Delivery) (answer string, err error) {
	c, err := channelOf(sub.Channel)
	if err != nil {
		return "", err
	}
	p := parcel{sub: sub, key: d.Key, body: d.Body, at: d.CreatedAt}
	if err := json.Unmarshal(d.Body, &p.msg); err != nil {
		return "", fmt.Errorf("%s: the message cannot be read: %w: %w", c.name, err, ErrPermanent)
	}
	if p.msg.Title == "" { // of a version that had no titles
		p.msg.Title = p.msg.Text
	}
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	answer, err = c.send(ctx, o, p)
	answer = masked(answer, sub)
	if err == nil {
		return answer, nil
	}
	return answer, &failure{
		text:      masked(c.name+": "+err.Error(), sub),
		permanent: errors.Is(err, ErrPermanent),
		after:     RetryAfter(err),
	}
}
