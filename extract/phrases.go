package extract

import (
	"strings"
	"sync"
	"unicode"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// phrases is a list of word patterns, one a line, that reads like the list a person would write:
//
//	how to              these words, anywhere, whole
//	improv*             words that begin like this
//	#                   a number ($4M, 30%, ten thousand is not one); within a word, digits: 20##
//	_                   any word
//	saves ... with      up to six words between
//	(beta|preview)      one of these; a question mark behind it: or none; a lone question mark means itself
//	^new                where a headline begins: at its start, or behind a colon or dash
//	^^from              at its very start
//	again$              at its very end
//
// It is matched against text that plainWords has tidied. A list becomes a pattern when it is first asked.
type phrases struct{ pattern func() *regexp.Regexp }

func newPhrases(lines string) phrases {
	return phrases{sync.OnceValue(func() *regexp.Regexp {
		var alternatives []string
		for line := range strings.Lines(lines) {
			if line = strings.TrimSpace(line); line != "" {
				alternatives = append(alternatives, phrasePattern(line))
			}
		}
		return regexp.MustCompile(`(?:^| )(?:` + strings.Join(alternatives, "|") + `)(?: |$)`)
	})}
}

var phraseSigns = strings.NewReplacer(
	" ... ", `(?: [^ ]+){0,6} `, "^^", `^`, "^", `(?:^|: )`, "*", `[^ ]*`, "_", `[^ ]+`, " ?", ` \?`, ".", `\.`,
	"+", `\+`, "(", "(?:",
)

var (
	loneNumber = regexp.MustCompile(`(^|[ (|^])#($|[ )|])`)
	madeNumber = "\x00"
)

// phrasePattern turns one line of a list into a regular expression.
func phrasePattern(line string) string {
	line = loneNumber.ReplaceAllString(line, "${1}"+madeNumber+"${2}")
	line = strings.ReplaceAll(phraseSigns.Replace(line), "#", `\d+`)
	return strings.ReplaceAll(line, madeNumber, `[$€£]?\d[^ ]*`)
}

// find returns the words that fit, or "".
func (p phrases) find(words string) string {
	if p.pattern == nil {
		return ""
	}
	return strings.Trim(p.pattern().FindString(words), " :")
}

func (p phrases) has(words string) bool { return p.pattern != nil && p.pattern().MatchString(words) }

// plainWords is a text as phrases see it: lower case, one blank between words, hyphens as blanks, a colon standing for
// every sign that separates the parts of a headline, a question mark kept as a word of its own.
func plainWords(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("%$€£+", r):
			b.WriteRune(unicode.ToLower(r))
		case (r == '\'' || r == '’') && i > 0:
			b.WriteByte('\'')
		case r == '.' && i > 0 && i+1 < len(runes) && isWordRune(runes[i-1]) && isWordRune(runes[i+1]):
			b.WriteByte('.')
		case strings.ContainsRune(":—–|•·]", r), r == '-' && i > 0 && runes[i-1] == ' ':
			b.WriteString(" : ")
		case r == '?':
			b.WriteString(" ? ")
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Trim(strings.Join(strings.Fields(b.String()), " "), " :")
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
