package extract

import (
	"strings"

	"golang.org/x/net/html"
)

// drawnState reads a tick or cross from the pictures in a cell, or from the cell itself where there is nothing in it:
// what is said of it to who cannot see it, and the classes by which a style sheet draws it.
func (t *tree) drawnState(cell *html.Node) (RowState, bool) {
	if s, ok := iconState(cell); ok || cell.FirstChild != nil && (hasText(cell) || len(cellsOf(cell)) > 0) {
		return s, ok
	}
	for _, name := range []string{"aria-label", "title", "data-value", "data-included", "data-available", "data-state"} {
		if s, ok := markState(attr(cell, name)); ok {
			return s, true
		}
	}
	if t.styled == nil {
		t.readStyled()
	}
	for class := range strings.FieldsSeq(attr(cell, "class")) {
		if s, ok := t.styled[class]; ok {
			return s, true
		}
	}
	return "", false
}

// readStyled finds the classes that are words for yes or no and stand at empty elements only. Where none says yes, none
// says no either.
func (t *tree) readStyled() {
	t.styled = map[string]RowState{}
	filled := map[string]bool{}
	each(t.body, func(n *html.Node) bool {
		for class := range strings.FieldsSeq(attr(n, "class")) {
			s, ok := markState(strings.ReplaceAll(class, "-", " "))
			if !ok {
				continue
			}
			if t.styled[class] = s; hasText(n) || len(cellsOf(n)) > 0 {
				filled[class] = true
			}
		}
		return true
	})
	yes := false
	for class, s := range t.styled {
		if yes = yes || s == RowYes && !filled[class]; filled[class] {
			delete(t.styled, class)
		}
	}
	if !yes {
		clear(t.styled)
	}
}
