package alert

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/feeds"

	"github.com/gapwatch/gapwatch/store"
)

// Feed is the name of the channel that is read and not sent.
const Feed = "feed"

// feed is the channel that is read instead of sent: what is told is there once it is written down, for whoever has the
// secret address of the subscription's feed; see Links.Feed, Atom and JSONFeed.
func feed() channel {
	return channel{
		name:   Feed,
		target: "nothing: the feed has an address of its own",
		check: func(target string) error {
			if target != "" {
				return fmt.Errorf("a feed is read and not sent; leave its address out")
			}
			return nil
		},
		mask:   func(string) string { return "" },
		send:   func(context.Context, Outlet, parcel) (string, error) { return "in the feed", nil },
		secret: true,
	}
}

// FeedInfo is what a feed says of itself.
type FeedInfo struct {
	Title string // "Gapwatch: dana-pricing"
	Home  string // of this Gapwatch
	Self  string // its own address; its id too
}

// Atom writes deliveries, the newest first, as an Atom feed (RFC 4287).
func Atom(w io.Writer, info FeedInfo, deliveries []store.Delivery) error {
	f, err := feedOf(info, deliveries)
	if err != nil {
		return err
	}
	atom := (&feeds.Atom{Feed: f}).AtomFeed()
	atom.Id = "urn:gapwatch:feed:" + Token(nil, "id", info.Self)
	atom.Link = &feeds.AtomLink{Href: info.Self, Rel: "self", Type: "application/atom+xml"}
	for i, item := range f.Items {
		atom.Entries[i].Published = item.Created.Format(time.RFC3339)
		if item.Link.Href == "" {
			atom.Entries[i].Links = nil
		}
	}
	return feeds.WriteXML(atom, w)
}

// JSONFeed writes deliveries, the newest first, as a JSON Feed (https://www.jsonfeed.org/version/1.1/).
func JSONFeed(w io.Writer, info FeedInfo, deliveries []store.Delivery) error {
	f, err := feedOf(info, deliveries)
	if err != nil {
		return err
	}
	out := (&feeds.JSON{Feed: f}).JSONFeed()
	out.FeedUrl = info.Self
	return json.NewEncoder(w).Encode(struct {
		*feeds.JSONFeed
		Items []*feeds.JSONItem `json:"items"` // there even where it is empty
	}{out, append([]*feeds.JSONItem{}, out.Items...)})
}

// feedOf makes one item of each delivery. Its id is the delivery's key and its date the day it was owed, so both stay.
func feedOf(info FeedInfo, deliveries []store.Delivery) (*feeds.Feed, error) {
	sorted := slices.Clone(deliveries)
	slices.SortStableFunc(sorted, func(a, b store.Delivery) int { return b.CreatedAt.Compare(a.CreatedAt) })
	f := &feeds.Feed{
		Title: clean(info.Title), Link: &feeds.Link{Href: info.Home}, Author: &feeds.Author{Name: "Gapwatch"},
		Updated: time.Unix(0, 0).UTC(),
	}
	if len(sorted) > 0 {
		f.Updated = sorted[0].CreatedAt.UTC()
	}
	for _, d := range sorted {
		var m Message
		if err := json.Unmarshal(d.Body, &m); err != nil {
			return nil, fmt.Errorf("delivery %d: %w", d.ID, err)
		}
		at := d.CreatedAt.UTC()
		f.Items = append(f.Items, &feeds.Item{
			Id: "urn:gapwatch:" + d.Key, Title: clean(m.Title), Link: &feeds.Link{Href: m.Link}, Created: at, Updated: at,
			Content: feedContent(m),
		})
	}
	return f, nil
}

// feedContent is the message as a little HTML in which everything of others is text.
func feedContent(m Message) string {
	text := plain(m.long(), asIs)
	if why := m.because(); why != "" {
		text += "\n\n" + why
	}
	var b strings.Builder
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		lines := strings.Split(html.EscapeString(strings.TrimSpace(paragraph)), "\n")
		b.WriteString("<p>" + strings.Join(lines, "<br>") + "</p>")
	}
	return b.String()
}
