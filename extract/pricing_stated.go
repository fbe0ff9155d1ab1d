package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// What a page says once about all its prices.
var (
	statesPrices = regexp.MustCompile(`(?i)^(?:\*+ ?)?(?:all |our |the |these |alle |tous les |todos los |tutti i )*(?:listed |shown |displayed )?` +
		`(?:prices?|pricing|rates|preise|prix|tarifs|precios|preços|prezzi|prijzen|priser|ceny)` + wordEnd)
	statesOnce = regexp.MustCompile(`(?i)\bone[- ](?:time|off) (?:payments?|purchases?|fees?|prices?|cost)\b|\bpay once\b|\bpaid once\b|\bbuy once\b|\bno subscriptions?\b|` +
		`\beinmalzahlung\b|\beinmalige[rn]? (?:kauf|preis|zahlung|kosten)\b|\bpaiement unique\b|\bpago único\b|\bpagamento (?:único|unico)\b|\beenmalige\b`)
	statesOther = regexp.MustCompile(`(?i)\b(?:change|increase|may|can|start|begin|from|depend|lower|higher|save|discount|vary|varies|trial)`)
)

// statePeriods gives prices without a period the one that the page states for all of them.
func (l *planList) statePeriods() {
	open, said := false, false
	for i := range l.plans {
		for _, p := range l.plans[i].Prices {
			open = open || p.Minor > 0 && p.Period == ""
			said = said || p.Period != ""
		}
	}
	if !open {
		return
	}
	stated := l.statedPeriod(!said)
	for i := range l.plans {
		for j := range l.plans[i].Prices {
			if p := &l.plans[i].Prices[j]; p.Minor > 0 && p.Period == "" && (p.Per == "" || heads[p.Per]) {
				p.Period = stated
			}
		}
	}
}

// heads are units that are counted by the month or year, not by use.
var heads = wordSet("user seat member editor agent person license licence developer employee admin host server instance site website workspace")

// maxStatement bounds a sentence about all prices.
const maxStatement = 160

// statedPeriod looks for a sentence such as "All prices are per month"; of payments made once only where once is asked.
func (t *tree) statedPeriod(once bool) Period {
	var found Period
	look := func(text string) {
		for s := range strings.SplitSeq(text, ". ") {
			switch {
			case found != "" || len(s) > maxStatement || len(money.Priced(s)) > 0:
			case once && statesOnce.MatchString(s):
				found = OneTime
			case statesPrices.MatchString(s) && !statesOther.MatchString(s):
				found = period(s)
			}
		}
	}
	each(t.body, func(n *html.Node) bool {
		if found != "" || silent(n) || hidden(n) {
			return false
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.TextNode && len(c.Data) > 8 {
				look(fold.Text(c.Data))
			}
		}
		if n.DataAtom == atom.P {
			look(t.textOf(n)) // a sentence with something in bold
		}
		return true
	})
	return found
}
