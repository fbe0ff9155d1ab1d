package extract

import (
	"slices"

	"github.com/shopspring/decimal"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// withTax says of an amount that taxes are in it.
var withTax = regexp.MustCompile(`(?i)` + wordStart + `(?:brutto|bruto|ttc|(?:inkl?|incl?|including|inclusive|inklusive|mit|avec|con|com|med|met|z|s)\.? (?:of )?(?:\d+ ?% )?(?:the )?` +
	`(?:mwst|ust|umsatzsteuer|vat|gst|tax(?:es)?|tva|iva|btw|moms|mva|alv|dph|vat-em)|(?:iva|tva|vat|gst|tax(?:es)?) (?:incl?|included|incluido|incluida|inclusa|incluído|compris|comprise|comprises))` +
	wordEnd + `|税込|含税|含稅|부가세 ?포함`)

// Rates of the taxes on what is sold, in thousandths.
const (
	lowestTax  = 30
	highestTax = 270
	taxStep    = 5
)

// taxed tells the price of before once more, with the taxes in it: "49.00 €, that is 58.31 € incl. VAT".
func taxed(out []Price, p Price, before, after string) bool {
	if !withTax.MatchString(start(after, 60)) && !withTax.MatchString(tail(before, 30)) {
		return false
	}
	return slices.ContainsFunc(out, func(net Price) bool {
		if net.Currency != p.Currency || net.Minor <= 0 || p.Period != "" && net.Period != p.Period {
			return false
		}
		cent := decimal.New(1, -int32(p.Exponent))
		for rate := int64(lowestTax); rate <= highestTax; rate += taxStep {
			gross := net.Decimal().Mul(decimal.New(1000+rate, -3))
			if gross.Sub(p.Decimal()).Abs().LessThan(cent) {
				return true
			}
		}
		return false
	})
}
