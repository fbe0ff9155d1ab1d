package extract

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// looseFeed reads feeds that no XML parser takes: tags that are not closed or in capitals, entities that nobody
// declared, items outside of their channel, roots of other names. It walks tokens and builds nothing, so depth does not
// matter. A feed that ends before it is closed is refused: what is missing is not known to be gone.
func looseFeed(body []byte, l Limits) (feed, error) {
	r := looseReader{z: html.NewTokenizer(bytes.NewReader(body)), limit: l.XMLItems}
	r.z.AllowCDATA(true)
	for !r.closed && len(r.feed.items) <= r.limit {
		switch r.z.Next() {
		case html.ErrorToken:
			return r.end()
		case html.StartTagToken:
			r.z.NextIsNotRawText() // <title> and the like are elements as others are
			r.start(false)
		case html.SelfClosingTagToken:
			r.start(true)
		case html.EndTagToken:
			r.stop()
		case html.TextToken:
			r.text()
		}
	}
	return r.end()
}

// looseReader is where such a walk is.
type looseReader struct {
	z      *html.Tokenizer
	limit  int
	feed   feed
	root   string // name of the first element
	closed bool   // it has ended
	inside bool   // an item
	item   feedItem
	prefix string // of the item's own element: its children's names are read without it
	open   string // the element whose text is being gathered, as written
	field  field
	value  strings.Builder
	skip   string // an element whose children are about something else: the source of an item, the picture of a feed
}

// field is what an element says of an item or of the feed.
type field int

const (
	noField field = iota
	titleField
	linkField
	guidField
	textField
	publishedField
	updatedField
	langField
)

// fieldOf names what an element without its prefix says, in any dialect.
func fieldOf(name string) field {
	switch name {
	case "title":
		return titleField
	case "link":
		return linkField
	case "guid", "id", "identifier":
		return guidField
	case "description", "summary", "content", "encoded", "abstract", "tagline", "body", "subtitle":
		return textField
	case "pubdate", "published", "issued", "created", "date":
		return publishedField
	case "updated", "modified", "lastmod", "lastbuilddate":
		return updatedField
	case "language":
		return langField
	}
	return noField
}

// local is an element's name without its prefix, and whether it is of a vocabulary that speaks of items themselves.
func (r *looseReader) local(name string) (string, bool) {
	prefix, local, ok := strings.Cut(name, ":")
	if !ok {
		return name, true
	}
	switch prefix {
	case r.prefix, "atom", "a10", "rss", "rdf", "dc", "dcterms", "content":
		return local, true
	}
	return local, false
}

func (r *looseReader) start(selfClosing bool) {
	raw, more := r.z.TagName()
	name := string(raw)
	if r.root == "" {
		if r.root = name; name == "html" {
			r.closed = true
			return
		}
	}
	local, ours := r.local(name)
	isItem := local == "item" || local == "entry"
	switch {
	case r.skip != "":
		return
	case isItem && (!r.inside || ours && r.field != textField):
		r.endItem()
		r.startItem(name, more)
		if selfClosing {
			r.endItem()
		}
	case r.field == textField: // markup that belongs to the text
		r.value.Write(r.z.Raw())
	case !ours:
	case r.inside && (local == "source" || local == "author" || local == "contributor"),
		!r.inside && (local == "image" || local == "textinput"):
		if !selfClosing {
			r.skip = name
		}
	case fieldOf(local) != noField:
		r.endField() // one that was not closed
		r.open, r.field = name, fieldOf(local)
		if r.field == linkField && more {
			r.href()
		}
		if selfClosing {
			r.endField()
		}
	}
}

func (r *looseReader) startItem(name string, more bool) {
	r.inside, r.item = true, feedItem{dates: make([]string, 2)}
	if prefix, _, ok := strings.Cut(name, ":"); ok {
		r.prefix = prefix
	}
	for key, value := range r.attributes(more) {
		switch key {
		case "rdf:about", "about":
			r.item.guid = value
		case "href":
			r.item.link = value
		case "lastmod":
			r.item.dates[1] = value
		}
	}
}

// href takes the address of an Atom link, where it is the item itself and not a picture or a reply of it.
func (r *looseReader) href() {
	attrs := r.attributes(true)
	if rel := attrs["rel"]; rel != "" && rel != "alternate" {
		r.field = noField
	} else if href := attrs["href"]; href != "" {
		r.value.WriteString(href)
		r.endField()
	}
}

func (r *looseReader) attributes(more bool) map[string]string {
	attrs := map[string]string{}
	for n := 0; more && n < maxAttributes; n++ {
		var key, value []byte
		key, value, more = r.z.TagAttr()
		attrs[string(key)] = string(value)
	}
	return attrs
}

func (r *looseReader) text() {
	if r.field == noField || r.skip != "" || r.value.Len() > 4*maxBody {
		return
	}
	if raw, ok := bytes.CutPrefix(r.z.Raw(), []byte("<![CDATA[")); ok {
		r.value.Write(bytes.TrimSuffix(raw, []byte("]]>")))
		return
	}
	r.value.Write(r.z.Text())
}

func (r *looseReader) stop() {
	raw, _ := r.z.TagName()
	name := string(raw)
	local, ours := r.local(name)
	isItem := ours && (local == "item" || local == "entry")
	switch {
	case name == r.skip:
		r.skip = ""
	case r.skip != "" && !isItem:
	case r.field != noField && name == r.open:
		r.endField()
	case isItem:
		r.endItem()
	case name == r.root:
		r.endItem()
		r.closed = true
	case r.field == textField:
		r.value.Write(r.z.Raw())
	}
}

// endField keeps the first of each thing that an item says of itself.
func (r *looseReader) endField() {
	value := strings.TrimSpace(r.value.String())
	f := r.field
	r.value.Reset()
	r.field, r.open = noField, ""
	if value == "" {
		return
	}
	to := r.place(f)
	if to != nil && *to == "" {
		*to = value
	}
}

// place is where a value goes.
func (r *looseReader) place(f field) *string {
	if !r.inside {
		switch f {
		case titleField:
			return &r.feed.title
		case langField:
			return &r.feed.lang
		}
		return nil
	}
	switch f {
	case titleField:
		return &r.item.title
	case linkField:
		return &r.item.link
	case guidField:
		return &r.item.guid
	case textField:
		return &r.item.text
	case publishedField:
		return &r.item.dates[0]
	case updatedField:
		return &r.item.dates[1]
	}
	return nil
}

func (r *looseReader) endItem() {
	r.endField()
	r.skip = ""
	if r.inside {
		r.feed.items = append(r.feed.items, r.item)
	}
	r.inside, r.prefix = false, ""
}

// end judges what was read.
func (r *looseReader) end() (feed, error) {
	local, _ := r.local(r.root)
	switch {
	case local == "html":
		return feed{}, fmt.Errorf("%w: this is a web page and no feed", ErrParse)
	case len(r.feed.items) == 0 && local != "rss" && local != "feed" && local != "rdf" && local != "channel":
		return feed{}, fmt.Errorf("%w: this is not a feed that can be read", ErrParse)
	case r.inside, !r.closed && local != "item" && local != "entry" && len(r.feed.items) <= r.limit:
		return feed{}, fmt.Errorf("%w: the feed ends before it is complete", ErrParse)
	}
	return r.feed, nil
}
