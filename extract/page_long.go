package extract

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// maxText bounds the text of a block, in bytes. No paragraph that is meant to be read is as long.
const maxText = 8000

// cutLong yields a text that is longer than a block may be sentence by sentence, so that an edit stays where it was made,
// and a longer sentence in pieces of whole words. Any other text stays in one piece.
func cutLong(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for whole := len(s) <= maxText; s != ""; {
			end := len(s)
			if !whole {
				end = pieceEnd(s)
			}
			if !yield(s[:end]) {
				return
			}
			s = s[end:]
		}
	}
}

// pieceEnd is where the first sentence of a text ends, or where it has to be cut.
func pieceEnd(s string) int {
	within := s[:min(len(s), maxText)]
	for at := 0; ; {
		i := strings.IndexAny(within[at:], ".!?")
		if i < 0 {
			break
		}
		if at += i + 1; at < len(s) && blank(s[at]) {
			return at
		}
	}
	if len(within) == len(s) {
		return len(s)
	}
	if i := strings.LastIndexAny(within, " \n\t"); i > 0 {
		return i
	}
	for end := len(within); end > len(within)-utf8.UTFMax; end-- {
		if utf8.RuneStart(s[end]) {
			return end
		}
	}
	return len(within)
}

func blank(b byte) bool { return b == ' ' || b == '\n' || b == '\t' }
