package matrix

import (
	"slices"
	"strings"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// reading is a text as matching sees it.
type reading struct {
	words   []textWord
	length  int // words of the text as people count them
	head    int // the word that says what the thing is, or -1
	hits    []hit
	narrow  []bool       // for each hit whether a feature of the catalogue names its narrower concept
	heads   map[int]bool // concepts that the heading above names
	section map[int]bool // words of the heading above that the catalogue knows
	total   float64      // weight of all words
	stands  []bool       // for each word of the catalogue whether it stands in the text, or one like it
	means   []bool       // for each concept whether the text means it
	said    []float64    // for each word what a feature's description accounts for; text, name: while a phrase is aligned
	text    []float64
	best    []float64 // what the best phrase of a feature accounts for
	near    []float64 // for each feature how near its words come to the text's in meaning
	name    [maxPhrase]float64
}

// textWord is a word of the text and the words of the catalogue it may stand for.
type textWord struct {
	stem    string
	weight  float64 // what it counts where nothing explains it
	reach   float64 // what it counts as a match
	matches []wordMatch
}

type wordMatch struct {
	word     int
	strength float64
}

// How much words count by their place in a text.
const (
	headNoun     = 1.5  // the last word of what is named
	lightWord    = 0.35 // "advanced", "unlimited"
	genericWord  = 0.4  // "tools", "service"
	tailWord     = 0.35 // behind a preposition, or in the description beside a name
	reachTail    = 0.80
	asideWord    = 0.30 // in parentheses
	reachAside   = 0.96
	alikeWord    = 0.85 // begins like the other
	similarWord  = 0.80 // may stand for the other
	joinedWord   = 0.95 // a compound, apart or together
	reachSection = 0.60
	saidWord     = 0.60 // a word that the feature's definition or group uses
)

// take takes a text and the heading above it apart.
func (c *Catalogue) take(section, text string) reading {
	r := reading{length: len(strings.Fields(text))}
	head, tail, aside := pieces(text)
	r.add(c, head, 1, 1)
	r.nameHead(len(r.words))
	r.add(c, tail, tailWord, reachTail)
	r.add(c, aside, asideWord, reachAside)
	r.compounds(c)
	var stems []string
	for _, w := range r.words {
		r.total += w.weight
		stems = append(stems, w.stem)
	}
	r.hits = slices.DeleteFunc(field().hits(stems), func(h hit) bool { return supports(stems, h) })
	r.narrow = make([]bool, len(r.hits))
	for i := range r.hits {
		r.narrow[i] = slices.ContainsFunc(r.hits[i].senses, func(s sense) bool {
			return (s.how == named || s.how == kind) && s.narrower && len(c.ofSense[s.concept]) > 0
		})
	}
	r.mark(c)
	r.near = c.near(&r)
	r.heads, r.section = map[int]bool{}, map[int]bool{}
	under := tokens(section)
	for _, t := range under {
		if w, ok := c.vocab[t]; ok {
			r.section[w] = true
		}
	}
	for _, h := range field().hits(under) {
		for _, s := range h.senses {
			if s.how == named || s.how == kind || s.how == wider {
				r.heads[s.concept] = true
			}
		}
	}
	return r
}

// mark notes what the text holds, so that phrases that share nothing with it are passed over quickly.
func (r *reading) mark(c *Catalogue) {
	r.said, r.text, r.best = make([]float64, len(r.words)), make([]float64, len(r.words)), make([]float64, len(r.words))
	r.stands, r.means = make([]bool, len(c.vocab)), make([]bool, len(field().concepts))
	for i := range r.words {
		for _, m := range r.words[i].matches {
			r.stands[m.word] = true
		}
	}
	for i := range r.hits {
		for _, s := range r.hits[i].senses {
			r.means[s.concept] = r.means[s.concept] || s.how != hint
		}
	}
}

// touches tells whether a phrase has anything in common with the text.
func (r *reading) touches(ph *phrase) bool {
	for _, w := range ph.words {
		if r.stands[w] {
			return true
		}
	}
	for i := range ph.spans {
		if r.means[ph.spans[i].concept] {
			return true
		}
	}
	return false
}

// supports tells a "support" that says a thing is supported, not that people help: "Markdown support".
func supports(words []string, h hit) bool {
	if h.term != "support" || h.from == 0 {
		return false
	}
	before := words[h.from-1]
	if modifiers[before] {
		return false
	}
	help := field().concepts["support"]
	return !slices.ContainsFunc(field().terms[before], func(s sense) bool { return s.heading == help && s.how == below })
}

// add appends the words of a piece of the text.
func (r *reading) add(c *Catalogue, text string, weight, reach float64) {
	for _, t := range tokens(text) {
		w := textWord{stem: t, weight: weight * c.weight(t) * field().rarity(t), reach: reach, matches: c.wordMatches(t)}
		switch {
		case generic[t]:
			w.weight *= genericWord
		case modifiers[t]:
			w.weight *= lightWord
		}
		r.words = append(r.words, w)
	}
}

// nameHead gives weight to the word that says what the thing is: the last of the head that is not generic.
func (r *reading) nameHead(n int) {
	for r.head = n - 1; r.head >= 0; r.head-- {
		if t := r.words[r.head].stem; !generic[t] && !modifiers[t] {
			r.words[r.head].weight *= headNoun
			return
		}
	}
}

func (c *Catalogue) weight(t string) float64 {
	if w, ok := c.vocab[t]; ok && c.weights[w] > 0 {
		return c.weights[w]
	}
	return c.unknown
}

// wordMatches lists the words of the catalogue that a stem may stand for.
func (c *Catalogue) wordMatches(t string) []wordMatch {
	var out []wordMatch
	if w, ok := c.vocab[t]; ok {
		out = append(out, wordMatch{w, 1})
	}
	for _, other := range field().similar[t] {
		if w, ok := c.vocab[other]; ok {
			out = append(out, wordMatch{w, similarWord})
		}
	}
	if w, ok := c.vocab[strings.TrimPrefix(t, "e")]; ok && len(t) > longCompound {
		out = append(out, wordMatch{w, joinedWord}) // "eReceipts"
	}
	if w, ok := c.vocab["e"+t]; ok && len(t) >= longCompound {
		out = append(out, wordMatch{w, similarWord})
	}
	for _, w := range c.joined[t] {
		out = append(out, wordMatch{w, joinedWord})
	}
	if len(t) >= 5 {
		out = append(out, c.alike(t)...)
	}
	return out
}

// compounds finds words of the catalogue that stand apart in the text: "dash cam" is a dashcam.
func (r *reading) compounds(c *Catalogue) {
	for i := range len(r.words) - 1 {
		one := r.words[i].stem + r.words[i+1].stem
		if w, ok := c.vocab[one]; ok && len(one) >= longCompound {
			r.words[i].matches = append(r.words[i].matches, wordMatch{w, joinedWord})
			r.words[i+1].matches = append(r.words[i+1].matches, wordMatch{w, joinedWord})
		}
	}
}

// alike lists the words that begin with a stem, or that it begins with.
func (c *Catalogue) alike(t string) []wordMatch {
	var out []wordMatch
	for n := max(5, len(t)-maxEnding); n < len(t); n++ {
		if w, ok := c.vocab[t[:n]]; ok {
			out = append(out, wordMatch{w, alikeWord})
		}
	}
	for _, other := range c.sorted[searchAfter(c.sorted, t):] {
		if !strings.HasPrefix(other, t) {
			break
		}
		if len(other)-len(t) > maxEnding {
			continue
		}
		out = append(out, wordMatch{c.vocab[other], alikeWord})
	}
	return out
}

// maxEnding is how much longer one of two words may be that begin alike.
const maxEnding = 4

// searchAfter is the place of the first string behind t.
func searchAfter(list []string, t string) int {
	lo, hi := 0, len(list)
	for lo < hi {
		if mid := (lo + hi) / 2; list[mid] > t {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}

var (
	onPremise   = regexp.MustCompile(`(?i)\b(on) (prem|board)`)
	parenthesis = regexp.MustCompile(`[(\[]([^()\[\]]*)[)\]]`)
	description = regexp.MustCompile(`\s+[–—-]\s+|:\s+|\.\s+|\s+[|•·]\s+`)
	preposition = regexp.MustCompile(`(?i)\s+(?:for|with|via|by|when|using|including|on|at|as|so that|while|across|within|inside|into|per|from|to|through|against)\s+`)
	empty       = regexp.MustCompile(`(?i)^(?:access|option|support|ability|features?|available|integration|integrate|integrates|connect|ready|tools?|designed|built|everything|priced|use|run|runs|apps?|services?|capabilit(?:y|ies))$`)
)

// longName is how many words a name has at most that stands with its description and no sign between them.
const longName = 7

// pieces takes a text apart: what is named, what is said of it, and what stands in parentheses.
func pieces(text string) (head, tail, aside string) {
	for _, m := range parenthesis.FindAllStringSubmatch(text, -1) {
		aside += " " + m[1]
	}
	text = strings.TrimSpace(onPremise.ReplaceAllString(parenthesis.ReplaceAllString(text, " "), "$1-$2"))
	if name, ok := nameBehind(text); ok {
		return name, text[:len(text)-len(name)], aside
	}
	head = text
	if at := description.FindStringIndex(text); at != nil && at[0] > 1 {
		head, tail = text[:at[0]], text[at[1]:]
	}
	if at := preposition.FindStringIndex(head); at != nil && !empty.MatchString(lastField(head[:at[0]])) {
		head, tail = head[:at[0]], head[at[1]:]+" "+tail
	}
	if words := strings.Fields(head); len(words) > longName {
		head, tail = strings.Join(words[:5], " "), strings.Join(words[5:], " ")+" "+tail
	}
	if len(tokens(head)) == 0 {
		head, tail, aside = tail, aside, ""
	}
	return head, tail, aside
}

// nameBehind finds the name of a row that stands behind its explanation: a few words behind the last full stop.
func nameBehind(text string) (string, bool) {
	i := strings.LastIndex(text, ". ")
	if i < 0 || strings.HasSuffix(text, ".") {
		return "", false
	}
	name := strings.TrimSpace(text[i+2:])
	return name, len(strings.Fields(name)) <= 5 && len(strings.Fields(text[:i])) > 5
}

func lastField(s string) string {
	if words := strings.Fields(s); len(words) > 0 {
		return words[len(words)-1]
	}
	return ""
}
