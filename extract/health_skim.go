package extract

import (
	"bytes"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
)

// Bounds of what is kept of a page for the gate.
const (
	maxSaid  = 3200 // bytes of text, of the page and of its frames
	maxHeads = 12
)

// skimmed is what one pass over the tokens of a page tells. The page's own text is what stands outside of menus,
// footers and banners: an error inside a whole layout says as little as one that stands alone.
type skimmed struct {
	title  string
	heads  []said // h1 to h3
	texts  []said // the first of all text, piece by piece
	own    int    // bytes of the page's own text
	code   int    // of them in program text
	framed int    // bytes of text in frames
	inMain int    // bytes of text within <main>
	noJS   string
	class  string // of html and body
	onward string // where a meta refresh leads
	bearings

	tags, links, scripts, script, controls, iframes int // script counts bytes, the others elements
	items                                           int // of lists and tables, in the page's own

	busy    int  // places that wait for their content: busy regions, skeletons, spinners
	hollow  bool // an element that a script would fill holds nothing
	pass    bool // a field for a password
	marked  bool // an address or a name speaks of a bot check
	hasMain bool
	article bool

	inside  atom.Atom // script, style, title, noscript, template or a heading
	coded   int       // depth in code
	content int       // depth in main, article, section
	mains   int       // depth in main
	frame   atom.Atom // the element that is a frame
	open    int       // how many of its kind are open
	root    bool      // the last tag opened an element that a script may fill
	item    bool      // an item of a list, or a cell, is open
}

// said is a piece of text, and whether it is the page's own.
type said struct {
	text string
	own  bool
	code bool // it is program text

	linked bool // it stands in a link
	listed bool // it stands in an item of a list or in a cell
}

// skimTree looks at a page whose elements are all closed, no further than it takes to know that there is much to read.
func skimTree(root *html.Node, where bearings) *skimmed {
	s := &skimmed{bearings: where}
	s.walk(root)
	return s
}

func (s *skimmed) walk(n *html.Node) {
	for c := n.FirstChild; c != nil && s.own <= aPage; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			s.add(c.Data)
		case html.ElementNode:
			s.start(c.DataAtom, c.Attr)
			s.walk(c)
			s.end(c.DataAtom)
		}
	}
}

// skim looks at a page of whose markup a tree would say something else. It reads tokens, no more of them than it takes
// to know that there is much to read.
func skim(body []byte, where bearings) *skimmed {
	s := &skimmed{bearings: where}
	z := html.NewTokenizer(bytes.NewReader(body))
	for s.own <= aPage {
		switch z.Next() {
		case html.ErrorToken:
			if s.frame != 0 { // it never ended: the markup does not tell what is a frame
				s.own, s.framed = s.own+s.framed, 0
			}
			return s
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			s.start(t.DataAtom, t.Attr)
		case html.EndTagToken:
			name, _ := z.TagName()
			s.end(atom.Lookup(name))
		case html.TextToken:
			s.add(string(z.Text()))
		}
	}
	return s
}

func (s *skimmed) start(a atom.Atom, attrs []html.Attribute) {
	s.tags++
	s.root = false
	switch a {
	case atom.P, atom.Ul, atom.Br, atom.Img, atom.Tr, atom.Svg, atom.Strong, atom.B, atom.I, atom.Em:
		return
	case atom.Li, atom.Td, atom.Th, atom.Dt, atom.Dd:
		s.list()
		return
	case atom.A:
		s.anchor(attrs)
		return
	case atom.Meta:
		s.head(attrs)
	case atom.Input, atom.Textarea, atom.Select:
		if s.frame == 0 {
			s.field(attrs)
		}
	}
	s.count(a)
	framed := s.attributes(attrs, a) || framing(a, s.content)
	switch {
	case s.frame == 0 && framed:
		s.frame, s.open = a, 1
	case s.frame == a && a != 0:
		s.open++
	}
}

func (s *skimmed) list() {
	if s.frame == 0 {
		s.items++
		s.item = true
	}
}

func (s *skimmed) anchor(attrs []html.Attribute) {
	own := s.frame == 0
	if own {
		s.links++
	}
	s.follow(attrs, own)
}

func (s *skimmed) count(a atom.Atom) {
	switch a {
	case atom.Script, atom.Style, atom.Title, atom.Noscript, atom.Template, atom.H1, atom.H2, atom.H3:
		if s.inside == atom.Noscript || s.inside == atom.Template {
			return
		}
		s.inside = a
		if a == atom.Script {
			s.scripts++
		}
		if (a == atom.H1 || a == atom.H2 || a == atom.H3) && len(s.heads) < maxHeads {
			if s.frame == 0 && s.parts() == 0 {
				s.overlook()
			}
			s.heads = append(s.heads, said{own: s.frame == 0})
		}
	case atom.Main:
		s.hasMain = true
		s.mains++
		s.content++
	case atom.Article, atom.Section:
		s.article = s.article || a == atom.Article
		s.content++
	case atom.Iframe:
		s.iframes++
	case atom.Input, atom.Button, atom.Form:
		s.controls++
	case atom.Progress:
		s.busy++
	case atom.Code, atom.Pre:
		s.coded++
	}
}

