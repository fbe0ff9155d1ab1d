package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// folded tells text that fold would leave as it is: plain ASCII with single blanks. Most text is.
func folded(s string) bool {
	blank := true
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 0x7f || c < ' ' || c == ' ' && blank:
			return false
		default:
			blank = c == ' '
		}
	}
	return !blank || s == ""
}

// fold makes text comparable: one Unicode form, one kind of blank, no invisible characters.
func fold(s string) string {
	if s = strings.TrimSpace(s); folded(s) {
		return s
	}
	if !ascii(s) && !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	return squeeze(s)
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// squeeze leaves one blank between words and drops what cannot be seen.
func squeeze(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		switch {
		case invisible(r):
		case unicode.IsSpace(r):
			blank = b.Len() > 0
		default:
			if blank {
				b.WriteByte(' ')
				blank = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

func invisible(r rune) bool {
	if r < 0x80 {
		return r == 0 || r == 0x1e
	}
	return r == '\u00ad' || r == '\ufeff' || r >= '\u200b' && r <= '\u200f' || r >= '\u2060' && r <= '\u2064' ||
		r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// longer tells whether the readable text of an element has more than limit bytes. It is quick to say so of large ones.
func (t *tree) longer(n *html.Node, limit int) bool {
	if s, ok := t.text[n]; ok {
		return len(s) > limit
	}
	return letters(n, limit) > limit || len(t.textOf(n)) > limit
}

// letters counts bytes that are sure to remain of an element's text, and stops beyond a limit.
func letters(n *html.Node, limit int) int {
	count := 0
	if n.Type == html.TextNode {
		for i := range len(n.Data) {
			if c := n.Data[i]; c > ' ' && c < 0x7f {
				count++
			}
		}
		return count
	}
	if n.Type == html.ElementNode && (silent(n) || hidden(n)) {
		return 0
	}
	for c := n.FirstChild; c != nil && count <= limit; c = c.NextSibling {
		count += letters(c, limit-count)
	}
	return count
}
