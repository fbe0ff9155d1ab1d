package diff

import (
	"strings"
	"unicode"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// numeral finds allowances: numbers with their multiplier, and "unlimited".
var numeral = regexp.MustCompile(`\d[\d.,\x{00a0}]*(\s*(k|m|gb|tb|mb|million|billion|thousand)\b)?\+?|\bunlimited\b`)

// skeleton is a text without its numbers, numbers are what it loses.
func skeleton(s string) string { return numeral.ReplaceAllString(strings.ToLower(s), "#") }

func numbers(s string) string {
	found := numeral.FindAllString(strings.ToLower(s), -1)
	for i, n := range found {
		found[i] = strings.TrimRight(strings.Join(strings.Fields(n), ""), ".,")
	}
	return strings.Join(found, " ")
}

// wordSet is the set of words of a text, each sign of a script without blanks being a word, and "#" a number that was
// taken out.
func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for w := range words(strings.ToLower(s)) {
		set[w] = true
	}
	return set
}

func words(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start := -1
		for i, r := range s {
			switch {
			case ideograph(r):
				if start >= 0 && !yield(s[start:i]) || !yield(string(r)) {
					return
				}
				start = -1
			case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\'' || r == '#':
				if start < 0 {
					start = i
				}
			case start >= 0:
				if !yield(s[start:i]) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(s[start:])
		}
	}
}

func ideograph(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// overlap is the share of words that two sets have in common.
func overlap(a, b map[string]bool) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	both := 0
	for k := range a {
		if b[k] {
			both++
		}
	}
	return 2 * float64(both) / float64(len(a)+len(b))
}

// telling tells a block that says something by itself: a label of a word or two does not, unless it holds a price or a
// share.
func telling(s string) bool {
	n := 0
	for range words(s) {
		if n++; n >= 4 {
			return true
		}
	}
	return strings.ContainsAny(s, "0123456789") && strings.ContainsFunc(s, func(r rune) bool { return r == '%' || money.IsSign(r) })
}

// meaningful tells an edit of words or numbers from one of blanks, and from an e-mail address that was hidden.
func meaningful(before, after string) bool {
	if hidden.MatchString(strings.ToLower(before)) != hidden.MatchString(strings.ToLower(after)) {
		before, after = mailless(before), mailless(after)
	}
	return joined(essence(before)) != joined(essence(after)) &&
		joined(essence(evenly(before))) != joined(essence(evenly(after)))
}

func mailless(s string) string {
	return mail.ReplaceAllString(hidden.ReplaceAllString(strings.ToLower(s), " "), " ")
}

// joined drops the blanks of an essence, except between numbers.
func joined(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if s[i] == ' ' && !(digit(s[i-1]) && digit(s[i+1])) {
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

var weighty = regexp.MustCompile(`(?i)\p{Sc}\s?\d|\d\s?(%|usd|eur|gbp|€|£)|` +
	`\b((price|pricing|limit|terminat|liabil|arbitrat|refund|renew|cancel|retention|discontinu|deprecat|sunset|no longer|effective (date|as of|on)|prohibit)\w*|(fees?|plans?|must)\b)`)

// textLevel weighs an edit: by words of substance that came or went, and by its size. A clause that binds as before was only
// reworded.
func textLevel(before, after string) extract.Level {
	a, b := wordSet(before), wordSet(after)
	edited := 0
	for w := range b {
		if !a[w] {
			edited++
		}
	}
	for w := range a {
		if !b[w] {
			edited++
		}
	}
	if edited < 40 && sameTerms(before, after) {
		return extract.Minor
	}
	if edited >= 3 && (weighty.MatchString(before) != weighty.MatchString(after) || weighty.MatchString(after) && edited >= 5) || edited >= 40 {
		return extract.Notable
	}
	if numbers(before) != numbers(after) && weighty.MatchString(before+" "+after) {
		return extract.Notable
	}
	return extract.Minor
}
