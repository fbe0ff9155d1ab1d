package diff

import (
	"hash/fnv"
	"slices"

	"github.com/gapwatch/gapwatch/extract"
)

// Bounds of a memory: about 16 KB as JSON.
const (
	maxShown = 1200
	maxKeys  = 1200
)

// Memory is what a source has shown in earlier captures: short hashes of its blocks and of its entries. What it holds
// is not news when it returns.
type Memory struct {
	Shown   []uint32 `json:"shown,omitempty"`   // blocks that were once shown and are not on the page now, oldest first
	Now     []uint32 `json:"now,omitempty"`     // blocks on the page now
	Entries []uint32 `json:"entries,omitempty"` // entries that were ever listed, oldest first
}

// Remember returns the memory after a document was taken as the base.
func (m Memory) Remember(doc extract.Document) Memory {
	var now []uint32
	if doc.Kind == extract.PageKind || len(doc.Entries)+len(doc.Plans) == 0 {
		for _, b := range content(doc.Blocks, maxShown) {
			if len(now) < maxShown {
				now = append(now, hash(comparable(b.Text)))
			}
		}
	}
	shown := m.Shown
	for _, h := range m.Now {
		if !slices.Contains(now, h) {
			shown = append(without(shown, h), h)
		}
	}
	keys := m.Entries
	for _, e := range doc.Entries {
		if h := hash(titleKey(e)); !slices.Contains(keys, h) {
			keys = append(keys, h)
		}
	}
	return Memory{Shown: newest(shown, maxShown), Now: now, Entries: newest(keys, maxKeys)}
}

func without(list []uint32, h uint32) []uint32 {
	return slices.DeleteFunc(slices.Clone(list), func(x uint32) bool { return x == h })
}

func newest(list []uint32, limit int) []uint32 {
	if len(list) > limit {
		list = list[len(list)-limit:]
	}
	return slices.Clone(list)
}

func hash(s string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s))
	return h.Sum32()
}

// news parts the blocks that were never shown before from those that return. A price or a term that returns is news:
// somebody took something back.
func (m Memory) news(blocks []extract.Block) (fresh, returned []extract.Block) {
	for _, b := range blocks {
		if !weighty.MatchString(b.Text) && slices.Contains(m.Shown, hash(comparable(b.Text))) {
			returned = append(returned, b)
		} else {
			fresh = append(fresh, b)
		}
	}
	return fresh, returned
}

// rotates tells a block that has come and gone before: its going is not news either.
func (m Memory) rotates(b extract.Block) bool {
	return slices.Contains(m.Shown, hash(comparable(b.Text)))
}

func (m Memory) knowsEntry(e extract.Entry) bool {
	return slices.Contains(m.Entries, hash(titleKey(e)))
}

func (m Memory) knows(s string) bool { return slices.Contains(m.Shown, hash(s)) }
