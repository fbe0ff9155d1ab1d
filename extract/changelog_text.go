package extract

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/gapwatch/gapwatch/extract/dates"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

var (
	hashes    = regexp.MustCompile(`^#{1,6}\s+\S`)
	underline = regexp.MustCompile(`^\s*(={3,}|-{3,}|~{3,})\s*$`)
	bulleted  = regexp.MustCompile(`^\s*[-*+•·]\s+\S`)
)

// textLog reads a changelog that is written as plain text, in Markdown or with underlined headings. It does nothing
// where the text does not look like one: two headings with a version or a date.
func (w *pieceWalker) textLog(n *html.Node) bool {
	var b strings.Builder
	rawText(&b, n)
	log := textLog{node: n, rows: strings.Split(strings.ReplaceAll(b.String(), "\r\n", "\n"), "\n")}
	pieces := log.pieces()
	known := 0
	for _, p := range pieces {
		if _, dated := w.dates.find(start(p.text, maxDateLine)); p.heading > 0 && (dated || versionName.MatchString(p.text)) {
			known++
		}
	}
	if known < 2 {
		return false
	}
	for _, p := range pieces {
		w.add(p)
	}
	return true
}

// rawText is the text of an element with its line ends.
func rawText(b *strings.Builder, n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		} else if c.Type == html.ElementNode && !silent(c) {
			rawText(b, c)
		}
	}
}

// textLog is a text by lines.
type textLog struct {
	node *html.Node
	rows []string
}

func (l textLog) pieces() (out []piece) {
	open := false // the last piece goes on with the next line
	for i := 0; i < len(l.rows) && len(out) < maxPieces; i++ {
		row := strings.TrimSpace(l.rows[i])
		p := piece{node: l.node, run: []*html.Node{}, text: row}
		switch level := l.level(i); {
		case row == "" || underline.MatchString(row):
			open = false
			continue
		case level > 0:
			p.heading, p.text, open = level, strings.TrimSpace(strings.Trim(row, "#")), false
		case bulleted.MatchString(row):
			p.item, p.text, open = true, strings.TrimSpace(strings.TrimLeft(row, "-*+•·")), true
		case open:
			last := &out[len(out)-1]
			last.text += " " + row
			continue
		default:
			open = true
		}
		out = append(out, p)
	}
	return out
}

// level is the rank of a row that is a heading: by its hashes, by the line below it, or because it is a version or a date
// at the margin.
func (l textLog) level(i int) int {
	row := l.rows[i]
	if hashes.MatchString(row) {
		return len(row) - len(strings.TrimLeft(row, "#"))
	}
	if i+1 < len(l.rows) && underline.MatchString(l.rows[i+1]) && strings.TrimSpace(row) != "" {
		if strings.Contains(l.rows[i+1], "=") {
			return 1
		}
		return 2
	}
	if row == "" || row != strings.TrimLeft(row, " \t*-+") || len(row) > maxDateLine || words(row) > 8 {
		return 0
	}
	if at := versionName.FindStringIndex(row); at != nil && words(row[:at[0]]) < 2 {
		return 2
	}
	if _, _, at, ok := dates.Find(row); ok && at[0] == 0 {
		return 2
	}
	return 0
}
