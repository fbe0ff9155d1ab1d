package config

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"
	_ "time/tzdata" // zones mean the same on machines that have none installed
)

// The words that a landscape file may use. This package imports none of the others, so it lists them itself; a test
// beside watch.Apply holds them against the packages that give them meaning.
type (
	// Kind is what a source shows.
	Kind string
	// Render is how a source is fetched: empty plainly, or by a browser.
	Render string
	// RuleVerb is what a rule does with the part it names.
	RuleVerb string
	// State is our own state of a feature.
	State string
	// Channel is how a message travels.
	Channel string
	// MailSecurity is how the connection to a mail server is secured.
	MailSecurity string
	// Weekday is a day of the week.
	Weekday string
	// Audience is whom a subscription is for.
	Audience string
	// Cadence is when messages go.
	Cadence string
	// Level is how much a change matters.
	Level string
	// NewsKind is a kind of source or of change that a subscription asks for.
	NewsKind string
)

// unknownState is the state of what nobody spoke of; it is never shown as no.
const unknownState State = "unknown"

func (Kind) words() (string, []string) {
	return "kind", []string{"changelog", "pricing", "feed", "page", "sitemap"}
}

func (RuleVerb) words() (string, []string) { return "verb", []string{"remove", "do-not-alert"} }

func (Render) words() (string, []string) { return "way to render", []string{"browser"} }

func (State) words() (string, []string) {
	return "state", []string{"yes", "partial", "beta", "planned", "no", "unknown", "not applicable"}
}

func (Channel) words() (string, []string) {
	return "channel", []string{"webhook", "email", "slack", "teams", "ntfy", "feed", "shoutrrr"}
}

func (MailSecurity) words() (string, []string) {
	return "way to secure mail", []string{"starttls", "tls", "none"}
}

func (Weekday) words() (string, []string) {
	return "day of the week", []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
}

func (Audience) words() (string, []string) {
	return "audience", []string{"reader", "operator", "both"}
}

func (Cadence) words() (string, []string) {
	return "cadence", []string{"instant", "daily", "weekly"}
}

func (Level) words() (string, []string) { return "level", []string{"major", "notable", "minor"} }

func (NewsKind) words() (string, []string) {
	_, sources := Kind("").words()
	return "kind", append(sources,
		"price_changed", "plan_added", "plan_removed", "plan_renamed", "limit_changed", "feature_added",
		"feature_removed", "billing_changed", "entry_added", "entry_changed", "entry_removed", "text_changed")
}

// Zone is an IANA time zone.
type Zone string

// UnmarshalText takes zones that exist.
func (z *Zone) UnmarshalText(text []byte) error {
	if _, err := time.LoadLocation(string(text)); err != nil || string(text) == "Local" {
		return errors.New("write an IANA time zone such as Europe/Berlin or UTC")
	}
	*z = Zone(text)
	return nil
}

// MarshalText writes the name.
func (z Zone) MarshalText() ([]byte, error) { return []byte(z), nil }

// DayTime is a local time of day, as people write it: 08:30.
type DayTime string

// UnmarshalText takes times that clocks show.
func (d *DayTime) UnmarshalText(text []byte) error {
	t, err := time.Parse("15:04", string(text))
	if err != nil {
		return errors.New("write a time of day such as 08:30")
	}
	*d = DayTime(t.Format("15:04"))
	return nil
}

// MarshalText writes the time.
func (d DayTime) MarshalText() ([]byte, error) { return []byte(d), nil }

// notSame says that something is there twice.
func notSame(what, key, first string) string {
	return fmt.Sprintf("%s %q is here twice, first at %s", what, key, first)
}

// CheckWord says what is wrong with a word that has to be one of a few, such as Cadence("hourly").
func CheckWord(w words) error {
	what, allowed := w.words()
	word := reflect.ValueOf(w).String()
	if slices.Contains(allowed, word) {
		return nil
	}
	return errors.New(unknown(what, clip(word), allowed))
}

// CheckKey says what is wrong with a key.
func CheckKey(key string) error {
	if !isKey(key) {
		return fmt.Errorf("a key is made of letters, digits, dots, dashes and underscores, not %q", clip(key))
	}
	return nil
}
