package matrix

import (
	"regexp"
	"sort"
	"strings"

	"github.com/gapwatch/gapwatch/store"
)

// Thresholds of a match's score. At Automatic and above a match becomes evidence by itself; between the two it is a
// suggestion in a queue; below Suggested it is nothing.
const (
	Automatic = 0.72
	Suggested = 0.50
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
	quantity = regexp.MustCompile(`(?i)^(max(imum|\.)?|number of|no\. of|#|included|additional|extra|total|monthly|price|cost|up to|minimum)\b|\bper (month|year|day|second|minute|hour|additional|extra|user|seat|mau)\b|\b(limit|quota|allowance)s?$|^[\d.,]+\s?(k|m|gb|tb|mb|million|%|days?|months?|years?|users?|seats?|projects?)\b`)
	legal    = regexp.MustCompile(`(?i)^(everything (in|from)|all .* (features|plus)|terms|invoice|billing|payment|free trial|money.back|no credit card|contact|custom (contract|pricing|terms)|best for|ideal for|get started|learn more|most popular|and more|.* plus:?$)`)
)

// Match finds the feature that a row's name, a bullet or a title names, below a section's heading.
func (c *Catalogue) Match(section, text string) Match {
	folded := Fold(text)
	if i, ok := c.learned[folded]; ok {
		key := c.features[i].Key
		return Match{key, 1, []store.Candidate{{Feature: key, Score: 1}}}
	}
	if c.ignored[folded] || legal.MatchString(strings.TrimSpace(text)) {
		return Match{}
	}
	head, rest := splitName(text)
	candidates := c.rank(section, head, rest)
	if len(candidates) == 0 {
		return Match{}
	}
	m := Match{Candidates: candidates}
	best := candidates[0]
	if quantity.MatchString(strings.TrimSpace(text)) {
		best.Score *= 0.6 // an allowance names what it limits, and is no proof of it
	}
	if len(candidates) > 1 && best.Score-candidates[1].Score < 0.04 {
		best.Score -= 0.06 // two that are as good as each other: a person decides
	}
	m.Score = round(best.Score)
	if best.Score >= Suggested {
		m.Feature = best.Feature
	}
	return m
}

// splitName takes a row's name apart from the description beside it.
func splitName(text string) (head, rest string) {
	for _, sep := range []string{" – ", " — ", ": ", " - ", ". ", " ("} {
		if i := strings.Index(text, sep); i > 3 {
			return text[:i], text[i+len(sep):]
		}
	}
	if words := strings.Fields(text); len(words) > 9 {
		return strings.Join(words[:6], " "), strings.Join(words[6:], " ")
	}
	return text, ""
}

// rank scores all features that share anything with the text.
func (c *Catalogue) rank(section, head, rest string) []store.Candidate {
	headTokens, restTokens, place := tokens(head), tokens(rest), tokens(section)
	if len(headTokens) == 0 {
		return nil
	}
	var out []store.Candidate
	for i := range c.profiles {
		if s := c.score(&c.profiles[i], headTokens, restTokens, place); s > 0.2 {
			out = append(out, store.Candidate{Feature: c.features[i].Key, Score: round(s)})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Score > out[j].Score })
	return out[:min(len(out), maxCandidates)]
}

// score says how well a feature explains a text: how much of its best name stands there, and how much of the text that
// name, its definition and its section account for.
func (c *Catalogue) score(p *profile, head, rest, place []string) float64 {
	best := 0.0
	for _, ph := range p.phrases {
		best = max(best, c.phraseScore(p, ph, head, rest, place))
	}
	return best
}

func (c *Catalogue) phraseScore(p *profile, ph phrase, head, rest, place []string) float64 {
	if len(head) == 1 && len(ph.initials) > 2 && head[0] == ph.initials {
		return 0.95
	}
	named, inRest := 0.0, 0.0
	used := make([]bool, len(head))
	for _, t := range ph.tokens {
		w := c.weight(t)
		if i, s := find(head, t); i >= 0 {
			used[i] = true
			named += w * s
		} else if j, s := find(rest, t); j >= 0 {
			inRest += 0.55 * w * s
		} else if k, s := find(place, t); k >= 0 {
			inRest += 0.7 * w * s
		}
	}
	if named == 0 {
		return 0
	}
	total, covered, related := 0.0, 0.0, 0.0
	for i, t := range head {
		w := c.weight(t)
		total += w
		switch {
		case used[i]:
			covered += w
		case p.context[t] || contains(ph.tokens, t):
			covered += 0.6 * w
			related += w
		case contains(place, t):
			covered += 0.3 * w
		}
	}
	name := min(1, (named+inRest)/ph.weight)
	text := covered / total
	s := 0.6*name + 0.4*text
	if name < 0.5 || text < 0.3 {
		s *= 0.8
	}
	for _, t := range place {
		if p.context[t] || contains(ph.tokens, t) {
			s += 0.03
			break
		}
	}
	return min(s, 1)
}

// find looks for a stem among others: the same, or one that begins with it.
func find(list []string, t string) (int, float64) {
	for i, x := range list {
		if x == t {
			return i, 1
		}
	}
	for i, x := range list {
		short, long := x, t
		if len(short) > len(long) {
			short, long = long, short
		}
		if len(short) >= 5 && strings.HasPrefix(long, short) {
			return i, 0.85
		}
	}
	return -1, 0
}

func contains(list []string, t string) bool {
	for _, x := range list {
		if x == t {
			return true
		}
	}
	return false
}

func round(s float64) float64 { return float64(int(s*1000+0.5)) / 1000 }
