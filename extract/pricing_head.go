package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/gapwatch/gapwatch/extract/fold"
	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// Bounds of a card's head: the lines that say name and price, before what is in the plan.
const (
	headLines    = 60
	maxPriceLine = 160 // bytes of a line that can be a price
)

var (
	listIntro  = regexp.MustCompile(`(?i)^(?:everything in|all (?:of|in|the)\b|all\b.*\bplus|what['’]s included|includes?\b|including|key features|features|you get|top features|plus\b|and\b|includes everything)|(?:plus|includes?|including|with|get):?$|:$`)
	bareAmount = regexp.MustCompile(`^\d[\d.,'’ \x{a0}\x{202f}]*(?:[-–,.]*$|\s*/|\s*[` + signRunes + `])`)
	centsOnly  = regexp.MustCompile(`^[.,]?\d{2}$`)
	usualCents = regexp.MustCompile(`^(?:00|90|95|99|49)$`)
	wholeOnly  = regexp.MustCompile(`(?:^|[` + signRunes + `\s])(?:\d{1,5}|\d{1,3}(?:[.,'’]\d{3})+)$`)
)

// head is what the lines around a card's name say about what it costs.
type head struct {
	text  string // the lines about money, one after the other
	price []Price
	free  string // the words that say it costs nothing
	talk  bool   // it invites to ask
	addOn bool   // a badge says that it comes on top of a plan
}

// readHead reads the lines around the name, up to the list of what is in the plan.
func (t *tree) readHead(root *html.Node, lines []line, at int) head {
	var h head
	r := runReader{}
	var sentences, buttons, others []string
	asked := false  // an invitation stands where others have their price
	passed := false // the plan has its price and its button
	once := false   // the line before names what is paid at the beginning
	dated := datedPrices(lines)
	for i, l := range lines[:min(len(lines), headLines)] {
		if l.old && dated {
			continue
		}
		if i == at {
			r.flush()
			continue
		}
		if (r.priced || asked) && i > at && (l.item || listIntro.MatchString(l.text)) {
			break
		}
		if l.item && i > at && !(l.term != "" && costs(l.term)) || len(l.text) > 4*maxPriceLine || spoken(l.text) {
			continue
		}
		if once && len(money.Priced(l.text)) > 0 {
			once = false
			continue
		}
		once = startFee.MatchString(l.text)
		h.addOn = h.addOn || addOnBadge.MatchString(l.text)
		if talkWords.MatchString(l.text) && (l.button || len(l.text) < 70) {
			h.talk = true
			asked = asked || l.button || len(l.text) <= 30
		}
		if s := otherSentence(l.text); s != "" && !l.button && i > at {
			others = append(others, s)
		}
		passed = passed || r.priced && l.button && i > at
		switch {
		case l.button:
			r.flush()
			if len(money.Priced(l.text)) > 0 || freePlan.MatchString(l.text) {
				buttons = append(buttons, l.text)
			}
			if orElse.MatchString(l.text) {
				others = append(others, l.text)
			}
		case h.free == "" && saysFree(opening(l.text)):
			h.free = l.text
			r.flush()
		case passed && saysMore(l.text):
			r.flush() // behind what a plan is chosen by stands what is in it
		case len(l.text) <= maxPriceLine && (r.take(l) || r.takeSentence(l)):
		case len(money.Priced(l.text)) > 0:
			r.flush()
			sentences = append(sentences, l.text)
		default:
			r.flush()
		}
	}
	r.flush()
	h.text = strings.Join(r.runs, "\n\n")
	h.price = r.prices(t, root)
	for _, s := range others {
		h.price = withOther(h.price, timedOnly(pricesIn(s)))
	}
	for _, s := range buttons {
		if other, _ := otherWords(s); len(h.price) > 0 || h.free != "" || other > 3 {
			continue
		}
		if h.price = pricesIn(s); len(h.price) == 0 && freePlan.MatchString(s) {
			h.free = s
		}
	}
	for _, s := range sentences {
		if len(h.price) == 0 && h.free == "" {
			h.price = timedOnly(pricesIn(s))
		}
	}
	return h
}

