package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Words that pages use for a tick and for a cross, in texts, names of icons and classes.
var (
	yesWords = []string{"check", "tick", "yes", "included", "include", "true", "success", "available", "done", "enabled", "positive", "supported", "valid"}
	noWords  = []string{"cross", "close", "times", "x-mark", "xmark", "x-circle", "minus", "dash", "no", "not", "false", "excluded", "unavailable", "unchecked", "uncheck", "disabled", "negative", "none", "missing", "remove", "line", "empty", "unsupported", "invalid"}
)

// markState reads a tick or cross written as text.
func markState(s string) (RowState, bool) {
	s = strings.ToLower(strings.Trim(s, " ."))
	if bare := strings.Trim(s, "-–—― "); bare != "" { // "— Not available"
		s = bare
	}
	switch s {
	case "✓", "✔", "✔️", "☑", "✅", "√", "🗸", "●", "•", "yes", "y", "included", "true", "⬤", "check", "checkmark", "available", "✓✓", "ja", "oui", "sí":
		return RowYes, true
	case "✗", "✘", "✕", "✖", "❌", "×", "x", "no", "n", "-", "–", "—", "―", "not included", "false", "none", "n/a", "not available", "--", "nein", "non", "○", "unavailable":
		return RowNo, true
	}
	return "", false
}

// iconState reads a tick or cross from pictures: their alternative text, labels, titles, names and classes.
func iconState(n *html.Node) (RowState, bool) {
	var state RowState
	found := false
	var walk func(*html.Node)
	walk = func(e *html.Node) {
		if found {
			return
		}
		if e.Type == html.ElementNode && e != n || pictured(e) {
			if s, ok := wordState(e); ok {
				state, found = s, true
				return
			}
		}
		for c := e.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return state, found
}

func pictured(n *html.Node) bool {
	return n.DataAtom == atom.Img || n.DataAtom == atom.Svg || n.DataAtom == atom.I
}

// wordState reads one element's attributes; what is said to people counts before names meant for machines.
func wordState(n *html.Node) (RowState, bool) {
	for _, name := range []string{"aria-label", "alt", "title", "data-icon", "name"} {
		if v := attr(n, name); v != "" {
			if s, ok := markState(v); ok {
				return s, true
			}
			if s, ok := tokenState(v); ok {
				return s, true
			}
		}
	}
	if n.DataAtom == atom.Title && n.FirstChild != nil {
		return tokenState(n.FirstChild.Data)
	}
	if pictured(n) || n.DataAtom == atom.Span || n.Data == "use" || n.DataAtom == atom.Div {
		for _, name := range []string{"class", "id", "href", "xlink:href", "src", "data-src"} {
			if s, ok := tokenState(attr(n, name)); ok {
				return s, true
			}
		}
	}
	return "", false
}

// tokenState looks for the words of a tick or cross among the parts of a name. A cross beats a tick: "unchecked",
// "not-included", "check-disabled".
func tokenState(s string) (RowState, bool) {
	if s == "" || len(s) > 300 || strings.HasPrefix(s, "data:") {
		return "", false
	}
	s = strings.ToLower(s)
	s = s[strings.LastIndexByte(s, '/')+1:]
	tokens := strings.FieldsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z')
	})
	yes, no := false, false
	for i, tok := range tokens {
		no = no || contains(noWords, tok) && !(tok == "line" || tok == "no") || tok == "no" && i == 0
		yes = yes || contains(yesWords, tok) || strings.HasPrefix(tok, "check") && !strings.HasPrefix(tok, "checkout")
	}
	switch {
	case no:
		return RowNo, true
	case yes:
		return RowYes, true
	}
	return "", false
}

func contains(words []string, w string) bool {
	for _, x := range words {
		if x == w {
			return true
		}
	}
	return false
}

// pictureKey tells pictures without words apart by their drawing, or is empty where there is none.
func pictureKey(n *html.Node) string {
	key := ""
	var walk func(*html.Node)
	walk = func(e *html.Node) {
		if key != "" {
			return
		}
		switch e.DataAtom {
		case atom.Img:
			key = "img " + attr(e, "src")
			return
		case atom.Svg:
			key = "svg" + drawing(e)
			return
		case atom.I:
			if e.FirstChild == nil {
				key = "i " + attr(e, "class")
				return
			}
		}
		for c := e.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return key
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
		}
		for c := e.FirstChild; c != nil && b.Len() < 2000; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}
