// Package matrix decides what is known about whom: it matches what competitors write to the features of the catalogue,
// turns matches into evidence and evidence into cells, and adds up what gaps are worth. It is pure over rows: no I/O,
// no clock.
//
// Start at Catalogue.Match and Decide.
package matrix

import (
	"math"

	"github.com/gapwatch/gapwatch/store"
)

// Catalogue is an area's features, arranged for matching.
type Catalogue struct {
	features []store.Feature
	profiles []profile
	idf      map[string]float64
	unknown  float64 // weight of a word that no feature uses
	learned  map[string]int
	ignored  map[string]bool
}

// profile is what one feature may be called, and what is said about it.
type profile struct {
	phrases []phrase
	context map[string]bool // words of definition and group
}

type phrase struct {
	tokens   []string
	initials string
	weight   float64 // of all its tokens
}

// NewCatalogue arranges features. learned are phrases that people have mapped or ignored before: they are matched as
// decided, for ever.
func NewCatalogue(features []store.Feature, learned []store.Phrase) *Catalogue {
	c := &Catalogue{features: features, learned: map[string]int{}, ignored: map[string]bool{}}
	c.weigh()
	byID := map[int64]int{}
	for i, f := range features {
		byID[f.ID] = i
		p := profile{context: map[string]bool{}}
		for _, name := range append([]string{f.Name}, f.Aliases...) {
			if t := tokens(name); len(t) > 0 {
				p.phrases = append(p.phrases, phrase{t, initials(name), c.sum(t)})
			}
		}
		for _, t := range tokens(f.Definition + " " + f.GroupName) {
			p.context[t] = true
		}
		c.profiles = append(c.profiles, p)
	}
	for _, p := range learned {
		i, ok := 0, false
		if p.FeatureID != nil {
			i, ok = byID[*p.FeatureID]
		}
		switch {
		case ok:
			c.learned[p.FoldedText] = i
		case p.Decision == store.PhraseIgnored:
			c.ignored[p.FoldedText] = true
		}
	}
	return c
}

// weigh gives rare words weight: a word that many features use tells little.
func (c *Catalogue) weigh() {
	count := map[string]int{}
	for _, f := range c.features {
		seen := map[string]bool{}
		for _, name := range append([]string{f.Name}, f.Aliases...) {
			for _, t := range tokens(name) {
				if !seen[t] {
					seen[t] = true
					count[t]++
				}
			}
		}
	}
	n := float64(len(c.features)) + 1
	c.idf = make(map[string]float64, len(count))
	for t, k := range count {
		c.idf[t] = math.Log(1 + n/(float64(k)+0.5))
	}
	c.unknown = math.Log(1+n/0.5) * 0.55
}

func (c *Catalogue) weight(t string) float64 {
	if w, ok := c.idf[t]; ok {
		return w
	}
	return c.unknown
}

func (c *Catalogue) sum(tokens []string) float64 {
	total := 0.0
	for _, t := range tokens {
		total += c.weight(t)
	}
	return total
}

// Feature finds a feature of the catalogue by its key.
func (c *Catalogue) Feature(key string) (store.Feature, bool) {
	for _, f := range c.features {
		if f.Key == key {
			return f, true
		}
	}
	return store.Feature{}, false
}