// startFee is a line that names what is paid once, before the time that a price is for begins: "Setup (one-time)". The
// amount is in the next line.
var startFee = regexp.MustCompile(`(?i)^(?:(?:one[- ]time|initial) )?(?:set-?up|installation|onboarding|implementation|activation|einrichtung|` +
	`mise en service|instalaci[oó]n|implantación|implantação|attivazione|wdrożenie|oppstart|kurulum|внедрение)` +
	`(?:s?(?:gebühr|kosten|pauschale)| (?:fees?|costs?|price|ücreti|bedeli))?(?: ?\([^)]*\))?:?$`)

// orElse begins a line with another way to pay.
var orElse = regexp.MustCompile(`(?i)^(?:or|oder|ou|of|eller|или|lub) `)

// withOther adds another way to pay to prices that have none like it: "Or $490 a year: two months are free", which may be
// a link, "Or $59 a month, billed monthly".
func withOther(prices, other []Price) []Price {
	for _, o := range other {
		like := func(p Price) bool {
			return p.Period == o.Period && (o.Period == Year || p.Billing != Annual || o.Billing != Monthly)
		}
		if len(prices) > 0 && !slices.ContainsFunc(prices, like) {
			prices = append(prices, o)
		}
	}
	return prices
}

// otherSentence is the sentence of a line, but not its first, that begins with another way to pay.
func otherSentence(s string) string {
	_, rest, more := strings.Cut(s, ". ")
	for more {
		if orElse.MatchString(rest) {
			sentence, _, _ := strings.Cut(rest, ". ")
			return sentence
		}
		_, rest, more = strings.Cut(rest, ". ")
	}
	return ""
}

// opening is a text up to where its second sentence begins.
func opening(s string) string {
	first, _, _ := strings.Cut(s, ". ")
	return first
}

// saysMore tells a line that is about more than a price.
func saysMore(s string) bool {
	other, _ := otherWords(s)
	return other > 0
}

// datedPrices tells whether a card says one price of before and another of now.
func datedPrices(lines []line) bool {
	old, now := false, false
	for _, l := range lines[:min(len(lines), headLines)] {
		old = old || l.old
		now = now || !l.old && !l.item && fold.StartsWithDigit(strings.TrimLeft(l.text, signRunes+" "))
	}
	return old && now
}

// timedOnly keeps the first amount of a sentence that is for a time; other amounts in sentences are not prices.
func timedOnly(prices []Price) []Price {
	for _, p := range prices {
		if p.Period == Month || p.Period == Year {
			return []Price{p}
		}
	}
	return nil
}

// runReader joins neighbouring lines that are about money: a sign, a number and "per month" may stand in elements of
// their own.
type runReader struct {
	runs    []string
	spots   []spot
	run     []line
	priced  bool
	counted int // lines that were passed over
}

// spot is where an amount of a run comes from.
type spot struct {
	text string
	node *html.Node
}

// take adds a line to the run if it is about money. A line that counts something, such as "3 seats", may stand between
// an amount and its period.
func (r *runReader) take(l line) bool {
	other, _ := otherWords(l.text)
	amounts := money.Priced(l.text)
	alone := money.BareSign(l.text) || bareAmount.MatchString(l.text)
	switch {
	case money.BareSign(l.text):
	case len(amounts) > 0 && other <= 3:
	case len(r.run) > 0 && len(l.text) <= 60 && other <= 2 && oneTime.MatchString(l.text):
	case len(r.run) > 0 && len(amounts) == 0 && len(l.text) <= 60 && other <= 2 && billing(l.text) != "": // "年一括払い"
	case len(r.run) > 0 && len(amounts) == 0 && other > 0 && payClause(l.text) != "":
		l.text = payClause(l.text)
	case len(r.run) > 0 && len(l.text) <= 40 && other <= 2 && startsPer(l.text) && (perMonth.MatchString(l.text) || perYear.MatchString(l.text)):
	case alone && other <= 2 && len(l.text) <= 60 && r.signed():
	case other > 0 || len(l.text) > 60, !alone && len(amounts) == 0 && r.settled() && namesCount(l.text):
		return false
	case !alone && len(amounts) == 0 && counts(l.text):
		r.counted++
		return len(r.run) > 0 && r.counted < 2
	}
	if len(amounts) > 0 || alone {
		r.spots = append(r.spots, spot{l.text, l.node})
	}
	r.run = append(r.run, l)
	r.priced = r.priced || len(amounts) > 0 || alone && len(money.Priced(r.text())) > 0
	return true
}

