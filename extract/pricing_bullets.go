package extract

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

var addOnBadge = regexp.MustCompile(`(?i)^(?:optional )?(?:add[- ]?on|zusatzmodul|complemento|option)(?: [·•|–-] .{1,20})?$`)

var addOnWord = regexp.MustCompile(`(?i)\badd[- ]?ons?\b|\bextras\b|\boptional\b|\bzusatz|\bcomplementos?\b|` +
	`^(?:options?|optionen|opties|opciones|opções|opzioni|tillval|tilvalg)$|オプション|附加服务|增值服务|부가 ?서비스|추가 ?옵션`)

var addOnSaid = regexp.MustCompile(`(?i)\badd[- ]?ons?\b`)

// aboutAddOns tells a heading of what comes on top of a plan. A sentence that calls something optional is none.
func aboutAddOns(heading string) bool {
	return addOnWord.MatchString(heading) && (addOnSaid.MatchString(heading) || !strings.Contains(heading, ". "))
}

// onTop counts the records that begin with what they add to a price: "+35 €".
func (m *miner) onTop(children []*html.Node) int {
	count := 0
	for _, c := range children {
		if s := m.textOf(c); strings.HasPrefix(s, "+") && len(money.Priced(start(s, 20))) > 0 {
			count++
		}
	}
	return count
}

// plan turns a card into a plan. In a row where others tell their price, a card that tells none is one to ask about.
func (c *card) plan(t *tree, set *cardSet, group string) Plan {
	ask := len(c.price) == 0 && c.free == "" && !c.gift && (c.talk || set.tells())
	return Plan{
		Name:     cut(c.name, maxField),
		Group:    group,
		Custom:   ask,
		AddOn:    set.addOn || c.addOn,
		Prices:   c.price,
		Features: t.bullets(c, set),
		Quote:    cut(c.name, maxField),
	}
}

// tells reports whether most cards of a row tell what they cost.
func (s *cardSet) tells() bool {
	n := 0
	for _, c := range s.cards {
		if hasAmount(c.price) {
			n++
		}
	}
	return n*2 >= len(s.cards)
}

func hasAmount(prices []Price) bool {
	for _, p := range prices {
		if p.Minor > 0 {
			return true
		}
	}
	return false
}

// headingBefore is the nearest heading above an element, outside of it and of the cards.
func (t *tree) headingBefore(n, parent *html.Node, cards map[*html.Node]bool) string {
	for p := parent; p != nil; p = p.Parent {
		best := ""
		each(p, func(e *html.Node) bool {
			if t.order[e] >= t.order[n] || cards[e] {
				return false
			}
			if level(e) > 0 {
				if s := t.textOf(e); s != "" {
					best = s
				}
				return false
			}
			return true
		})
		if best != "" {
			return cut(best, 120)
		}
	}
	return ""
}
