package alert

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// HasWord tells whether a word, or several in a row, stand in a text, in any case and with or without accents. It must be
// a whole word: SSO is not in "lessons". A star at its end takes any ending: webhook* is in "webhooks". Scripts without
// spaces between words have no whole words.
func HasWord(text, word string) bool {
	word, open := strings.CutSuffix(strings.TrimSpace(word), "*")
	text, word = folded(text), folded(word)
	if word == "" {
		return false
	}
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return false
		}
		begin, end := at+i, at+i+len(word)
		before, _ := utf8.DecodeLastRuneInString(text[:begin])
		first, size := utf8.DecodeRuneInString(text[begin:])
		last, _ := utf8.DecodeLastRuneInString(text[:end])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if edge(before, first) && (open || edge(last, after)) {
			return true
		}
		at = begin + size
	}
}

// edge tells whether a word may begin or end between two characters.
func edge(a, b rune) bool {
	return !inWord(a) || !inWord(b) || unspaced(a) || unspaced(b)
}

func inWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer)
}

// folded writes a text in lower case, without accents, with single spaces.
func folded(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
