package matrix

import (
	_ "embed"
	"math"
	"strings"
	"sync"
)

//go:embed thesaurus.txt
var thesaurusText string

// field is the thesaurus of the field, read once when it is first asked for.
var field = sync.OnceValue(func() *thesaurus { return readThesaurus(thesaurusText) })

// thesaurus knows what capabilities of software services are called. The head of thesaurus.txt describes its form.
type thesaurus struct {
	terms    map[string][]sense
	longest  int                 // words of the longest term
	concepts map[string]int      // by handle
	similar  map[string][]string // words that may stand for a word
	common   map[string]float64  // how much of its weight a word keeps that names of many concepts use
}

// sense is one meaning of a term.
type sense struct {
	concept int
	how     bearing
	heading int // for a word that means the concept only below a heading: the heading's concept
	// narrower tells that the concept is a kind of another, which the term means, too.
	narrower bool
}

// bearing is how a term bears on a concept.
type bearing int

const (
	named bearing = iota // the concept's own name
	kind                 // a kind of it, or a product that stands for it
	below                // means it only below a heading of a certain concept
	wider                // means a narrower concept
	hint                 // has to do with it, and proves nothing
)

func readThesaurus(text string) *thesaurus {
	th := &thesaurus{terms: map[string][]sense{}, concepts: map[string]int{}, similar: map[string][]string{}}
	concept, parents, how, heading := 0, []int(nil), named, 0
	for line := range strings.Lines(text) {
		body := strings.TrimSpace(line)
		switch {
		case body == "" || body[0] == '#':
			continue
		case body[0] == '=':
			th.addSimilar(strings.Split(body[1:], ","))
			continue
		case line[0] != ' ':
			var head string
			head, body, _ = strings.Cut(body, ":")
			name, broader, _ := strings.Cut(head, "<")
			concept, parents, how = th.concept(name), nil, named
			if broader != "" {
				parents = []int{th.concept(broader)}
			}
		case body[0] == '>':
			how, body = kind, body[1:]
		case body[0] == '~':
			how, body = hint, body[1:]
		case body[0] == '@':
			word, rest, _ := strings.Cut(body[1:], " ")
			how, heading, body = below, th.concept(word), rest
		}
		th.addTerms(strings.Split(body, ","), sense{concept, how, heading, len(parents) > 0}, parents)
	}
	th.weigh()
	return th
}

// commonWord is how quickly a word loses weight by the number of concepts whose names use it.
const commonWord = 0.3

// weigh finds out which words stand in the names of many concepts: they tell little in any of them.
func (th *thesaurus) weigh() {
	used := map[string]map[int]bool{}
	for term, senses := range th.terms {
		for w := range strings.SplitSeq(term, " ") {
			for _, s := range senses {
				if s.how != named && s.how != kind {
					continue
				}
				if used[w] == nil {
					used[w] = map[int]bool{}
				}
				used[w][s.concept] = true
			}
		}
	}
	th.common = make(map[string]float64, len(used))
	for w, concepts := range used {
		th.common[w] = 1 / (1 + commonWord*math.Log(float64(len(concepts))))
	}
}

// rarity is what a word keeps of its weight: 1 where few concepts are called by it.
func (th *thesaurus) rarity(stem string) float64 {
	if r, ok := th.common[stem]; ok {
		return r
	}
	return 1
}

func (th *thesaurus) concept(name string) int {
	name = strings.TrimSpace(name)
	if id, ok := th.concepts[name]; ok {
		return id
	}
	th.concepts[name] = len(th.concepts)
	return th.concepts[name]
}

// addTerms adds terms with a meaning; names and kinds of a concept are kinds of what is broader, too.
func (th *thesaurus) addTerms(terms []string, s sense, parents []int) {
	for _, term := range terms {
		words := tokens(term)
		if len(words) == 0 {
			continue
		}
		keys := []string{strings.Join(words, " ")}
		if len(words) == 2 && len(keys[0]) > 7 {
			keys = append(keys, words[0]+words[1]) // people write it apart and together
		}
		th.longest = max(th.longest, len(words))
		for _, key := range keys {
			th.terms[key] = append(th.terms[key], s)
			for _, p := range parents {
				if s.how == named || s.how == kind {
					th.terms[key] = append(th.terms[key], sense{concept: p, how: wider})
				}
			}
		}
	}
}

func (th *thesaurus) addSimilar(words []string) {
	var stems []string
	for _, w := range words {
		if t := tokens(w); len(t) == 1 {
			stems = append(stems, t[0])
		}
	}
	for _, a := range stems {
		for _, b := range stems {
			if a != b {
				th.similar[a] = append(th.similar[a], b)
			}
		}
	}
}

// hit is a term that stands in a text, from word to word.
type hit struct {
	from, to int
	term     string
	senses   []sense
}

// hits finds the terms of a text. A term inside a longer one does not count: in "community support" nobody says
// "support".
func (th *thesaurus) hits(words []string) []hit {
	var out []hit
	end := 0 // how far a term reaches that has begun
	for i := range words {
		for n := min(th.longest, len(words)-i); n > 0; n-- {
			key := strings.Join(words[i:i+n], " ")
			senses, ok := th.terms[key]
			if !ok && n == 2 { // one word, written apart
				key = words[i] + words[i+1]
				senses, ok = th.terms[key]
			}
			if !ok {
				continue
			}
			if i+n > end {
				out = append(out, hit{i, i + n, key, senses})
				end = i + n
			}
			break
		}
	}
	return out
}
