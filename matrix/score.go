package matrix

import (
	"slices"
	"strings"
)

// exactName is what a text gains whose words are all words of a name.
const exactName = 0.02

// oneWordSure is how much of a text a name of one word has to account for, to prove a feature by itself.
const oneWordSure = 0.7

// oneWordMost is what a name of one word explains at most, where it accounts for less.
const oneWordMost = 0.69

// otherMeaning is what a word counts that means something else where it stands.
const otherMeaning = 0.6

// conceptStrength says how well a text's term proves a feature by a concept both name: rows are how the feature bears on
// the concept, columns how the text does.
var conceptStrength = [2][4]float64{
	named: {named: 0.97, kind: 0.92, below: 0.88, wider: 0.86},
	kind:  {named: 0.50, kind: 0.40, below: 0.40, wider: 0.30},
}

// named says how well the names of a feature explain a text, 0 to 1 and a little more where the text is its very name:
// how much of its best name stands there, and how much of the text that name, its definition and its section account
// for. cover is how much of that name it is; whole tells that a name accounts for every word of the text.
func (p *profile) named(r *reading) (best, cover float64, whole bool) {
	clear(r.best)
	for i := range p.phrases {
		ph := &p.phrases[i]
		if best >= ph.trust*(1+exactName) || !r.touches(ph) {
			continue
		}
		if best == 0 {
			p.explain(r)
		}
		s, name, all := p.phraseScore(ph, r)
		if s > best {
			best, cover = s, name
			copy(r.best, r.text)
		}
		whole = whole || all
	}
	return best, cover, whole
}

// inGroup tells whether the heading above a text is the feature's group.
func (p *profile) inGroup(r *reading) bool {
	if len(p.group) == 0 || len(p.group) != len(r.section) {
		return false
	}
	for _, w := range p.group {
		if !r.section[w] {
			return false
		}
	}
	return true
}

// under tells whether the heading above a text speaks of what the feature's names, definition or group speak of.
func (p *profile) under(r *reading) bool {
	for w := range r.section {
		if p.context[w] {
			return true
		}
	}
	for s := range r.heads {
		if p.concepts[s] > 0 {
			return true
		}
	}
	return false
}

func (p *profile) phraseScore(ph *phrase, r *reading) (s, name float64, whole bool) {
	if len(ph.initials) > 2 && len(r.words) == 1 && r.words[0].stem == ph.initials {
		r.text[0] = 0.95
		return 0.95, 1, true
	}
	a := p.align(ph, r)
	if a.name == 0 {
		return 0, 0, false
	}
	name = a.name / ph.total
	text := 0.0
	for i := range r.words {
		text += r.words[i].weight * max(a.text[i], r.said[i])
	}
	text /= r.total
	s = 0.6*name + 0.4*text
	if a.exact {
		s += exactName
	}
	if name < 0.55 {
		s *= 0.75
	}
	if text < 0.5 {
		s *= 0.55 + 0.9*text
	}
	if len(ph.words) == 1 && text < oneWordSure {
		s = min(s, oneWordMost) // one word of several
	}
	whole = name > 0.9 && !slices.ContainsFunc(a.text, func(s float64) bool { return s < 0.9 })
	return s * ph.trust, name, whole
}

// explain notes how much of each word of a text the feature's description accounts for.
func (p *profile) explain(r *reading) {
	for i := range r.words {
		r.said[i] = 0
		for _, m := range r.words[i].matches {
			if p.context[m.word] {
				r.said[i] = max(r.said[i], saidWord*m.strength)
			} else if r.section[m.word] {
				r.said[i] = max(r.said[i], 0.3)
			}
		}
	}
}

// alignment is what a phrase and a text have in common.
type alignment struct {
	name float64   // weight of the phrase's words that stand in the text
	text []float64 // for each word of the text how well the phrase accounts for it
	// exact tells that every word of the text is a word of the phrase
	exact bool
}

// align puts the words of a phrase to the words of a text, and their terms to each other. What it returns holds until
// the next call.
func (p *profile) align(ph *phrase, r *reading) alignment {
	a := alignment{text: r.text}
	clear(r.text)
	name := r.name[:len(ph.words)]
	clear(name)
	for k, w := range ph.words {
		if !r.stands[w] {
			continue
		}
		for i := range r.words {
			for _, m := range r.words[i].matches {
				if m.word == w && (m.strength == 1 || !r.words[i].spoken(ph)) {
					s := m.strength * p.sure(ph, i, r)
					name[k] = max(name[k], s*r.words[i].reach)
					a.text[i] = max(a.text[i], s)
				}
			}
		}
	}
	found := false
	for k := range name {
		found = found || name[k] > 0
	}
	a.exact = !slices.ContainsFunc(a.text, func(s float64) bool { return s < 1 })
	found = alignTerms(ph, r, name, a.text) || found
	if !found {
		return a
	}
	for k, w := range ph.words {
		if name[k] < reachSection && r.section[w] {
			name[k] = reachSection
		}
		a.name += ph.weights[k] * name[k]
	}
	return a
}

// spoken tells a word that a phrase holds as it is. It stands for no other word of that phrase: the "orders" of "sales
// orders" are no purchase.
func (w *textWord) spoken(ph *phrase) bool { return ph.stems[w.stem] }

