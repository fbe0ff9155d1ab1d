package diff

import (
	"slices"
	"strings"
	"unicode"

	"github.com/gapwatch/gapwatch/extract"
)

// within tells what was edited inside of entries that both captures list. What is said in several entries alike apart from
// its numbers is what the page puts under each: reactions, views, shares. Where lines came or went in many entries at once,
// the page shows more or less of each. Of a feed, whose texts are polished again and again, only what binds otherwise is told.
func (l Limits) within(kind extract.Kind, old, new []extract.Entry, mem Memory) []Change {
	known := knownEntries(old)
	var was, is []extract.Entry
	for _, e := range new {
		if w, ok := known.find(e); ok && !slices.Equal(w.Items, e.Items) {
			was, is = append(was, w), append(is, e)
		}
	}
	if len(is) == 0 || len(is) > maxEdited {
		return nil
	}
	shared := sharedLines(old, new)
	var out, alone []Change
	grown := 0
	for i := range is {
		edits, rest := parted(l.page(linesOf(was[i], shared), linesOf(is[i], shared), mem), &is[i])
		if kind == extract.Feed {
			edits, rest = slices.DeleteFunc(edits, onlyWords), nil
		}
		edits = slices.DeleteFunc(edits, polished)
		if out = append(out, edits...); len(rest) > 0 {
			grown++
		}
		if is[i].Key != new[len(new)-1].Key { // where the last one ends, a page does not say
			alone = append(alone, rest...)
		}
	}
	if grown <= maxGrown {
		out = append(out, alone...)
	}
	return fold(out, "edits of entries")
}

// maxEdited is how many entries of a capture differ inside before that is how the page shows them.
const maxEdited = 100

// maxGrown is in how many entries lines come or go alone because somebody wrote or struck them.
const maxGrown = 2

// parted makes changes of an entry out of those of its text, those of which one side stands alone apart.
func parted(texts []Change, e *extract.Entry) (edits, alone []Change) {
	for _, c := range texts {
		c.Kind, c.Subject, c.Level, c.Entry = EntryChanged, e.Title, extract.Minor, e
		if c.Before == "" || c.After == "" || shortened(c.Before, c.After) || shortened(c.After, c.Before) {
			alone = append(alone, c)
		} else {
			edits = append(edits, c)
		}
	}
	return edits, alone
}

// shortened tells a text that is the beginning of another one, and says so.
func shortened(s, whole string) bool {
	head, cut := strings.CutSuffix(s, "…")
	if !cut {
		head, cut = strings.CutSuffix(s, "...")
	}
	return cut && strings.HasPrefix(whole, strings.TrimSpace(head))
}

// polished tells an edit of an entry in which words took the place of others, or small ones came or went, but no name, none
// that binds and no figure: somebody found better words.
func polished(c Change) bool {
	if !onlyWords(c) {
		return false
	}
	lost, lostName := onlyIn(c.Before, c.After)
	came, newName := onlyIn(c.After, c.Before)
	return !lostName && !newName && lost == came
}

// onlyIn tells whether one text has a long word that the other has not, and whether it has such a name.
func onlyIn(s, other string) (word, name bool) {
	there := wordSet(other)
	for i, w := range strings.Fields(s) {
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
		if w == "" || there[strings.ToLower(w)] {
			continue
		}
		word = word || len(w) >= longWord
		name = name || i > 0 && strings.ContainsFunc(w, unicode.IsUpper)
	}
	return word, name
}

// longWord is how long a word is that says something, in bytes.
const longWord = 5

// linesOf is the text of an entry as a page of its own, without what it shares with others.
func linesOf(e extract.Entry, shared map[string]bool) extract.Document {
	doc := extract.Document{Kind: extract.PageKind, Blocks: make([]extract.Block, 0, len(e.Items))}
	for _, item := range e.Items {
		for s := range sentences(item) {
			if !shared[shapeIn(e, s)] {
				doc.Blocks = append(doc.Blocks, extract.Block{Text: s})
			}
		}
	}
	return doc
}

// itemsOf are the lines of all entries.
func itemsOf(list []extract.Entry) (out []extract.Block) {
	for _, e := range list {
		out = append(out, linesOf(e, nil).Blocks...)
	}
	return out
}

// shapeIn is what a sentence of an entry says apart from its numbers and from the entry's own title.
func shapeIn(e extract.Entry, s string) string { return skeleton(strings.ReplaceAll(s, e.Title, "")) }

// sentences are the parts of a text that end with a full stop before a blank.
func sentences(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for s != "" {
			end := len(s)
			if i := strings.Index(s, ". "); i >= 0 {
				end = i + 1
			}
			if !yield(s[:end]) {
				return
			}
			s = strings.TrimLeft(s[end:], " ")
		}
	}
}

// sharedLines are the shapes of lines that stand in several entries of a capture.
func sharedLines(captures ...[]extract.Entry) map[string]bool {
	shared := map[string]bool{}
	for _, list := range captures {
		first := map[string]int{}
		for i, e := range list {
			for _, item := range e.Items {
				for s := range sentences(item) {
					shape := shapeIn(e, s)
					if at, ok := first[shape]; ok && at != i {
						shared[shape] = true
					}
					first[shape] = i
				}
			}
		}
	}
	return shared
}
