package extract

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// pricesIn reads the prices of a plan from text about what it costs, one thing a line. What is saved, credited or
// charged beyond an allowance is no price of the plan.
func pricesIn(text string) []Price {
	found := money.Priced(text)
	var out []Price
	ahead := labelsAhead(text, found)
	timed := false // an amount before says itself what time it is for
	bare := -1     // the first of the prices right before that have no words of their own
	for i, a := range found {
		before, after := around(text, found, i, ahead)
		if a.Minor < 0 || a.Large || notAfter.MatchString(after) && !(a.Minor == 0 && freeStart.MatchString(strings.TrimLeft(after, " "))) || savedAfter.MatchString(after) || pastCount.MatchString(after) || rejects(before) || pastRange(text, found, i) || ofSales(text, found, i) {
			continue
		}
		if thenWord.MatchString(before) && (timed || !startsPeriod(after)) || timed && paidOnce.MatchString(after) {
			continue
		}
		if len(found) > 1 && roughly.MatchString(before) {
			continue // the same in other money
		}
		timed = timed || startsPeriod(after)
		p := priceAt(a, before, after)
		if byMonth(out, p) && period(after) == "" {
			p.Period = Month
		}
		if p.Period == Month && retold(out, p, text[:a.Start], after) || taxed(out, p, before, after) {
			continue
		}
		if bare >= 0 && p.Period != "" {
			for j := range out[bare:] {
				shareWords(&out[bare+j], &p)
			}
		}
		switch {
		case strings.TrimSpace(after) != "" || p.Period != "" || strings.TrimSpace(gapAfter(text, found, i)) != "":
			bare = -1
		case bare < 0 || slices.ContainsFunc(out[bare:], func(q Price) bool { return q.Currency == p.Currency }):
			bare = len(out) // in other money the same may be said of more than two
		}
		out = append(out, p)
	}
	return tidyPrices(out)
}

// thenWord stands before what is paid later: beyond an allowance, or behind an offer for the first month.
var thenWord = regexp.MustCompile(`(?i)` + wordStart + `then\s*(?:only|just)?\s*$`)

// roughly stands before what an amount is worth in another currency.
var roughly = regexp.MustCompile(`[≈≃≅≒]\s*$`)

// byMonth tells a price that is paid by the year and no higher than what is paid by the month: it is for a month too.
// "$19 per month, or $15 if billed yearly".
func byMonth(before []Price, p Price) bool {
	return p.Billing == Annual && p.Period == Year && slices.ContainsFunc(before, func(q Price) bool {
		return q.Period == Month && q.Currency == p.Currency && !q.Decimal().LessThan(p.Decimal())
	})
}

// retold tells the month's part of a price for a year that was said before, in brackets or in a sentence: "$96 a year
// (that is $8 a month)". Nobody pays that.
func retold(out []Price, p Price, before, after string) bool {
	own := before[strings.LastIndexByte(before, '\n')+1:]
	line, _, _ := strings.Cut(after, "\n")
	if strings.LastIndexByte(own, '(') <= strings.LastIndexByte(own, ')') && !saysMore(own+" "+line) {
		return false
	}
	year, slack := p.Decimal().Mul(decimal.NewFromInt(12)), decimal.New(6, -int32(p.Exponent))
	return slices.ContainsFunc(out, func(q Price) bool {
		return q.Period == Year && q.Currency == p.Currency && !year.Sub(q.Decimal()).Abs().GreaterThan(slack)
	})
}

// paidOnce stands behind what is paid once, where a price for a time stands before.
var paidOnce = regexp.MustCompile(`(?i)^ ?up[ -]?front\b`)

// startsPeriod tells words that say at once that an amount is for a month or a year, and for no other unit.
func startsPeriod(after string) bool {
	words := unitTokens(after)
	return len(words) > 1 && unitMarks[words[0]] && aPeriod.MatchString(words[1]) && perUnit(after) == ""
}

// gapAfter is the text between an amount and the next one, or something else than a blank where there is none.
func gapAfter(text string, found []money.Found, i int) string {
	if i+1 == len(found) {
		return "."
	}
	return text[found[i].End:found[i+1].Start]
}

// shareWords gives the words behind the last of some amounts that stand side by side to one before: a toggle shows one of
// them. How either is paid must be said by something else.
func shareWords(before, last *Price) {
	before.Period = last.Period
	if before.Per == "" {
		before.Per = last.Per
	}
	last.Billing = ""
}

