package alert

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
)

// Types of message.
const (
	TypeChange  = "change"  // one change
	TypeChanges = "changes" // several that came at once or had to wait
	TypeDigest  = "digest"  // those of a day or a week
	TypeReport  = "report"  // the weekly gap report
	TypeNotice  = "notice"  // about Gapwatch itself, for operators
	TypeTest    = "test"    // asked for by a person, to see that it arrives
)

// Message is what one subscription is told, in a form that every channel can write. Its JSON is what a webhook gets, so
// its names stay. Only Type, Title and Text are always there. All texts are plain: each channel escapes them its way.
type Message struct {
	Type  string    `json:"type"`
	Title string    `json:"title"`           // a headline: the subject of a mail
	Text  string    `json:"text"`            // one sentence that stands for all of it
	At    time.Time `json:"at"`              // when it was written
	Zone  string    `json:"zone,omitempty"`  // IANA zone in which people are shown times; empty: UTC
	Link  string    `json:"url,omitempty"`   // where it can be read in Gapwatch
	Notes []string  `json:"notes,omitempty"` // what is said of the message itself: that it is late, or held something back

	*Change          // of type change: the one, among the message's own keys
	First   []Part   `json:"first,omitempty"`    // said before the changes: what could not be seen
	Changes []Change `json:"changes,omitempty"`  // of the other types
	More    int      `json:"more,omitempty"`     // changes that are not listed, for there are too many
	Rest    []Part   `json:"sections,omitempty"` // said after the changes
	Brief   []string `json:"brief,omitempty"`    // for channels of few words, instead of First, Changes and Rest

	Why     string   `json:"why,omitempty"`       // why this subscription got it
	Reasons []Reason `json:"reasons,omitempty"`   // the same by subscription, where it answers several
	Mute    string   `json:"mute_url,omitempty"`  // stops the subscription for a while
	Leave   string   `json:"leave_url,omitempty"` // ends the subscription
	Thread  string   `json:"thread,omitempty"`    // messages of one thread stand together in a mailbox
}

// Change is one published change in a message.
type Change struct {
	Text          string          `json:"text"` // one sentence, the competitor first
	Competitor    string          `json:"competitor"`
	CompetitorKey string          `json:"competitor_key"`
	SourceURL     string          `json:"source_url"`
	SourceKind    extract.Kind    `json:"source_kind"`
	Kind          diff.ChangeKind `json:"kind"`
	Subject       string          `json:"subject"`
	Before        string          `json:"before"`
	After         string          `json:"after"`
	Quote         string          `json:"quote"`
	Level         extract.Level   `json:"level"`
	SeenAt        time.Time       `json:"seen_at"`
	Link          string          `json:"url,omitempty"` // its proof in Gapwatch
	Why           string          `json:"why,omitempty"`
}

// Part is one part of a message: a heading, paragraphs, a list.
type Part struct {
	Heading string   `json:"heading,omitempty"`
	Lines   []string `json:"lines,omitempty"`
	Items   []Item   `json:"items,omitempty"`
	More    int      `json:"more,omitempty"` // items that are not listed
}

// Item is one line of a list.
type Item struct {
	Text  string `json:"text"`
	Note  string `json:"note,omitempty"`  // small print
	Quote string `json:"quote,omitempty"` // words of others
	Link  string `json:"url,omitempty"`   // of ours; an address of a site is written into Note
}

// Reason says which subscription a message answers, and why.
type Reason struct {
	Subscription string `json:"subscription"`
	Why          string `json:"why"`
}

// Notice is a message about Gapwatch itself: a source that fails, a queue that stands.
func Notice(title string, lines []string, link string, at time.Time) Message {
	title = line(title, titleLimit)
	m := Message{Type: TypeNotice, Title: title, Text: title, At: at, Link: link, Thread: "gapwatch"}
	for i := range lines {
		lines[i] = line(lines[i], lineLimit)
	}
	if len(lines) > 0 {
		m.Rest = []Part{{Lines: lines}}
	}
	return m
}

// parts are all parts of a message in the order in which they are read. The change of a message that has one is not
// among them: channels write it themselves.
func (m Message) parts() []Part {
	parts := append(slices.Clone(m.First), m.competitors()...)
	return append(parts, m.Rest...)
}

// competitors are the changes as one part for each competitor, the weightiest changes first.
func (m Message) competitors() []Part {
	sorted := slices.Clone(m.Changes)
	slices.SortStableFunc(sorted, func(a, b Change) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Competitor), strings.ToLower(b.Competitor)),
			b.Level.Rank()-a.Level.Rank(), a.SeenAt.Compare(b.SeenAt))
	})
	var parts []Part
	for i, c := range sorted {
		if i == 0 || c.Competitor != sorted[i-1].Competitor {
			parts = append(parts, Part{Heading: clean(c.Competitor)})
		}
		last := &parts[len(parts)-1]
		last.Items = append(last.Items, m.item(c))
	}
	if m.More > 0 {
		parts = append(parts, Part{Lines: []string{fmt.Sprintf("And %d more; all of them are in Gapwatch.", m.More)}})
	}
	return parts
}

// item is a change in a list below its competitor's name.
func (m Message) item(c Change) Item {
	note := []string{string(c.Level), "seen " + m.moment(c.SeenAt)}
	if m.Type != TypeChange && c.Why != "" && c.Why != m.Why {
		note = append(note, c.Why)
	}
	quote := clean(c.Quote)
	if strings.Contains(clean(c.Text), quote) {
		quote = ""
	}
	return Item{
		Text:  upper(strings.TrimPrefix(clean(c.Text), clean(c.Competitor)+": ")),
		Note:  strings.Join(slices.DeleteFunc(note, func(s string) bool { return s == "" }), ", "),
		Quote: quote,
		Link:  c.Link,
	}
}

// moment writes a time in the zone of the reader: "Wed 25 Nov 2026, 08:30".
func (m Message) moment(t time.Time) string {
	loc, err := time.LoadLocation(m.Zone)
	if err != nil || m.Zone == "" {
		loc = time.UTC
	}
	return t.In(loc).Format("Mon 2 Jan 2006, 15:04")
}

// zone names the zone in which moment writes.
func (m Message) zone() string {
	if m.Zone == "" {
		return "UTC"
	}
	return m.Zone
}

func upper(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
