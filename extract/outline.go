package extract

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Outline is a page as its readers find it, before anything is understood: its shape, and the texts that stand in it.
// Two pages of one address and kind with the same shape and the same texts read the same.
type Outline struct {
	Kind  Kind
	Shape [sha256.Size]byte // of all but the texts: elements, what they say of themselves, where from; and of headings
	Texts []string          // in the page's order, and those of attributes that scripts and services fill
	Meets []int             // how many elements hold both a text and the one before it
}

// Outline draws a page. It reports false where that shows nothing sure or costs as much as reading: of sitemaps, of what
// has very many tags, and of pages whose markup has to be mended or has no end.
func (p Page) Outline() (Outline, bool) {
	if p.Kind == Sitemap || looksBinary(p.Body) {
		return Outline{}, false
	}
	o := outliner{styles: p.Kind == Pricing, names: map[string]string{}}
	o.say(string(p.Kind), p.URL, p.ContentType)
	if !o.page(p) {
		return Outline{}, false
	}
	return Outline{p.Kind, sha256.Sum256(o.shape), o.texts, o.meets}, true
}

func (o *outliner) page(p Page) bool {
	if p.Kind == Feed {
		return o.feed(p.Body)
	}
	text, err := p.decoded()
	if _, large := tagsEnd(text); err != nil || large || isFeed(text) {
		return false
	}
	root, whole, ok := p.plain(text)
	if ok && whole {
		o.shape = slices.Grow(o.shape, len(text))
		o.walk(root)
	}
	return ok && whole
}

// feed takes a feed apart at its tags. What its head says of when it was made is read by nobody.
func (o *outliner) feed(body []byte) bool {
	if before, _, _ := bytes.Cut(body, []byte("<")); bytes.ContainsAny(before, "{[") || bytes.Count(body, []byte("<")) > maxTags {
		return false // a feed of JSON has no tags: those of its texts part what belongs together
	}
	head := true
	for piece := range strings.SplitSeq(string(body), "<") {
		tag, _, _ := strings.Cut(piece, ">")
		head = head && !isItem([]byte("<"+tag))
		if head && madeAt(tag) {
			piece = tag
		}
		o.keep(piece)
	}
	return len(o.texts) > 1
}

// madeAt tells the tags in which the head of a feed says when it was made.
func madeAt(tag string) bool {
	return tag == "lastBuildDate" || tag == "pubDate" || tag == "updated" || tag == "dc:date"
}

// What a text holds.
const (
	hasWords byte = 1 << iota
	hasNumber
	hasMoney
)

// outliner gathers the shape of a page as bytes.
type outliner struct {
	shape  []byte
	texts  []string
	meets  []int
	depth  int               // how many elements are open
	least  int               // and were at least, since the last text
	heads  int               // how many headings are open
	styles bool              // style sheets are read
	names  map[string]string // of hashes
	blank  bool              // nothing but blanks has come since the last word of the shape
}

// ends follows every word of a shape: no page that is decoded holds it, so that none runs into the next.
const ends = 0xff

func (o *outliner) say(words ...string) {
	o.settle()
	for _, w := range words {
		o.shape = append(append(o.shape, w...), ends)
	}
}

func (o *outliner) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		o.text(n.Data)
		return
	case html.ElementNode:
		if o.unread(n) {
			if parts(n) {
				o.say(n.Data)
			}
			return
		}
		o.depth++
		if level(n) > 0 {
			o.heads++
			defer func() { o.heads-- }()
		}
		if o.element(n); n.DataAtom == atom.Script || n.DataAtom == atom.Style {
			o.raw(n)
			o.depth--
			return
		}
	case html.DocumentNode:
	default:
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		o.walk(c)
	}
	o.say("/")
	if n.Type == html.ElementNode {
		o.depth--
		o.least = min(o.least, o.depth)
	}
}

