package pattern

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// expressions use all that the readers' patterns use.
var expressions = []string{
	`cat`, `(?i)^(per|each) (month|year)s?$`, `\bfree\b`, `(?:^|[^\p{L}])(?:mois|année|måned(?:lig)?)(?:[^\p{L}]|$)`,
	`(?i)straße|ſ`, `\d[\d.,'’\x{00a0} ]*\d|\d`, `(?im)^x$`, `a.c`, `(?s)a.c`, `^$`, `$`, `\B-\B`, `[^a]`, `(a|ab)(c|bcd)*$`,
	`年|(?:/|par)\s*an(?:[^\p{L}]|$)`, `(?i)k`, `\Aa|b\z`, `x{2,4}y?`, `[🔗-🗸]`,
}

var texts = []string{
	"", "cat", "concatenate", "per month", "PER YEARS", "each  year", "free", "carefree", "free!", "12 mois", "moisissure",
	"l'année", "Månedlig", "STRASSE", "straße", "s", "1.234,50 €", "v2", "x", "y\nx\nz", "a\nc", "abc", "-", " - ", "a-b", "\n",
	"abcd", "abcbcd", "1200円/年", "9/an", "9 par an.", "\u212a", "b", "ab", "xxxy", "\xff", "a\xffc", "🔗", "é", "ſ", "\x00",
}

func TestAnswersAsTheStandardLibraryDoes(t *testing.T) {
	for _, expression := range expressions {
		std, fast := regexp.MustCompile(expression), MustCompile(expression)
		for range 2 { // the second time from what it has worked out
			for _, text := range texts {
				agree(t, std, fast, text)
			}
		}
	}
}

func agree(t *testing.T, std *regexp.Regexp, fast *Regexp, text string) {
	t.Helper()
	what := std.String() + " in " + text
	require.Equal(t, std.MatchString(text), fast.MatchString(text), what)
	require.Equal(t, std.Match([]byte(text)), fast.Match([]byte(text)), what)
	require.Equal(t, std.FindString(text), fast.FindString(text), what)
	require.Equal(t, std.FindStringIndex(text), fast.FindStringIndex(text), what)
	require.Equal(t, std.FindStringSubmatch(text), fast.FindStringSubmatch(text), what)
	require.Equal(t, std.FindStringSubmatchIndex(text), fast.FindStringSubmatchIndex(text), what)
	require.Equal(t, std.FindAllString(text, -1), fast.FindAllString(text, -1), what)
	require.Equal(t, std.FindAllStringIndex(text, 2), fast.FindAllStringIndex(text, 2), what)
	require.Equal(t, std.FindAllStringSubmatch(text, -1), fast.FindAllStringSubmatch(text, -1), what)
	require.Equal(t, std.FindAllStringSubmatchIndex(text, 1), fast.FindAllStringSubmatchIndex(text, 1), what)
	require.Equal(t, std.ReplaceAllString(text, "<$0>"), fast.ReplaceAllString(text, "<$0>"), what)
	double := func(s string) string { return s + s }
	require.Equal(t, std.ReplaceAllStringFunc(text, double), fast.ReplaceAllStringFunc(text, double), what)
	require.Equal(t, std.Split(text, -1), fast.Split(text, -1), what)
}

func TestForgetsWhatBecomesTooMuch(t *testing.T) {
	std, fast := regexp.MustCompile(`[ab]*a[ab]{13}c`), MustCompile(`[ab]*a[ab]{13}c`) // has 2^13 states
	text := make([]byte, 0, 1<<16)
	for i := range 1 << 16 {
		text = append(text, "ab"[(i*i*7919>>7)&1])
	}
	for range 2 {
		require.Equal(t, std.Match(text), fast.Match(text))
		require.Equal(t, std.MatchString(string(text)+"c"), fast.MatchString(string(text)+"c"))
	}
}

func TestManyMayAskAtOnce(t *testing.T) {
	fast := MustCompile(expressions[3])
	done := make(chan bool)
	for range 8 {
		go func() {
			for _, text := range texts {
				fast.MatchString(text)
			}
			done <- true
		}()
	}
	for range 8 {
		<-done
	}
	require.True(t, fast.MatchString("12 mois"))
}

func FuzzAnswersAsTheStandardLibraryDoes(f *testing.F) {
	for _, text := range texts {
		f.Add(3, text)
	}
	fast := make([]*Regexp, len(expressions))
	std := make([]*regexp.Regexp, len(expressions))
	for i, expression := range expressions {
		std[i], fast[i] = regexp.MustCompile(expression), MustCompile(expression)
	}
	f.Fuzz(func(t *testing.T, n int, text string) {
		i := int(uint(n) % uint(len(expressions)))
		require.Equal(t, std[i].MatchString(text), fast[i].MatchString(text), "%s in %q", expressions[i], text)
	})
}
