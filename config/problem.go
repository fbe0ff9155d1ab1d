package config

import (
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing that is wrong with a file.
type Problem struct {
	File   string
	Line   int    // from 1; 0 where the problem is not in a line
	Column int    // from 1, in characters
	Path   string // crawler.host_gap, competitors[3].sources[0].kind
	Text   string // what is wrong, and what to write instead
	excerpt
}

// excerpt is the line that a problem is in, cut to a width that fits a terminal, and the place of the caret.
type excerpt struct {
	line  string
	caret int
}

// String is the problem with its place, and the line with a caret below it.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
	}
	b.WriteString(": ")
	if p.Path != "" {
		b.WriteString(p.Path + ": ")
	}
	b.WriteString(p.Text)
	if p.line != "" {
		number := fmt.Sprintf("%5d", p.Line)
		fmt.Fprintf(&b, "\n%s | %s\n%s | %s^", number, p.line, strings.Repeat(" ", len(number)), strings.Repeat(" ", p.caret))
	}
	return b.String()
}

// Problems is everything that is wrong with a file, in the order of its lines.
type Problems []Problem

// shownProblems is how many problems one error prints; the rest is counted.
const shownProblems = 20

// Error is one problem after the other, one to a paragraph.
func (ps Problems) Error() string {
	var lines []string
	for _, p := range ps[:min(len(ps), shownProblems)] {
		lines = append(lines, p.String())
	}
	if more := len(ps) - shownProblems; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// err is nil where nothing is wrong. It sorts by place.
func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	slices.SortStableFunc(ps, func(a, b Problem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return ps
}

// excerptWidth is how much of a line an error shows; files in flow style have lines of hundreds of characters.
const excerptWidth = 90

// cutExcerpt finds line and column in a text and cuts the line around it.
func cutExcerpt(data []byte, line, column int) excerpt {
	text := string(data)
	for range line - 1 {
		_, rest, ok := strings.Cut(text, "\n")
		if !ok {
			return excerpt{}
		}
		text = rest
	}
	text, _, _ = strings.Cut(text, "\n")
	runes := []rune(strings.ReplaceAll(strings.TrimRight(text, "\r"), "\t", " "))
	at := min(max(column-1, 0), len(runes))
	from := 0
	if len(runes) > excerptWidth && at > excerptWidth*2/3 {
		from = at - excerptWidth/3
	}
	shown := string(runes[from:min(len(runes), from+excerptWidth)])
	if strings.TrimSpace(shown) == "" {
		return excerpt{}
	}
	caret := at - from
	if from > 0 {
		shown, caret = "..."+shown, caret+3
	}
	return excerpt{line: shown, caret: caret}
}
