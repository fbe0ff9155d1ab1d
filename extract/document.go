// Package extract reads bytes that a competitor's site sent and says what they mean: plans with prices, dated
// entries, blocks of text. It is pure: no network, no clock, no database, so any stored page can be read again by a
// better reader at any time.
//
// Start at Read. Files are named after the page kind they read; packages below hold what knows nothing of pages: money,
// dates, fold (texts made comparable), markup (trees) and pattern (expressions).
package extract

import (
	"errors"
	"time"

	"github.com/gapwatch/gapwatch/extract/dates"
	"github.com/gapwatch/gapwatch/extract/money"
)

// ReaderVersion grows whenever a reader would understand the same bytes differently. Both sides of a comparison are
// always read by the same version, so that a better reader never looks like a competitor's change.
const ReaderVersion = 22

// Kind is the kind of a source: what the page is and so how it is read.
type Kind string

// The kinds of source.
const (
	Changelog Kind = "changelog"
	Pricing   Kind = "pricing"
	Feed      Kind = "feed"
	PageKind  Kind = "page"
	Sitemap   Kind = "sitemap"
)

// Kinds lists every kind, in the order people think of them.
func Kinds() []Kind { return []Kind{Changelog, Pricing, Feed, PageKind, Sitemap} }

// Errors of Read. A wrapped one says in plain words what was wrong with the bytes.
var (
	// ErrParse: the bytes are not what the kind promises, or exceed a limit of the parser (depth, items).
	ErrParse = errors.New("cannot be read")
	// ErrDecode: the bytes are in a character set that cannot be turned into text.
	ErrDecode = errors.New("cannot be decoded")
)

// Page is what a site sent: the input of every reader.
type Page struct {
	Kind        Kind
	URL         string // address the bytes came from, after redirects; relative links are resolved against it
	Asked       string // address that was asked for, where it may be another
	ContentType string // as sent; may be empty
	Body        []byte // as sent, after content coding was undone
	Limits      Limits // zero fields mean the defaults
	Rules       Rules  // of the source; what a person wants left out

	opened *opened // what was worked out for gate, outline and reader; nil where nobody shares it
}

// Limits bound what a reader takes from a page.
type Limits struct {
	XMLDepth int // of a feed's or sitemap's elements; 256
	XMLItems int // of a feed; 5,000
	Field    int // characters of a stored title or field; 500
}

// orDefault fills in what was left out.
func (l Limits) orDefault() Limits {
	for _, f := range []struct {
		to *int
		is int
	}{{&l.XMLDepth, 256}, {&l.XMLItems, 5000}, {&l.Field, 500}} {
		if *f.to <= 0 {
			*f.to = f.is
		}
	}
	return l
}

// Document is the meaning of one page.
type Document struct {
	Kind    Kind     `json:"kind"`
	Reader  int      `json:"reader"`
	Title   string   `json:"title,omitempty"`
	Lang    string   `json:"lang,omitempty"`
	Blocks  []Block  `json:"blocks,omitempty"`
	Plans   []Plan   `json:"plans,omitempty"`
	Entries []Entry  `json:"entries,omitempty"`
	Links   []Link   `json:"links,omitempty"` // of a sitemap: its addresses
	Notes   []string `json:"notes,omitempty"` // what the reader could not do, in plain words
	Quiet   []Quiet  `json:"quiet,omitempty"` // what stands where a rule says not to alert
	// Cut is true for a page whose bytes end before the page does: what would stand behind is not known to be gone.
	Cut bool `json:"cut,omitempty"`
}

// Block is one readable piece of the page: a heading, a paragraph, a list item, a table row.
type Block struct {
	Section string `json:"section,omitempty"` // nearest heading above
	Text    string `json:"text"`              // verbatim, blanks folded
	Quote   string `json:"quote,omitempty"`   // the part that stands in one piece, where something hidden lies between
	Heading bool   `json:"heading,omitempty"`
	// Frame marks menus, footers, banners and the like: kept for quoting, never compared.
	Frame bool `json:"frame,omitempty"`
}

