package extract

import (
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// pieces lists the parts of the page that are not frame.
func (t *tree) pieces() []piece {
	var out []piece
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode || silent(c) || hidden(c) || frame(c) {
				continue
			}
			switch l := level(c); {
			case l > 0:
				out = append(out, t.piece(c, l))
			case c.DataAtom == atom.Time:
				out = append(out, t.piece(c, 0))
			case leaf(c):
				if text := t.textOf(c); text != "" {
					out = append(out, t.piece(c, 0))
				}
				for _, e := range times(c) {
					out = append(out, t.piece(e, 0))
				}
			default:
				walk(c)
			}
		}
	}
	walk(t.body)
	return out
}

// leaf tells an element that holds no block, heading or time of its own: one line.
func leaf(n *html.Node) bool {
	ok := true
	each(n, func(e *html.Node) bool {
		ok = ok && !block(e) && level(e) == 0 && e.DataAtom != atom.Time
		return ok
	})
	return ok
}

func times(n *html.Node) []*html.Node {
	var out []*html.Node
	each(n, func(e *html.Node) bool {
		if e.DataAtom == atom.Time {
			out = append(out, e)
		}
		return true
	})
	return out
}

func (t *tree) piece(n *html.Node, lvl int) piece {
	p := piece{node: n, text: headingText(t, n, lvl), heading: lvl, item: n.DataAtom == atom.Li}
	p.rest = p.text
	if n.DataAtom == atom.Time {
		p.date, p.prec = timeElement(n, p.text)
		p.rest = ""
		return p
	}
	for _, e := range times(n) {
		if p.date, p.prec = timeElement(e, t.textOf(e)); p.prec != "" {
			p.rest = trimJoints(strings.Replace(p.text, t.textOf(e), " ", 1))
			return p
		}
	}
	if lvl == 0 && (len(p.text) > maxDateLine || p.item) {
		return p
	}
	if when, prec, at, ok := findDate(p.text); ok && !inSentence(p.text, at) {
		p.date, p.prec = when, prec
		p.rest = trimJoints(afterTime(p.text[:at[0]] + " " + p.text[at[1]:]))
	}
	return p
}

var clock = regexp.MustCompile(`(?i)^\s*T?\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*(am|pm|utc|gmt|z)?|\bT\d{2}:\d{2}(:\d{2})?(\.\d+)?Z?`)

// afterTime drops the time of day that stood behind a date.
func afterTime(s string) string { return clock.ReplaceAllString(s, " ") }

// headingText is a heading's text without the permalink sign that many generators add.
func headingText(t *tree, n *html.Node, lvl int) string {
	s := t.textOf(n)
	if lvl > 0 {
		s = strings.TrimSpace(strings.TrimRight(s, "¶#§🔗 "))
	}
	return cut(s, maxField)
}

func timeElement(n *html.Node, text string) (time.Time, Precision) {
	for _, s := range []string{attr(n, "datetime"), text} {
		if when, prec, ok := parseStrict(fold(s)); ok {
			return when, prec
		}
	}
	when, prec, _, _ := findDate(text)
	return when, prec
}

// inSentence tells a date that is merely mentioned: many words around it.
func inSentence(s string, at []int) bool {
	return len(strings.Fields(s[:at[0]]))+len(strings.Fields(s[at[1]:])) > 8
}

func trimJoints(s string) string {
	s = fold(s)
	for {
		next := datePrefix.ReplaceAllString(dateJoints.ReplaceAllString(s, ""), "")
		if next == s {
			return s
		}
		s = next
	}
}
