package matrix

import "sync"

// likes remembers how near the words of texts come to a catalogue's features: pages use the same words again and again.
type likes struct {
	mu      sync.Mutex
	vectors []vector             // of the catalogue's words
	of      map[string][]float64 // stem -> for each feature
}

// mostLikes bounds the words that are remembered.
const mostLikes = 2000

func newLikes(stems []string) *likes {
	l := &likes{of: map[string][]float64{}}
	for _, s := range stems {
		l.vectors = append(l.vectors, vectorOf(s))
	}
	return l
}

// likeness says for each feature how near a word comes to one of the words of its names and definition, 0 to 1.
func (c *Catalogue) likeness(stem string) []float64 {
	l := c.likes
	l.mu.Lock()
	defer l.mu.Unlock()
	if near, ok := l.of[stem]; ok {
		return near
	}
	if len(l.of) == mostLikes {
		clear(l.of)
	}
	near, v := make([]float64, len(c.features)), vectorOf(stem)
	for w := range l.vectors {
		like := v.like(&l.vectors[w])
		for _, f := range c.toldOf[w] {
			near[f] = max(near[f], like)
		}
	}
	l.of[stem] = near
	return near
}

// near says for each feature how near the words of its names and definition come to those of a text in meaning, 0 to 1.
func (c *Catalogue) near(r *reading) []float64 {
	near, word := make([]float64, len(c.features)), make([]float64, len(c.features))
	for i := range r.words {
		w := &r.words[i]
		copy(word, c.likeness(w.stem))
		for _, m := range w.matches {
			for _, f := range c.toldOf[m.word] {
				word[f] = max(word[f], m.strength)
			}
		}
		for f := range near {
			near[f] += w.weight / r.total * word[f]
		}
	}
	return near
}

// nearEnough is how near a feature comes to a text at least that is a candidate for it by nothing else, and soNear how much
// nearer another may be.
const (
	nearEnough = 0.4
	soNear     = 0.1
)

// nearest are the features whose words come nearest to a text's.
func (c *Catalogue) nearest(r *reading) []int {
	best := nearEnough
	for _, near := range r.near {
		best = max(best, near-soNear)
	}
	var out []int
	for f, near := range r.near {
		if near >= best {
			out = append(out, f)
		}
	}
	return out
}

// aheadOf is how much larger one of several figures is than all others; less than 0 where it is not the largest.
func aheadOf(figures []float64, i int) float64 {
	other := 0.0
	for k, x := range figures {
		if k != i {
			other = max(other, x)
		}
	}
	return figures[i] - other
}
