package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// maxTelling bounds a text that tells in a sentence what a plan costs.
const maxTelling = 400

// namesCost stands between the name of a plan and what it costs in a sentence: "Pro is $9 a month".
var namesCost = regexp.MustCompile(`(?i)^(?: plan| tier| edition)?(?: is| costs?|:| for| at| –| —| starts at| kostet| coûte| cuesta| custa| costa| kost)(?: (?:only|just|from))? ?$`)

// toldPrices is what sentences of the page tell of the plans that the heads of a comparison name without any amount. It
// looks for usual names of plans alone, and on pages on which no plan is known.
func (l *planList) toldPrices(names []string) map[string][]Price {
	for _, name := range names {
		if len(l.plans) > 0 || !usualName.MatchString(name) {
			return nil
		}
	}
	told := map[string][]Price{}
	each(l.body, func(n *html.Node) bool {
		if silent(n) || hidden(n) || frame(n) || table(n) {
			return false
		}
		if n.DataAtom != atom.P && n.DataAtom != atom.Li || l.longer(n, maxTelling) {
			return true
		}
		s := l.textOf(n)
		for _, name := range names {
			if key := planKey(name); len(told[key]) == 0 {
				told[key] = toldPrice(s, name)
			}
		}
		return false
	})
	for key, prices := range told {
		if len(prices) == 0 {
			delete(told, key)
		}
	}
	return told
}

// toldPrice is the price for a month or a year that a sentence tells of a plan: the first amount behind its name.
func toldPrice(s, name string) []Price {
	for _, a := range money.Priced(s) {
		before := s[:a.Start]
		at := strings.LastIndex(before, name)
		if at < 0 || !money.Boundary(name, before[:at], true) || !namesCost.MatchString(before[at+len(name):]) {
			continue
		}
		return timedOnly(pricesIn(s[at+len(name):]))
	}
	return nil
}
