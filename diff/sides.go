package diff

import (
	"strings"
	"time"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Piece is a run of words that both sides share, or that one of them has alone.
type Piece struct {
	Text  string
	Moved bool // gone on the side of before, come on the side of after
}

// Row is a line of two texts side by side. A row with Skipped stands for that many lines that are the same.
type Row struct {
	Before, After []Piece
	Skipped       int
}

// sidesTime bounds one comparison for the eye: what takes longer is shown as replaced.
const sidesTime = time.Second

// Words shows which words of two texts are theirs alone. Numbers and signs are words of their own, so that a price is
// marked whole and a currency is not hidden in it.
func Words(before, after string) (old, new []Piece) {
	oldWords, newWords := tokens(before), tokens(after)
	for _, op := range compare(oldWords, newWords) {
		text := op.Text
		switch op.Type {
		case diffmatchpatch.DiffEqual:
			old, new = join(old, Piece{text, false}), join(new, Piece{text, false})
		case diffmatchpatch.DiffDelete:
			old = join(old, Piece{text, true})
		case diffmatchpatch.DiffInsert:
			new = join(new, Piece{text, true})
		}
	}
	return old, new
}

// Sides lays two texts beside each other, line by line. Lines that replace each other share a row and show their words;
// of long runs that are the same only so many lines at either end are shown.
func Sides(before, after []string, around int) []Row {
	var rows []Row
	ops := compare(withEnds(before), withEnds(after))
	for i := 0; i < len(ops); i++ {
		lines := splitLines(ops[i].Text)
		switch {
		case ops[i].Type == diffmatchpatch.DiffEqual:
			rows = append(rows, sameRows(lines, around, i > 0, i+1 < len(ops))...)
		case ops[i].Type == diffmatchpatch.DiffDelete && i+1 < len(ops) && ops[i+1].Type == diffmatchpatch.DiffInsert:
			rows = append(rows, replacedRows(lines, splitLines(ops[i+1].Text))...)
			i++
		case ops[i].Type == diffmatchpatch.DiffDelete:
			rows = append(rows, replacedRows(lines, nil)...)
		default:
			rows = append(rows, replacedRows(nil, lines)...)
		}
	}
	return rows
}

// compare aligns two lists of tokens; each is compared as one sign.
func compare(a, b []string) []diffmatchpatch.Diff {
	d := diffmatchpatch.New()
	d.DiffTimeout = sidesTime
	signs := map[string]rune{}
	texts := map[rune]string{}
	ops := d.DiffMainRunes(asSigns(a, signs, texts), asSigns(b, signs, texts), false)
	for i, op := range ops {
		var b strings.Builder
		for _, r := range op.Text {
			b.WriteString(texts[r])
		}
		ops[i].Text = b.String()
	}
	return ops
}

// asSigns gives each token a sign of its own, leaving out those that UTF-8 cannot hold.
func asSigns(list []string, signs map[string]rune, texts map[rune]string) []rune {
	out := make([]rune, len(list))
	for i, token := range list {
		sign, ok := signs[token]
		if !ok {
			sign = rune(len(signs) + 1)
			if sign >= 0xD800 {
				sign += 0x800
			}
			signs[token], texts[sign] = sign, token
		}
		out[i] = sign
	}
	return out
}

// tokens parts a text into words, numbers, blanks and single signs.
func tokens(s string) []string {
	var out []string
	start, class := 0, 0
	for i, r := range s {
		c := classOf(r)
		if i > 0 && (c != class || c == 0) {
			out = append(out, s[start:i])
			start = i
		}
		class = c
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

// classOf tells letters (1), digits with the signs within them (2) and blanks (3) from signs that stand alone (0).
func classOf(r rune) int {
	switch {
	case unicode.IsDigit(r), r == '.', r == ',':
		return 2
	case unicode.IsLetter(r), unicode.IsMark(r), r == '\'':
		return 1
	case unicode.IsSpace(r):
		return 3
	}
	return 0
}

// join adds a piece, or lengthens the last one of the same sort.
func join(list []Piece, p Piece) []Piece {
	if n := len(list); n > 0 && list[n-1].Moved == p.Moved {
		list[n-1].Text += p.Text
		return list
	}
	return append(list, p)
}

func sameRows(lines []string, around int, head, tail bool) []Row {
	first, last := 0, 0 // lines shown at either end
	if head {
		first = min(around, len(lines))
	}
	if tail {
		last = min(around, len(lines)-first)
	}
	var rows []Row
	for i, line := range lines {
		switch {
		case i < first || i >= len(lines)-last:
			same := []Piece{{Text: line}}
			rows = append(rows, Row{Before: same, After: same})
		case i == first:
			rows = append(rows, Row{Skipped: len(lines) - first - last})
		}
	}
	return rows
}

func replacedRows(before, after []string) []Row {
	rows := make([]Row, max(len(before), len(after)))
	for i := range rows {
		switch {
		case i >= len(after):
			rows[i].Before = []Piece{{before[i], true}}
		case i >= len(before):
			rows[i].After = []Piece{{after[i], true}}
		default:
			rows[i].Before, rows[i].After = Words(before[i], after[i])
		}
	}
	return rows
}

func withEnds(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = line + "\n"
	}
	return out
}

func splitLines(s string) []string { return strings.Split(strings.TrimSuffix(s, "\n"), "\n") }
