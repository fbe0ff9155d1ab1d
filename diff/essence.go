package diff

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	stdhash "hash"
	"slices"

	"github.com/gapwatch/gapwatch/extract"
)

// essenceSize is how many bytes of the hash are kept.
const essenceSize = 16

// Essence stands for what comparisons look at in a document: two documents of one source and reader with the same
// essence differ in nothing that Documents would tell, whatever the source has shown before, and neither is the other
// one collapsed. Documents with other essences may still mean the same.
func Essence(doc extract.Document) []byte {
	e := digest{sha256.New()}
	e.say(string(doc.Kind))
	switch {
	case doc.Kind == extract.Pricing && len(doc.Plans) > 0:
		e.plans(doc.Plans)
		e.blocks(extract.Document{Blocks: besidePlans(doc)})
	case doc.Kind == extract.Feed, doc.Kind == extract.Changelog && len(doc.Entries) > 0:
		e.entries(doc.Entries)
	case doc.Kind == extract.Sitemap:
		for _, l := range doc.Links {
			e.say(l.URL)
		}
	default:
		e.blocks(doc)
	}
	return binary.BigEndian.AppendUint32(e.Sum(nil)[:essenceSize], uint32(extract.TextSize(doc)))
}

// SameEssence tells whether two essences are the same, apart from how much text stands beside what was compared, unless
// nearly all of it has gone.
func SameEssence(old, new []byte) bool {
	if len(old) != essenceSize+4 || len(new) != len(old) || !bytes.Equal(old[:essenceSize], new[:essenceSize]) {
		return false
	}
	was, is := binary.BigEndian.Uint32(old[essenceSize:]), binary.BigEndian.Uint32(new[essenceSize:])
	return !extract.TextCollapsed(int(was), int(is))
}

// digest hashes texts so that none runs into the next.
type digest struct{ stdhash.Hash }

func (e digest) say(texts ...string) {
	var size [4]byte
	for _, s := range texts {
		binary.BigEndian.PutUint32(size[:], uint32(len(s)))
		e.Write(size[:])
		e.Write([]byte(s))
	}
}

func (e digest) yes(b bool) {
	if b {
		e.say("yes")
	} else {
		e.say("no")
	}
}

func (e digest) plans(plans []extract.Plan) {
	e.say("plans")
	for _, p := range plans {
		e.say("plan", p.Name, p.Group)
		e.yes(p.Custom)
		e.yes(p.AddOn)
		for _, price := range p.Prices {
			e.say("price", price.Money.String(), string(price.Period), string(price.Billing), price.Per)
			e.yes(price.From)
		}
		for _, f := range p.Features {
			e.say("row", f.Section, f.Name, string(f.State), f.Text)
		}
	}
}

func (e digest) entries(entries []extract.Entry) {
	e.say("entries")
	for _, x := range entries {
		e.say(x.Key, x.Title, x.URL, string(x.Precision), x.Date.UTC().Format("2006-01-02T15:04:05"))
		e.say(x.Items...)
	}
}

// blocks hashes what blocks say, in whatever order and however often.
func (e digest) blocks(doc extract.Document) {
	e.say("blocks")
	e.yes(doc.Cut)
	keys := make([]string, 0, len(doc.Blocks))
	for _, b := range doc.Blocks {
		if !b.Frame {
			keys = append(keys, essenceOf(b))
		}
	}
	slices.Sort(keys)
	e.say(slices.Compact(keys)...)
}
