package diff

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/gapwatch/gapwatch/extract"
)

// Bounds of a memory: 16 KB as JSON.
const (
	maxShown   = 800
	maxNow     = 1100
	maxEntries = 800
	maxTicking = 60
	maxBack    = 120

	manyTimes = 2 // what came and went, or counted on, so often does so by itself
)

// Memory is what a source has shown in earlier captures: short hashes of its blocks and of its entries. What it holds
// is not news when it returns.
type Memory struct {
	Shown   hashes `json:"shown,omitempty"`   // blocks, facts of a price list or pages of a sitemap that were once shown and are not now, oldest first
	Now     hashes `json:"now,omitempty"`     // those on the page now
	Entries hashes `json:"entries,omitempty"` // entries that were ever listed, oldest first
	Back    hashes `json:"back,omitempty"`    // blocks that came back, once for each time, oldest first
	Shapes  hashes `json:"shapes,omitempty"`  // blocks with a number now, apart from it
	Ticked  hashes `json:"ticked,omitempty"`  // those whose number moved, once for each time, oldest first
}

// Remember returns the memory after a document was taken as the base.
func (m Memory) Remember(doc extract.Document) Memory {
	now, shapes := m.look(doc)
	next := Memory{Now: now, Shapes: shapes, Shown: m.Shown, Entries: m.Entries, Back: m.Back, Ticked: m.Ticked}
	before, present, shown := setOf(m.Now), setOf(now), setOf(m.Shown)
	for _, h := range m.Now {
		if !present[h] {
			next.Shown = append(without(next.Shown, h), h)
		}
	}
	for _, h := range now {
		if !before[h] && shown[h] {
			next.Back = append(slices.Clip(next.Back), h)
		}
	}
	known := setOf(m.Shapes)
	for i := 0; i+1 < len(shapes); i += 2 { // pairs: the shape, and the whole
		if known[shapes[i]] && !known[shapes[i+1]] {
			next.Ticked = append(slices.Clip(next.Ticked), shapes[i])
		}
	}
	listed := setOf(m.Entries)
	for _, e := range doc.Entries {
		mark := titleKey(e)
		if doc.Kind == extract.Feed {
			mark = itemMark(e)
		}
		if h := hash(mark); !listed[h] {
			listed[h] = true
			next.Entries = append(slices.Clip(next.Entries), h)
		}
	}
	next.Shown, next.Entries = newest(next.Shown, maxShown), newest(next.Entries, maxEntries)
	next.Back, next.Ticked = newest(next.Back, maxBack), newest(next.Ticked, maxTicking)
	return next
}

// look hashes what a page shows; short lines with a number also apart from it.
func (m Memory) look(doc extract.Document) (now, shapes hashes) {
	blocks := doc.Blocks
	switch {
	case doc.Kind == extract.Sitemap:
		return hashesOf(doc.Links), nil
	case doc.Kind == extract.Pricing && len(doc.Plans) > 0:
		now, blocks = facts(doc.Plans), besidePlans(doc)
	case doc.Kind == extract.Changelog && len(doc.Entries) > 0:
		blocks = itemsOf(doc.Entries)
	case doc.Kind != extract.PageKind && len(doc.Entries) > 0:
		return nil, nil
	}
	for _, b := range blocks {
		if b.Frame || len(now) >= maxNow {
			continue
		}
		key := essenceOf(b)
		now = append(now, hash(key))
		if ticking(b.Text) && len(shapes) < 2*maxTicking {
			shapes = append(shapes, hash(skeleton(key)), hash(key))
		}
	}
	return now, shapes
}

func hashesOf(links []extract.Link) hashes {
	var now hashes
	for _, l := range links[:min(len(links), maxNow)] {
		now = append(now, hash(l.URL))
	}
	return now
}

// ticking tells a line that could be a counter: a label with a number. What has a price or a term in it never is.
func ticking(s string) bool {
	return len(s) <= 80 && anyDigit.MatchString(s) && !weighty.MatchString(s)
}

// news parts the lines that were never shown before from those that return. A price or a term that returns is news,
// somebody took something back, and so is another number in the same words; unless it keeps coming and going.
func (m Memory) news(lines, gone []*line) (fresh, returned []*line) {
	shown := setOf(m.Shown)
	if len(shown) == 0 {
		return lines, nil
	}
	shapes := map[string]bool{}
	for _, g := range gone {
		shapes[skeleton(g.key)] = true
	}
	for _, l := range lines {
		taken := weighty.MatchString(l.Text) || anyDigit.MatchString(l.key) && shapes[skeleton(l.key)]
		if h := hash(l.key); shown[h] && (!taken || count(m.Back, h) >= manyTimes) {
			returned = append(returned, l)
		} else {
			fresh = append(fresh, l)
		}
	}
	return fresh, returned
}

// rotates tells a block that has come and gone before: its going is not news either.
func (m Memory) rotates(key string) bool { return slices.Contains(m.Shown, hash(key)) }

// ticks tells an edit of the number of a line whose number has moved by itself before.
func (m Memory) ticks(before, after string) bool {
	if len(m.Ticked) == 0 || !ticking(before) || !ticking(after) {
		return false
	}
	shape := hash(skeleton(essence(after)))
	return shape == hash(skeleton(essence(before))) && count(m.Ticked, shape) >= manyTimes
}

func (m Memory) knowsEntry(e extract.Entry) bool {
	return slices.Contains(m.Entries, hash(titleKey(e)))
}

// knowsItem tells an item that a feed has listed before, by what the feed calls it.
func (m Memory) knowsItem(e extract.Entry) bool {
	return slices.Contains(m.Entries, hash(itemMark(e)))
}

func itemMark(e extract.Entry) string { return "item\x00" + itemName(e) }

// knowsLink tells a page that a sitemap has listed before, and left out in between.
func (m Memory) knowsLink(l extract.Link) bool { return slices.Contains(m.Shown, hash(l.URL)) }

// hashes are kept as one text: five characters and a third each.
type hashes []uint32

// MarshalJSON writes the bytes of all in base64.
func (h hashes) MarshalJSON() ([]byte, error) {
	raw := make([]byte, 0, 4*len(h))
	for _, x := range h {
		raw = binary.BigEndian.AppendUint32(raw, x)
	}
	return json.Marshal(base64.RawStdEncoding.EncodeToString(raw))
}

// UnmarshalJSON reads what MarshalJSON wrote, or a list of numbers.
func (h *hashes) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, (*[]uint32)(h))
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	raw, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil {
		return fmt.Errorf("memory: %w", err)
	}
	*h = nil
	for ; len(raw) >= 4; raw = raw[4:] {
		*h = append(*h, binary.BigEndian.Uint32(raw))
	}
	return nil
}

func setOf(list hashes) map[uint32]bool {
	set := make(map[uint32]bool, len(list))
	for _, h := range list {
		set[h] = true
	}
	return set
}

func count(list hashes, h uint32) int {
	n := 0
	for _, x := range list {
		if x == h {
			n++
		}
	}
	return n
}

func without(list hashes, h uint32) hashes {
	return slices.DeleteFunc(slices.Clone(list), func(x uint32) bool { return x == h })
}

func newest(list hashes, limit int) hashes {
	if len(list) > limit {
		list = list[len(list)-limit:]
	}
	return slices.Clone(list)
}

func hash(s string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s)) // a hash takes everything
	return h.Sum32()
}
