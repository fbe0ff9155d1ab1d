package extract

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/gapwatch/gapwatch/extract/dates"
	"github.com/gapwatch/gapwatch/extract/fold"
)

// Bounds of an item's text, in characters.
const (
	maxMarkup = 10 * maxBody // that are looked at, markup included
	maxBody   = 4000         // that are kept
)

// feed is what every dialect of feeds says.
type feed struct {
	title, lang string
	items       []feedItem
}

// feedItem is one item, as written. Title and text may be markup, or markup in disguise.
type feedItem struct {
	guid, link, title, text string
	dates                   []string  // as written, the date of publication first
	when                    time.Time // one of them, where a parser understood it
	tags                    []string
}

// readFeed reads RSS, Atom, JSON feeds and what people make of them. The library reads what it can; a reader of ours
// that no broken markup stops takes over where it refuses or finds fewer items.
func readFeed(p Page, d *Document) error {
	body, err := feedText(p)
	if err != nil {
		return err
	}
	if len(body) == 0 {
		return fmt.Errorf("%w: the feed is empty", ErrParse)
	}
	parse := parseXMLFeed
	if body[0] == '{' || body[0] == '[' {
		parse = parseJSONFeed
	}
	f, err := parse(body, p.Limits)
	if err != nil {
		return err
	}
	if len(f.items) > p.Limits.XMLItems {
		return fmt.Errorf("%w: the feed holds more than %d items", ErrParse, p.Limits.XMLItems)
	}
	d.Title, d.Lang = cut(plainText(f.title), maxField), cut(f.lang, 20)
	d.Entries = make([]Entry, 0, len(f.items))
	for _, item := range f.items {
		d.Entries = append(d.Entries, item.entry(p))
	}
	ownKeys(d.Entries)
	return nil
}

// parseXMLFeed reads a feed that the gate has let through.
func parseXMLFeed(body []byte, l Limits) (feed, error) {
	body = withoutTails(body)
	seen, err := gateXML(body, l)
	if err != nil {
		return feed{}, err
	}
	if !seen.sound {
		return looseFeed(body, l)
	}
	if seen.tags > maxTags {
		return feed{}, fmt.Errorf("%w: the feed holds more than 150,000 elements", ErrParse)
	}
	f, err := libraryFeed(body)
	if err != nil || len(f.items) < seen.items {
		if loose, looseErr := looseFeed(body, l); looseErr == nil && len(loose.items) > len(f.items) || err != nil {
			return loose, looseErr
		}
	}
	return f, nil
}

// libraryFeed reads with the library, which may only be given what was gated.
func libraryFeed(body []byte) (feed, error) {
	read, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		return feed{}, err
	}
	f := feed{title: read.Title, lang: read.Language, items: make([]feedItem, 0, len(read.Items))}
	for _, item := range read.Items {
		out := feedItem{
			guid: item.GUID, link: item.Link, title: item.Title, text: first(item.Description, item.Content),
			dates: []string{item.Published, item.Updated}, tags: item.Categories,
		}
		for _, t := range []*time.Time{item.UpdatedParsed, item.PublishedParsed} {
			if t != nil && dates.Plausible(*t) {
				out.when = t.UTC()
			}
		}
		f.items = append(f.items, out)
	}
	return f, nil
}

// entry is the entry that an item makes. Its key is what the feed promises to be stable, else the link, else the title
// with its date. An item without any words and without an address has no title: it counts and tells nothing.
func (i feedItem) entry(p Page) Entry {
	title, body := unmarked(i.title), unmarked(cut(i.text, maxMarkup))
	e := Entry{Title: cut(fold.Text(title), maxField), Quote: cut(unbroken(title), maxField)}
	text := cut(fold.Text(body), maxBody)
	if text != "" {
		e.Items = []string{text}
	}
	if e.Title == "" {
		e.Title = cut(firstSentence(cut(unbroken(body), maxBody)), 120)
		e.Quote = e.Title
	}
	address := withoutDropped(first(i.link, i.permalink()))
	e.URL = resolveIn(p.URL, address)
	if e.Title == "" && e.URL != "" {
		e.Title, e.Quote = e.URL, cut(fold.Text(withoutScheme(address)), maxField)
	}
	for _, tag := range i.tags[:min(len(i.tags), maxLabels)] {
		e.Labels = append(e.Labels, cut(fold.Text(tag), 100))
	}
	e.Date, e.Precision = i.date()
	e.Key = cut(withoutDropped(first(i.guid, i.link)), maxField)
	if e.Key == "" {
		e.Key = textKey(e.Title, e.Date)
	}
	return e
}

// withoutScheme is the part of an address that stands on the page as it is here: libraries write schemes in small letters.
func withoutScheme(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		return rest
	}
	return address
}

func (i feedItem) permalink() string {
	if strings.HasPrefix(i.guid, "http") {
		return i.guid
	}
	return ""
}

func (i feedItem) date() (time.Time, dates.Precision) {
	if !i.when.IsZero() {
		return i.when, dates.Day
	}
	for _, text := range i.dates {
		if t, p, ok := dates.Written(fold.Text(text)); ok {
			return t, p
		}
	}
	return time.Time{}, ""
}

// ownKeys gives each entry a key of its own where a feed names several items alike: then their address and their words
// belong to the key.
func ownKeys(entries []Entry) {
	times := map[string]int{}
	for _, e := range entries {
		times[e.Key]++
	}
	for i := range entries {
		if e := &entries[i]; times[e.Key] > 1 {
			e.Key = textKey(e.Key+"\x00"+e.URL+"\x00"+e.Title, e.Date)
		}
	}
}

func firstSentence(s string) string {
	if i := strings.IndexAny(s, ".!?\n"); i > 0 {
		return s[:i]
	}
	return s
}

func first(values ...string) string {
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

// textKey identifies an entry that has no address: by its words and its day.
func textKey(title string, date time.Time) string {
	sum := sha256.Sum256([]byte(strings.ToLower(fold.Text(title)) + "\x00" + date.Format("2006-01-02")))
	return hex.EncodeToString(sum[:12])
}

func resolveIn(base, href string) string {
	if href == "" {
		return ""
	}
	t := &tree{}
	t.base = parseURL(base)
	return cut(t.resolve(href), maxAddress)
}

// isFeed tells a feed by its first element.
func isFeed(text string) bool {
	head := strings.ToLower(start(strings.TrimSpace(text), 600))
	for {
		head = strings.TrimSpace(head)
		if strings.HasPrefix(head, "<?") || strings.HasPrefix(head, "<!--") {
			_, rest, ok := strings.Cut(head, ">")
			if !ok {
				return false
			}
			head = rest
			continue
		}
		return strings.HasPrefix(head, "<rss") || strings.HasPrefix(head, "<feed") || strings.HasPrefix(head, "<rdf:rdf")
	}
}

func oneLine(s string) string { return cut(fold.Text(s), 160) }