// Plan is one column of a price list.
type Plan struct {
	Name     string       `json:"name"`
	Group    string       `json:"group,omitempty"`  // the product, where a page sells several
	Custom   bool         `json:"custom,omitempty"` // "contact sales"
	AddOn    bool         `json:"addon,omitempty"`
	Prices   []Price      `json:"prices,omitempty"`
	Features []FeatureRow `json:"features,omitempty"`
	Quote    string       `json:"quote,omitempty"` // verbatim text that names the plan
}

// Price is one figure of a plan.
type Price struct {
	money.Money
	Period  Period  `json:"period,omitempty"`  // what the amount buys: a month, a year; empty when usage or unknown
	Billing Billing `json:"billing,omitempty"` // how often it is paid; empty when the page does not say
	Per     string  `json:"per,omitempty"`     // unit: "user", "1,000 events"
	From    bool    `json:"from,omitempty"`    // "from", "starting at"
	Quote   string  `json:"quote,omitempty"`   // verbatim on the page
}

// Period is the time an amount is for.
type Period string

// Periods.
const (
	Month   Period = "month"
	Year    Period = "year"
	OneTime Period = "one-time"
)

// Billing is how often a price is paid.
type Billing string

// Billing cycles.
const (
	Monthly Billing = "monthly"
	Annual  Billing = "annual"
)

// RowState says what a price list states about a feature of a plan.
type RowState string

// States of a feature row.
const (
	RowYes   RowState = "yes"
	RowNo    RowState = "no"
	RowValue RowState = "value"
)

// FeatureRow is one line of a plan's card or of a comparison table, for one plan.
type FeatureRow struct {
	Section string   `json:"section,omitempty"`
	Name    string   `json:"name"`
	State   RowState `json:"state"`
	Text    string   `json:"text,omitempty"` // the value, verbatim
}

// EntryType is what an entry shipped.
type EntryType string

// Entry types.
const (
	Launch      EntryType = "launch"
	Improvement EntryType = "improvement"
	Fix         EntryType = "fix"
	Deprecation EntryType = "deprecation"
	PricingMove EntryType = "pricing"
	Security    EntryType = "security"
	Other       EntryType = "other"
)

// Level is how much something matters to a user of the product.
type Level string

// Levels, from most to least.
const (
	Major   Level = "major"
	Notable Level = "notable"
	Minor   Level = "minor"
)

// Rank orders levels: minor 0, notable 1, major 2.
func (l Level) Rank() int {
	switch l {
	case Major:
		return 2
	case Notable:
		return 1
	}
	return 0
}

// Entry is one dated item of a changelog or feed.
type Entry struct {
	Key       string          `json:"key"`   // stable identity within its source: guid, address or title and date
	Title     string          `json:"title"` // verbatim
	Date      time.Time       `json:"date,omitzero"`
	Precision dates.Precision `json:"date_precision,omitempty"`
	URL       string          `json:"url,omitempty"`
	Type      EntryType       `json:"type,omitempty"` // after Classify
	Level     Level           `json:"level,omitempty"`
	Items     []string        `json:"items,omitempty"`  // verbatim list items or paragraphs
	Labels    []string        `json:"labels,omitempty"` // verbatim tags and headings that say what kind of news it is
	Quote     string          `json:"quote,omitempty"`  // verbatim; the title, or the first sentence where the title is only a date

	head, mark int // while its page is read: the places of its title and its date among the pieces, counted from one
	home       int // how many folders its address has in common with that of its page
}

// Nameless tells an entry that its site gave no identity: its key comes from its words and its day.
func (e Entry) Nameless() bool { return e.Key == textKey(e.Title, e.Date) }

// Link is an address a sitemap lists.
type Link struct {
	URL      string    `json:"url"`
	Modified time.Time `json:"modified,omitzero"`
}