// rejects tells words right before an amount that make it something else than a price.
func rejects(before string) bool {
	before = percentOff.ReplaceAllString(tail(before, 60), " ¦ ")
	own := before[strings.LastIndexByte(before, '\n')+1:]
	return notPrice.MatchString(before) || saved.MatchString(before) || increment.MatchString(own)
}

// pastRange tells the upper end of "10 - 20 USD".
func pastRange(text string, found []money.Found, i int) bool {
	return i > 0 && money.Ranges(text[found[i-1].End:found[i].Start])
}

// ofSales tells the lower end of a range of sales: "$0-$250K in orders".
func ofSales(text string, found []money.Found, i int) bool {
	return i+1 < len(found) && pastRange(text, found, i+1) && (found[i+1].Large || notAfter.MatchString(text[found[i+1].End:]))
}

// labelsAhead tells whether the lines that name a period or a cycle stand before their amounts: "Monthly", "$10".
func labelsAhead(text string, found []money.Found) bool {
	if len(found) == 0 {
		return false
	}
	lead := text[:found[0].Start]
	return perMonth.MatchString(lead) || perYear.MatchString(lead)
}

// around cuts the words that belong to one amount out of a text with several. Between two amounts the border is the
// end of the first one's line, or the label of the second.
func around(text string, found []money.Found, i int, ahead bool) (before, after string) {
	start, end := 0, len(text)
	if i > 0 {
		gap := text[found[i-1].End:found[i].Start]
		start = found[i-1].End + border(gap, ahead)
	}
	if i+1 < len(found) {
		gap := text[found[i].End:found[i+1].Start]
		end = found[i].End + border(gap, ahead)
	}
	return text[start:found[i].Start], text[found[i].End:end]
}

// border is where the words after an amount end and those before the next one begin.
func border(gap string, ahead bool) int {
	lines := strings.SplitAfter(gap, "\n")
	if len(lines) == 1 {
		if i := jointIn(gap); i >= 0 {
			return i
		}
		if s := strings.TrimLeft(gap, " "); ahead && !strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "per") {
			return 0
		}
		return len(gap)
	}
	at := len(lines[0])
	for _, l := range lines[1 : len(lines)-1] { // the last one is the line of the next amount
		s := strings.TrimSpace(l)
		switch {
		case strings.HasPrefix(s, "/"), strings.HasPrefix(strings.ToLower(s), "per "):
			at += len(l) // goes with what stands before it
			continue
		case fromWords.MatchString(s), strings.HasSuffix(s, ":"), strings.EqualFold(s, "or"):
			return at
		case ahead && (perMonth.MatchString(s) || perYear.MatchString(s)):
			return at
		}
		at += len(l)
	}
	return at + max(jointIn(gap[at:]), perClause(gap[at:]), 0)
}

// perClause is where a clause ends that says what the amount above it is for: "Per month with annual billing ($200".
func perClause(s string) int {
	if lower := strings.ToLower(s); !strings.HasPrefix(lower, "/") && !strings.HasPrefix(lower, "per ") {
		return -1
	}
	return strings.IndexAny(s, "(.;,|·•–—")
}

// jointIn is where words begin that join one price to the next, or -1.
func jointIn(s string) int {
	for _, joint := range []string{" or ", ", ", "; ", " | ", " oder ", " ou ", " o ", " of "} {
		if i := strings.LastIndex(s, joint); i >= 0 {
			return i
		}
	}
	return -1
}

// priceAt reads what the words beside an amount say of it: what time it buys, how it is paid, for which unit.
func priceAt(a money.Found, before, after string) Price {
	p := Price{Money: a.Money, Quote: a.Raw, From: fromWords.MatchString(tail(before, 40))}
	after = withoutAllowance(start(after, 120))
	if least := money.Least(after); least != "" {
		p.From, after = true, after[len(least):]
	}
	p.Billing = billing(after)
	if p.Period = period(after); otherTime.MatchString(after) {
		before = "" // what stands there says nothing of the time any more
	}
	if p.Billing == "" {
		p.Billing = billing(tail(before, 60))
	}
	if p.Period == "" {
		p.Period = periodBefore(tail(before, 60))
	}
	if p.Period == "" && p.Billing == Annual {
		p.Period = Year // "$588 billed annually"
	}
	if p.Period == "" && p.Billing == Monthly {
		p.Period = Month
	}
	if p.Per = perUnit(after); p.Per == "" && strings.Contains(before, "per ") {
		p.Per = perUnit(tail(before, 60))
	}
	return p
}

