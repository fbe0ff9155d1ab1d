package diff

import (
	"fmt"

	"github.com/gapwatch/gapwatch/extract"
)

// maxOlder bounds how many items of its past a feed may tell one by one when it grows longer.
const maxOlder = 20

// feedItems tells what a feed has gained. An item is what its feed calls it: by guid, else by address, else by title and
// date. Another name is another item, also where the title is an old one, unless the feed has renamed most of what it
// lists. What is older than everything listed before is an item of a longer feed, and minor news.
func feedItems(old, new []extract.Entry, mem Memory) []Change {
	known := knownItems(old)
	oldest := oldestOf(old)
	renamed := known.renamed(new)
	var out, older []Change
	listing := extract.ListingOf(new)
	for i := range new {
		e := &new[i]
		if e.Title == "" || known.has(*e) || renamed && known.titles[titleKey(*e)] || mem.knowsItem(*e) {
			continue
		}
		if was, ok := known.reworded(*e); ok {
			out = append(out, reworded(was, e)...)
			continue
		}
		known.add(*e)
		listing.Classify(e)
		c := added(e)
		if !e.Date.IsZero() && e.Date.Before(oldest) {
			c.Level, e.Level = extract.Minor, extract.Minor
			older = append(older, c)
			continue
		}
		out = append(out, c)
	}
	return append(fold(out, "new entries"), past(older)...)
}

// past makes one change of many older items.
func past(older []Change) []Change {
	if len(older) <= maxOlder {
		return older
	}
	first := older[0]
	first.Subject, first.Entry = fmt.Sprintf("the feed lists %d more entries of its past", len(older)), nil
	return []Change{first}
}

// items finds the items of a feed by what they may be known by.
type items struct {
	names  map[string]bool
	pages  map[string]bool // address and title
	titles map[string]bool // title and date
	alike  alike           // those that have no name
}

func knownItems(list []extract.Entry) *items {
	x := &items{names: map[string]bool{}, pages: map[string]bool{}, titles: map[string]bool{}}
	for _, e := range list {
		x.add(e)
	}
	return x
}

func (x *items) add(e extract.Entry) {
	x.names[itemName(e)] = true
	if e.URL != "" {
		x.pages[page(e)] = true
	}
	x.titles[titleKey(e)] = true
	if e.Nameless() {
		x.alike.add(e)
	}
}

// has knows an item by its name, or by its page and title where the feed makes up new names again and again.
func (x *items) has(e extract.Entry) bool {
	return x.names[itemName(e)] || e.URL != "" && x.pages[page(e)]
}

// renamed tells a feed that has given most of its items other names, as after a move to another system.
func (x *items) renamed(list []extract.Entry) bool {
	same, other := 0, 0
	for _, e := range list {
		switch {
		case x.has(e):
			same++
		case x.titles[titleKey(e)]:
			other++
		}
	}
	return other > same
}

// reworded finds the item that this one was before its title was edited, in feeds that name their items by nothing
// else.
func (x *items) reworded(e extract.Entry) (extract.Entry, bool) {
	if !e.Nameless() || e.Date.IsZero() {
		return extract.Entry{}, false
	}
	return x.alike.worded(newWording(e))
}

// itemName is what a feed calls an item.
func itemName(e extract.Entry) string { return Canonical(e.Key) }

func page(e extract.Entry) string { return Canonical(e.URL) + "\x00" + titleOnly(e.Title) }
