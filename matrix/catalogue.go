// Package matrix decides what is known about whom: it matches what competitors write to the features of the catalogue,
// turns matches into evidence and evidence into cells, and adds up what gaps are worth. It is pure over rows: no I/O,
// no clock.
//
// Start at Catalogue.Match and Decide.
package matrix

import (
	"math"
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/store"
)

// Catalogue is an area's features, arranged for matching: made once, asked often. It is not changed by being asked.
type Catalogue struct {
	features []store.Feature
	byKey    map[string]int
	profiles []profile
	vocab    map[string]int   // stem -> word
	stems    []string         // word -> stem
	sorted   []string         // stems in order, for those that begin alike
	joined   map[string][]int // two words of a name, written as one
	weights  []float64        // of words
	unknown  float64          // weight of a word that no feature uses
	ofWord   [][]int          // word -> features whose names use it
	saidOf   [][]int          // word -> features whose definitions use it
	ofSense  map[int][]int    // concept -> features that name it
	toldOf   [][]int          // word -> features whose names or definitions use it
	likes    *likes           // of the words that texts have asked for
	learned  map[string]int
	ignored  map[string]bool
}

// profile is what one feature may be called, and what is said about it.
type profile struct {
	phrases  []phrase
	own      map[int]bool    // words of all names
	context  map[int]bool    // words of all names, definition and group
	group    []int           // words of the group
	told     []int           // words of all names and of the definition
	concepts map[int]float64 // that its names, definition or group name, and how much of a name that is
}

// NewCatalogue arranges features. learned are phrases that people have mapped or ignored before: they are matched as
// decided, for ever, and what was mapped is one more name of its feature.
func NewCatalogue(features []store.Feature, learned []store.Phrase) *Catalogue {
	c := &Catalogue{
		features: features, byKey: map[string]int{}, vocab: map[string]int{}, ofSense: map[int][]int{},
		learned: map[string]int{}, ignored: map[string]bool{},
	}
	byID := map[int64]int{}
	for i, f := range features {
		byID[f.ID], c.byKey[f.Key] = i, i
	}
	more := c.learn(learned, byID)
	for i, f := range features {
		c.profiles = append(c.profiles, c.profileOf(f, more[i]))
	}
	c.weigh()
	c.index()
	return c
}

// learn takes over what people have decided, and returns the phrases they have mapped, by feature.
func (c *Catalogue) learn(learned []store.Phrase, byID map[int64]int) map[int][]string {
	more := map[int][]string{}
	for _, p := range learned {
		i, ok := 0, false
		if p.FeatureID != nil {
			i, ok = byID[*p.FeatureID]
		}
		key := same(p.FoldedText)
		switch {
		case ok:
			c.learned[key] = i
			more[i] = append(more[i], p.FoldedText)
		case p.Decision == store.PhraseIgnored:
			c.ignored[key] = true
		}
	}
	return more
}

// Alike tells phrases that differ in case, signs, endings and small words alone: what is decided about one holds for all.
func Alike(a, b string) bool { return same(a) == same(b) }

// same is equal for phrases that differ in case, signs, endings and small words alone.
func same(text string) string {
	if words := tokens(text); len(words) > 0 {
		return strings.Join(words, " ")
	}
	return Fold(text)
}

// weigh gives rare words weight: a word that many features use tells little.
func (c *Catalogue) weigh() {
	count := make([]float64, len(c.vocab))
	for i := range c.profiles {
		seen := map[int]bool{}
		for _, ph := range c.profiles[i].phrases {
			for _, w := range ph.words {
				if !seen[w] {
					seen[w] = true
					count[w]++
				}
			}
		}
	}
	n := float64(len(c.features)) + 1
	c.weights = make([]float64, len(count))
	for w, k := range count {
		c.weights[w] = math.Log(1 + n/(k+0.5))
	}
	c.unknown = math.Log(1+n/0.5) * 0.4
	for i := range c.profiles {
		for j := range c.profiles[i].phrases {
			c.weighPhrase(&c.profiles[i].phrases[j])
		}
	}
}

func (c *Catalogue) weighPhrase(ph *phrase) {
	for i, w := range ph.words {
		ph.weights[i] *= c.weights[w]
		ph.total += ph.weights[i]
	}
}

// index lists which features use a word or name a concept.
func (c *Catalogue) index() {
	c.ofWord, c.saidOf, c.joined = make([][]int, len(c.vocab)), make([][]int, len(c.vocab)), map[string][]int{}
	for i := range c.profiles {
		used := map[int]bool{}
		for _, ph := range c.profiles[i].phrases {
			for _, w := range ph.words {
				if !used[w] {
					used[w] = true
					c.ofWord[w] = append(c.ofWord[w], i)
				}
			}
			c.join(ph.words)
		}
		for w := range c.profiles[i].context {
			c.saidOf[w] = append(c.saidOf[w], i)
		}
		for s := range c.profiles[i].concepts {
			c.ofSense[s] = append(c.ofSense[s], i)
		}
	}
	c.sorted = slices.Sorted(slices.Values(c.stems))
	c.toldOf = make([][]int, len(c.vocab))
	for f := range c.profiles {
		for _, w := range c.profiles[f].told {
			c.toldOf[w] = append(c.toldOf[w], f)
		}
	}
	c.likes = newLikes(c.stems)
}

// join notes what two words of a name are when people write them as one: "waitlist" is a waiting list.
func (c *Catalogue) join(words []int) {
	for i := range len(words) - 1 {
		if one := c.stems[words[i]] + c.stems[words[i+1]]; len(one) >= longCompound && !light(c.stems[words[i]]) && !light(c.stems[words[i+1]]) {
			c.joined[one] = words[i : i+2]
		}
	}
}

// longCompound is how many letters two words have at least that count when written as one.
const longCompound = 6

// word is the number of a stem, a new one where it is new.
func (c *Catalogue) word(stem string) int {
	if w, ok := c.vocab[stem]; ok {
		return w
	}
	c.vocab[stem] = len(c.vocab)
	c.stems = append(c.stems, stem)
	return c.vocab[stem]
}

// Feature finds a feature of the catalogue by its key.
func (c *Catalogue) Feature(key string) (store.Feature, bool) {
	if i, ok := c.byKey[key]; ok {
		return c.features[i], true
	}
	return store.Feature{}, false
}
