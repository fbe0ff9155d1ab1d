package extract

import "golang.org/x/net/html"

// drawnKey tells the pictures of cells apart, and where there is none, the empty elements that a style sheet draws.
func (t *tree) drawnKey(cell *html.Node) string {
	if key := pictureKey(cell); key != "" {
		return key
	}
	key := bareKey(cell)
	if key == "" {
		return ""
	}
	if t.bared == nil {
		t.readBared()
	}
	if !t.bared[key] {
		return ""
	}
	return key
}

// bareKey is the class of the only element in a cell without words, or empty.
func bareKey(cell *html.Node) string {
	leaf := leafOf(cell)
	if leaf == nil || leaf == cell || attr(leaf, "class") == "" {
		return ""
	}
	return "bare " + attr(leaf, "class")
}

// readBared finds the empty elements that answer: in one line, behind a label, there are two kinds of them and nothing else.
func (t *tree) readBared() {
	t.bared = map[string]bool{}
	each(t.body, func(n *html.Node) bool {
		if silent(n) {
			return false
		}
		cells := cellsOf(n)
		if len(cells) < 3 || len(cells) > maxColumns+1 {
			return true
		}
		kinds := map[string]bool{}
		for _, c := range cells[1:] {
			key := bareKey(c)
			if key == "" {
				return true
			}
			kinds[key] = true
		}
		if len(kinds) != 2 || readText(cells[0]) == "" {
			return true
		}
		for key := range kinds {
			t.bared[key] = true
		}
		return false
	})
}
