package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
)

// maxBlocks bounds how many blocks a document keeps.
const maxBlocks = 20_000

// blocks lists the readable pieces of a page in order: headings, paragraphs, list items, table rows, each once.
func (t *tree) blocks() []Block {
	w := blockWriter{tree: t}
	w.walk(t.body, false)
	w.flush()
	t.paid(w.out, w.manners)
	asides(w.out, w.manners)
	return w.out
}

type blockWriter struct {
	tree    *tree
	out     []Block
	section string
	frame   bool
	heading bool
	line    strings.Builder

	manners []manner   // of each block
	heads   []openHead // headings whose elements are open
	rank    int        // of the heading that is being written
	linking bool       // a link began in this line and is still open
	onPage  bool       // it leads to a place on the page itself
	wrapped bool       // the link that is open is all one text, in a block of its own or not
	linked  bool       // some of this line is in links or buttons
	plain   bool       // some of it is not
	cited   bool       // it begins with the name of a source
	in      *html.Node // the element in which it begins

	looked     int        // how often parts of the page were measured
	beside     *html.Node // what recommends other pages, and the rank of its heading
	besideRank int
}

// walk gathers inline text into lines; a block element ends the line before it and after it.
func (w *blockWriter) walk(n *html.Node, inFrame bool) {
	if len(w.out) >= maxBlocks {
		return
	}
	if n.Type == html.TextNode {
		w.text(n)
		return
	}
	if n.Type == html.ElementNode && (silent(n) || hidden(n) || n.DataAtom == atom.Sup && w.marksNote(n)) {
		if n.FirstChild != nil {
			w.line.WriteString(gap)
		}
		return
	}
	inFrame = inFrame || n.Type == html.ElementNode && (frame(n) && !cites(n) || n == w.beside || w.aside(n))
	if n.DataAtom == atom.Tr {
		w.flush()
		w.frame, w.in = inFrame, n
		w.row(n)
		w.flush()
		return
	}
	if n.DataAtom == atom.Br {
		w.line.WriteByte(' ')
		return
	}
	isBlock := block(n)
	lvl := level(n)
	if isBlock || lvl > 0 {
		w.flush()
		w.frame, w.heading, w.rank = inFrame, lvl > 0, lvl
	}
	if !isBlock && !w.heading && w.apart(n) {
		w.flush()
	}
	w.cited = w.cited || cites(n) && !w.linked && !w.plain
	if !isBlock && control(n) {
		w.control(n)
		defer w.controlled(n)
	}
	outer := inFrame
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		inFrame = outer || w.elsewhere(n, c)
		if w.line.Len() == 0 {
			w.frame = inFrame
		}
		w.walk(c, inFrame)
		if isBlock && c.Type == html.ElementNode && block(c) {
			w.frame, w.heading, w.rank = inFrame, lvl > 0, lvl
		}
	}
	if isBlock || lvl > 0 {
		if lvl > 1 && !inFrame {
			w.recommends(n, lvl)
		}
		w.flush()
		if w.heading && len(w.out) > 0 {
			w.heads = append(w.heads, openHead{len(w.out) - 1, n.Parent})
		}
		w.heading, w.rank = false, 0
	}
	w.leave(n)
}

// marksNote tells the raised mark of a footnote, behind a word or ahead of the note. Squares and cubes of units are none.
func (w *blockWriter) marksNote(sup *html.Node) bool {
	if mark := readText(sup); mark == "" || !footnoteMark.MatchString(mark) {
		return false
	}
	words := strings.Fields(tail(w.line.String(), 40))
	if len(words) == 0 {
		return true
	}
	last := words[len(words)-1]
	return len(last) > 3 && !strings.ContainsFunc(last, unicode.IsDigit)
}

// row writes a table row as one line.
func (w *blockWriter) row(tr *html.Node) {
	for i, cell := range elements(tr) {
		if i > 0 {
			w.line.WriteString("  ")
		}
		writeText(&w.line, cell)
	}
}

func (w *blockWriter) flush() {
	raw := w.line.String()
	w.line.Reset()
	of := manner{w.linked, w.plain || !w.linked, w.cited, w.onPage, w.rank, 0, w.in}
	w.linking, w.linked, w.plain, w.cited, w.in = w.wrapped, false, false, false, nil
	if len(raw) <= maxText {
		w.write(raw, of)
		return
	}
	for raw != "" && len(w.out) < maxBlocks {
		least := 0
		if len(w.out) > mostPieces {
			least = leastPiece
		}
		end := pieceEnd(raw, least)
		w.write(raw[:end], of)
		raw = raw[end:]
	}
}

// write keeps a piece of text as a block, if there is anything in it.
func (w *blockWriter) write(raw string, of manner) {
	text := fold.Text(raw)
	if text == "" {
		return
	}
	w.manners = append(w.manners, of)
	w.out = append(w.out, Block{
		Section: w.section, Text: text, Quote: longestPiece(raw, text), Heading: w.heading, Frame: w.frame,
	})
	if w.heading {
		w.section = cut(text, maxField)
	}
}

// longestPiece is the longest part of a line that stands on the page without a gap, letter by letter, or empty where
// that is the folded text itself.
func longestPiece(raw, text string) string {
	if raw == text || !strings.Contains(raw, gap) && fold.ASCII(raw) {
		return ""
	}
	best := ""
	for piece := range strings.SplitSeq(raw, gap) {
		if p := strings.Join(strings.Fields(piece), " "); len(p) > len(best) {
			best = p
		}
	}
	if best == text {
		return ""
	}
	return best
}
