package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// maxLone bounds the cards that are found apart from their row.
const maxLone = 12

var (
	freePlan  = regexp.MustCompile(`(?i)^(?:the )?(?:forever[- ])?free(?:[- ]forever)?(?: plan| tier| edition| version)?$`)
	costsFree = regexp.MustCompile(`(?i)` + wordStart + `(?:for free|free of charge|free forever|forever free|is free|always free|kostenlos|gratuit(?:ement)?|gratis)` + wordEnd)
)

// joinLone adds to each row the cards that stand apart from it, above or below, but are named in the very same way: a
// plan for everybody under three for companies, an on-premise edition in a row of its own.
func (m *miner) joinLone(sets []cardSet) {
	inside := cardNodes(sets)
	for i := range sets {
		s := &sets[i]
		like, depth, ok := s.nameLike()
		if !ok {
			continue
		}
		found := 0
		each(m.body, func(n *html.Node) bool {
			if inside[n] || found >= maxLone || silent(n) || hidden(n) {
				return false
			}
			if !like(n) {
				return true
			}
			if c, ok := m.loneCard(n, depth, inside); ok && !inside[c.node] && !s.has(c.name) {
				inside[c.node] = true
				c.slot = s.cards[0].slot
				s.cards = append(s.cards, c)
				found++
			}
			return false
		})
		slices.SortStableFunc(s.cards, func(a, b card) int { return m.order[a.node] - m.order[b.node] })
	}
}

// joinMade adds to the main row the single cards elsewhere on the page that are made like its own: the one that is paid
// once, under a heading of its own. What comes on top of a plan is none.
func (m *miner) joinMade(sets []cardSet) {
	best := mainRow(sets)
	if best < 0 || !sets[best].alike {
		return
	}
	s := &sets[best]
	if slices.ContainsFunc(s.cards, func(c card) bool {
		return c.node.DataAtom != s.cards[0].node.DataAtom || c.node.Parent != s.cards[0].node.Parent
	}) {
		return
	}
	first := made(s.cards[0].node)
	inside := cardNodes(sets)
	each(m.body, func(n *html.Node) bool {
		if inside[n] || !m.marks[n] || silent(n) || hidden(n) || frame(n) {
			return false
		}
		if !made(n).like(first) {
			return true
		}
		if c, ok := m.madeCard(n, s); ok && !named(sets, c.name) && !aboutAddOns(m.headingBefore(n, n.Parent, inside)) {
			s.cards = append(s.cards, c)
		}
		return false
	})
}

// design is how an element is put together: by its class, and by the elements one after the other in it.
type design struct{ tag, class, parts string }

// maxParts is how many elements one after the other a card is put together of; what holds more is none.
const maxParts = 60

// made is the design of an element, whatever wraps what is in it.
func made(n *html.Node) design {
	class := attr(n, "class")
	n = inner(n)
	if class == "" {
		class = attr(n, "class")
	}
	d := design{tag: n.Data, class: class}
	last, count := "", 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || silent(c) {
			continue
		}
		if count++; count > maxParts {
			return design{}
		}
		if part := inner(c).Data; part != last {
			d.parts, last = d.parts+" "+part, part
		}
	}
	return d
}

// like tells elements of one class, or of the same parts where there are several.
func (d design) like(other design) bool {
	sameParts := d.parts == other.parts && strings.Count(d.parts, " ") > 2
	return d.tag == other.tag && (sameParts || d.class != "" && d.class == other.class)
}

// madeCard reads an element like the cards of a row, if it names itself as they do, says a price and has a button.
func (m *miner) madeCard(n *html.Node, s *cardSet) (card, bool) {
	if m.size[n] > maxCardText || m.left <= 0 || holdsTable(n) {
		return card{}, false
	}
	m.left -= m.size[n] + 200
	c := card{node: n, lines: m.cardLines(n), slot: s.cards[0].slot}
	c.at = slices.IndexFunc(c.lines, func(l line) bool { return nameable(l.text) && slices.Contains(slotKeys(l, &c), c.slot) })
	if c.at < 0 || c.at > 4 || !hasButton(c.lines) {
		return card{}, false
	}
	c.name = c.lines[c.at].text
	c.head = m.readHead(n, c.lines, c.at)
	return c, hasAmount(c.price)
}

// nameLike tells elements that are like those that name the cards of a row: the same tag and nearly the same class,
// which all of them share. depth is how far below its card a name stands.
func (s *cardSet) nameLike() (like func(*html.Node) bool, depth int, ok bool) {
	first := s.cards[0].lines[s.cards[0].at].node
	class := attr(first, "class")
	if class == "" || !s.alike {
		return nil, 0, false
	}
	depth = depthIn(first, s.cards[0].node)
	for _, c := range s.cards {
		n := c.lines[c.at].node
		if n.Data != first.Data || !alikeClasses(attr(n, "class"), class) || depthIn(n, c.node) != depth {
			return nil, 0, false
		}
	}
	like = func(n *html.Node) bool { return n.Data == first.Data && alikeClasses(attr(n, "class"), class) }
	return like, depth, depth > 0
}

