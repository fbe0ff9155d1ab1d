package diff

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gapwatch/gapwatch/extract"
)

// mostAlike bounds how many entries of one day, or of one version, an edited one is looked for among: pages are read that
// list thousands.
const mostAlike = 200

// wording is an entry by what an edit of its title leaves.
type wording struct {
	extract.Entry
	words map[string]bool
	label string
}

// alike finds entries whose titles are worded in nearly the same way. They are brought in order once it is asked: most
// captures have nothing that was edited.
type alike struct {
	waiting  []extract.Entry
	days     map[string][]*wording // those of one day and version
	undated  map[string][]*wording // those whose words begin with the same letters
	versions map[string][]*wording
}

func (a *alike) add(e extract.Entry) { a.waiting = append(a.waiting, e) }

// inOrder brings what was added since in order.
func (a *alike) inOrder() {
	if a.days == nil {
		a.days, a.undated, a.versions = map[string][]*wording{}, map[string][]*wording{}, map[string][]*wording{}
	}
	for _, e := range a.waiting {
		a.place(e)
	}
	a.waiting = nil
}

func newWording(e extract.Entry) *wording { return &wording{e, wordSet(e.Title), label(e.Title)} }

func (a *alike) place(e extract.Entry) {
	w := newWording(e)
	v := version(e.Title)
	if v != "" && len(a.versions[v]) < mostAlike {
		a.versions[v] = append(a.versions[v], w)
	}
	in, key := a.days, dayAndVersion(e)
	if e.Date.IsZero() {
		in, key = a.undated, initials(w.label)
	}
	if len(in[key]) < mostAlike {
		in[key] = append(in[key], w)
	}
}

// initials are the letters that words begin with. A slip that was mended leaves them.
func initials(s string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(s) {
		r, _ := utf8.DecodeRuneInString(word)
		b.WriteRune(r)
	}
	return b.String()
}

func dayAndVersion(e extract.Entry) string {
	return e.Date.Format(time.DateOnly) + "\x00" + version(e.Title)
}

// worded finds an entry of the day and version that most words of a title are of, or that has one of them mended; where
// neither has a day, the latter alone.
func (a *alike) worded(w *wording) (extract.Entry, bool) {
	a.inOrder()
	if w.Date.IsZero() {
		for _, was := range a.undated[initials(w.label)] {
			if misspelt(was.label, w.label) {
				return was.Entry, true
			}
		}
		return extract.Entry{}, false
	}
	for _, was := range a.days[dayAndVersion(w.Entry)] {
		if was.near(w) {
			return was.Entry, true
		}
	}
	return extract.Entry{}, false
}

// versioned finds an entry of the version that half of the words of a title are of.
func (a *alike) versioned(w *wording) (extract.Entry, bool) {
	a.inOrder()
	for _, was := range a.versions[version(w.Title)] {
		if overlap(was.words, w.words) >= 0.5 {
			return was.Entry, true
		}
	}
	return extract.Entry{}, false
}

// near tells two wordings of one title: most words in common or one mended.
func (w *wording) near(other *wording) bool {
	return overlap(w.words, other.words) >= 0.75 || misspelt(w.label, other.label)
}