// takeSentence adds the first sentence of a line that goes on with others: "Paid by the year (or $349 by the month). No
// seats to count."
func (r *runReader) takeSentence(l line) bool {
	i := strings.Index(l.text, ". ")
	if i < 0 || len(r.run) == 0 || len(money.Priced(l.text[:i])) == 0 {
		return false
	}
	l.text = l.text[:i]
	return r.take(l)
}

// signed tells whether the last line of the run is the sign of a currency, whose amount stands in a line of its own.
func (r *runReader) signed() bool {
	return len(r.run) > 0 && money.BareSign(r.run[len(r.run)-1].text)
}

// settled tells whether the last line of the run says more than an amount.
func (r *runReader) settled() bool {
	if len(r.run) == 0 {
		return true
	}
	last := r.run[len(r.run)-1].text
	return !money.BareSign(last) && !bareAmount.MatchString(last) && len(unitTokens(last)) > 1
}

// namesCount tells a line that names what is counted below it: "Responses / month". One of something, "seat / month",
// is what a price is for.
func namesCount(s string) bool {
	words := unitTokens(s)
	return len(words) > 2 && unitNouns[words[0]] && words[0] != unit(words[0]) && (words[1] == "/" || words[1] == "per")
}

// startsPer tells a line that goes on with what an amount is for: "per month and branch", "/ year".
func startsPer(s string) bool {
	words := unitTokens(s)
	return len(words) > 1 && (unitMarks[words[0]] || aPeriod.MatchString(s))
}

// payClause is the beginning of a longer line that says how a price is paid, or for what time: "Billed annually. Cancel
// any time.", "One-time payment · 5 seats", "per month, with every feature".
func payClause(s string) string {
	i := strings.IndexAny(s, ".,;:(–—·•|")
	if i < 0 || i > 40 || billing(s[:i]) == "" && !oneTime.MatchString(s[:i]) && !(startsPer(s[:i]) && period(s[:i]) != "") {
		return ""
	}
	if other, _ := otherWords(s[:i]); other > 0 && !oneTime.MatchString(s[:i]) {
		return ""
	}
	return s[:i]
}

// counts tells a line that says how many of something there are, and not what a price is for: "/ 1,000 events".
func counts(s string) bool {
	words := unitTokens(s)
	return len(words) > 1 && !unitMarks[words[0]] && unitCount.MatchString(words[0]) && unitNouns[words[1]]
}

// text joins the lines of the run; cents that stand apart are joined to their amount.
func (r *runReader) text() string {
	var b strings.Builder
	for _, l := range r.run {
		b.WriteString(joint(b.String(), l.text))
		b.WriteString(l.text)
	}
	return b.String()
}

// joint is what stands between two lines about money where the pieces of one amount may be lines of their own.
func joint(before, text string) string {
	last := before[strings.LastIndexByte(before, '\n')+1:]
	switch {
	case before == "":
		return ""
	case centsOnly.MatchString(text) && wholeOnly.MatchString(tail(last, 8)):
		if strings.ContainsAny(text[:1], ".,") {
			return ""
		}
		return money.Fraction
	case endsNumber(last) && len(money.Priced(last)) == 0 && startsSign(text):
		return " " // the currency stands behind its amount
	}
	return "\n"
}

func endsNumber(s string) bool { return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }

// startsSign tells a text that is a currency, or begins with one and goes on with no number.
func startsSign(s string) bool {
	code, width := money.SignAfter(s)
	return code != "" && !fold.StartsWithDigit(strings.TrimLeft(s[width:], " "))
}

func (r *runReader) flush() {
	if len(r.run) > 0 {
		if s := r.text(); len(money.Priced(s)) > 0 {
			r.runs = append(r.runs, s)
		}
	}
	r.run, r.counted = nil, 0
}