// alikeClasses tells class lists that differ in a detail, such as a margin.
func alikeClasses(a, b string) bool {
	if a == b {
		return true
	}
	left, right := strings.Fields(a), strings.Fields(b)
	both := 0
	for _, class := range left {
		if slices.Contains(right, class) {
			both++
		}
	}
	return 10*both >= 7*max(len(left), len(right)) && both > 0
}

func (s *cardSet) has(name string) bool {
	return slices.ContainsFunc(s.cards, func(c card) bool { return planKey(c.name) == planKey(name) })
}

// loneCard is the card around an element that names one, if it says what it costs, or that it is free.
func (m *miner) loneCard(name *html.Node, depth int, inside map[*html.Node]bool) (card, bool) {
	node := name
	for range depth {
		if node.Parent == nil || node.Parent == m.body || holdsAny(node.Parent, inside) {
			break
		}
		node = node.Parent
	}
	if m.size[node] > maxCardText || m.left <= 0 || holdsTable(node) || frame(node) {
		return card{}, false
	}
	m.left -= m.size[node] + 200
	c := card{node: node, lines: m.cardLines(node)}
	c.at = slices.IndexFunc(c.lines, func(l line) bool { return l.node == name })
	if c.at < 0 || c.at > 4 || !nameable(c.lines[c.at].text) {
		return card{}, false
	}
	c.name = c.lines[c.at].text
	c.head = m.readHead(node, c.lines, c.at)
	c.settle()
	c.gift = slices.ContainsFunc(c.lines[c.at+1:min(len(c.lines), c.at+6)], func(l line) bool { return costsFree.MatchString(l.text) })
	return c, len(c.price) > 0 || c.gift && hasButton(c.lines) || c.talk && hasButton(c.lines) && largeName.MatchString(c.name)
}

// largeName names a plan for those who have to ask.
var largeName = regexp.MustCompile(`(?i)^(?:[\pL-]+ )?(?:enterprise|corporate|custom|organi[sz]ation|on[- ]premises?|self[- ]hosted|private cloud|dedicated|unternehmen|konzern|` +
	`individuell|entreprise|grands? comptes?|sur mesure|empresa(?:rial|s)?|corporativo|a medida|sob medida|aziende|su misura|maatwerk)(?: plan| edition| tier| cloud)?$|^(?:エンタープライズ|企业版|旗舰版|엔터프라이즈)`)

// freeSection is a plan that is told of under a heading of its own, with a list of what is in it, and no row of cards
// has.
func (t *tree) freeSection(sets []cardSet) (Plan, bool) {
	for i := range sets {
		for _, c := range sets[i].cards {
			if c.free != "" || freePlan.MatchString(c.name) || len(c.price) > 0 && c.price[0].Minor == 0 {
				return Plan{}, false
			}
		}
	}
	var found Plan
	each(t.body, func(n *html.Node) bool {
		if found.Name != "" || silent(n) || hidden(n) || frame(n) {
			return false
		}
		if level(n) == 0 {
			return true
		}
		name, around := t.textOf(n), outer(n).Parent
		if !freePlan.MatchString(name) || around == nil || !holdsList(around) {
			return false
		}
		c := card{node: around, lines: t.lines(around), name: name}
		found = Plan{Name: name, Quote: name, Features: t.bullets(&c, &cardSet{})}
		found.Prices = []Price{{Money: money.Money{Currency: "USD"}, Quote: name}}
		return false
	})
	return found, found.Name != ""
}

// soldApart adds to the main row the plans that are sold in a part of the page of their own, under a heading that is a
// usual name: a smaller plan below the others.
func (m *miner) soldApart(sets []cardSet) {
	best := mainRow(sets)
	if best < 0 || sets[best].buttons() < 2 {
		return
	}
	inside := cardNodes(sets)
	each(m.body, func(n *html.Node) bool {
		if inside[n] || !m.marks[n] && level(inner(n)) == 0 || silent(n) || hidden(n) || frame(n) || table(n) {
			return false
		}
		if level(n) == 0 {
			return true
		}
		if m.size[n] > maxName || !usualName.MatchString(m.textOf(n)) || named(sets, m.textOf(n)) {
			return false
		}
		if c, ok := m.band(n, inside); ok && len(c.price) == 1 && c.price[0].Minor > 0 && c.price[0].Period != "" {
			inside[c.node] = true
			sets[best].cards = append(sets[best].cards, c)
		}
		return false
	})
}

// mainRow is the row with the most cards that is no add-on, if its cards say prices for a time.
func mainRow(sets []cardSet) int {
	best := -1
	for i := range sets {
		if !sets[i].addOn && (best < 0 || len(sets[i].cards) > len(sets[best].cards)) {
			best = i
		}
	}
	if best >= 0 && sets[best].strength() < 2 {
		return -1
	}
	return best
}

func named(sets []cardSet, name string) bool {
	return slices.ContainsFunc(sets, func(s cardSet) bool { return s.has(name) })
}

func holdsAny(n *html.Node, set map[*html.Node]bool) bool {
	found := false
	each(n, func(e *html.Node) bool {
		found = found || set[e]
		return !found
	})
	return found
}

func holdsList(n *html.Node) bool { return holds(n, atom.Li) }
