package extract

import (
	"strings"

	"golang.org/x/net/html"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// Bounds of a card's head: the lines that say name and price, before what is in the plan.
const (
	headLines    = 60
	maxPriceLine = 160 // bytes of a line that can be a price
)

var (
	freeStart = regexp.MustCompile(`(?i)^(?:(?:it['’]s |always |completely |totally |100% )?free|gratis|kostenlos|kostenfrei|gratuit(?:o|e)?|ilmainen|無料|бесплатно|darmowy)` + wordEnd)
	notFree   = regexp.MustCompile(`(?i)` + wordStart + `(?:trial|days?|shipping|delivery|migration|onboarding|support|setup|installation|domain|ssl|training|consultation|demo|credits?|returns?|testversion|tage)` + wordEnd)
	talkWords = regexp.MustCompile(`(?i)` + wordStart + `(?:contact (?:us|sales|our|for|the)|contact (?:me|team)|custom|custom(?:i[sz]ed)? (?:pricing|prices?|quotes?|plans?|solution)|` +
		`let['’]s (?:talk|chat|connect)|(?:talk|speak|chat) (?:to|with) (?:us|sales|an?|our|the)|get (?:a |an |in |your )?(?:custom |free )?(?:quote|touch|pricing)|` +
		`request (?:a |an )?(?:quote|pricing|demo|custom|access|info)|(?:pricing|price|available|quote) (?:up)?on request|on request|on demand pricing|` +
		`book (?:a |your )?(?:free )?(?:demo|call|meeting)|schedule (?:a |your )?(?:demo|call|meeting)|tailored pricing|flexible pricing|bespoke|call (?:us|for)|` +
		`volume pricing|inquire|enquire|price varies|p\.?o\.?a|ask for|kontakt(?:ieren|aufnehmen)?|vertrieb kontaktieren|preis auf anfrage|auf anfrage|individuell|` +
		`contactez|contacter|nous contacter|sur (?:devis|demande)|sur[- ]mesure|contáctanos|contactar|contacta|a medida|bajo consulta|personalizado|` +
		`contattaci|su richiesta|su misura|fale conosco|sob consulta|neem contact|op (?:aanvraag|maat)|kontakta|på begäran|offert|お問い合わせ|联系|문의)` + wordEnd + `|^contact$`)
	listIntro  = regexp.MustCompile(`(?i)^(?:everything in|all (?:of|in|the)\b|all\b.*\bplus|what['’]s included|includes?\b|including|key features|features|you get|top features|plus\b|and\b|includes everything)|(?:plus|includes?|including|with|get):?$|:$`)
	signAlone  = regexp.MustCompile(`^(?:US|CA|AU|NZ)?[$€£¥₹]$`)
	centsOnly  = regexp.MustCompile(`^[.,]?\d{2}$`)
	usualCents = regexp.MustCompile(`^(?:00|90|95|99|49)$`)
	wholeOnly  = regexp.MustCompile(`(?:^|[$€£¥₹\s])\d{1,5}$`)
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
func readHead(root *html.Node, lines []line, at int) head {
	var h head
	r := runReader{}
	var sentences, buttons []string
	asked := false // an invitation stands where others have their price
	for i, l := range lines[:min(len(lines), headLines)] {
		if i == at {
			r.flush()
			continue
		}
		if (r.priced || asked) && i > at && (l.item || listIntro.MatchString(l.text)) {
			break
		}
		if l.item && i > at || len(l.text) > 4*maxPriceLine {
			continue
		}
		h.addOn = h.addOn || addOnBadge.MatchString(l.text)
		if talkWords.MatchString(l.text) && (l.button || len(l.text) < 70) {
			h.talk = true
			asked = asked || l.button || len(l.text) <= 30
		}
		switch {
		case l.button:
			r.flush()
			if len(priced(l.text)) > 0 {
				buttons = append(buttons, l.text)
			}
		case h.free == "" && saysFree(l.text):
			h.free = l.text
			r.flush()
		case len(l.text) <= maxPriceLine && r.take(l, lines, i):
		case len(priced(l.text)) > 0:
			r.flush()
			sentences = append(sentences, l.text)
		default:
			r.flush()
		}
	}
	r.flush()
	h.text = strings.Join(r.runs, "\n\n")
	h.price = r.prices(root)
	for _, texts := range [][]string{buttons, sentences} {
		for _, s := range texts {
			if len(h.price) == 0 && h.free == "" {
				h.price = timedOnly(pricesIn(s))
			}
		}
	}
	return h
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

// saysFree tells a line that says a plan costs nothing, and not that something in it is free or for how long.
func saysFree(s string) bool {
	if len(s) > 60 || !freeStart.MatchString(s) || notFree.MatchString(s) {
		return false
	}
	other, all := otherWords(s)
	return other <= 1 || other <= 2 && all > 3
}

// runReader joins neighbouring lines that are about money: a sign, a number and "per month" may stand in elements of
// their own.
type runReader struct {
	runs   []string
	spots  []spot
	run    []line
	priced bool
}

// spot is where an amount of a run comes from.
type spot struct {
	text string
	node *html.Node
}

// take adds a line to the run if it is about money.
func (r *runReader) take(l line, lines []line, i int) bool {
	other, _ := otherWords(l.text)
	amounts := priced(l.text)
	alone := signAlone.MatchString(l.text) || startsNumber(l.text) && other == 0 && len(l.text) < 12
	switch {
	case len(amounts) > 0 && other <= 3:
	case other == 0 && len(l.text) <= 60:
	default:
		return false
	}
	if len(amounts) > 0 || alone {
		r.spots = append(r.spots, spot{l.text, l.node})
	}
	r.run = append(r.run, l)
	r.priced = r.priced || len(amounts) > 0 || alone && len(priced(r.text())) > 0
	return true
}

// text joins the lines of the run; cents that stand apart are joined to their amount.
func (r *runReader) text() string {
	var b strings.Builder
	for _, l := range r.run {
		before := b.String()
		switch {
		case b.Len() == 0:
		case centsOnly.MatchString(l.text) && wholeOnly.MatchString(tail(before, 8)):
			if strings.ContainsAny(l.text[:1], ".,") {
				break
			}
			b.WriteString(fraction)
		case wholeOnly.MatchString(tail(before, 8)) && isoCode(l.text) != "":
			b.WriteByte(' ') // the currency stands behind its amount
		default:
			b.WriteByte('\n')
		}
		b.WriteString(l.text)
	}
	return b.String()
}

func (r *runReader) flush() {
	if len(r.run) > 0 {
		if s := r.text(); len(priced(s)) > 0 {
			r.runs = append(r.runs, s)
		}
	}
	r.run = nil
}

// prices reads all runs. Where nothing in the text says how prices differ, the names that the page's author gave to the
// elements around them may: a toggle shows one of two.
func (r *runReader) prices(root *html.Node) []Price {
	var out []Price
	for _, s := range r.runs {
		for _, p := range pricesIn(s) {
			r.hint(root, &p)
			if !containsPrice(out, p) {
				out = append(out, p)
			}
		}
	}
	return tidyPrices(out)
}

// hint fills in the cycle of a price from the names of the elements around it.
func (r *runReader) hint(root *html.Node, p *Price) {
	if p.Billing != "" || p.Minor == 0 {
		return
	}
	for _, s := range r.spots {
		if !strings.Contains(s.text, digits(p.Quote)) {
			continue
		}
		for n := s.node; n != nil && n != root; n = n.Parent {
			if b := namedCycle(n); b != "" {
				p.Billing = b
				if b == Monthly && p.Period == "" {
					p.Period = Month
				}
				return
			}
		}
		return
	}
}

// digits is the number of a quote without its currency.
func digits(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// namedCycle reads how a price is paid from an element's names: class "price-annual", data-period="monthly".
func namedCycle(n *html.Node) Billing {
	month, year := false, false
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "id" && !strings.HasPrefix(a.Key, "data-") || len(a.Val) > 300 {
			continue
		}
		v := strings.ToLower(a.Val)
		month = month || strings.Contains(v, "monthly")
		year = year || strings.Contains(v, "annual") || strings.Contains(v, "yearly")
	}
	switch {
	case month && !year:
		return Monthly
	case year && !month:
		return Annual
	}
	return ""
}
