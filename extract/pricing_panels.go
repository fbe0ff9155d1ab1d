package extract

import (
	"cmp"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
)

// panelName is what the tab says that shows an element, or is empty where it stands in no panel. A tab that is about
// how one pays names no product.
func (t *tree) panelName(n *html.Node) string {
	above := 0
	for e := n; e != nil && above < maxAbove && e.DataAtom != atom.Body; e = e.Parent {
		above++
		name := t.tabBeside(e)
		if tab := t.tabOf(e); name == "" && tab != nil {
			name = t.textOf(tab)
		}
		if name = fold.Text(name); name == "" || len(name) > 60 {
			continue
		}
		if month, year := cycleLabel(name); month || year || termName.MatchString(name) {
			return ""
		}
		return name
	}
	return ""
}

// tabBeside is the text of the tab that bears the same mark as its panel, as some builders of sites make them, else the mark.
func (t *tree) tabBeside(panel *html.Node) string {
	mark, text := attr(panel, "data-w-tab"), ""
	for up, above := panel.Parent, 0; mark != "" && text == "" && up != nil && above < maxAbove; up, above = up.Parent, above+1 {
		each(up, func(e *html.Node) bool {
			if text == "" && e.DataAtom == atom.A && attr(e, "data-w-tab") == mark {
				text = t.textOf(e)
			}
			return text == "" && e != panel
		})
	}
	return cmp.Or(text, mark)
}

// tabOf is the tab by which a panel is shown, or nil.
func (t *tree) tabOf(panel *html.Node) *html.Node {
	id, by := attr(panel, "id"), attr(panel, "aria-labelledby")
	if id == "" && by == "" {
		return nil
	}
	if t.ids == nil {
		t.readIDs()
	}
	if tab := t.ids[by]; tab != nil && attr(panel, "role") == "tabpanel" && t.textOf(tab) != "" {
		return tab
	}
	return t.tabs[id]
}

// readIDs finds elements by their id, and tabs by what they show.
func (t *tree) readIDs() {
	t.ids, t.tabs = map[string]*html.Node{}, map[string]*html.Node{}
	each(t.body, func(n *html.Node) bool {
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				t.ids[a.Val] = n
			case "aria-controls":
				if attr(n, "role") == "tab" {
					t.tabs[a.Val] = n
				}
			case "data-bs-target", "data-tab-target", "data-target":
				if len(a.Val) > 1 && a.Val[0] == '#' {
					t.tabs[a.Val[1:]] = n
				}
			}
		}
		return true
	})
}
