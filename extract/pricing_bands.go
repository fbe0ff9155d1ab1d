package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// askSection is a plan for those who have to ask, told of under a name of its own in a part of the page that ends in a
// button, where no card is one to ask about.
func (m *miner) askSection(sets []cardSet) {
	priced := slices.ContainsFunc(sets, func(s cardSet) bool {
		return slices.ContainsFunc(s.cards, func(c card) bool { return len(c.price) > 0 })
	})
	for i := range sets {
		for _, c := range sets[i].cards {
			if c.talk && len(c.price) == 0 && priced || largeName.MatchString(c.name) {
				return
			}
		}
	}
	best := mainRow(sets)
	if best < 0 && !priced && len(sets) == 1 {
		best = 0 // one has to ask for each of its plans
	}
	if best < 0 {
		return
	}
	inside := cardNodes(sets)
	below := m.headingBelow(&sets[best], inside)
	found := false
	each(m.body, func(n *html.Node) bool {
		if found || inside[n] || silent(n) || hidden(n) || frame(n) || m.size[n] > maxCardText && n.FirstChild == nil {
			return false
		}
		if len(elements(n)) > 0 || m.size[n] == 0 || m.size[n] > maxName {
			return true
		}
		name := m.textOf(n)
		large := largeName.MatchString(name)
		if !large && (level(n) == 0 || !nameable(name) || !sets[best].namesAsLong(name) && !(n == below && twoWords(name))) {
			return false
		}
		c, ok := m.band(n, inside)
		if ok && c.talk && len(c.price) == 0 && (large || saysOnRequest(c.lines) || n == below && !topicName.MatchString(name) && c.forMany()) {
			sets[best].cards = append(sets[best].cards, c)
			found = true
		}
		return false
	})
	if found {
		return
	}
	if c, ok := m.askSentence(inside); ok {
		sets[best].cards = append(sets[best].cards, c)
	}
}

// headingBelow is the first heading behind the cards of a row, outside of all cards.
func (m *miner) headingBelow(s *cardSet, inside map[*html.Node]bool) (below *html.Node) {
	last := 0
	for _, c := range s.cards {
		last = max(last, m.order[c.node])
	}
	each(m.body, func(n *html.Node) bool {
		if below != nil || inside[n] || silent(n) || hidden(n) || frame(n) {
			return false
		}
		if level(n) > 0 && m.order[n] > last {
			below = n
		}
		return true
	})
	return below
}

// manyWords tell whom a plan is for that one has to ask for.
var manyWords = regexp.MustCompile(`(?i)` + wordStart + `(?:(?:more than|over|above|beyond) [\d.,]+\+? \pL{3,}|[\d.,]+\+ (?:agents|seats|users|employees|members|people)|` +
	`(?:large|larger|largest|global|regulated) (?:\pL+ )?(?:teams?|organi[sz]ations?|companies|businesses|institutions|customers|fleets)|enterprises?|high[- ]volume|` +
	`große (?:teams|unternehmen|organisationen)|(?:mehr als|über|ab) [\d.,]+ (?:benutzern?|nutzern?|mitarbeiter(?:n|nde|nden)?|plätzen?)|` +
	`grandes? (?:entreprises|équipes|organisations)|grandes (?:empresas|equipos|equipes))` + wordEnd)

// topicName names what is told of under the plans, and no plan.
var topicName = regexp.MustCompile(`(?i)` + wordStart + `(?:security|privacy|compliance|integrations?|migrations?|onboarding|training|support|services?|partners?|partnerships?|resellers?|` +
	`affiliates?|demos?|trials?|help|api|nonprofits?|non-profits?|charities|education|students?|schools?|customers?|teams|questions?|discounts?|sicherheit|datenschutz|hilfe|sécurité|seguridad)` + wordEnd)

// forMany tells a card in which a sentence says so.
func (c *card) forMany() bool {
	return slices.ContainsFunc(c.lines[c.at+1:], func(l line) bool { return !l.button && manyWords.MatchString(l.text) })
}

// askSentence is such a plan in one sentence below the others, "Enterprise: single sign-on and a contract. Talk to us",
// of which the end is a link.
func (m *miner) askSentence(inside map[*html.Node]bool) (found card, ok bool) {
	each(m.body, func(n *html.Node) bool {
		if ok || inside[n] || silent(n) || hidden(n) || frame(n) || table(n) || listItem(n) {
			return false
		}
		if m.size[n] > maxSentenceBand || !hasText(n) || holdsAny(n, inside) {
			return true
		}
		name := leadingName(m.textOf(n))
		if ok = largeName.MatchString(name) && m.asks(n); ok {
			found = card{node: n, lines: m.cardLines(n), name: name}
			found.talk = true
		}
		return false
	})
	return found, ok && len(found.lines) > 0
}

// maxSentenceBand bounds a sentence that is a plan.
const maxSentenceBand = 300

// leadingName is what stands before the first mark of a sentence.
func leadingName(s string) string {
	at := len(s)
	for _, mark := range []string{":", " — ", " – ", " - ", "? ", "| "} {
		if i := strings.Index(s, mark); i >= 0 {
			at = min(at, i)
		}
	}
	if at == len(s) {
		return ""
	}
	return s[:at]
}

// asks tells a link or button by which one asks for a price.
func (m *miner) asks(n *html.Node) bool {
	found := false
	each(n, func(e *html.Node) bool {
		found = found || pressed(e) && m.size[e] <= maxChoice && talkWords.MatchString(m.textOf(e))
		return !found
	})
	return found
}

func twoWords(name string) bool { return len(strings.Fields(name)) == 2 }

// namesAsLong tells whether a name has no more words than the longest of a row.
func (s *cardSet) namesAsLong(name string) bool {
	return slices.ContainsFunc(s.cards, func(c card) bool { return len(strings.Fields(c.name)) >= len(strings.Fields(name)) })
}

// maxBand bounds the text of a part of the page that is one plan.
const maxBand = 1500

// band is the smallest part of the page around a name that has a button, if the name stands at its beginning.
func (m *miner) band(name *html.Node, inside map[*html.Node]bool) (card, bool) {
	for node := name.Parent; node != nil && node != m.body && m.size[node] <= maxBand && !holdsAny(node, inside); node = node.Parent {
		lines := m.cardLines(node)
		if !hasButton(lines) || len(lines) < 3 {
			continue
		}
		c := card{node: node, lines: lines, at: slices.IndexFunc(lines, func(l line) bool { return l.node == name })}
		if c.at < 0 || c.at > 2 {
			return card{}, false
		}
		c.name = lines[c.at].text
		c.head = m.readHead(node, lines, c.at)
		return c, true
	}
	return card{}, false
}
