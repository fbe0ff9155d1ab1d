package matrix

import (
	"sort"
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
	metered  = regexp.MustCompile(`(?i)\b(requests?|calls?|bandwidth|traffic|egress|transfer|reads?|writes?|deletes?|evaluations?|events?|operations?|credits?|tokens?|records?|minutes|users?|seats?|members|gb|mau|maus|downloads?)( included)?( ?(/|per|a) ?(month|day|mo))?$`)
	prose    = regexp.MustCompile(`(?i)^(everything (in|from)|all .* (features|plus)|terms|free trial|money.back|no credit card|contact (us|sales)|talk to|custom (contract|pricing|terms)|best for|ideal for|get started|learn more|most popular|and more|cancel any|volume discount|.* plus:?$)`)
	paying   = regexp.MustCompile(`(?i)^((annual |custom |monthly |yearly )?(invoic|billing|payment|billed))|\bby (invoice|wire transfer|credit card)\b`)
)

// Match finds the feature that a row's name, a bullet or a title names, below a section's heading.
func (c *Catalogue) Match(section, text string) Match {
	key := same(text)
	if i, ok := c.learned[key]; ok {
		key := c.features[i].Key
		return Match{key, 1, []store.Candidate{{Feature: key, Score: 1}}}
	}
	if c.ignored[key] || prose.MatchString(strings.TrimSpace(text)) {
		return Match{}
	}
	candidates, margin := c.rank(section, text)
	if len(candidates) == 0 {
		return Match{}
	}
	best := candidates[0]
	if text = strings.TrimSpace(text); priced.MatchString(text) || best.Score < 0.95 && allowance(text) {
		best.Score *= 0.6 // it is no proof of what it limits or costs, unless it names just that
	}
	switch {
	case margin < 0.015:
		best.Score = min(best.Score-0.06, Automatic-0.02) // two that are as good as each other: a person decides
	case margin < 0.03:
		best.Score -= 0.06
	}
	m := Match{Score: round(best.Score), Candidates: candidates}
	if best.Score >= Suggested {
		m.Feature = best.Feature
	}
	return m
}

// allowance tells a text that says how much there is of something, or how it is paid.
func allowance(text string) bool {
	return quantity.MatchString(text) || metered.MatchString(text) || paying.MatchString(text)
}

// rank lists the features that do best for the text or one of the things it lists, best first, and tells by how much
// the first is ahead of all others that the same words may mean.
func (c *Catalogue) rank(section, text string) ([]store.Candidate, float64) {
	scores := c.scoreAll(section, text, 1)
	first, ahead := leader(scores)
	for _, part := range parts(text) {
		of := c.scoreAll(section, part.text, part.trust)
		if f, margin := leader(of); f >= 0 && (first < 0 || of[f] > scores[first]) {
			first, ahead = f, margin
		}
		for f, s := range of {
			scores[f] = max(scores[f], s)
		}
	}
	out := make([]store.Candidate, 0, len(scores))
	for f, s := range scores {
		if s > 0.2 {
			out = append(out, store.Candidate{Feature: c.features[f].Key, Score: round(min(s, 1))})
		}
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := c.byKey[out[i].Feature], c.byKey[out[j].Feature]
		if (a == first) != (b == first) {
			return a == first
		}
		if out[i].Score != out[j].Score {
			return out[i].Score > out[j].Score
		}
		return a < b
	})
	return out[:min(len(out), maxCandidates)], ahead
}

// leader is the feature with the best score, the first of equals, and how far it is ahead; -1 where there is none.
func leader(scores map[int]float64) (first int, ahead float64) {
	first = -1
	for f, s := range scores {
		if first < 0 || s > scores[first] || s == scores[first] && f < first {
			first = f
		}
	}
	ahead = 1
	for f, s := range scores {
		if f != first {
			ahead = min(ahead, scores[first]-s)
		}
	}
	return first, ahead
}

// scoreAll scores every feature that has anything in common with a text.
func (c *Catalogue) scoreAll(section, text string, trust float64) map[int]float64 {
	scores := map[int]float64{}
	r := c.read(section, text)
	if len(r.words) == 0 {
		return scores
	}
	for _, f := range c.candidates(&r) {
		if s := trust * c.score(&c.profiles[f], &r); s > 0 {
			scores[f] = s
		}
	}
	return scores
}

func round(s float64) float64 { return float64(int(s*1000+0.5)) / 1000 }
