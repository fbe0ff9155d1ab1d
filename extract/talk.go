package extract

import (
	"strings"
	"time"
	"unicode"

	"github.com/gapwatch/gapwatch/extract/dates"
	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// leastTalk is as many words as make a sentence: names of plans, units and buttons have fewer.
const leastTalk = 4

// anyFree tells of what costs nothing, wherever it stands in a sentence.
var anyFree = regexp.MustCompile(`(?i)` + wordStart + `(?:free|freemium|gratis|grátis|gratuit\pL*|kostenlos\pL*|kostenfrei\pL*|zdarma|zadarmo|ingyen\pL*|ücretsiz|бесплатн\pL+|безкоштовн\pL+|miễn phí|δωρεάν|חינם)` + wordEnd)

// Talk tells a sentence that no reader takes anything from while it is no heading: it says nothing of money, of a period,
// of whom to ask, nor about prices, so that praise may turn in its place. Beside the entries of a changelog it may say all
// that, but not when something was or will be. Whatever is short, or in a script without blanks, is none.
func Talk(kind Kind, s string) bool {
	words := strings.Fields(s)
	if len(words) < leastTalk {
		return false
	}
	if kind == Changelog {
		_, _, dated := dates.FromNow(s, time.Time{})
		return !dated && !pageDate.MatchString(s) && !plans.MatchString(s)
	}
	if namesCurrency(words) || strings.ContainsFunc(s, ofMoney) {
		return false
	}
	for _, says := range []*regexp.Regexp{perMonth, perYear, oneTime, talkWords, anyFree, costsFree, dollars, saysPrice} {
		if says.MatchString(s) {
			return false
		}
	}
	return true
}

func ofMoney(r rune) bool { return r == '%' || money.IsSign(r) }

func namesCurrency(words []string) bool {
	for _, w := range words {
		if money.ISO(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })) != "" {
			return true
		}
	}
	return false
}

// saysPrice is a word about prices, plans and extras.
var saysPrice = regexp.MustCompile(`(?i)` + wordStart + `(?:pric(?:es?|ed|ing)|rates?|plans?|tiers?|packages?|editions?|subscriptions?|add-?ons?|extras?|fees?|costs?|` +
	`enterprise|cents?|dollars?|euros?|pounds?|preise?s?|tarife?|kosten|prix|tarifs?|precios?|preços?|prezz[io]|prijs|prijzen|pris|priser|ceny|cena)` + wordEnd)
