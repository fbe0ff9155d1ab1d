package matrix

import (
	"slices"
	"strings"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
	"github.com/gapwatch/gapwatch/store"
)

// Thresholds of a match's score. At Automatic and above a match becomes evidence by itself; between the two it is a
// suggestion in a queue; below Suggested it is nothing.
const (
	Automatic = 0.80
	Suggested = 0.55
)

// A match that is this far ahead of all others is surer than its words alone say.
const (
	farAhead   = 0.30
	aloneBonus = 0.10
)

// maxCandidates bounds what is offered for choice.
const maxCandidates = 5

// Match is the feature that a phrase names, if any does well enough to be suggested.
type Match struct {
	Feature    string            // key; empty where none is good enough
	Score      float64           // 0 to 1
	Candidates []store.Candidate // best first
}

var (
	priced   = regexp.MustCompile(`(?i)^(prices?|costs?|fees?)\b`)
	quantity = regexp.MustCompile(`(?i)^(max(imum|\.)?|number of|no\. of|#|up to|minimum)\b|\bper (month|year|day|second|minute|hour|additional|extra|user|seat|mau)\b|\b(limit|quota|allowance)s?$|^[\d.,]+\s?(k|m|gb|tb|mb|million|%|days?|months?|years?|users?|seats?|projects?)\b`)
	metered  = regexp.MustCompile(`(?i)\b((api|http|https|edge|function|cdn|graphql|rest|server|cloud|webhook|database|[\d.,]+ ?[km]?) (requests?|calls?)|bandwidth|traffic|egress|transfer|reads?|writes?|deletes?|evaluations?|events?|operations?|credits?|tokens?|records?|minutes|users?|seats?|members|gb|mau|maus|downloads?)( included)?( ?(/|per|a) ?(month|day|mo))?$`)
	counted  = regexp.MustCompile(`(?i)^(monthly|daily|yearly|included|additional|extra|total|billable)\b`)
	amount   = regexp.MustCompile(`^[\d.,]+ `)
	prose    = regexp.MustCompile(`(?i)^(everything (in|from)|all .* (features|plus)|terms|free trial|money.back|no credit card|contact (us|sales)|talk to|custom (contract|pricing|terms)|best for|ideal for|get started|learn more|most popular|and more|cancel any|volume discount|.* plus:?$)`)
	paying   = regexp.MustCompile(`(?i)^(annual |custom |monthly |yearly )?(invoic(e|es|ed|ing)|billing|payment|billed)( (billing|payment|payments|options?|terms|methods?|available|annually|monthly|yearly))?$|\bby (invoice|wire transfer|credit card)\b`)
)

// Match finds the feature that a row's name, a bullet or a title names, below a section's heading.
func (c *Catalogue) Match(section, text string) Match {
	if m, decided := c.decided(text); decided {
		return m
	}
	found := c.rank(section, text)
	if len(found.candidates) == 0 {
		return Match{}
	}
	m := judge(text, found.candidates[0], found.ahead, found.whole)
	m.Candidates = found.candidates
	return m
}

// All finds every feature that a text names surely enough to be evidence, where it lists several things.
func (c *Catalogue) All(section, text string) []Match {
	if m, decided := c.decided(text); decided && m.Feature != "" {
		return []Match{m}
	} else if decided {
		return nil
	}
	var out []Match
	seen := map[string]bool{}
	for _, l := range c.rank(section, text).leaders {
		m := judge(text, l.Candidate, l.ahead, l.whole)
		if m.Score >= Automatic && !seen[m.Feature] {
			seen[m.Feature] = true
			out = append(out, m)
		}
	}
	return out
}

// decided is what people have said about a phrase, or that it is prose.
func (c *Catalogue) decided(text string) (Match, bool) {
	key := same(text)
	if i, ok := c.learned[key]; ok {
		key := c.features[i].Key
		return Match{key, 1, []store.Candidate{{Feature: key, Score: 1}}}, true
	}
	return Match{}, c.ignored[key] || prose.MatchString(strings.TrimSpace(text))
}

