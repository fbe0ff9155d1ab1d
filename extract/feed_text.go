package extract

import (
	"bytes"
	"fmt"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// maxJunk is how far before a feed other text may stand: warnings of a script, blank lines, a stray header.
const maxJunk = 8 << 10

var (
	declared    = regexp.MustCompile(`(?i)^\s*<\?xml[^>]*?\sencoding\s*=\s*["']?([\w.:-]+)`)
	declaration = regexp.MustCompile(`^<\?xml(?:[^\pL\pN_:.-](?s:.*?))?\?>`)
	feedStart   = regexp.MustCompile(`(?i)<\?xml\s|<!doctype\s+(?:rss|rdf)|<(?:[\w-]+:)?(?:rss|feed|rdf|channel)[\s>]`)
	jsonStart   = regexp.MustCompile(`[{\[]\s*["{]`)
	language    = regexp.MustCompile(`(?i)<language>\s*([a-z]{2})|xml:lang\s*=\s*["']([a-z]{2})`)
	sevenBit    = regexp.MustCompile(`(?i)^(iso-2022-|hz-gb|csiso2022)`)
)

// feedText is a feed in UTF-8, without what stands before it, characters that XML forbids, and the XML declaration, which
// may name another character set. Bytes that are UTF-8 are taken for it whatever the feed says of itself: hardly any
// other text is by accident.
func feedText(p Page) ([]byte, error) {
	b := bytes.TrimPrefix(p.Body, []byte("\xef\xbb\xbf"))
	b, err := feedUTF8(b, p.ContentType)
	if err != nil {
		return nil, err
	}
	b = bytes.TrimSpace(withoutJunk(withoutForbidden(b)))
	return b[len(declaration.Find(b[:min(len(b), 1<<10)])):], nil
}

func feedUTF8(b []byte, contentType string) ([]byte, error) {
	if enc := utf16Of(b); enc != nil {
		return decoded(enc, "UTF-16", b)
	}
	said := ""
	if m := declared.FindSubmatch(b[:min(len(b), 200)]); m != nil {
		said = string(m[1])
	}
	if utf8.Valid(b) && !sevenBit.MatchString(said) {
		return b, nil
	}
	_, params, _ := mime.ParseMediaType(contentType) // what cannot be read says nothing
	for _, label := range []string{said, params["charset"]} {
		enc, name := charset.Lookup(label)
		if enc != nil && name != "utf-8" && !strings.HasPrefix(name, "utf-16") && name != "replacement" {
			return decoded(enc, name, b)
		}
	}
	if mostlyUTF8(b) {
		return bytes.ToValidUTF8(b, []byte("\ufffd")), nil
	}
	return decoded(guessed(b), "of one byte a letter", b)
}

func decoded(enc encoding.Encoding, name string, b []byte) ([]byte, error) {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return nil, fmt.Errorf("%w: its bytes are not %s, although it says so", ErrDecode, name)
	}
	return bytes.ToValidUTF8(out, []byte("\ufffd")), nil
}

// utf16Of tells UTF-16 by its mark, else by the zero beside the first letter, which is ASCII in every feed.
func utf16Of(b []byte) encoding.Encoding {
	switch {
	case len(b) < 4:
		return nil
	case b[0] == 0xff && b[1] == 0xfe, b[0] != 0 && b[1] == 0 && b[3] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case b[0] == 0xfe && b[1] == 0xff, b[0] == 0 && b[1] != 0 && b[2] == 0:
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	return nil
}

// mostlyUTF8 tells UTF-8 with some broken letters, as text cut by bytes has them, from another character set.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		b = b[size:]
	}
	return good > bad
}

// guessed is the character set of a feed that names none or a wrong one: by its language, else by its letters. Whole
// words of letters beyond ASCII are Cyrillic; single ones among others are Western European.
func guessed(b []byte) encoding.Encoding {
	if m := language.FindSubmatch(b); m != nil {
		if enc, ok := charsetOf(strings.ToLower(string(m[1]) + string(m[2]))); ok {
			return enc
		}
	}
	single, inWords := 0, 0
	for i, c := range b {
		switch {
		case c < 0xc0:
		case i > 0 && b[i-1] >= 0xc0, i+1 < len(b) && b[i+1] >= 0xc0:
			inWords++
		default:
			single++
		}
	}
	if inWords > 2*single {
		return charmap.Windows1251
	}
	return charmap.Windows1252
}

