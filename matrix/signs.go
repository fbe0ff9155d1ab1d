package matrix

import "math"

// signs are what speaks for a text meaning a feature, and against it. Each is 0 to 1. None of them knows what an area is
// about: they say how a text stands to the words of one feature, and to those of all others.
type signs struct {
	phrase    float64 // how well the best of its names explains the text
	cover     float64 // how much of that name stands in the text
	names     float64 // share of the text that all its names account for together
	said      float64 // the same, when the words of its definition and group count, too
	elsewhere float64 // share of the text that only names of other features account for
	unknown   float64 // share of the text that the catalogue has no word for
	own       float64 // how far one word of the text belongs to this feature's names and to no other's
	second    float64 // the same of the next best word
	head      float64 // how well its names account for the word that says what the thing is
	sentence  float64 // how much longer the text is than names are, 0 to 2
	near      float64 // how near the words of its names and definition come to the text's in meaning
	nearest   float64 // how much nearer than those of all other features, less than 0 where others' are nearer
	group     bool    // the heading above is the feature's group
	under     bool    // the heading speaks of what the feature speaks of
	whole     bool    // a name accounts for every word of the text
}

// signs gathers what speaks for a text meaning a feature. trust is how surely the text is named by itself.
func (c *Catalogue) signs(f int, r *reading, trust float64) signs {
	var s signs
	p := &c.profiles[f]
	s.phrase, s.cover, s.whole = p.named(r)
	s.phrase *= trust
	for i := range r.words {
		w := &r.words[i]
		ws := c.wordSigns(p, w)
		ws.name = max(ws.name, r.best[i])
		s.claim(max(ws.own, c.meant(p, r, i)*r.best[i]*w.reach))
		s.names += w.weight * ws.name
		s.said += w.weight * max(ws.name, ws.said)
		switch {
		case ws.name > 0:
		case len(w.matches) == 0:
			s.unknown += w.weight
		default:
			s.elsewhere += w.weight * ws.other
		}
		if i == r.head {
			s.head = ws.name
		}
	}
	s.names, s.said, s.elsewhere, s.unknown = s.names/r.total, s.said/r.total, s.elsewhere/r.total, s.unknown/r.total
	s.near, s.nearest = r.near[f], aheadOf(r.near, f)
	s.sentence = min(2, float64(max(0, r.length-nameLength))/nameLength)
	s.group = p.inGroup(r)
	s.under = !s.group && p.under(r)
	return s
}

// nameLength is how many words a name has at most, as a rule.
const nameLength = 8

// claim keeps the two words that are most the feature's own.
func (s *signs) claim(own float64) {
	if own > s.own {
		own, s.own = s.own, own
	}
	s.second = max(s.second, own)
}

// wordSigns is what speaks for one word of a text meaning a feature.
type wordSigns struct {
	name, said, other float64 // how well its names, what is said of it, and the names of others account for the word
	own               float64 // how far the word is its own
}

func (c *Catalogue) wordSigns(p *profile, w *textWord) wordSigns {
	var s wordSigns
	for _, m := range w.matches {
		switch {
		case p.own[m.word]:
			s.name = max(s.name, m.strength)
			own := m.strength * w.reach * field().rarity(w.stem) / float64(max(1, len(c.ofWord[m.word])))
			if light(w.stem) {
				own *= lightWord
			}
			s.own = max(s.own, own)
		case len(c.ofWord[m.word]) > 0:
			s.other = max(s.other, m.strength)
		}
		if p.context[m.word] {
			s.said = max(s.said, m.strength)
		}
	}
	return s
}

// meant is how far the term that a word stands in belongs to a feature and to no other.
func (c *Catalogue) meant(p *profile, r *reading, i int) float64 {
	at := r.within(i)
	if at < 0 {
		return 0
	}
	h, best := &r.hits[at], 0.0
	if h.to-h.from == 1 && light(h.term) {
		return 0
	}
	for _, s := range h.senses {
		if p.concepts[s.concept] > 0 && (s.how == named || s.how == kind || s.how == wider && !r.narrow[at] || s.how == below && r.below(s.heading, at)) {
			best = max(best, p.concepts[s.concept]/float64(len(c.ofSense[s.concept])))
		}
	}
	return best
}

// odds that a text means a feature, as a logarithm. The weights are fitted (logistic regression) to rows and titles of
// some twenty areas that people have put to catalogues; for most of them the thesaurus had been made to forget the words
// of the area, so that they hold where it knows none. Fitted without an area, they do as well on it.
func (s *signs) odds() float64 {
	odds := -4.5 + 2.2*s.phrase + 4.2*max(0, s.phrase-0.7) + 2.4*s.cover -
		2.9*s.names + 3.0*s.said - 0.7*s.elsewhere + 1.1*s.unknown + 2.2*s.own + 1.2*s.second - 0.6*s.head - 1.3*s.sentence -
		0.3*s.near + 4.3*s.nearest
	switch {
	case s.group:
		odds += 1.5
	case s.under:
		odds += 1.1
	}
	return odds
}

// What of the odds is left when the best feature for a text is asked whether it is right, fitted as they are: what is
// taken for another that is nearly as good, and for a text that limits or prices what it names, and what is given where
// a name stands there, or the very name.
const (
	oddsBase    = 0.7
	oddsLeft    = 0.87
	closeBehind = 0.5
	forClose    = 1.4
	forLimit    = 0.8 // and as much again, by how well a name explains the text
	likeName    = 0.85
	forLikeName = 0.5
	veryName    = 0.97
	forVeryName = 1.8
)

// limitMost is how sure it can be of a text that limits or prices something: it is no proof that the thing is there.
const limitMost = Automatic - 0.01

// Where no name explains a text well, what else speaks for a feature is trusted too much: such a match is automatic only
// if it scores higher than others have to. Of those that do not, a third has been wrong.
const (
	wellNamed = 0.8
	badlyMost = 0.9
)

// confidence is how sure it is that the best feature for a text is right, where it is ahead of all others by so much.
func (s *signs) confidence(ahead float64, limit bool) float64 {
	odds := oddsBase + oddsLeft*s.odds() - forClose*max(0, closeBehind-ahead)
	if s.phrase > likeName {
		odds += forLikeName
	}
	if s.phrase >= veryName {
		odds += forVeryName
	}
	if limit {
		return min(sure(odds-forLimit*(1+s.phrase)), limitMost)
	}
	score := sure(odds)
	if s.phrase < wellNamed && score < badlyMost {
		return min(score, limitMost)
	}
	return score
}

// sure turns odds into a score: Suggested is right a little more often than not, Automatic nine times in ten at the least.
func sure(odds float64) float64 {
	const even, nearly = 0.63, 0.85
	chance := 1 / (1 + math.Exp(-odds))
	switch {
	case chance < even:
		return Suggested * chance / even
	case chance < nearly:
		return Suggested + (Automatic-Suggested)*(chance-even)/(nearly-even)
	}
	return Automatic + (1-Automatic)*(chance-nearly)/(1-nearly)
}
