package extract

import (
	"golang.org/x/net/html"

	"github.com/gapwatch/gapwatch/extract/markup"
)

// Examine judges a body as Health does and, where it passes, reads it as Read does, decoding and parsing it once for
// both. The error is Read's; there is a document only where the verdict is OK.
func Examine(p Page) (Verdict, Document, error) {
	p = p.Opened()
	v := Health(p)
	if v.State != OK {
		return v, Document{}, nil
	}
	d, err := Read(p)
	return v, d, err
}

// Opened is the page with room for what Health, Outline and Read all need, so that it is worked out once. Read changes it
// and must be the last to ask.
func (p Page) Opened() Page {
	p.opened = &opened{}
	return p
}

// opened is a page that was decoded, and parsed where its markup is plain.
type opened struct {
	decoded bool
	text    string
	err     error

	parsed bool
	root   *html.Node
	whole  bool
	plain  bool
}

// decoded is the text of the page.
func (p Page) decoded() (string, error) {
	o := p.opened
	if o == nil {
		return decode(p)
	}
	if !o.decoded {
		o.decoded = true
		o.text, o.err = decode(p)
	}
	return o.text, o.err
}

// plain is the tree of the page's text where its markup is plain, and whether it was whole. Whoever changes the tree must
// be the last to ask.
func (p Page) plain(text string) (root *html.Node, whole, ok bool) {
	o := p.opened
	if o == nil {
		return markup.Plain(text)
	}
	if !o.parsed {
		o.parsed = true
		o.root, o.whole, o.plain = markup.Plain(text)
	}
	return o.root, o.whole, o.plain
}

// skim looks at the page for the gate: at its tree, or, where its markup has to be mended or its end is missing, at its
// tokens, because a tree would claim that what was never closed reaches to the end.
func (p Page) skim(body []byte) *skimmed {
	text, err := p.decoded()
	if err != nil {
		return skim(body, p.bearings())
	}
	if _, large := tagsEnd(text); large {
		return skim(body, p.bearings())
	}
	if root, whole, ok := p.plain(text); ok && whole {
		return skimTree(root, p.bearings())
	}
	return skim(body, p.bearings())
}
