package diff

import (
	"strings"
	"unicode/utf8"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// label is what the name of a feature or the title of an entry says, however it is written: with another apostrophe, with
// a sign for "and" or for "per month", with the mark of a footnote, or with a badge behind it that calls it new.
func label(s string) string {
	s = strings.TrimRight(evenWriting.Replace(key(s)), " *†‡")
	if strings.Contains(s, "/") {
		s = eachMonth.ReplaceAllString(s, " per month")
	}
	if strings.Contains(s, "  ") {
		s = strings.Join(strings.Fields(s), " ")
	}
	if strings.HasPrefix(s, "everything in ") || strings.HasPrefix(s, "all ") {
		s = leadsIn.ReplaceAllString(s, "")
	}
	if bare := strings.TrimSpace(strings.TrimSuffix(strings.TrimRight(s, "!)"), isNew)); bare != "" && bare+" "+isNew == s {
		return bare
	}
	return s
}

// isNew is what a badge says.
const isNew = "new"

var (
	evenWriting = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, " & ", " and ", "\u200b", "")
	leadsIn     = regexp.MustCompile(`, (?:plus|and)\W*$|,? (?:plus|and):$|[:,]$`)
	eachMonth   = regexp.MustCompile(` ?/ ?(mo|month)\b`)
)

// misspelt tells two titles that differ in one letter of one word: somebody mended a slip. The word is long, begins with the
// same letter and holds no figure, so that none of another meaning is as near.
func misspelt(a, b string) bool {
	left, right := strings.Fields(a), strings.Fields(b)
	if len(left) != len(right) {
		return false
	}
	slips := 0
	for i := range left {
		switch {
		case left[i] == right[i]:
		case slip(left[i], right[i]):
			slips++
		default:
			return false
		}
	}
	return slips == 1
}

// leastSlip is how many letters a word has at least in which one may be wrong.
const leastSlip = 6

// slip tells two long words of which one has a letter more than the other, another one, or two that changed places.
func slip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if utf8.RuneCountInString(a) < leastSlip || len(b)-len(a) > utf8.UTFMax || anyDigit.MatchString(a+b) {
		return false
	}
	x, y := []rune(a), []rune(b)
	if x[0] != y[0] || len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	rest, other := string(x[i:]), string(y[i:])
	switch {
	case len(x) < len(y):
		return rest == string(y[i+1:])
	case i < len(x) && string(x[i+1:]) == string(y[i+1:]):
		return true
	}
	return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && rest[len(string(x[i:i+2])):] == other[len(string(y[i:i+2])):]
}
