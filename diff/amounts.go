package diff

import (
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/extract"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// The same amount is written in many ways: "$1,000", "$1000.00", "US$ 1 000", "1000 $".
var (
	dollars    = regexp.MustCompile(`\bus ?\$`)
	signBefore = regexp.MustCompile(`([$€£¥₹])[ \x{a0}\x{202f}]?(\d+(?:[.,' \x{a0}\x{202f}’]\d{3})*(?:[.,]\d+)?)`)
	signBehind = regexp.MustCompile(`(\d+(?:[.,' \x{a0}\x{202f}’]\d{3})*(?:[.,]\d+)?)[ \x{a0}\x{202f}]?([$€£¥₹])`)
	grouped    = regexp.MustCompile(`\b[1-9]\d{0,2}(?:(?:,\d{3})+|(?:[ \x{a0}\x{202f}]\d{3})+)\b`)
	noCents    = regexp.MustCompile(`[.,]00$`)
	thousands  = regexp.MustCompile(`([,' \x{a0}\x{202f}’])(\d{3})`)
)

// evenly writes the amounts and the dates of a text in one way, so that another way of writing them is no difference.
func evenly(s string) string {
	if !strings.ContainsAny(s, "0123456789") {
		return s
	}
	s = extract.PlainDates(strings.ToLower(s))
	s = grouped.ReplaceAllStringFunc(s, func(m string) string { return thousands.ReplaceAllString(m, "$2") })
	if !strings.ContainsAny(s, "$€£¥₹") {
		return s
	}
	s = dollars.ReplaceAllString(s, "$$")
	s = signBefore.ReplaceAllStringFunc(s, func(m string) string {
		part := signBefore.FindStringSubmatch(m)
		return part[1] + evenNumber(part[2])
	})
	return signBehind.ReplaceAllStringFunc(s, func(m string) string {
		part := signBehind.FindStringSubmatch(m)
		return part[2] + evenNumber(part[1])
	})
}

func evenNumber(s string) string {
	return noCents.ReplaceAllString(thousands.ReplaceAllString(s, "$2"), "")
}

// figures are the numbers of a text, in whatever order they stand and however they are written.
func figures(s string) string {
	found := strings.Fields(numbers(evenly(s)))
	slices.Sort(found)
	return strings.Join(found, " ")
}