// judge makes a match of the best candidate of a text, how far it is ahead of the next, and whether its name accounts for
// the whole text.
func judge(text string, best store.Candidate, ahead float64, whole bool) Match {
	s := best.Score
	if text = strings.TrimSpace(text); priced.MatchString(text) || !whole && allowance(text) {
		s *= 0.6 // it is no proof of what it limits or costs, unless it names just that
	} else if s >= Suggested && s < Automatic && ahead >= farAhead && !amount.MatchString(text) {
		s += aloneBonus // nothing else in the catalogue is like it
	}
	switch {
	case ahead < 0.015:
		s = min(s-0.06, Automatic-0.02) // two that are as good as each other: a person decides
	case ahead < 0.03:
		s -= 0.06
	}
	m := Match{Score: round(s)}
	if s >= Suggested {
		m.Feature = best.Feature
	}
	return m
}

// allowance tells a text that says how much there is of something, or how it is paid.
func allowance(text string) bool {
	return quantity.MatchString(text) || counted.MatchString(text) || metered.MatchString(text) || paying.MatchString(text)
}

// ranking is what a text may mean.
type ranking struct {
	candidates []store.Candidate // best first
	ahead      float64           // of the first to all others that the same words may mean
	whole      bool              // the first accounts for every word of the text
	leaders    []lead            // the best of the whole text, and of each thing it lists
}

type lead struct {
	store.Candidate
	ahead float64
	whole bool
}

// scored is a feature and how well it explains a text.
type scored struct {
	feature int
	score   float64
	whole   bool // it accounts for every word of the text
}

// rank finds the features that do best for the text or one of the things it lists.
func (c *Catalogue) rank(section, text string) ranking {
	best := make([]float64, len(c.features))
	first := -1
	var r ranking
	for _, part := range append([]part{{text, 1}}, parts(text)...) {
		of := c.scoreAll(section, part.text, part.trust)
		found, ahead := leader(of)
		if found.feature < 0 {
			continue
		}
		f := store.Candidate{Feature: c.features[found.feature].Key, Score: min(found.score, 1)}
		whole := found.whole && part.text == text
		r.leaders = append(r.leaders, lead{f, ahead, whole})
		if first < 0 || found.score > best[first] {
			first, r.ahead, r.whole = found.feature, ahead, whole
		}
		for _, s := range of {
			best[s.feature] = max(best[s.feature], s.score)
		}
	}
	r.candidates = c.bestFirst(best, first)
	return r
}

// bestFirst lists the features with the best scores, the first before its equals.
func (c *Catalogue) bestFirst(best []float64, first int) []store.Candidate {
	var top []scored
	for f, s := range best {
		if s <= 0.2 {
			continue
		}
		at := len(top)
		for at > 0 && (f == first || top[at-1].feature != first && top[at-1].score < s) {
			at--
		}
		if top = slices.Insert(top, at, scored{feature: f, score: s}); len(top) > maxCandidates {
			top = top[:maxCandidates]
		}
	}
	out := make([]store.Candidate, len(top))
	for i, s := range top {
		out[i] = store.Candidate{Feature: c.features[s.feature].Key, Score: round(min(s.score, 1))}
	}
	return out
}

// leader is the feature with the best score, the first of equals, and how far it is ahead; feature -1 where there is none.
func leader(all []scored) (first scored, ahead float64) {
	first = scored{feature: -1}
	for _, s := range all {
		if first.feature < 0 || s.score > first.score || s.score == first.score && s.feature < first.feature {
			first = s
		}
	}
	ahead = 1
	for _, s := range all {
		if s.feature != first.feature {
			ahead = min(ahead, first.score-s.score)
		}
	}
	return first, ahead
}

// scoreAll scores every feature that has anything in common with a text.
func (c *Catalogue) scoreAll(section, text string, trust float64) []scored {
	r := c.read(section, text)
	if len(r.words) == 0 {
		return nil
	}
	var out []scored
	for _, f := range c.candidates(&r) {
		if s, whole := c.score(&c.profiles[f], &r); s > 0 {
			out = append(out, scored{f, trust * s, whole})
		}
	}
	return out
}

func round(s float64) float64 { return float64(int(s*1000+0.5)) / 1000 }
