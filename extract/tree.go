package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
)

// Bounds of how much of a page is understood; what follows is left out with a note. A tree takes some hundred bytes a
// tag, so tags are bounded before there is one.
const (
	maxNodes = 400_000
	maxTags  = 150_000

	maxNested = 3_000_000 // elements, each counted with those that it lies within: each of these is asked what it holds
)

// tagsEnd is where the tags of a page become too many, if they do.
func tagsEnd(text string) (int, bool) {
	if strings.Count(text, "<") <= maxTags {
		return 0, false
	}
	at := 0
	for range maxTags {
		at += strings.IndexByte(text[at:], '<') + 1
	}
	return at - 1, true
}

// tree is a parsed page with the questions that every reader asks.
type tree struct {
	root  *html.Node
	body  *html.Node
	base  *url.URL
	title string
	order map[*html.Node]int // place of each element in the page
	text  map[*html.Node]string

	ids, tabs map[string]*html.Node // elements by id and tabs by what they show; nil until asked

	styled map[string]RowState // classes by which a style sheet draws ticks and crosses in empty cells; nil until asked
	bared  map[string]bool     // empty elements that answer in the lines of comparisons; nil until asked

	dates  *dateLine // how the page writes dates; nil until asked
	toggle *bool     // the page switches between paying by the month and by the year; nil until asked
	quotes *bool     // the page is about what customers say; nil until asked
	shown  int       // how much can be read on the page; 0 until asked
}

// tree parses markup, unless it is parsed already. Markup nested too deep for a tree becomes one paragraph per run of
// text.
func (p Page) tree(text string, d *Document) *tree {
	if i, ok := tagsEnd(text); ok {
		d.Notes = append(d.Notes, "the page has very many elements; its end was not read")
		text = text[:i]
	}
	root, _, plain := p.plain(text)
	if !plain {
		root, _ = html.Parse(strings.NewReader(text)) // nil where it is nested deeper than the parser goes
	}
	if root == nil || nested(root, 0) > maxNested {
		d.Notes = append(d.Notes, "its markup is nested too deep; only its text was read")
		root = flatTree(text)
	}
	t := &tree{root: root, order: map[*html.Node]int{}, text: map[*html.Node]string{}}
	t.base, _ = url.Parse(p.URL)
	t.index(d)
	reveal(t.body)
	d.Title, d.Lang = t.title, t.lang()
	return t
}

// nested counts how many elements each of those below a node lies within, which is depth deep.
func nested(n *html.Node, depth int) int {
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			sum += depth + nested(c, depth+1)
		}
	}
	return sum
}

// flatTree keeps the text of markup that no tree can hold.
func flatTree(text string) *html.Node {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	z := html.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(1 << 20)
	skip := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			return body
		case html.StartTagToken:
			if name, _ := z.TagName(); string(name) == "script" || string(name) == "style" {
				skip = string(name)
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == skip {
				skip = ""
			}
		case html.TextToken:
			if s := fold.Text(string(z.Text())); s != "" && skip == "" {
				p := &html.Node{Type: html.ElementNode, Data: "p", DataAtom: atom.P}
				p.AppendChild(&html.Node{Type: html.TextNode, Data: html.UnescapeString(s)})
				body.AppendChild(p)
			}
		}
	}
}

// index numbers the elements, finds body, title and base, and lets comments go.
func (t *tree) index(d *Document) {
	t.body = t.root
	n, based := 0, false
	var walk func(*html.Node)
	walk = func(node *html.Node) {
		if n++; n == maxNodes {
			d.Notes = append(d.Notes, "the page is very large; its end was not read")
		}
		if n >= maxNodes {
			return
		}
		if node.Type == html.ElementNode {
			t.order[node] = n
			switch node.DataAtom {
			case atom.Body:
				t.body = node
			case atom.Title:
				if t.title == "" && node.FirstChild != nil {
					t.title = cut(fold.Text(node.FirstChild.Data), maxField)
				}
			case atom.Base:
				if !based {
					based = t.rebase(attr(node, "href"))
				}
			}
		}
		bareSpans(node)
		joinTexts(node)
		for c := node.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(t.root)
}

// rebase resolves addresses against the one that the page names; the first one that it names counts. One that no browser
// would send is none: each address of the page is resolved against it.
func (t *tree) rebase(address string) bool {
	href, err := url.Parse(address)
	if err != nil || t.base == nil || address == "" || len(address) > maxAddress {
		return false
	}
	t.base = t.base.ResolveReference(href)
	return true
}

// joinTexts takes out the comments below an element and makes one text of what stood around them: frameworks leave
// comments between the pieces of a text, and nobody sees them.
func joinTexts(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		first, end := c, c.NextSibling
		for end != nil && texts(c) && texts(end) {
			end = end.NextSibling
		}
		if c = end; first.Type == html.CommentNode || first.NextSibling != end {
			joinRun(n, first, end)
		}
	}
}

// joinRun puts one text, or nothing, in the place of the texts and comments from first to before end.
func joinRun(n, first, end *html.Node) {
	var text strings.Builder
	for c := first; c != end; {
		next := c.NextSibling
		if c.Type == html.TextNode {
			text.WriteString(c.Data)
		}
		n.RemoveChild(c)
		c = next
	}
	if text.Len() > 0 {
		n.InsertBefore(&html.Node{Type: html.TextNode, Data: text.String()}, end)
	}
}

// texts tells a text or a comment.
func texts(n *html.Node) bool { return n.Type == html.TextNode || n.Type == html.CommentNode }

// maxField bounds a title or field while a page is read, in characters; Limits.Field says what is kept of it.
const maxField = 4000

// maxAddress bounds an address that a page names, in characters.
const maxAddress = 2000

func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	r := []rune(s)
	if len(r) <= limit {
		return s
	}
	return string(r[:limit])
}

func (t *tree) lang() string {
	for c := t.root.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Html {
			return cut(attr(c, "lang"), 20)
		}
	}
	return ""
}

// resolve makes an address absolute. Addresses of other schemes than http and https are dropped.
func (t *tree) resolve(href string) string {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || t.base == nil {
		return ""
	}
	abs := t.base.ResolveReference(u)
	if abs.Scheme != "http" && abs.Scheme != "https" {
		return ""
	}
	return abs.String()
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// level is 1 to 6 for a heading, by element or role, else 0.
func level(n *html.Node) int {
	switch n.DataAtom {
	case atom.H1:
		return 1
	case atom.H2:
		return 2
	case atom.H3:
		return 3
	case atom.H4:
		return 4
	case atom.H5:
		return 5
	case atom.H6:
		return 6
	}
	if attr(n, "role") == "heading" {
		if l := attr(n, "aria-level"); len(l) == 1 && l[0] >= '1' && l[0] <= '6' {
			return int(l[0] - '0')
		}
		return 2
	}
	return 0
}

func within(n *html.Node, a atom.Atom) bool {
	return nearest(n.Parent, a) != nil
}

// nearest is the innermost element of a kind that an element is, or lies within; nil for none.
func nearest(n *html.Node, a atom.Atom) *html.Node {
	for ; n != nil && n.DataAtom != a; n = n.Parent {
	}
	return n
}

// each visits the elements below n in page order; visit says whether to go deeper.
func each(n *html.Node, visit func(*html.Node) bool) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && visit(c) {
			each(c, visit)
		}
	}
}

// elements are the element children of n that may be read.
func elements(n *html.Node) []*html.Node {
	var out []*html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && !silent(c) {
			out = append(out, c)
		}
	}
	return out
}
