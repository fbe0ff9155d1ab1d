package diff

import (
	"strings"

	"github.com/gapwatch/gapwatch/extract"
)

// Bounds of the search for the other half of an edit.
const (
	pairAlike = 0.4 // share of words that makes two blocks one that was edited
	pairTries = 60  // blocks looked at under the same heading, and as many elsewhere
)

// partners finds which lost line was edited into one that came.
type partners struct {
	gone      []*line
	bySection map[string][]*line
	byShape   map[string][]*line // apart from numbers
	chosen    map[*line]*line    // what came -> what it was
}

func newPartners(gone []*line) *partners {
	p := &partners{gone: gone, bySection: map[string][]*line{}, byShape: map[string][]*line{}, chosen: map[*line]*line{}}
	for _, g := range gone {
		p.bySection[g.Section] = append(p.bySection[g.Section], g)
		p.byShape[skeleton(g.key)] = append(p.byShape[skeleton(g.key)], g)
	}
	return p
}

// sameSpot pairs what alone went from between two lines that stayed with what alone came between them. Numbers, texts
// alike, answers to a question and headings among themselves only: a spot alone does not make two unlike texts one.
func (p *partners) sameSpot(came []*line) {
	gone, there := map[string][]*line{}, map[string][]*line{}
	for _, g := range p.gone {
		gone[standsAt(g)] = append(gone[standsAt(g)], g)
	}
	for _, c := range came {
		there[standsAt(c)] = append(there[standsAt(c)], c)
	}
	for _, c := range came {
		g := gone[standsAt(c)]
		if len(g) == 1 && len(there[standsAt(c)]) == 1 && !g[0].done && g[0].Heading == c.Heading &&
			(overlap(g[0].words(), c.words()) >= pairAlike/2 || skeleton(g[0].key) == skeleton(c.key) || answers(c.Block) && answers(g[0].Block)) {
			p.chosen[c] = g[0]
		}
	}
	for _, g := range p.chosen {
		g.done = true
	}
}

// answers tells what stands below a question.
func answers(b extract.Block) bool {
	return !b.Heading && (strings.HasSuffix(b.Section, "?") || strings.HasSuffix(b.Section, "？"))
}

// standsAt is where a line stands: behind one that stayed, and below its question.
func standsAt(l *line) string {
	if answers(l.Block) {
		return l.before + "\x00" + ordinal.ReplaceAllString(l.Section, "$1")
	}
	return l.before
}

// partner returns the lost line that was edited into c, or nil: the one in its spot, else one that differs in numbers
// alone, else the one most alike, under the same heading where there is a choice.
func (p *partners) partner(c *line) *line {
	if g := p.chosen[c]; g != nil {
		return g
	}
	var best *line
	score := 0.0
	for _, g := range p.byShape[skeleton(c.key)] {
		if s := 1 + like(c, g); !g.done && s > score {
			best, score = g, s
		}
	}
	if best != nil {
		return best
	}
	score = pairAlike
	for _, list := range [][]*line{p.bySection[c.Section], p.gone} {
		tries := 0
		for _, g := range list {
			if g.done {
				continue
			}
			if tries++; tries > pairTries {
				break
			}
			if s := overlap(c.words(), g.words()); s >= pairAlike && s+like(c, g) > score {
				best, score = g, s+like(c, g)
			}
		}
	}
	return best
}

// like is what speaks for two lines beside their words.
func like(a, b *line) float64 {
	s := 0.0
	if a.Section == b.Section {
		s += 0.1
	}
	if a.before == b.before {
		s += 0.1
	}
	return s
}
