package extract

import (
	"regexp"
	"strings"
)

// What people write around an amount.
var (
	perMonth   = regexp.MustCompile(`(?i)(/|\bper\b|\ba\b|\bevery\b|\beach\b|\bpro\b|\bpar\b)?\s*(\bmonth(ly)?\b|\bmo\b\.?|\bmth\b|\bmonat\b|\bmois\b|\bmonthly\b|\bp/m\b|\bpm\b)`)
	perYear    = regexp.MustCompile(`(?i)(/|\bper\b|\ba\b|\bevery\b|\beach\b)?\s*(\byear(ly)?\b|\byr\b\.?|\bannum\b|\bannual(ly)?\b|\bjahr\b|\bp\.?a\.?\b)`)
	oneTime    = regexp.MustCompile(`(?i)\bone[- ]?(time|off)\b|\bonce\b|\blifetime\b`)
	billedYear = regexp.MustCompile(`(?i)\b(billed|paid|payable|charged|invoiced|billing)\s+(once\s+)?(per\s+year|a\s+year|annual(ly)?|yearly|every\s+year|each\s+year)|\bannual(ly)?\s+(billing|plan|commitment|contract|payment)|\bper\s+year,?\s+billed|\bwhen\s+(billed|paid)\s+(annual|year)|\byearly\s+(billing|payment)`)
	billedMo   = regexp.MustCompile(`(?i)\b(billed|paid|payable|charged|invoiced|billing)\s+(month(ly)?|every\s+month|each\s+month|per\s+month)|\bmonth(ly)?[- ](billing|to[- ]month|payment)|\bmonth[- ]to[- ]month`)
	fromWords  = regexp.MustCompile(`(?i)(\bfrom|\bstart(s|ing)?\s*(at|from|@)?:?|\bas low as|\bab|\bà partir de|\bonly from|\bdesde)\s*$`)
	notPrice   = regexp.MustCompile(`(?i)(\bsav(e|es|ing|ings)\b|\bcredits?( of)?|\bworth|\bup to|\bover|\bmore than|\bdiscount|\braised|\bthen|\bupto|\bvalue of|\bplus|\bextra|\badditional|\+|\bwas|\binstead of|\bnormally|\bunder|\bless than|\babove|\bfunding|\brevenue)\s*(of|is|at)?\s*:?\s*$`)
	notAfter   = regexp.MustCompile(`(?i)^\s*(off\b|in credits?\b|credits?\b|of (free )?(usage|credits?)|worth\b|discount|savings?\b|free\b|cash|in (annual )?(revenue|funding|savings)|\(save|saved|\+|million|billion|[kmb]\b|per (additional|extra)|/\s*(additional|extra)|(for )?(each|every) (additional|extra)|minimum|min\b)`)
	unitWords  = regexp.MustCompile(`(?i)(?:/|\bper\b|\beach\b|\ba\b|\bfor each\b|\bby\b|\bpro\b)\s*((?:[\d.,]+\s*[km]?\s+)?(?:(?:active|monthly|paid|named|full|team|additional|billable|tracked|unique)\s+){0,2}(?:users?|seats?|members?|editors?|agents?|people|person|licen[cs]es?|developers?|contributors?|employees?|admins?|hosts?|servers?|instances?|sites?|projects?|spaces?|workspaces?|organi[sz]ations?|orgs?|events?|requests?|calls?|messages?|sessions?|credits?|tokens?|emails?|contacts?|gb|tb|mb|hours?|minutes?|seconds?|records?|rows?|responses?|mau|maus|mtus?|domains?|channels?|accounts?|locations?|apps?|builds?|devices?|teams?|companies|company|customers?|clients?|environments?|collaborators?|creators?|makers?|nodes?|vcpu|cores?|units?|operations?|executions?|images?|pages?|documents?|assets?|api calls?))\b`)
	freeWords  = regexp.MustCompile(`(?i)^(free|free forever|forever free|always free|free!|gratis|kostenlos|free plan|for free|\$?0)$|^(free)\b.{0,30}$`)
	talkWords  = regexp.MustCompile(`(?i)\b(contact (us|sales|our|for)|custom( pricing| price| quote| plan)?\b|let['’]s (talk|chat)|talk to (us|sales|an? )|get (a |in )?(custom )?(quote|touch)|request (a )?(quote|pricing|demo)|pricing on request|price on request|on request|on demand pricing|speak (to|with)|book a (demo|call)|schedule a (demo|call)|contact$|tailored pricing|call us|volume pricing|chat with sales|inquire)`)
)

// pricesIn reads the prices of a plan from the text that stands at its head. What is saved, credited or charged beyond
// an allowance is no price of the plan.
func pricesIn(head string) []Price {
	found := priced(head)
	var out []Price
	for i, a := range found {
		before := head[:a.start]
		if i > 0 {
			before = head[found[i-1].end:a.start]
		}
		before = tail(before, 40)
		after := head[a.end:]
		if i+1 < len(found) {
			after = head[a.end:found[i+1].start]
		}
		after = start(after, 110)
		if notPrice.MatchString(before) || notAfter.MatchString(after) || a.Minor < 0 {
			continue
		}
		out = append(out, priceAt(a, before, after))
	}
	return tidyPrices(out)
}

// priceAt reads what the words beside an amount say of it.
func priceAt(a amountIn, before, after string) Price {
	p := Price{Money: a.Money, Quote: a.raw, From: fromWords.MatchString(before)}
	near := start(after, 60)
	mo, yr := perMonth.FindStringIndex(near), perYear.FindStringIndex(near)
	by := billedYear.FindStringIndex(after)
	bm := billedMo.FindStringIndex(after)
	if by != nil && yr != nil && yr[0] >= by[0] && yr[0] < by[1] {
		yr = nil // "billed annually" says how it is paid, not what it buys
	}
	if bm != nil && mo != nil && mo[0] >= bm[0] && mo[0] < bm[1] {
		mo = nil
	}
	switch {
	case mo != nil && (yr == nil || mo[0] < yr[0]):
		p.Period = Month
	case yr != nil:
		p.Period = Year
	case oneTime.MatchString(near):
		p.Period = OneTime
	case by != nil && by[0] < 12: // "$588 billed annually"
		p.Period = Year
	case bm != nil:
		p.Period = Month
	}
	switch {
	case by != nil && (bm == nil || by[0] < bm[0]):
		p.Billing = Annual
	case bm != nil:
		p.Billing = Monthly
	}
	if m := unitWords.FindStringSubmatch(near); m != nil {
		p.Per = unit(m[1])
	}
	return p
}

// unit writes a unit the way all pages are compared: one, lower case.
func unit(s string) string {
	s = strings.ToLower(fold(s))
	switch {
	case s == "people":
		return "person"
	case strings.HasSuffix(s, "ies"):
		return strings.TrimSuffix(s, "ies") + "y"
	case strings.ContainsAny(s, "0123456789"), strings.HasSuffix(s, "ss"):
		return s
	}
	return strings.TrimSuffix(s, "s")
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
