package extract

import (
	"strings"
	"unicode"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// telephone is a number in groups as people dial it: behind a plus, with a code in brackets or one that begins with a nought, in
// groups of three, three and four with hyphens, or in five pairs.
var telephone = regexp.MustCompile(`\+[1-9]\d{0,2}[ \-]?\(?[1-9]\d{0,4}\)?(?:[ \-]?\d{2,5}){1,5}\b|\(0?[1-9]\d{1,4}\)(?:[ \-]?\d{2,5}){1,4}\b|` +
	`\b0[1-9]\d{1,3}(?:[ \-/]\d{3,5}){1,3}\b|\b0[1-9](?: \d\d){4}\b|\b(?:1-)?[2-9]\d{2}-\d{3}-\d{4}\b`)

// Bounds of the digits of a telephone number.
const (
	fewestDialled = 9
	mostDialled   = 15
)

// WithoutPhones leaves telephone numbers out of a text: they say how to reach somebody, as an address does.
func WithoutPhones(s string) string {
	if len(s) < fewestDialled || !strings.ContainsAny(s, "+(-0") {
		return s
	}
	return telephone.ReplaceAllStringFunc(s, func(found string) string {
		digits := 0
		for _, r := range found {
			if unicode.IsDigit(r) {
				digits++
			}
		}
		if digits < fewestDialled || digits > mostDialled {
			return found
		}
		return " "
	})
}
