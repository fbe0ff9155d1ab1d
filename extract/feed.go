package extract

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html/charset"
)

// Bounds of a feed, so that no library meets one that would exhaust it.
const (
	maxBody       = 4000 // characters of an item's text that are kept
	maxAttributes = 1000 // of one element
)

// readFeed reads RSS, Atom and JSON feeds.
func readFeed(p Page, d *Document) error {
	body := bytes.TrimSpace(bytes.TrimPrefix(p.Body, []byte("\xef\xbb\xbf")))
	if len(body) == 0 {
		return fmt.Errorf("%w: the feed is empty", ErrParse)
	}
	body = withoutForbidden(body)
	if body[0] != '{' {
		if err := gateXML(body, p.Limits); err != nil {
			return err
		}
	}
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%w: this is not a feed that can be read (%s)", ErrParse, oneLine(err.Error()))
	}
	if len(feed.Items) > p.Limits.XMLItems {
		return fmt.Errorf("%w: the feed holds more than %d items", ErrParse, p.Limits.XMLItems)
	}
	d.Title, d.Lang = cut(fold(feed.Title), maxField), cut(feed.Language, 20)
	var base tree
	d.Entries = make([]Entry, 0, len(feed.Items))
	for _, item := range feed.Items {
		if e, ok := base.feedEntry(p, item); ok {
			d.Entries = append(d.Entries, e)
		}
	}
	return nil
}

// gateXML walks the tokens of a feed before anything builds a tree of it: bounded depth and items, no document type
// with declarations of its own.
func gateXML(body []byte, l Limits) error {
	z := xml.NewDecoder(bytes.NewReader(body))
	z.Strict = false
	z.Entity = xml.HTMLEntity
	z.AutoClose = xml.HTMLAutoClose
	z.CharsetReader = charset.NewReaderLabel
	depth, items := 0, 0
	for {
		tok, err := z.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return nil // what is not well formed, the reader itself says better
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if depth++; depth > l.XMLDepth {
				return fmt.Errorf("%w: the feed is nested more than %d deep", ErrParse, l.XMLDepth)
			}
			if name := tok.Name.Local; name == "item" || name == "entry" {
				if items++; items > l.XMLItems {
					return fmt.Errorf("%w: the feed holds more than %d items", ErrParse, l.XMLItems)
				}
			}
			if len(tok.Attr) > maxAttributes {
				return fmt.Errorf("%w: an element of the feed has more than 1,000 attributes", ErrParse)
			}
		case xml.EndElement:
			depth--
		case xml.Directive:
			if bytes.Contains(tok, []byte("<!")) || bytes.Contains(bytes.ToUpper(tok), []byte("ENTITY")) {
				return fmt.Errorf("%w: the feed declares entities of its own, which is not allowed", ErrParse)
			}
		}
	}
}

// withoutForbidden drops the control characters that XML forbids and feeds hold all the same.
func withoutForbidden(b []byte) []byte {
	bad := func(r rune) bool { return r < 0x20 && r != '\t' && r != '\n' && r != '\r' }
	if bytes.IndexFunc(b, bad) < 0 || hasUTF16Mark(b) || bytes.IndexByte(b[:min(len(b), 4)], 0) >= 0 {
		return b
	}
	return bytes.Map(func(r rune) rune {
		if bad(r) {
			return -1
		}
		return r
	}, b)
}

// feedEntry turns an item into an entry. Its key is what the feed promises to be stable, else the link, else the title
// with its date.
func (t *tree) feedEntry(p Page, item *gofeed.Item) (Entry, bool) {
	e := Entry{Title: cut(plainText(item.Title), maxField)}
	text := cut(plainText(first(item.Description, item.Content)), maxBody)
	if text != "" {
		e.Items = []string{text}
	}
	if e.Title == "" {
		e.Title = cut(firstSentence(text), 120)
	}
	e.URL = resolveIn(p.URL, first(item.Link, permalink(item)))
	if when := first(item.Published, item.Updated); when != "" {
		e.Date, e.Precision = itemDate(item, when)
	}
	if e.Title == "" && e.URL == "" {
		return e, false
	}
	if e.Title == "" {
		e.Title = e.URL
	}
	e.Key = cut(first(item.GUID, item.Link, ""), maxField)
	if e.Key == "" {
		e.Key = textKey(e.Title, e.Date)
	}
	e.Quote = e.Title
	return e, true
}

func permalink(item *gofeed.Item) string {
	if strings.HasPrefix(item.GUID, "http") {
		return item.GUID
	}
	return ""
}

func itemDate(item *gofeed.Item, when string) (time.Time, Precision) {
	for _, t := range []*time.Time{item.PublishedParsed, item.UpdatedParsed} {
		if t != nil {
			return t.UTC(), Day
		}
	}
	if t, p, ok := parseStrict(fold(when)); ok {
		return t, p
	}
	return time.Time{}, ""
}

// plainText is the text of a title or description, which may be markup, or markup in disguise.
func plainText(s string) string {
	for range 2 {
		if !strings.ContainsAny(s, "<&") {
			break
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(s))
		if err != nil {
			break
		}
		doc.Find("script, style").Remove()
		var b strings.Builder
		for _, n := range doc.Nodes {
			writeText(&b, n)
		}
		if text := b.String(); text == s {
			break
		} else {
			s = text
		}
	}
	return fold(s)
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
	sum := sha256.Sum256([]byte(strings.ToLower(fold(title)) + "\x00" + date.Format("2006-01-02")))
	return hex.EncodeToString(sum[:12])
}

func resolveIn(base, href string) string {
	if href == "" {
		return ""
	}
	t := &tree{}
	t.base = parseURL(base)
	return cut(t.resolve(href), 2000)
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

func oneLine(s string) string { return cut(fold(s), 160) }
