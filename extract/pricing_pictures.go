package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// pictureKey tells pictures without words apart by their drawing, or is empty where there is none. An element without
// text that an icon font or a style sheet draws is a picture too.
func pictureKey(n *html.Node) string {
	key := ""
	var walk func(*html.Node)
	walk = func(e *html.Node) {
		if key != "" || e.Type != html.ElementNode || e != n && notShown(e) {
			return
		}
		switch e.DataAtom {
		case atom.Img:
			key = "img " + attr(e, "src")
			return
		case atom.Svg:
			key = "svg" + drawing(e)
			if faded(e) || e.Parent != nil && faded(e.Parent) {
				key += fadedMark
			}
			return
		case atom.Input:
			key = "input"
			return
		}
		if e.FirstChild == nil && e != n && drawn(e) {
			key = e.Data + " " + attr(e, "class")
			return
		}
		for c := e.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return key
}

// notShown tells what its author hides in a cell for good: a tick that is there for every plan, and is put away for those
// that have it not. What one width of a window hides another one shows.
func notShown(n *html.Node) bool { return hidden(n) || putAway(n) && !comesBack(n) }

// withoutPicture takes a picture that is written as a character off the beginning of a text: "🔒 Sign-in".
func withoutPicture(s string) string {
	rest := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.Is(unicode.So, r) || r == '\ufe0f' || r == '\u200d' || r == ' ' })
	if rest == "" {
		return s
	}
	return rest
}

// comesBack tells classes by which a wider window shows an element: "d-none d-lg-block", "hidden md:inline".
func comesBack(n *html.Node) bool {
	for name := range strings.FieldsSeq(attr(n, "class")) {
		for _, shown := range []string{"block", "flex", "inline", "grid", "cell", "visible"} {
			if before, ok := strings.CutSuffix(name, shown); ok && strings.ContainsAny(before, ":-") && !strings.HasSuffix(name, "invisible") {
				return true
			}
		}
	}
	return false
}

// drawnParts are parts of the classes of icons that have no text.
var drawnParts = wordSet(`icon icons icn ico lucide fa fas far bi ti mdi ri glyphicon heroicon anticon check tick cross dot circle bullet mark`)

// drawn tells an empty element that is made to be seen.
func drawn(n *html.Node) bool {
	if n.DataAtom == atom.I || attr(n, "role") == "img" {
		return true
	}
	class := strings.ToLower(attr(n, "class"))
	if strings.Contains(class, "rounded-full") {
		return true
	}
	for name := range strings.FieldsSeq(class) {
		for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r < 'a' || r > 'z' }) {
			if drawnParts[part] {
				return true
			}
		}
	}
	return false
}

// fadedMark ends the key of a picture in a colour that takes it back.
const fadedMark = " faded"

// faded tells colours that authors give to what is not there.
func faded(n *html.Node) bool {
	class := strings.ToLower(attr(n, "class"))
	if class == "" {
		return false
	}
	for _, w := range []string{"gray", "grey", "slate", "zinc", "neutral", "muted", "opacity", "disabled", "inactive"} {
		if strings.Contains(class, w) {
			return true
		}
	}
	return false
}

// drawing is what an svg draws, without its colours and sizes.
func drawing(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(e *html.Node) {
		if e.Type == html.ElementNode {
			b.WriteString(" " + e.Data)
			for _, name := range []string{"d", "points", "href", "xlink:href", "x1", "y1", "x2", "y2"} {
				b.WriteString(attr(e, name))
			}
			if (e.Data == "circle" || e.Data == "rect") && attr(e, "fill") == "none" {
				b.WriteString(" hollow") // a ring beside discs
			}
		}
		for c := e.FirstChild; c != nil && b.Len() < 2000; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}
