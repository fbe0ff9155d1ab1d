package diff

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/gapwatch/gapwatch/extract"
)

// maxQuote bounds a quote, in characters.
const maxQuote = 500

// Limits bound a comparison; what exceeds them is told as one large change.
type Limits struct {
	Blocks int           // of text that are compared
	Time   time.Duration // for one comparison
}

// Documents lists what changed in meaning from old to new, within the usual limits. See Limits.Documents.
func Documents(old, new extract.Document, mem Memory) []Change {
	return Limits{Blocks: 20_000, Time: 2 * time.Second}.Documents(old, new, mem)
}

// Documents lists what changed in meaning from old to new, in the order of the page. mem is what the source has shown
// before: what returns from there is not news.
func (l Limits) Documents(old, new extract.Document, mem Memory) []Change {
	switch new.Kind {
	case extract.Pricing:
		if len(old.Plans) > 0 && len(new.Plans) > 0 {
			return append(mem.settled(pricing(old, new)), l.beside(old, new, mem)...)
		}
		if len(old.Plans)+len(new.Plans) > 0 {
			return nil // one side could not be read as a price list: the gate's question, not a change
		}
	case extract.Feed:
		return append(feedItems(old.Entries, new.Entries, mem), l.within(new.Kind, old.Entries, new.Entries, mem)...)
	case extract.Changelog:
		if len(old.Entries) > 0 && len(new.Entries) > 0 {
			return append(entries(old.Entries, new.Entries, mem), l.within(new.Kind, old.Entries, new.Entries, mem)...)
		}
		if len(old.Entries)+len(new.Entries) > 0 {
			return nil
		}
	case extract.Sitemap:
		return links(old.Links, new.Links, mem)
	}
	return l.page(old, new, mem)
}

// Fingerprint is a change's identity relative to one base: the same difference seen again has the same one.
func Fingerprint(c Change) string {
	sum := sha256.Sum256([]byte(string(c.Kind) + "\x00" + c.Subject + "\x00" + c.Before + "\x00" + c.After))
	return hex.EncodeToString(sum[:16])
}

// links tells which pages a sitemap has gained.
func links(old, new []extract.Link, mem Memory) []Change {
	known := make(map[string]bool, len(old))
	for _, l := range old {
		known[l.URL] = true
	}
	var out []Change
	for _, l := range new {
		if known[l.URL] || mem.knowsLink(l) {
			continue
		}
		known[l.URL] = true
		out = append(out, Change{Kind: TextChanged, Subject: "new page", After: l.URL, Quote: quote(l.URL), Level: extract.Minor})
	}
	return fold(out, "new pages")
}

// maxChanges bounds how many changes one comparison tells one by one.
const maxChanges = 200

// fold makes one change of very many: a rebuilt page is one piece of news.
func fold(changes []Change, what string) []Change {
	if len(changes) <= maxChanges {
		return changes
	}
	first := changes[0]
	first.Subject = "large change: more than 200 " + what
	for _, c := range changes {
		if c.Kind == EntryAdded {
			first.For = append(first.For, c.Entry)
		}
	}
	first.Entry = nil
	return []Change{first}
}

func quote(s string) string {
	r := []rune(s)
	if len(r) > maxQuote {
		r = r[:maxQuote]
	}
	return string(r)
}
