package extract

import (
	"golang.org/x/net/html"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// aboutPlans tells the title of a page that lists plans.
var aboutPlans = regexp.MustCompile(`(?i)` + wordStart + `(?:plans?|pricing|prices|packages|editions|tarife?|preise|tarifs|precios|planes|preços|planos|prezzi|piani|prijzen|priser)` + wordEnd + `|料金|プラン|价格|요금`)

// barePlans finds plans that tell no price at all, as some pages leave amounts to a script: headings side by side, most
// of them names that plans often have, each with a list of what is in it.
func (m *miner) barePlans() []Plan {
	if !aboutPlans.MatchString(m.title) {
		return nil
	}
	var plans []Plan
	each(m.body, func(n *html.Node) bool {
		if len(plans) > 0 || silent(n) || hidden(n) || frame(n) || m.size[n] < 60 {
			return false
		}
		found, usual := m.bareRow(n)
		if usual < 2 || 2*usual < len(found) {
			return true
		}
		plans = found
		return false
	})
	return plans
}

// bareRow reads the children of an element as plans without prices and counts names that plans often have.
func (m *miner) bareRow(n *html.Node) (plans []Plan, usual int) {
	seen := map[string]bool{}
	for _, e := range elements(n) {
		if m.size[e] < 20 || m.size[e] > maxCardText || !holdsList(e) || m.left <= 0 {
			continue
		}
		m.left -= m.size[e]
		c := card{node: e, lines: m.cardLines(e)}
		if c.at = nameLine(c.lines); c.at < 0 || c.lines[c.at].heading == 0 || c.at > 3 {
			continue
		}
		c.name = c.lines[c.at].text
		if seen[planKey(c.name)] {
			continue
		}
		seen[planKey(c.name)] = true
		if usualName.MatchString(c.name) {
			usual++
		}
		plans = append(plans, Plan{Name: cut(c.name, maxField), Features: m.bullets(&c, &cardSet{}), Quote: cut(c.name, maxField)})
	}
	return plans, usual
}