// withoutAllowance cuts off a clause that says how much of something is free or included in a month: no time of a price.
func withoutAllowance(s string) string {
	if clause, more, ok := strings.Cut(s, ","); ok && allowance.MatchString(more) {
		return clause
	}
	return s
}

var allowance = regexp.MustCompile(`(?i)^ (?:with |(?:the )?first )?[\d.,]+ ?\p{L}+ .*(?:free|included)`)

// someMonths begins to say for how many months an amount is: "for 12 months", "/ 3 Monate".
var someMonths = regexp.MustCompile(`(?i)^[\s/*+·]*(?:(?:per|for|every|each|für|alle|pour|tous les|por|para|cada|ogni|voor|elke|за|для|каждые)\s+|/\s*)` +
	`([2-9]|[1-9]\d)[ \x{a0}-]?(?:mos?|mths?|мес|month|` + manyMonths + `)` + wordEnd)

// someYears are counted: a time that has no name here.
var someYears = regexp.MustCompile(`(?i)(?:^|[^\d.,])(?:[2-9]|[1-9]\d)(?:[ \x{a0}-]?(?:years?|yrs?|jahr|` + manyYears + `)` + wordEnd + `|年|년)`)

// termBefore ends with the time that a licence is sold for: "Licence, 12 months".
var termBefore = regexp.MustCompile(`(?i)(?:^|[\s,(])([2-9]|[1-9]\d)[ \x{a0}](?:` + manyMonths + `)\)?:?\s*$`)

// periodBefore is the time that the words before an amount say it is for.
func periodBefore(s string) Period {
	switch m := termBefore.FindStringSubmatch(s); {
	case m == nil:
		return period(s)
	case m[1] == "12":
		return Year
	}
	return "" // a time that has no name here
}

// otherTime begins to say that an amount is for a time that has no name here: "/quarter", "per week".
var otherTime = regexp.MustCompile(`(?i)^\s*(?:/\s*|(?:per|a|every|each|pro|par|por|al|alla|i|om) )(?:quarter|qtr|week|wk|fortnight|day|season|semester|term|` +
	`quartal|vierteljahr|woche|tag|saison|trimestre|semaine|jour|saison|temporada|semana|día|dia|settimana|giorno|kwartaal|week|dag)` + wordEnd)

// period is the time that words beside an amount say it is for. "Billed annually" says how it is paid, not what it buys.
func period(s string) Period {
	s = billedYear.ReplaceAllString(s, " ¦ ")
	s = billedMo.ReplaceAllString(s, " ¦ ")
	s = someYears.ReplaceAllString(s, " ¦ ")
	if m := someMonths.FindStringSubmatch(s); m != nil {
		if m[1] == "12" {
			return Year
		}
		return period(s[len(m[0]):]) // a time that has no name here
	}
	mo, yr := perMonth.FindStringIndex(s), perYear.FindStringIndex(s)
	switch {
	case mo != nil && (yr == nil || mo[0] < yr[0]):
		return Month
	case yr != nil:
		return Year
	case oneTime.MatchString(s):
		return OneTime
	}
	return ""
}

func billing(s string) Billing {
	by, bm := billedYear.FindStringIndex(s), billedMo.FindStringIndex(s)
	switch {
	case by != nil && (bm == nil || by[0] < bm[0]):
		return Annual
	case bm != nil:
		return Monthly
	}
	return ""
}

// tidyPrices drops repetitions, and amounts without any period beside one that has it.
func tidyPrices(prices []Price) []Price {
	timed := false
	for _, p := range prices {
		timed = timed || p.Period != ""
	}
	var out []Price
	for _, p := range prices {
		if timed && p.Period == "" && p.Minor != 0 && len(prices) > 1 {
			continue
		}
		if !containsPrice(out, p) {
			out = append(out, p)
		}
	}
	return out
}

func containsPrice(prices []Price, p Price) bool {
	for i, q := range prices {
		if q.Decimal().Equal(p.Decimal()) && q.Currency == p.Currency && (q.Period == p.Period || p.Period == "") {
			if q.Billing == "" {
				prices[i].Billing = p.Billing
			}
			if q.Per == "" {
				prices[i].Per = p.Per
			}
			return true
		}
	}
	return false
}

// start is the beginning of a text, cut at a rune.
func start(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

// tail is the end of a text, cut at a rune.
func tail(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[len(s)-n:], "")
}
