package diff

import (
	"time"

	"github.com/gapwatch/gapwatch/extract"
)

// page compares readable blocks regardless of their order: a block that moved is no change, nor is one that was cut in
// two. Frames are not compared.
func (l Limits) page(old, new extract.Document, mem Memory) []Change {
	deadline := time.Now().Add(l.Time)
	keys := map[string]string{} // most of what one page says the other says too
	a, ok1 := l.content(old.Blocks, keys, deadline)
	b, ok2 := l.content(new.Blocks, keys, deadline)
	if !ok1 || !ok2 {
		return large(new.Blocks)
	}
	markShared(a, b)
	markNumbered(a, b)
	markNumbered(b, a)
	markCountdowns(a)
	markCountdowns(b)
	markSplit(a, b)
	markSplit(b, a)
	if new.Cut {
		a = beforeCut(a)
	}
	if old.Cut {
		b = beforeCut(b)
	}
	gone := open(a)
	came, returned := mem.news(open(b), gone)
	gone, came = withoutFramed(gone, new), withoutFramed(came, old)
	rotated(gone, returned)
	markListed(gone, came, a, b)
	out, ok := edits(gone, came, mem, deadline)
	if !ok {
		return large(new.Blocks)
	}
	for _, g := range gone {
		if !g.done && g.telling() && !mem.rotates(g.key) {
			out = append(out, textChange(g.Section, g.Text, "", quotable(g.Block)))
		}
	}
	if headed(a) && headed(b) {
		weighStrip(out)
	}
	return fold(out, "blocks of text")
}

// edits tells what came, with what it was before where that can be said. It reports false where that takes too long.
func edits(gone, came []*line, mem Memory, deadline time.Time) ([]Change, bool) {
	var out []Change
	find := newPartners(gone)
	find.sameSpot(came)
	for n, c := range came {
		if len(out) > maxChanges || n%16 == 0 && time.Now().After(deadline) {
			return nil, false
		}
		g := find.partner(c)
		if g == nil {
			if c.telling() {
				out = append(out, textChange(c.Section, "", c.Text, quotable(c.Block)))
			}
			continue
		}
		g.done = true
		if meaningful(g.Text, c.Text) && !mem.ticks(g.Text, c.Text) && !countedOn(g.Text, c.Text) {
			out = append(out, textChange(c.Section, g.Text, c.Text, quotable(c.Block)))
		}
	}
	return out, true
}

func textChange(section, before, after, quoted string) Change {
	return Change{
		Kind: TextChanged, Subject: section, Before: before, After: after, Quote: quote(quoted),
		Level: textLevel(before, after), SecondLook: true,
	}
}

// quotable is the part of a block that stands on the page in one piece.
func quotable(b extract.Block) string {
	if b.Quote != "" {
		return b.Quote
	}
	return b.Text
}

// large is one change for a page of which too much differs to be told piece by piece.
func large(new []extract.Block) []Change {
	for _, b := range new {
		if !b.Frame && telling(essence(b.Text)) {
			c := textChange("large change: more than 200 blocks of text", "", b.Text, quotable(b))
			c.Level = extract.Notable
			return []Change{c}
		}
	}
	return nil
}