// charsetOf is the character set that a language had before UTF-8.
func charsetOf(lang string) (encoding.Encoding, bool) {
	switch lang {
	case "ru", "uk", "bg", "be", "sr", "mk", "kk":
		return charmap.Windows1251, true
	case "pl", "cs", "sk", "hu", "sl", "hr", "ro":
		return charmap.Windows1250, true
	case "el":
		return charmap.Windows1253, true
	case "tr":
		return charmap.Windows1254, true
	case "he", "iw":
		return charmap.Windows1255, true
	case "ar", "fa":
		return charmap.Windows1256, true
	case "lt", "lv", "et":
		return charmap.Windows1257, true
	}
	return nil, false
}

// dropped stands in for a character that was taken out. It is invisible and allowed in XML, so that a quote can tell
// where a text is no longer that of the page.
const (
	dropped        = '\u2063'
	droppedEscaped = "%E2%81%A3" // in an address
)

// withoutDropped is an address without what stands in for such characters.
func withoutDropped(address string) string {
	return strings.ReplaceAll(strings.ReplaceAll(address, string(dropped), ""), droppedEscaped, "")
}

// withoutForbidden takes out the control characters that XML forbids and feeds hold all the same.
func withoutForbidden(b []byte) []byte {
	if !mayBeForbidden(b) {
		return b
	}
	return bytes.Map(func(r rune) rune {
		if forbidden(r) {
			return dropped
		}
		return r
	}, b)
}

// mayBeForbidden looks at bytes alone: 0xef begins U+FFFE, and some letters.
func mayBeForbidden(b []byte) bool {
	for _, c := range b {
		if c == 0xef || c < ' ' && forbidden(rune(c)) {
			return true
		}
	}
	return false
}

func forbidden(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff
}

// withoutJunk drops what stands before a feed. A web page is none, whatever it holds further down.
func withoutJunk(b []byte) []byte {
	b = bytes.TrimSpace(b)
	head := b[:min(len(b), maxJunk)]
	if len(b) == 0 || b[0] == '{' || bytes.HasPrefix(b, []byte("<?")) || bytes.HasPrefix(b, []byte("<!")) || isWebPage(head) {
		return b
	}
	if at := feedStart.FindIndex(head); at != nil {
		return b[at[0]:]
	}
	if at := jsonStart.FindIndex(head); at != nil && bytes.IndexByte(head[:at[0]], '<') < 0 {
		return b[at[0]:]
	}
	return b
}

// isWebPage tells a page by its first tag.
func isWebPage(head []byte) bool {
	start := strings.ToLower(string(head[:min(len(head), 20)]))
	return strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html")
}

// longText is a text of which no reader looks at the end, in bytes.
const longText = utf8.UTFMax * maxMarkup

// withoutTails cuts off what no reader looks at of texts that are longer than any in a feed: a parser would hold each of
// them several times.
func withoutTails(b []byte) []byte {
	var out []byte
	kept := 0
	for at := 0; at < len(b); {
		start, size, closing := feedPart(b[at:])
		if end := longText; start > 0 && size > start+longText+len(closing) {
			for end += start; !utf8.RuneStart(b[at+end]); end-- {
			}
			out = append(append(out, b[kept:at+end]...), closing...)
			kept = at + size
		}
		at += size
	}
	if kept == 0 {
		return b
	}
	return append(out, b[kept:]...)
}

// feedPart measures what b begins with: a tag with the text behind it, a comment, or text that is marked as such. start is
// where its text begins, 0 where that is not known, and closing ends it.
func feedPart(b []byte) (start, size int, closing string) {
	switch {
	case bytes.HasPrefix(b, []byte("<![CDATA[")):
		start, closing = 9, "]]>"
	case bytes.HasPrefix(b, []byte("<!--")):
		start, closing = 4, "-->"
	default:
		if size = bytes.IndexByte(b[1:], '<') + 1; size == 0 {
			size = len(b)
		}
		if size > longText {
			start = max(tagEnd(b[:size]), 0)
		}
		return start, size, ""
	}
	if size = after(b, start, closing); size < 0 {
		return 0, len(b), ""
	}
	return start, size, closing
}
