package diff

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/extract"
)

// Known is what a source's noise has taught about its base: pages of the same shape that differ from the base in these
// places alone say what the base says, and need not be read to find that out. It is learned from pages that were read,
// holds for one reader and its rules, and for KnownFor.
type Known struct {
	at     time.Time // when it was learned
	shape  [knownHash]byte
	texts  [knownHash]byte // of all texts, those in the places below as they are compared
	evenly []int           // places of texts with the same essence each time: clocks, counters, identifiers
	beside []int           // places outside the element that holds all that the document tells, where other words may stand
}

// Bounds of what is known.
const (
	knownHash  = 16
	mostPlaces = 200
	KnownFor   = 24 * time.Hour // so long pages are taken for what the base says without being read
)

// Says tells whether a page says at a time what the base says. It reports false where that is not known.
func (k Known) Says(page extract.Outline, at time.Time) bool {
	return k.Of(page) && k.Fresh(at) && k.texts == k.hash(page)
}

// Fresh tells whether what is known, or that there is nothing to know, still holds at a time.
func (k Known) Fresh(at time.Time) bool { return !at.Before(k.at) && at.Sub(k.at) < KnownFor }

// Before tells whether it was learned before a page that came at a time, to the second.
func (k Known) Before(at time.Time) bool { return k.at.Unix() < at.Unix() }

// Of tells whether what is known is of pages of this shape.
func (k Known) Of(page extract.Outline) bool { return [knownHash]byte(page.Shape[:]) == k.shape }

// Learn adds the places in which a page that was read at a time, and says what the base says, differs from it. doc is
// what was read. Where a difference is of a kind that may mean something the next time, what was known stays while it is
// fresh.
func (k Known) Learn(base, page extract.Outline, doc extract.Document, at time.Time) Known {
	if now, ok := k.with(base, page, doc); ok {
		now.at, now.texts = at, now.hash(page)
		return now
	}
	if k.Of(page) && k.Fresh(at) {
		return k
	}
	return Known{at: at}
}

func (k Known) with(base, page extract.Outline, doc extract.Document) (Known, bool) {
	if base.Shape != page.Shape || len(base.Texts) != len(page.Texts) {
		return Known{}, false
	}
	now := Known{shape: [knownHash]byte(page.Shape[:])}
	if !k.Of(page) {
		k = Known{}
	}
	first, last := told(doc, page)
	for i, text := range page.Texts {
		was := base.Texts[i]
		switch {
		case slices.Contains(k.beside, i) && aside(page.Kind, text) == aside(page.Kind, was):
			now.beside = append(now.beside, i)
		case (text != was || slices.Contains(k.evenly, i)) && essence(text) == essence(was):
			now.evenly = append(now.evenly, i)
		case text == was:
		case (i < first || i > last) && aside(page.Kind, text) == aside(page.Kind, was):
			now.beside = append(now.beside, i)
		default:
			return Known{}, false
		}
	}
	return now, len(now.evenly)+len(now.beside) <= mostPlaces
}

// On is what is known at a time of a base that took the place of this one: the same of one of the same shape, else that
// pages with its very texts say the same.
func (k Known) On(base extract.Outline, at time.Time) Known {
	if !k.Of(base) {
		k = Known{at: at, shape: [knownHash]byte(base.Shape[:])}
	}
	k.texts = k.hash(base)
	return k
}

// told finds the first and the last text of the smallest element that holds all that a document's plans or entries tell.
// Without any, and where they are not found again, it is the whole page.
func told(doc extract.Document, page extract.Outline) (first, last int) {
	tells := map[string]bool{}
	for _, p := range doc.Plans {
		tells[p.Name] = true
		for _, f := range p.Features {
			tells[f.Name] = true
		}
	}
	for _, e := range doc.Entries {
		tells[e.Title] = true
	}
	end := len(page.Texts) - 1
	first, last = end, 0
	found := map[string]bool{}
	for i, s := range page.Texts {
		if s = strings.Join(strings.Fields(s), " "); tells[s] {
			first, last = min(first, i), i
			found[s] = true
		}
	}
	if first >= last || 2*len(found) <= len(tells) {
		return 0, end
	}
	holds := slices.Min(page.Meets[first+1 : last+1])
	for first > 0 && page.Meets[first] >= holds {
		first--
	}
	for last < end && page.Meets[last+1] >= holds {
		last++
	}
	return first, last
}

// aside is how words beside what a document tells are compared: any sentence is as good as another, unless it speaks of
// what readers look for on all of a page, or there is a number in it, which may be a date that shows how dates are written,
// or it may be an answer of a price list that was turned around.
func aside(kind extract.Kind, s string) string {
	if anyDigit.MatchString(s) || !extract.Talk(kind, s) || kind == extract.Pricing && limits(s) != 0 {
		return essence(s)
	}
	return anySentence
}

// anySentence is the essence of no text.
const anySentence = " "

// hash is of a page's texts as they are compared.
func (k Known) hash(page extract.Outline) [knownHash]byte {
	size := 0
	for _, s := range page.Texts {
		size += len(s) + binary.MaxVarintLen16
	}
	all := make([]byte, 0, size)
	evenly, beside := k.evenly, k.beside
	for i, s := range page.Texts {
		switch {
		case len(beside) > 0 && beside[0] == i:
			beside, s = beside[1:], aside(page.Kind, s)
		case len(evenly) > 0 && evenly[0] == i:
			evenly, s = evenly[1:], essence(s)
		}
		all = append(binary.AppendUvarint(all, uint64(len(s))), s...)
	}
	sum := sha256.Sum256(all)
	return [knownHash]byte(sum[:])
}

// Bytes is what is known as it is kept.
func (k Known) Bytes() []byte {
	out := slices.Concat(k.shape[:], k.texts[:])
	out = binary.AppendVarint(out, k.at.Unix())
	for _, places := range [][]int{k.evenly, k.beside} {
		out = binary.AppendUvarint(out, uint64(len(places)))
		for _, i := range places {
			out = binary.AppendUvarint(out, uint64(i))
		}
	}
	return out
}

// ParseKnown undoes Bytes. Of anything else nothing is known.
func ParseKnown(b []byte) Known {
	var k Known
	if len(b) < 2*knownHash {
		return Known{}
	}
	b = b[copy(k.shape[:], b):]
	b = b[copy(k.texts[:], b):]
	at, n := binary.Varint(b)
	if n <= 0 {
		return Known{}
	}
	k.at, b = time.Unix(at, 0).UTC(), b[n:]
	for _, into := range []*[]int{&k.evenly, &k.beside} {
		var ok bool
		if *into, b, ok = places(b); !ok {
			return Known{}
		}
	}
	return k
}

func places(b []byte) (out []int, rest []byte, ok bool) {
	count, n := binary.Uvarint(b)
	if n <= 0 || count > mostPlaces {
		return nil, nil, false
	}
	b = b[n:]
	for range count {
		i, n := binary.Uvarint(b)
		if n <= 0 {
			return nil, nil, false
		}
		out, b = append(out, int(i)), b[n:]
	}
	return out, b, true
}
