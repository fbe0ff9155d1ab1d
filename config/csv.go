package config

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
)

// ParseCSV reads a list of sources: competitor, kind, url. A first line with these names may give another order, and a
// semicolon or a tab may stand for the comma.
func ParseCSV(name string, data []byte) (Landscape, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // as spreadsheets write
	data = bytes.ReplaceAll(data, []byte{0}, nil)   // as the store keeps it
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = separator(data), -1, true
	var problems Problems
	list, columns, first := newSourcesOnly(), []int{0, 1, 2}, true
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			problems = append(problems, csvProblem(name, err))
			break
		}
		if header, ok := headerColumns(row); first && ok {
			columns, first = header, false
			continue
		}
		first = false
		line, _ := r.FieldPos(0)
		problems = append(problems, list.addRow(name, line, row, columns)...)
	}
	if err := problems.err(); err != nil {
		return Landscape{}, err
	}
	return list.landscape, nil
}

// separator is the one that the first line has most of.
func separator(data []byte) rune {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', 0
	for _, r := range ",;\t" {
		if n := bytes.Count(line, []byte(string(r))); n > most {
			best, most = r, n
		}
	}
	return best
}

// headerColumns finds competitor, kind and url in a first line; false where it is a line like the others.
func headerColumns(row []string) ([]int, bool) {
	folded := make([]string, len(row))
	for i, cell := range row {
		folded[i] = strings.ToLower(strings.TrimSpace(cell))
	}
	var columns []int
	for _, name := range []string{"competitor", "kind", "url"} {
		columns = append(columns, slices.Index(folded, name))
	}
	return columns, !slices.Contains(columns, -1)
}

func (l *sourcesOnly) addRow(file string, line int, row []string, columns []int) Problems {
	wrong := func(text string) Problems { return Problems{{File: file, Line: line, Column: 1, Text: text}} }
	if len(row) == 1 && strings.TrimSpace(row[0]) == "" {
		return nil
	}
	if len(row) <= slices.Max(columns) {
		return wrong("write competitor, kind and url, such as: Acme, pricing, https://acme.example/pricing")
	}
	competitor := strings.TrimSpace(row[columns[0]])
	kind, url := Kind(strings.ToLower(strings.TrimSpace(row[columns[1]]))), strings.TrimSpace(row[columns[2]])
	what, allowed := kind.words()
	switch {
	case keyOf(competitor) == "":
		return wrong("the competitor is missing")
	case !slices.Contains(allowed, string(kind)):
		return wrong(unknown(what, clip(string(kind)), allowed))
	case url == "":
		return wrong("the url is missing")
	}
	l.add(competitor, Source{Kind: kind, URL: url})
	return nil
}

func csvProblem(file string, err error) Problem {
	if e, ok := errors.AsType[*csv.ParseError](err); ok {
		return Problem{File: file, Line: e.Line, Column: e.Column, Text: "not CSV: " + e.Err.Error()}
	}
	return Problem{File: file, Text: "not CSV: " + err.Error()}
}
