package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// passing is what pages stick to a title for a while: it comes and goes, and is no part of it.
var passing = regexp.MustCompile(`(?i)^\P{L}*(?:new|latest|just (?:released|shipped)|updated|popular|hot|pinned|featured|neu|aktuell|nouveau|nuevo|novo|nuovo|新着|最新)\P{L}*$`)

// current is what pages stick to the version that is the newest today.
var current = regexp.MustCompile(`(?i)^\P{L}*(?:active|live|current(?: version| release)?|latest (?:version|release)|aktuelle version|` +
	`(?:latest )?stable|pre-?release|vorabversion|préversion|预览版|預覽版|プレリリース|(?:version )?actuelle|(?:versión )?actual|(?:versão )?atual|(?:versione )?attuale|huidig|当前版本|最新版本?|現在|현재|최신)\P{L}*$`)

// withoutBadge takes a badge out of a line: an element of its own at its beginning or end, unlike all others in the line.
// In a heading it may say of what kind the news is: "Fixed". It returns the badge.
func (w *pieceWalker) withoutBadge(p *piece) string {
	if len(p.text) > 2*maxStyled || p.node.FirstChild == p.node.LastChild && p.node.FirstChild != nil && p.node.FirstChild.Type == html.TextNode {
		return ""
	}
	parts, _ := partsOf(w.tree, p.parts())
	for len(parts) == 1 && parts[0].Type == html.ElementNode && parts[0].DataAtom == atom.A {
		parts, _ = partsOf(w.tree, children(parts[0]))
	}
	for _, n := range parts {
		if n.Type != html.ElementNode || w.tree.longer(n, 20) || n.DataAtom == atom.Time || shaped(n, parts) {
			continue
		}
		said := w.tree.textOf(n)
		newest := current.MatchString(said)
		if !newest && !passing.MatchString(said) && !(p.heading > 0 && isLabel(said)) {
			continue
		}
		rest, ok := strings.CutPrefix(p.text, said)
		if !ok {
			rest, ok = strings.CutSuffix(p.text, said)
		}
		if rest = strings.TrimSpace(rest); ok && words(rest) > 0 && !goesOnBehind(rest) && (!newest || onlyNamesVersion(rest)) {
			p.text = rest
			if at := slices.Index(parts, n); p.heading == 0 && len(parts) == 2 && parts[1-at].Type == html.ElementNode {
				p.node, p.run = parts[1-at], nil // it stands where it will stand without the badge
			}
			return said
		}
	}
	return ""
}

// stuck parts a line from a word that is set apart from it by a sign: "Ketch 2.4 · Latest", "2.4 (current)".
var stuck = regexp.MustCompile(`^(.{0,60}\S)(?:\s*[·•|]\s*|\s+[–—-]\s+|\s*[(（\[])(\P{Nd}{2,20}?)[)）\]]?$`)

// WithoutBadge is the title of a version without the word that says it is the newest today. Pages that write it into the
// title take it away when the next one comes.
func WithoutBadge(title string) string {
	m := stuck.FindStringSubmatch(title)
	if m == nil || !onlyNamesVersion(m[1]) || !current.MatchString(m[2]) && !passing.MatchString(m[2]) {
		return title
	}
	return m[1]
}

// kindInFront is the kind of news that a line begins with in an element of its own, "Fixed". It is set apart from what
// follows, if only its style does that.
func (w *pieceWalker) kindInFront(p *piece) string {
	parts, _ := partsOf(w.tree, p.parts())
	if len(parts) < 2 || parts[0].Type != html.ElementNode || w.tree.longer(parts[0], 20) {
		return ""
	}
	said := w.tree.textOf(parts[0])
	rest, ok := strings.CutPrefix(p.text, said)
	if !ok || !isLabel(said) || words(rest) == 0 {
		return ""
	}
	switch r, _ := utf8.DecodeRuneInString(rest); {
	case !telling(r):
	case unicode.IsLower(r) && parts[0].NextSibling.Type == html.TextNode:
		return "" // "<b>New</b>ly"
	default:
		p.text = said + " " + rest
	}
	return said
}

// shaped tells whether another element of a line is of the same kind and class: then the words of a title are elements.
func shaped(n *html.Node, parts []*html.Node) bool {
	for _, other := range parts {
		if other != n && other.Type == html.ElementNode && other.DataAtom == n.DataAtom && attr(other, "class") == attr(n, "class") {
			return true
		}
	}
	return false
}

// goesOnBehind tells what stands behind a badge that is a word of its line: "New: boards", "New in 2.4".
func goesOnBehind(rest string) bool {
	return strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "in ") || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "-")
}
