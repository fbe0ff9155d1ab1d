package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/gapwatch/gapwatch/extract/fold"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// cells reads what the cells of one comparison say.
type cells struct {
	*tree
	ticks map[string]bool // pictures that mean yes
	maru  bool            // a ring means yes, as in East Asia, and a cross no
	exes  bool            // an x means yes, because what is missing is left empty
	vague bool            // all pictures have the name of a tick, and yet are of two kinds
}

// states reads all cells of a comparison, by plan.
func (g *grid) states(t *tree, names []string) [][]FeatureRow {
	c := g.cells(t)
	plans := make([][]FeatureRow, len(g.heads))
	for _, row := range g.rows {
		for i, cell := range row.cells {
			if i >= len(plans) {
				break
			}
			f := FeatureRow{Section: row.section, Name: row.label}
			name := ""
			if i < len(names) {
				name = names[i]
			}
			f.State, f.Text = c.state(cell, c.said(cell, name, row.label), name)
			plans[i] = append(plans[i], f)
		}
	}
	return plans
}

// cells looks over the whole comparison for what its signs mean there.
func (g *grid) cells(t *tree) *cells {
	c := &cells{tree: t, ticks: map[string]bool{}}
	all, last := map[string]int{}, map[string]int{}
	exes, empty, words := 0, 0, 0
	var named called
	names := g.names(t)
	for _, row := range g.rows {
		for i, cell := range row.cells {
			switch s := t.said(cell, names[i], row.label); {
			case s == "":
				if state, ok := t.drawnState(cell); ok {
					words++
					named.add(state, t.drawnKey(cell), i == len(row.cells)-1)
				} else if key := t.drawnKey(cell); key != "" {
					all[key]++
					if i == len(row.cells)-1 {
						last[key]++
					}
				} else {
					empty++
				}
			case strings.EqualFold(s, "x"):
				exes++
			case s == "○" || s == "◯" || s == "〇" || s == "◎":
				c.maru = c.maru || t.ringsSayYes(row.label)
			default:
				if _, ok := markState(s); ok {
					words++
				}
			}
		}
	}
	c.exes = exes > 0 && empty > 0 && words == 0
	if c.vague = empty == 0 && named.pictures == words && named.vague(); c.vague {
		all, last = named.all, named.last
	}
	c.readPictures(all, last)
	return c
}

// ringsSayYes tells a comparison of East Asia by its language, or by the letters of a label.
func (t *tree) ringsSayYes(label string) bool {
	return slices.Contains([]string{"ja", "ko", "zh"}, t.tongue()) || strings.ContainsFunc(label, fold.Ideograph)
}

// called counts the pictures of a comparison whose names tell a tick, and notes whether one tells a cross.
type called struct {
	all, last map[string]int
	pictures  int
	no        bool
}

func (c *called) add(state RowState, key string, last bool) {
	if c.all == nil {
		c.all, c.last = map[string]int{}, map[string]int{}
	}
	c.pictures++
	c.no = c.no || state == RowNo || key == ""
	if c.all[key]++; last {
		c.last[key]++
	}
}

// vague tells pictures of two kinds that all have the name of a tick, of which the last plan has one kind only: the other
// is no tick.
func (c *called) vague() bool { return !c.no && len(c.all) == 2 && len(c.last) == 1 }

// readPictures tells pictures without any word apart by their drawing: the one that the last plan has most often is the
// tick, for the dearest plan has nearly everything. In fainter colours it is one as well, unless that is the only other.
func (c *cells) readPictures(all, last map[string]int) {
	best := ""
	for key, n := range last {
		if best == "" || n > last[best] || n == last[best] && key < best {
			best = key
		}
	}
	if best == "" {
		return
	}
	c.ticks[best] = true
	plain := strings.TrimSuffix(best, fadedMark)
	others := false
	for key := range all {
		others = others || strings.TrimSuffix(key, fadedMark) != plain
	}
	if others {
		c.ticks[plain], c.ticks[plain+fadedMark] = true, true
	}
}

// included is a cell's answer in words that name the plan again, for who cannot see the table.
var included = regexp.MustCompile(`(?i)^(not included|not available|unavailable|included|available)(?: (?:in|with|on|for))?(?: the)? (.{1,48})$`)

// state reads one cell: words first, then pictures. An empty cell of a row that says something elsewhere is no.
func (c *cells) state(cell *html.Node, s, plan string) (RowState, string) {
	if s != "" {
		if state, ok := c.sign(s); ok {
			return state, ""
		}
		if m := included.FindStringSubmatch(s); m != nil && plan != "" && planKey(m[2]) == planKey(plan) {
			state, _ := markState(m[1])
			return state, ""
		}
		return RowValue, cut(s, maxField)
	}
	if state, ok := c.drawnState(cell); ok && !c.vague {
		return state, ""
	}
	if c.ticks[c.drawnKey(cell)] {
		return RowYes, ""
	}
	return RowNo, ""
}

// names are the plans that the heads of the columns name, one for each cell of the widest line.
func (g *grid) names(t *tree) []string {
	width := len(g.heads)
	for _, row := range g.rows {
		width = max(width, len(row.cells))
	}
	names := make([]string, width)
	for i, h := range g.heads {
		names[i], _ = t.headName(h)
	}
	return names
}

// said is what a cell says, without the name of its plan or of its line, which phones show in an element of its own
// before it.
func (t *tree) said(cell *html.Node, plan, label string) string {
	s := t.cellText(cell)
	for _, e := range elements(inner(cell)) {
		first := t.textOf(e)
		rest, ok := strings.CutPrefix(s, first)
		switch {
		case first == "":
			continue
		case !ok || !sameLabel(first, plan) && !sameLabel(first, label) || rest == "" && !answered(cell):
			return s
		}
		return strings.TrimLeft(rest, " :")
	}
	return s
}

// cellText is what a cell says before what explains it.
func (t *tree) cellText(cell *html.Node) string {
	s, explained := t.textOf(cell), false
	if s == "" || len(elements(cell)) == 0 {
		return s
	}
	each(cell, func(e *html.Node) bool {
		explained = explained || (tooltip(e) || hintSign(e)) && t.textOf(e) != "" && t.textOf(e) != s
		return !explained
	})
	if !explained {
		return s
	}
	said := ""
	for _, l := range t.lines(cell) {
		said = strings.TrimSpace(said + " " + l.text)
	}
	if said != "" && strings.HasPrefix(s, said) {
		return said
	}
	return s
}

// sameLabel tells a text that is a label or a plan's name, whatever stands around it: "Pro:" and "Plan Pro".
func sameLabel(s, label string) bool {
	s = strings.TrimRight(s, " :")
	return s == label || planKey(s) == planKey(label)
}

// answered tells a cell with a picture in it.
func answered(cell *html.Node) bool {
	_, ok := iconState(cell)
	return ok || pictureKey(cell) != ""
}

// sign reads a sign or a word that answers by itself.
func (c *cells) sign(s string) (RowState, bool) {
	switch {
	case c.exes && strings.EqualFold(s, "x"):
		return RowYes, true
	case c.maru && strings.Contains("○◯〇◎", s):
		return RowYes, true
	}
	return markState(s)
}
