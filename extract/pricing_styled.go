package extract

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// drawnState reads a tick or cross from the pictures in a cell, or from the cell itself where there is nothing in it:
// what is said of it to who cannot see it, and the classes by which a style sheet draws it.
func (t *tree) drawnState(cell *html.Node) (RowState, bool) {
	if s, ok := iconState(cell); ok {
		return s, ok
	}
	leaf := leafOf(cell)
	if leaf == nil {
		return "", false
	}
	for _, name := range []string{"aria-label", "title", "data-value", "data-included", "data-available", "data-state"} {
		if s, ok := markState(attr(cell, name)); ok {
			return s, true
		}
	}
	if t.styled == nil {
		t.readStyled()
	}
	for class := range strings.FieldsSeq(attr(leaf, "class")) {
		if s, ok := t.styled[class]; ok {
			return s, true
		}
	}
	return "", false
}

// leafOf is the only element without another in it that a cell without words holds, or the cell itself; nil where there
// are several.
func leafOf(cell *html.Node) *html.Node {
	for !hasText(cell) {
		inside := cellsOf(cell)
		switch len(inside) {
		case 0:
			return cell
		case 1:
			cell = inside[0]
		default:
			return nil
		}
	}
	return nil
}

// readStyled finds the classes that are words for yes or no, or deny one another, and stand at empty elements only. Where
// none says yes, none says no either.
func (t *tree) readStyled() {
	t.styled = map[string]RowState{}
	empty := t.emptyClasses()
	yes := false
	for class := range empty {
		if s, ok := markState(strings.ReplaceAll(class, "-", " ")); ok {
			t.styled[class], yes = s, yes || s == RowYes
		}
	}
	for _, class := range slices.Sorted(maps.Keys(empty)) {
		if no := denied(class, empty); no != "" && t.styled[class] != RowNo && t.styled[no] != RowYes {
			t.styled[class], t.styled[no], yes = RowYes, RowNo, true
		}
	}
	if !yes {
		clear(t.styled)
	}
}

// maxClasses is how many classes are looked at for words, at most.
const maxClasses = 2000

// emptyClasses are the classes that stand at empty elements only.
func (t *tree) emptyClasses() map[string]bool {
	empty := map[string]bool{}
	each(t.body, func(n *html.Node) bool {
		blank := !hasText(n) && len(cellsOf(n)) == 0
		for class := range strings.FieldsSeq(attr(n, "class")) {
			if before, known := empty[class]; known || len(empty) < maxClasses {
				empty[class] = blank && (before || !known)
			}
		}
		return true
	})
	maps.DeleteFunc(empty, func(_ string, blank bool) bool { return !blank })
	return empty
}

// denied is the class among others that says the opposite of one, for one of its parts: "has" and "hasnt", "dot--on" and
// "dot--off"; or empty.
func denied(class string, among map[string]bool) string {
	for at := 0; at < len(class); {
		end := at
		for end < len(class) && class[end] >= 'a' && class[end] <= 'z' {
			end++
		}
		if end == at {
			at++
			continue
		}
		part := class[at:end]
		opposites := []string{part + "nt", part + "-not", "not-" + part, "non-" + part, "no-" + part, "un" + part}
		if word := opposite[part]; word != "" {
			opposites = append(opposites, word)
		}
		for _, word := range opposites {
			if other := class[:at] + word + class[end:]; among[other] {
				return other
			}
		}
		at = end
	}
	return ""
}

// opposite is what authors call what is not there, beside what is.
var opposite = map[string]string{"on": "off", "in": "out", "with": "without", "has": "lacks", "full": "hollow", "filled": "hollow", "y": "n"}
