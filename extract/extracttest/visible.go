package extracttest

import (
	"bytes"
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// Text is what stands on a page without its blanks: once the words alone, once with the words of attributes that people
// are read (alt, title, aria-label, datetime, content) where they stand.
type Text struct {
	words, all string
}

// Visible takes the text from a page or a feed. It shares no code with the readers on purpose.
func Visible(body []byte) Text {
	if start := bytes.TrimSpace(body); bytes.HasPrefix(start, []byte("<?xml")) || bytes.HasPrefix(start, []byte("{")) {
		return Feed(body)
	}
	var words, all strings.Builder
	z := xhtml.NewTokenizer(bytes.NewReader(body))
	hidden, svg := 0, 0
	for {
		kind := z.Next()
		if kind == xhtml.ErrorToken {
			return Text{words: Squash(words.String()), all: Squash(all.String())}
		}
		token := z.Token()
		switch {
		case kind == xhtml.TextToken && hidden == 0:
			all.WriteString(token.Data)
			if svg == 0 {
				words.WriteString(token.Data)
			}
		case kind == xhtml.StartTagToken || kind == xhtml.SelfClosingTagToken:
			for _, a := range token.Attr {
				if slices.Contains([]string{"alt", "title", "aria-label", "datetime", "content"}, a.Key) {
					all.WriteString(a.Val)
				}
			}
		}
		hidden += deeper(kind, token.Data, "script", "style", "template")
		svg += deeper(kind, token.Data, "svg")
	}
}

func deeper(kind xhtml.TokenType, name string, names ...string) int {
	switch {
	case !slices.Contains(names, name):
		return 0
	case kind == xhtml.StartTagToken:
		return 1
	case kind == xhtml.EndTagToken:
		return -1
	}
	return 0
}

// asUTF8 takes what is no UTF-8 for Latin-1, where each byte is a letter.
func asUTF8(body []byte) string {
	if utf8.Valid(body) {
		return string(body)
	}
	letters := make([]rune, len(body))
	for i, b := range body {
		letters[i] = rune(b)
	}
	return string(letters)
}

// Anywhere is Visible for bytes that are no proper page: text in the order of a browser's tree, which moves what stands
// where it may not; the same of what was escaped once or twice; and the bytes themselves, taken for a feed.
func Anywhere(body []byte) Text {
	feed := ofFeed(asUTF8(body))
	once := html.UnescapeString(asUTF8(body))
	opened := strings.ReplaceAll(asUTF8(body), "&lt;", "<")
	trees := inTree(asUTF8(body)) + inTree(opened) + withoutTags(opened) + inTree(once) + inTree(html.UnescapeString(once))
	return Text{words: Squash(trees + withoutTags(trees)), all: feed.words + feed.all}
}

func inTree(s string) string {
	root, err := xhtml.Parse(strings.NewReader(s))
	if err != nil {
		return s
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == xhtml.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

// Feed takes the text from a feed, whatever its dialect.
func Feed(body []byte) Text { return ofFeed(asUTF8(body)) }

// ofFeed undoes the escapes of a feed, whose texts are often escaped twice. What is an escape in JSON is none in XML, so
// the text counts with and without.
func ofFeed(s string) (x Text) {
	s = strings.NewReplacer("<![CDATA[", "", "]]>", "").Replace(s)
	for _, s := range []string{s, strings.NewReplacer(`\"`, `"`, `\n`, "\n", `\/`, "/").Replace(s)} {
		once := html.UnescapeString(s)
		both := s + once + html.UnescapeString(once)
		bare := html.UnescapeString(withoutTags(s)) // "&lt0<b>0" says "<00" only when the tag goes first
		x.words += Squash(both)
		x.all += Squash(withoutTags(both) + bare + html.UnescapeString(bare))
	}
	return x
}

func withoutTags(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		before, rest, _ := strings.Cut(s, "<")
		b.WriteString(before)
		_, s, _ = strings.Cut(rest, ">")
	}
	return b.String()
}

// Spells tells whether the letters of a quote stand on the page in their order, whatever stands between them and however
// accents are written and addresses escaped: what can still be asked of bytes that no two programs take apart alike.
func (x Text) Spells(quote string) bool {
	plain, err := url.PathUnescape(quote)
	return x.spells(quote) || err == nil && x.spells(plain)
}

func (x Text) spells(quote string) bool {
	letters := norm.NFD.String(Squash(quote))
	return inOrder(norm.NFD.String(x.words), letters) || inOrder(norm.NFD.String(x.all), letters)
}

func inOrder(text, letters string) bool {
	for _, r := range letters {
		at := strings.IndexRune(text, r)
		if at < 0 {
			return false
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		text = text[at+size:]
	}
	return true
}

// Has tells whether a quote stands on the page, blanks aside.
func (x Text) Has(quote string) bool {
	quote = Squash(quote)
	return strings.Contains(x.words, quote) || strings.Contains(x.all, quote)
}

// Squash drops all blanks, and control characters, which nobody sees.
func Squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}
