package extract

import (
	"strings"
	"unicode/utf8"
)

const (
	maxText    = 8000          // bytes of a block; no paragraph that is meant to be read is as long
	mostPieces = maxBlocks / 4 // blocks after which longer pieces are made of such texts, so that the rest of a page has room
	leastPiece = maxText / 2
)

// pieceEnd is where a text that is longer than a block may be is cut: behind its first sentence that ends after so many bytes,
// so that an edit stays where it was made, or else between two words.
func pieceEnd(s string, least int) int {
	within := s[:min(len(s), maxText)]
	for at := min(least, len(within)); ; {
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