// sure is how much of a word's match counts. A word within a term, or one that its heading gives another meaning, is not
// the word of a feature that has nothing to do with either: the retention of data is no retention of users.
func (p *profile) sure(ph *phrase, i int, r *reading) float64 {
	at := r.within(i)
	if at < 0 {
		return 1
	}
	h, elsewhere := &r.hits[at], r.meantBelow(at)
	for _, s := range h.senses {
		if p.concepts[s.concept] > 0 && r.outdone(at, s.concept) {
			return otherMeaning
		}
		if p.concepts[s.concept] > 0 && (s.how == kind || s.how == wider && !r.narrow[at] || s.how == named && !elsewhere || s.how == below && r.below(s.heading, at)) {
			return 1
		}
	}
	if elsewhere || h.to-h.from > 1 && !ph.holds(h.term) {
		return otherMeaning
	}
	return 1
}

// meantBelow tells whether the heading above, or another term beside it, gives the k-th term its meaning.
func (r *reading) meantBelow(k int) bool {
	for _, s := range r.hits[k].senses {
		if s.how == below && r.below(s.heading, k) {
			return true
		}
	}
	return false
}

// outdone tells that another term of the text names a kind of what the k-th one names, and that a feature is called by
// it: a "shop app" is no app directory where shops have a feature of their own.
func (r *reading) outdone(k, concept int) bool {
	for j := range r.hits {
		if j != k && r.narrow[j] && slices.ContainsFunc(r.hits[j].senses, func(s sense) bool {
			return s.how == wider && s.concept == concept
		}) {
			return true
		}
	}
	return false
}

// within is the place of the term of a text that its i-th word belongs to, or -1.
func (r *reading) within(i int) int {
	return slices.IndexFunc(r.hits, func(h hit) bool { return h.from <= i && i < h.to })
}

// holds tells whether all words of a term are words of the phrase.
func (ph *phrase) holds(term string) bool {
	for t := range strings.SplitSeq(term, " ") {
		if !ph.stems[t] {
			return false
		}
	}
	return true
}

// alignTerms counts terms of one concept as the same words.
func alignTerms(ph *phrase, r *reading, name, text []float64) bool {
	found := false
	for _, sp := range ph.spans {
		if !r.means[sp.concept] {
			continue
		}
		for i := range r.hits {
			s := r.strength(sp, i)
			if s == 0 {
				continue
			}
			found = true
			reach := 0.0
			for j := r.hits[i].from; j < r.hits[i].to; j++ {
				text[j] = max(text[j], s)
				reach = max(reach, r.words[j].reach)
			}
			for k := sp.from; k < sp.to; k++ {
				name[k] = max(name[k], s*reach)
			}
		}
	}
	return found
}

// strength says how well the i-th term of a text proves a phrase's term. A word that its heading gives a meaning does not
// mean what it is a name of elsewhere.
func (r *reading) strength(sp span, i int) float64 {
	h := &r.hits[i]
	elsewhere := r.meantBelow(i)
	best := 0.0
	for _, s := range h.senses {
		if s.concept != sp.concept || s.how == hint || s.how == below && !r.below(s.heading, i) {
			continue
		}
		f := conceptStrength[sp.how][s.how]
		if s.how == wider && r.narrow[i] || r.outdone(i, s.concept) {
			f *= otherMeaning
		}
		if h.term == sp.term {
			f = 1
		}
		if s.how == named && elsewhere {
			f *= otherMeaning
		}
		best = max(best, f)
	}
	return best
}

// below tells whether the heading above the text, or another term of it, names a concept.
func (r *reading) below(concept, except int) bool {
	if r.heads[concept] {
		return true
	}
	for i := range r.hits {
		if i == except {
			continue
		}
		for _, s := range r.hits[i].senses {
			if s.concept == concept && (s.how == named || s.how == kind || s.how == wider) {
				return true
			}
		}
	}
	return false
}

// candidates are the features that have a word or a concept in common with a text.
func (c *Catalogue) candidates(r *reading) []int {
	seen := make([]bool, len(c.features))
	var out []int
	add := func(list []int) {
		for _, f := range list {
			if !seen[f] {
				seen[f] = true
				out = append(out, f)
			}
		}
	}
	for i := range r.words {
		for _, m := range r.words[i].matches {
			add(c.ofWord[m.word])
			if len(c.saidOf[m.word]) <= saidByFew {
				add(c.saidOf[m.word])
			}
		}
		if len(r.words) == 1 && len(r.words[i].stem) > 2 {
			add(c.ofInitials(r.words[i].stem))
		}
	}
	for i := range r.hits {
		for _, s := range r.hits[i].senses {
			if s.how != hint {
				add(c.ofSense[s.concept])
			}
		}
	}
	add(c.nearest(r))
	return out
}

// saidByFew is how many definitions use a word at most that makes candidates of their features.
const saidByFew = 3

func (c *Catalogue) ofInitials(s string) []int {
	var out []int
	for i := range c.profiles {
		for _, ph := range c.profiles[i].phrases {
			if strings.EqualFold(ph.initials, s) {
				out = append(out, i)
				break
			}
		}
	}
	return out
}