// text keeps a text apart from the shape, which says only whether there is one and what kind it is of: one with
// a number, or money, never stands for one without. Headings belong to the shape: another one may make a plan of a text.
func (o *outliner) text(s string) {
	kind := byte('0')
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z':
			kind |= hasWords
		case r >= '0' && r <= '9':
			kind |= hasNumber
		case ofMoney(r):
			kind |= hasMoney
		case r > ' ':
			kind |= hasWords
		}
	}
	if kind == '0' {
		o.blank = true
		return
	}
	o.settle()
	o.shape = append(o.shape, 't', kind, ends)
	if o.heads > 0 {
		o.say(s)
	}
	o.keep(s)
}

// settle notes the blanks before a word of the shape, which set texts apart, once.
func (o *outliner) settle() {
	if o.blank {
		o.shape = append(o.shape, ' ', ends)
	}
	o.blank = false
}

// keep notes a text that may differ.
func (o *outliner) keep(s string) {
	o.texts, o.meets = append(o.texts, s), append(o.meets, o.least)
	o.least = o.depth
}

func (o *outliner) element(n *html.Node) {
	o.say(n.Data)
	for _, a := range n.Attr {
		switch {
		case a.Key == "nonce", a.Key == "integrity":
		case a.Key == "src", a.Key == "srcset":
			o.say(a.Key)
			o.keep(ofPicture.Replace(o.renamed(a.Val)))
		case strings.HasPrefix(a.Key, "data-"):
			o.say(a.Key)
			o.keep(ofPicture.Replace(a.Val))
		case a.Key == "href":
			path, rest := splitAddress(a.Val)
			if o.say(a.Key, path); rest != "" {
				o.say("?")
				o.keep(rest)
			}
		default:
			o.say(a.Namespace, a.Key, a.Val)
		}
	}
}

// ofPicture takes out of an address what says that it is one: of addresses within texts only the host counts, of one of a
// picture whether it shows a tick or a cross.
var ofPicture = strings.NewReplacer("://", " ", "www.", " ")

// leastHash is as many hexadecimal digits as make a name that a build gave.
const leastHash = 8

// renamed gives the hashes in a picture's address names by the order in which they come: a new build names all pictures
// anew, but which of them are the same stays as it was. A picture that stands in its address has no name.
func (o *outliner) renamed(address string) string {
	if strings.HasPrefix(address, "data:") {
		return address
	}
	from, out := 0, ""
	for i := 0; i < len(address); {
		end := i
		for end < len(address) && alnum(address[end]) {
			end++
		}
		if run := address[i:end]; len(run) >= leastHash && strings.Trim(run, "0123456789abcdef") == "" {
			out += address[from:i] + o.name(run)
			from = end
		}
		i = end + 1
	}
	return out + address[from:]
}

func (o *outliner) name(hash string) string {
	if _, ok := o.names[hash]; !ok {
		o.names[hash] = "h" + strconv.Itoa(len(o.names))
	}
	return o.names[hash]
}

func alnum(b byte) bool { return b >= '0' && b <= '9' || b|0x20 >= 'a' && b|0x20 <= 'z' || b == '_' }

// raw counts data and style sheets to the shape: a reader may take anything from them.
func (o *outliner) raw(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		o.say(c.Data)
	}
}

// splitAddress cuts off a query, or a place on another page. Within the page a place is all that an address says.
func splitAddress(s string) (path, rest string) {
	if i := strings.IndexAny(s, "?#"); i > 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

// unread tells elements of which no reader takes anything: programs, what is meant for other programs, and what a form
// carries along unseen. Styles are looked up in price lists alone, which draw ticks by them.
func (o *outliner) unread(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Style:
		return !o.styles
	case atom.Script:
		return attr(n, "type") != "application/ld+json"
	case atom.Link, atom.Meta, atom.Noscript:
		return true
	case atom.Input:
		return strings.EqualFold(attr(n, "type"), "hidden")
	}
	return false
}

// parts tells elements that set the texts around them apart, although nobody reads them.
func parts(n *html.Node) bool {
	return n.Parent.DataAtom != atom.Head && (n.DataAtom == atom.Meta || n.DataAtom == atom.Link || n.DataAtom == atom.Input)
}
