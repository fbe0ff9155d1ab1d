package matrix

import (
	"cmp"
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

// offered is what odds a feature has at least that is offered for choice: one in ten.
const offered = -2.2

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
	m, _ := c.read(section, text)
	return m
}

// All finds every feature that a text names surely enough to be evidence, where it lists several things.
func (c *Catalogue) All(section, text string) []Match {
	_, all := c.read(section, text)
	return all
}

// read is what Match and All say of a text.
func (c *Catalogue) read(section, text string) (best Match, all []Match) {
	if m, decided := c.decided(text); decided && m.Feature != "" {
		return m, []Match{m}
	} else if decided {
		return m, nil
	}
	found := c.rank(section, text)
	if len(found.leaders) == 0 {
		return Match{}, nil
	}
	seen := map[string]bool{}
	for i, l := range found.leaders {
		m := c.judge(text, l)
		if m.Score >= Automatic && !seen[m.Feature] {
			seen[m.Feature] = true
			all = append(all, m)
		}
		if i == found.first {
			best = m
		}
	}
	best.Candidates = c.bestFirst(found, best.Score)
	return best, all
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

// judge makes a match of the best feature for a text or a part of it. What a text limits or prices it does not prove,
// unless it names just that.
func (c *Catalogue) judge(text string, l lead) Match {
	text = strings.TrimSpace(text)
	m := Match{Score: round(l.confidence(l.ahead, priced.MatchString(text) || !l.whole && (allowance(text) || amount.MatchString(text))))}
	if m.Score >= Suggested {
		m.Feature = c.features[l.feature].Key
	}
	return m
}

// allowance tells a text that says how much there is of something, or how it is paid.
func allowance(text string) bool {
	return quantity.MatchString(text) || counted.MatchString(text) || metered.MatchString(text) || paying.MatchString(text)
}

// ranking is what a text may mean.
type ranking struct {
	odds    []float64 // of each feature, the best of the text and of all it lists
	leaders []lead    // the best of the whole text, and of each thing it lists
	first   int       // the best of them
}

// lead is the best feature for a text or a part of it, and how far it is ahead of all others that the same words may
// mean.
type lead struct {
	scored
	ahead float64
}

// scored is a feature and how likely it is that a text means it.
type scored struct {
	feature int
	odds    float64
	signs
}

// impossible is less than any odds are, and all that anything is ahead where there is nothing else.
const impossible = -99

// rank finds the features that do best for the text or one of the things it lists.
func (c *Catalogue) rank(section, text string) ranking {
	r := ranking{odds: slices.Repeat([]float64{impossible}, len(c.features))}
	for _, part := range append([]part{{text, 1}}, parts(text)...) {
		of := c.scoreAll(section, part.text, part.trust)
		if len(of) == 0 {
			continue
		}
		l := leader(of)
		l.whole = l.whole && part.text == text
		if r.leaders = append(r.leaders, l); l.odds > r.leaders[r.first].odds {
			r.first = len(r.leaders) - 1
		}
		for _, s := range of {
			r.odds[s.feature] = max(r.odds[s.feature], s.odds)
		}
	}
	return r
}

// bestFirst lists what is offered for choice: the first, and others that come close to it. None is surer than the first.
func (c *Catalogue) bestFirst(r ranking, score float64) []store.Candidate {
	first := r.leaders[r.first].feature
	var order []int
	for f, odds := range r.odds {
		if f != first && odds > offered {
			order = append(order, f)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(r.odds[b], r.odds[a]) })
	var out []store.Candidate
	if score > sure(offered) {
		out = append(out, store.Candidate{Feature: c.features[first].Key, Score: score})
	}
	for _, f := range order[:min(len(order), maxCandidates-1)] {
		out = append(out, store.Candidate{Feature: c.features[f].Key, Score: round(min(sure(r.odds[f]), score))})
	}
	return out
}

// leader is the feature with the best odds, the first of equals, and how far it is ahead.
func leader(all []scored) lead {
	first := all[0]
	for _, s := range all[1:] {
		if s.odds > first.odds || s.odds == first.odds && s.feature < first.feature {
			first = s
		}
	}
	ahead := -float64(impossible)
	for _, s := range all {
		if s.feature != first.feature {
			ahead = min(ahead, first.odds-s.odds)
		}
	}
	return lead{first, ahead}
}

// scoreAll scores every feature that has anything in common with a text.
func (c *Catalogue) scoreAll(section, text string, trust float64) []scored {
	r := c.take(section, text)
	if len(r.words) == 0 {
		return nil
	}
	var out []scored
	for _, f := range c.candidates(&r) {
		s := c.signs(f, &r, trust)
		out = append(out, scored{f, s.odds(), s})
	}
	return out
}

func round(s float64) float64 { return float64(int(s*1000+0.5)) / 1000 }
