package extract_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/extracttest"
)

// What people do not see makes no difference: every price page of the bench is read the same in other markup that looks
// like it.
func TestBenchInOtherMarkup(t *testing.T) {
	known := extracttest.KnownMisses(t, bench)
	for _, name := range extracttest.Fixtures(t, bench) {
		var want wanted
		extracttest.Want(t, bench, name, &want)
		if kindOf(name, want) != extract.Pricing || want.Plans == nil || known[name] != "" {
			continue
		}
		body := extracttest.Page(t, bench, name)
		for _, m := range otherMarkup {
			t.Run(name+"/"+m.name, func(t *testing.T) {
				page := extract.Page{Kind: extract.Pricing, URL: want.URL, ContentType: want.Type, Body: remade(t, body, m.remake)}
				require.Empty(t, judge(page, want))
			})
		}
	}
}

// otherMarkup are ways to make a page that looks the same.
var otherMarkup = []struct {
	name   string
	remake func(*html.Node)
}{
	{"boxes within boxes", boxed},
	{"a box around each", boxedEach},
	{"blanks at which no line breaks", unbroken},
	{"names of no meaning", renamed},
	{"comments between the pieces", commented},
	{"a banner and a bubble below", bannered},
	{"texts within spans", spanned},
	{"links for buttons", pressed},
	{"buttons for links", buttoned},
	{"no parts", unsectioned},
}

// remade parses a page, remakes every element of it, innermost first, and writes it again.
func remade(t *testing.T, body []byte, remake func(*html.Node)) []byte {
	root, err := html.Parse(bytes.NewReader(body))
	require.NoError(t, err)
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			if c.DataAtom != atom.Script && c.DataAtom != atom.Style && c.DataAtom != atom.Head && c.DataAtom != atom.Svg {
				walk(c)
				remake(c)
			}
			c = next
		}
	}
	walk(root)
	var out bytes.Buffer
	require.NoError(t, html.Render(&out, root))
	return out.Bytes()
}

func isBox(n *html.Node) bool {
	return n.DataAtom == atom.Div || n.DataAtom == atom.Section || n.DataAtom == atom.Article || n.DataAtom == atom.Li
}

func newBox() *html.Node { return &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div} }

// boxed puts what a box holds into a box of its own.
func boxed(n *html.Node) {
	if !isBox(n) || n.FirstChild == nil {
		return
	}
	in := newBox()
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		in.AppendChild(c)
	}
	n.AppendChild(in)
}

// boxedEach puts boxes, headings and lists into boxes of their own.
func boxedEach(n *html.Node) {
	switch n.DataAtom {
	case atom.Div, atom.Article, atom.H2, atom.H3, atom.H4, atom.Ul:
	default:
		return
	}
	if n.Parent == nil || n.Parent.DataAtom == atom.Body {
		return
	}
	out := newBox()
	n.Parent.InsertBefore(out, n)
	n.Parent.RemoveChild(n)
	out.AppendChild(n)
}

var betweenWords = regexp.MustCompile(`(\S) (\S)`)

func unbroken(n *html.Node) {
	if n.Type == html.TextNode && len(n.Data) < 60 {
		n.Data = betweenWords.ReplaceAllString(n.Data, "$1\u00a0$2")
	}
}

// conventional are names of classes that say what people see: what is struck out, drawn, hidden or pointed at.
var conventional = regexp.MustCompile(`(?i)sr-only|isually|screen-reader|hidden|invisible|through|stri[kc]|cross|icon|check|tick|close|times|minus|mark|tip|popover|` +
	`cookie|consent|badge|pill|chip|ribbon|material|^fa|^bi-|opacity|gr[ae]y|muted|disabled|slate|full|lucide|dot|circle|month|year|annual|old|was|before|orig|` +
	`jahr|monat|no$|^x$|yes|not`)

// renamed gives classes names that say nothing; what was of one class still is.
func renamed(n *html.Node) {
	for i, a := range n.Attr {
		if a.Key != "class" {
			continue
		}
		var names []string
		for name := range strings.FieldsSeq(a.Val) {
			if !conventional.MatchString(name) {
				name = "q" + strings.Map(rot, name)
			}
			names = append(names, name)
		}
		n.Attr[i].Val = strings.Join(names, " ")
	}
}

func rot(r rune) rune {
	const vowelless = "bcdfghjklmnpqrstvwzbcdfghjk"
	if r >= 'a' && r <= 'z' {
		return rune(vowelless[r-'a'])
	}
	return 'v'
}

// commented stands for what frameworks leave between the pieces of a text, and before it.
func commented(n *html.Node) {
	if n.Type != html.TextNode || n.Parent == nil || n.Parent.DataAtom == atom.Title {
		return
	}
	n.Parent.InsertBefore(&html.Node{Type: html.CommentNode, Data: "["}, n)
	i := strings.IndexAny(n.Data, "0123456789 ")
	if i <= 0 {
		return
	}
	n.Parent.InsertBefore(&html.Node{Type: html.TextNode, Data: n.Data[:i]}, n)
	n.Parent.InsertBefore(&html.Node{Type: html.CommentNode, Data: " "}, n)
	n.Data = n.Data[i:]
}

// bannered puts below the page what many sites do.
func bannered(n *html.Node) {
	if n.DataAtom != atom.Body {
		return
	}
	for _, s := range []string{"We use cookies to make this site better.", "Chat with us"} {
		box := newBox()
		box.AppendChild(&html.Node{Type: html.TextNode, Data: s})
		n.AppendChild(box)
	}
}
