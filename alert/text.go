package alert

import (
	"strings"
	"unicode"
)

// Bounds of texts, in characters.
const (
	titleLimit = 250 // a headline
	lineLimit  = 600 // a paragraph of ours, with their words in it
	wordLimit  = 300 // a name of theirs: a plan, a row, an entry
)

// cut shortens a text to a number of characters.
func cut(s string, limit int) string {
	r := []rune(s)
	if len(r) <= limit {
		return s
	}
	return string(r[:limit-1]) + "…"
}

// cutBytes shortens a text to a number of bytes, for receivers that count those.
func cutBytes(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit-len("…")], "") + "…"
}

// clean makes a text of theirs fit for one line: no control characters, nothing that turns the direction of writing or
// hides, no runs of space. It stays their words.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case hidden(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}

// hidden are characters that cannot be seen and change how others are shown or found. The joiners that scripts and
// emoji need (U+200C, U+200D) stay.
func hidden(r rune) bool {
	switch r {
	case '\u200b', '\u2060', '\ufeff', '\u00ad', unicode.ReplacementChar:
		return true
	}
	return unicode.Is(unicode.Bidi_Control, r) || r >= 0xe0000 && r <= 0xe007f
}

// line is a cleaned and bounded text.
func line(s string, limit int) string { return cut(clean(s), limit) }

// inert takes from a text of theirs what chat services make of it without being asked: addresses that become links,
// names that become mentions, marks that become type. What a person reads stays the same.
func inert(s string) string {
	return strings.NewReplacer(
		"->", "→", "://", ":\u200b//", "www.", "www\u200b.", "mailto:", "mailto\u200b:",
		"@", "@\u200b", "](", "]\u200b(", "<", "‹", ">", "›", "{{", "{\u200b{",
	).Replace(s)
}

// unlinked breaks addresses in a text of theirs, so that no mailbox makes a link of them.
func unlinked(s string) string {
	return strings.NewReplacer("://", ":\u200b//", "www.", "www\u200b.").Replace(s)
}

// Clean makes a text of others, or one that holds their words, fit for a line of a message.
func Clean(s string) string { return line(s, lineLimit) }
