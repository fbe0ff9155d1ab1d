package matrix

import (
	"maps"
	"slices"
	"strings"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
	"github.com/gapwatch/gapwatch/store"
)

// phrase is one way to name a feature.
type phrase struct {
	words    []int
	weights  []float64
	total    float64 // of all weights
	trust    float64 // how surely the phrase means the feature, 0 to 1
	spans    []span
	stems    map[string]bool
	initials string
}

// span is a term of the thesaurus within a phrase.
type span struct {
	from, to int
	concept  int
	how      bearing
	term     string
}

// How surely parts of a feature's description mean the feature.
const (
	trustName     = 1.0
	trustPart     = 0.93 // one of several things in a name
	trustWord     = 0.90 // the same, of one word
	trustInstance = 0.92 // named as an example in the definition
	trustSaid     = 0.70 // a term of the definition
	trustListed   = 0.97 // one of several things in a text
	trustHalf     = 0.85 // a word in a list that shares another word with the next
)

// profileOf reads a feature: its names, the parts of names that list several things, the examples of its definition.
func (c *Catalogue) profileOf(f store.Feature, learned []string) profile {
	p := profile{own: map[int]bool{}, context: map[int]bool{}, concepts: map[int]float64{}}
	for _, name := range append(append([]string{f.Name}, f.Aliases...), learned...) {
		c.addPhrase(&p, name, trustName)
		for _, part := range parts(name) {
			trust := trustPart
			switch {
			case part.trust == trustHalf && len(field().terms[strings.Join(tokens(part.text), " ")]) == 0:
				trust = trustSaid
			case len(tokens(part.text)) == 1:
				trust = trustWord
			}
			c.addPhrase(&p, part.text, trust)
		}
	}
	for _, example := range examples(f.Definition) {
		c.addPhrase(&p, example, trustInstance)
	}
	said := tokens(f.Definition)
	for _, h := range field().hits(said) {
		if term := strings.Join(said[h.from:h.to], " "); h.to-h.from > 1 {
			c.addPhrase(&p, term, trustSaid)
		}
	}
	for _, t := range said {
		p.context[c.word(t)] = true
	}
	p.told = slices.Sorted(maps.Keys(p.context))
	for _, t := range tokens(f.GroupName) {
		p.group = append(p.group, c.word(t))
		p.context[c.word(t)] = true
	}
	for _, h := range field().hits(tokens(f.GroupName)) {
		for _, s := range h.senses {
			if s.how == named {
				p.concepts[s.concept] = 1
			}
		}
	}
	return p
}

// maxPhrase is how many words a name has at most.
const maxPhrase = 12

func (c *Catalogue) addPhrase(p *profile, name string, trust float64) {
	words := tokens(name)
	if len(words) == 0 || len(words) > maxPhrase {
		return
	}
	ph := phrase{trust: trust, stems: map[string]bool{}}
	if trust == trustName {
		ph.initials = initials(name)
	}
	head, _, _ := pieces(name)
	main := len(tokens(head))
	for i, t := range words {
		w := c.word(t)
		weight := nameWeight(t)
		if i >= main {
			weight *= tailWord
		}
		ph.words, ph.stems[t] = append(ph.words, w), true
		ph.weights = append(ph.weights, weight)
		p.context[w] = true
		p.own[w] = p.own[w] || trust >= trustInstance
	}
	for _, h := range field().hits(words) {
		for _, s := range h.senses {
			if s.how == named || s.how == kind {
				ph.spans = append(ph.spans, span{h.from, h.to, s.concept, s.how, h.term})
				p.concepts[s.concept] = max(p.concepts[s.concept], ph.share(h.from, h.to))
			}
		}
	}
	p.phrases = append(p.phrases, ph)
}

// share is how much of a phrase some of its words are.
func (ph *phrase) share(from, to int) float64 {
	some, all := 0.0, 0.0
	for i, w := range ph.weights {
		if all += w; from <= i && i < to {
			some += w
		}
	}
	return some / all
}

// nameWeight makes words light that say little in a name.
func nameWeight(t string) float64 {
	if generic[t] {
		return 0.5
	}
	return field().rarity(t)
}

var listing = regexp.MustCompile(`\s*[,;/&+|•·]\s*|\s+(?:and|or|und|et|y)\s+`)

// part is one of the things that a text lists, and how surely it is named by itself.
type part struct {
	text  string
	trust float64
}

// parts are the things that a text lists: "Audit and activity log" is an audit log and an activity log, too, while
// "audit" is none. A text that lists nothing has no parts.
func parts(text string) []part {
	text = parenthesis.ReplaceAllString(text, " ")
	sign, said := listing.FindStringIndex(text), preposition.FindStringIndex(text)
	if sign == nil || said != nil && said[0] < sign[0] {
		return nil // what is listed is said of what stands before
	}
	var list []string
	for _, p := range listing.Split(strings.TrimSpace(text), -1) {
		if p = strings.TrimSpace(p); p != "" {
			list = append(list, p)
		}
	}
	if len(list) < 2 || len(list) > 40 {
		return nil
	}
	out := shared(list)
	half := len(out) > 0
	for i, p := range list {
		trust := trustListed
		if half && i < len(list)-1 && len(strings.Fields(p)) == 1 {
			trust = trustHalf
		}
		out = append(out, part{p, trust})
	}
	return out
}

// shared completes parts that share their first or their last word: "Custom roles & workflows", "A/B and split tests".
func shared(list []string) []part {
	if len(list) > 4 {
		return nil
	}
	var out []part
	first, _, _ := pieces(list[0])
	if words := strings.Fields(first); len(words) == 2 {
		for _, p := range list[1:] {
			if len(strings.Fields(p)) == 1 {
				out = append(out, part{words[0] + " " + p, trustListed})
			}
		}
	}
	last, _, _ := pieces(list[len(list)-1])
	if words := strings.Fields(last); len(words) >= 2 {
		for _, p := range list[:len(list)-1] {
			if len(strings.Fields(p)) == 1 {
				out = append(out, part{p + " " + words[len(words)-1], trustListed})
			}
		}
	}
	return out
}

var instances = regexp.MustCompile(`(?i)\b(?:such as|like|including|for example|e\.g\.|through)\s+([^.;:()]+)`)

// examples are what a definition names behind "such as".
func examples(definition string) []string {
	var out []string
	for _, m := range instances.FindAllStringSubmatch(definition, -1) {
		for _, p := range listing.Split(m[1], -1) {
			if n := len(strings.Fields(p)); n > 0 && n <= 3 && !strings.EqualFold(p, "others") {
				out = append(out, p)
			}
		}
	}
	return out
}