func (s *skimmed) end(a atom.Atom) {
	s.hollow = s.hollow || s.root && a == atom.Div
	s.root = false
	if a == s.inside {
		s.inside = 0
	}
	switch a {
	case atom.A:
		s.link = nowhere
	case atom.Li, atom.Td, atom.Th, atom.Dt, atom.Dd, atom.Ul, atom.Dl, atom.Table:
		s.item = false
	case atom.Main:
		s.mains--
		s.content--
	case atom.Article, atom.Section:
		s.content--
	case atom.Code, atom.Pre:
		s.coded--
	}
	if a == s.frame && a != 0 {
		if s.open--; s.open == 0 {
			s.frame = 0
		}
	}
}

// framing tells the elements that hold menus and footers.
func framing(a atom.Atom, content int) bool {
	switch a {
	case atom.Nav, atom.Footer, atom.Aside, atom.Dialog:
		return true
	case atom.Header:
		return content <= 0
	}
	return false
}

// attributes looks at what a tag says of itself. It tells whether that makes it a frame.
func (s *skimmed) attributes(attrs []html.Attribute, a atom.Atom) (framed bool) {
	for _, at := range attrs {
		switch at.Key {
		case "id", "class":
			s.root = s.root || a == atom.Div && at.Key == "id" && filled(at.Val)
			framed = s.named(at.Val, a) || framed
		case "role":
			framed = s.role(at.Val) || framed
		case "aria-busy":
			s.wait(at.Val == "true")
		case "onclick":
			s.back(at.Val)
		case "src", "action":
			s.marked = s.marked || holdsAnyOf(at.Val, challenging)
		case "type":
			s.pass = s.pass || s.frame == 0 && a == atom.Input && strings.EqualFold(at.Val, "password")
		case "content":
			if _, to, ok := strings.Cut(strings.ToLower(at.Val), "url="); ok && a == atom.Meta && reachable(to) {
				s.onward = to
			}
		}
	}
	return framed && a != atom.Body && a != atom.Html && a != atom.Main
}

// reachable tells whether readers can be led to an address: into the site's own network nobody can follow, so the page is all
// there is.
func reachable(address string) bool {
	u, err := url.Parse(strings.Trim(address, " '\""))
	if err != nil || u.Host == "" {
		return true
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() != "localhost" && (err != nil || !ip.IsLoopback() && !ip.IsPrivate() && !ip.IsLinkLocalUnicast())
}

// back notes a button that leads back.
func (s *skimmed) back(script string) {
	if s.frame == 0 && goesBack(script) {
		s.again++
	}
}

func (s *skimmed) wait(yes bool) {
	if yes && s.frame == 0 {
		s.busy++
	}
}

// named looks at an id or a list of classes.
func (s *skimmed) named(val string, a atom.Atom) (framed bool) {
	if a == atom.Html || a == atom.Body {
		if len(s.class) < maxSaid {
			s.class += " " + val[:min(len(val), maxSaid)]
		}
		return false
	}
	s.marked = s.marked || holdsAnyOf(val, challenging)
	s.wait(holdsAnyOf(val, waiting))
	return holdsAnyOf(val, bannering)
}

func (s *skimmed) role(role string) (framed bool) {
	switch role {
	case "navigation", "contentinfo", "banner", "dialog", "alertdialog", "search", "menu", "menubar":
		return true
	case "progressbar":
		s.wait(true)
	}
	return false
}

// Parts of names that authors give to what a bot check, a page that still loads, and a cookie banner are made of,
// without the letter that may be a capital.
const (
	challenging = "aptcha hallenge otcheck ot-check ntibot"
	waiting     = "keleton himmer pinner oading oader"
	bannering   = "ookie onsent gdpr"
)

func holdsAnyOf(name, words string) bool {
	for word := range strings.FieldsSeq(words) {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// filled tells what authors call the element that a script fills, in whatever framework.
func filled(id string) bool {
	switch id {
	case "root", "app", "__next", "__nuxt", "___gatsby", "main-app", "app-root", "react-root", "svelte", "q-app", "application":
		return true
	}
	return false
}

func (s *skimmed) add(text string) {
	switch s.inside {
	case atom.Script:
		s.script += len(text)
		return
	case atom.Style, atom.Template:
		return
	case atom.Title:
		if s.title == "" && s.frame == 0 {
			s.title = fold.Text(html.UnescapeString(text))
		}
		return
	case atom.Noscript:
		if len(s.noJS) < maxSaid {
			s.noJS += text[:min(len(text), maxSaid)]
		}
		return
	}
	text = strings.TrimSpace(text)
	if len(text) == 0 {
		return
	}
	s.root = false
	if own := s.frame == 0; s.kept(own) < maxSaid {
		t := fold.Text(html.UnescapeString(text[:min(len(text), maxSaid)]))
		s.texts = append(s.texts, said{text: t, own: own, code: s.coded > 0, linked: s.link != nowhere, listed: s.item})
		s.read(t)
	}
	if s.inside != 0 && len(s.heads) > 0 {
		if h := &s.heads[len(s.heads)-1]; len(h.text) < 400 {
			h.text = strings.TrimSpace(h.text + " " + fold.Text(html.UnescapeString(text)))
		}
	}
	s.measure(len(text))
}

// kept is how much of the page's own text, or of its frames', came before.
func (s *skimmed) kept(own bool) int {
	if own {
		return s.own
	}
	return s.framed
}

func (s *skimmed) measure(n int) {
	switch {
	case s.frame != 0:
		s.framed += n
	default:
		s.own += n
		if s.coded > 0 {
			s.code += n
		}
		if s.mains > 0 {
			s.inMain += n
		}
	}
}
