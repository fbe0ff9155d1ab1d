package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// Bounds of a comparison.
const (
	maxRows    = 1200
	maxColumns = 12
	minRows    = 4
)

// grid is a comparison of plans, however it is marked up: rows of a label and one cell per plan.
type grid struct {
	node    *html.Node
	heads   []*html.Node // one per plan
	rows    []gridRow
	offers  []*html.Node // the links or buttons by which each is chosen, in a line below the heads
	costs   []gridRow    // rows that say what each plan costs
	leading int          // how many of them stand right below the head
	sold    bool         // it lists plans and what each costs, a row for each
	columns bool         // each plan is a list of its own, beside the list of the labels

	bullets [][]FeatureRow // what is listed below each head, where there are no labels
}

type gridRow struct {
	section string
	label   string
	cells   []*html.Node
}

// cornerWords stand above the labels of a comparison and name no part of it.
var cornerWords = regexp.MustCompile(`(?i)^(?:(?:all |key |main |our |plan )?(?:features?|plans?|pricing)(?: ?[/&] ?(?:capabilit(?:y|ies)|benefits?|plans?|limits?))?|capabilit(?:y|ies)|compare(?: .*)?|comparison|what['’]s included|` +
	`funktion(?:en|er)?|leistung(?:en)?|merkmale?|fonctionnalités?|caractéristiques?|funci(?:ón|ones)|características?|recursos?|funzion(?:e|i|alità)|caratteristic(?:a|he)|functies?|kenmerken|` +
	`egenskap(?:er)?|funksjon(?:er)?|ominaisuu(?:s|det)|toiminnot|funkcj[ae]|funkc[ei]|funkcionalnosti?|možnosti?|mogućnosti?|özellik(?:ler)?|функции|возможности|機能|项目|功能|기능)$`)

func table(n *html.Node) bool {
	return n.DataAtom == atom.Table || attr(n, "role") == "table" || attr(n, "role") == "grid"
}

// grids finds the comparisons of a page, in page order: tables, and what is drawn like one.
func (t *tree) grids(sets []cardSet) []grid {
	rows, cards := map[*html.Node]bool{}, map[*html.Node]bool{}
	known := map[string]bool{}
	plans := slices.ContainsFunc(sets, func(s cardSet) bool { return !s.addOn })
	for _, set := range sets {
		rows[set.parent] = true // a row of cards may be a table; it is no comparison
		for _, c := range set.cards {
			cards[c.node] = true
			if !set.addOn || !plans { // what comes on top of plans is not compared with them
				known[planKey(c.name)] = true
			}
		}
		for _, name := range set.shortNames() {
			known[planKey(name)] = true
		}
	}
	out := append(t.tables(rows, known), t.readPlain(known, cards)...)
	for i := range sets {
		if g, ok := t.lined(&sets[i]); ok {
			out = append(out, g)
		}
	}
	slices.SortStableFunc(out, func(a, b grid) int { return t.order[a.node] - t.order[b.node] })
	return out
}

// tables reads the tables of a page.
func (t *tree) tables(rows map[*html.Node]bool, known map[string]bool) []grid {
	var out []grid
	var apart []*html.Node // the heads that a table of one line named last
	parts := map[*html.Node]bool{}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for _, c := range elements(n) {
			if hidden(c) {
				continue
			}
			if !table(c) {
				walk(c)
				continue
			}
			if heads := t.headApart(c, known); heads != nil {
				apart = heads
				continue
			}
			if g, ok := t.turned(c, known); ok && !rows[c] {
				out = append(out, g)
				continue
			}
			if g, ok := t.ladder(c); ok && !rows[c] {
				out = append(out, g)
				continue
			}
			least := minRows
			if n := len(out); n > 0 && out[n-1].node.Parent == c.Parent || t.inParts(c, len(known), parts) || apart != nil {
				least = 1 // one more part of a comparison
			}
			if g, ok := t.readGrid(c, least, known); ok && !rows[c] {
				if n := len(out); n > 0 && g.heads == nil && len(out[n-1].heads) == len(g.rows[0].cells) {
					g.heads = out[n-1].heads // a comparison in parts names its plans once
				}
				if g.heads == nil && len(apart) == len(g.rows[0].cells) {
					g.heads = apart
				}
				out = append(out, g)
				continue
			}
			walk(c)
		}
	}
	walk(t.body)
	t.nameParts(out)
	return out
}

// readGrid reads a table, a real or an ARIA one, as a comparison of at least so many rows.
func (t *tree) readGrid(n *html.Node, least int, known map[string]bool) (grid, bool) {
	rows := t.headOfTwo(t.ungrouped(t.rowsOf(n)))
	if n := len(rows); n < least && !(n > 1 && t.namesKnown(rows[0], known)) {
		return grid{}, false
	}
	width := commonWidth(rows)
	if width < 3 || width > maxColumns {
		return grid{}, false
	}
	g := grid{node: n}
	if t.unlabelled(rows, width) {
		return t.plainColumns(n, rows, width), true
	}
	section, topic := t.caption(n), false
	if s := t.headingBeside(n); section == "" && least == 1 && s != nil {
		section = cut(t.textOf(s), maxField)
	}
	full, apart := 0, t.headedRows(rows, width)
	for _, row := range rows {
		label := t.label(row[0])
		headed := holdsHeading(row[0])
		if headed && apart {
			section, topic = "", false // a heading of its own begins something else
		}
		switch {
		case len(row) == width && g.heads == nil && full == 0 && (t.headRow(row) || t.knownRow(row[1:], known) || t.twiceNamed(row[1:], known)):
			g.heads = row[1:]
			if s := t.textOf(row[0]); s != "" && len(s) < 60 && !cornerWords.MatchString(s) && !saysTime(s) {
				section = s
			}
		case len(row) == width-1 && g.heads != nil && full == 0 && t.costRow(row):
			g.costs = append(g.costs, gridRow{cells: row}) // the corner stands beside this line too
		case len(row) == width && g.heads != nil && t.sameNames(row[1:], g.heads):
			section, topic = "", false // the head again
		case g.heads == nil && full == 0 && len(row) == width && t.headsOther(row, known):
			return grid{}, false
		case len(row) == width && label != "" && !t.blankCells(row[1:]):
			g.rows = append(g.rows, gridRow{section: section, label: label, cells: row[1:]})
			full++
		case len(row) == width && label == "" && g.heads != nil && full == 0 && t.offered(row[1:]):
			g.offers = row[1:]
		case len(row) == width && label == "" && g.heads != nil && t.costRow(row[1:]):
			g.costs = append(g.costs, gridRow{cells: row[1:]})
		case label != "" && t.blankCells(row[1:]) && !(topic && !headed):
			section, topic = cut(label, maxField), headed
		}
	}
	if n := len(g.rows); n >= minRows && t.choices(g.rows[n-1].cells) {
		g.rows = g.rows[:n-1]
	}
	if g.heads != nil && t.namesKnown(rows[0], known) {
		least = 1 // a part of a comparison that names the plans again
	}
	return g, full >= max(least-1, 1)
}

// choices tells a row in which each cell is a link or a button and nothing else: there the plans of a comparison are
// chosen.
func (t *tree) choices(cells []*html.Node) bool {
	for _, c := range cells {
		s, whole := t.textOf(c), false
		each(c, func(e *html.Node) bool {
			whole = whole || pressed(e) && t.textOf(e) == s
			return !whole
		})
		if _, mark := markState(s); mark || !whole || fold.StartsWithDigit(s) || t.longer(c, maxChoice) {
			return false
		}
	}
	return true
}

// headedRows tells a table in which a few lines with values have a heading for a label, and most have none: those do not
// belong to the section above them.
func (t *tree) headedRows(rows [][]*html.Node, width int) bool {
	headed, plain := 0, 0
	for _, row := range rows {
		switch {
		case len(row) != width || t.blankCells(row[1:]):
		case holdsHeading(row[0]):
			headed++
		default:
			plain++
		}
	}
	return headed > 0 && headed*2 < plain
}

// caption is the name of a table that is a part of a comparison.
func (t *tree) caption(n *html.Node) string {
	for _, c := range elements(n) {
		if c.DataAtom == atom.Caption {
			if s := t.textOf(c); len(s) < 60 {
				return s
			}
		}
	}
	return ""
}

// rowsOf are the rows of an element as lists of cells.
func (t *tree) rowsOf(n *html.Node) [][]*html.Node {
	var rows [][]*html.Node
	each(n, func(e *html.Node) bool {
		if e.DataAtom == atom.Tr || attr(e, "role") == "row" {
			if cells := expand(e); len(cells) > 0 && len(rows) < maxRows {
				rows = append(rows, cells)
			}
			return false
		}
		return !(table(e) && e != n)
	})
	return rows
}

// expand lists a row's cells, repeating those that span several columns, except one that spans the row: a section.
func expand(tr *html.Node) []*html.Node {
	var cells []*html.Node
	children := elements(tr)
	for tr.DataAtom != atom.Tr && len(children) == 1 && attr(children[0], "role") == "" {
		children = elements(children[0]) // a wrapper between a row and its cells
	}
	for _, c := range children {
		cells = append(cells, c)
		span := 1
		if v := attr(c, "colspan"); len(v) == 1 && v[0] > '1' && v[0] <= '9' && len(children) > 1 {
			span = int(v[0] - '0')
		}
		for range span - 1 {
			cells = append(cells, c)
		}
	}
	return cells
}

// commonWidth is the number of cells that most rows have.
func commonWidth(rows [][]*html.Node) int {
	count := map[int]int{}
	best := 0
	for _, r := range rows {
		count[len(r)]++
		if len(r) > 1 && (count[len(r)] > count[best] || count[len(r)] == count[best] && len(r) > best) {
			best = len(r)
		}
	}
	return best
}

// costRow tells a row in which most cells say a price, or what stands for one.
func (t *tree) costRow(cells []*html.Node) bool {
	amounts, others := 0, 0
	for _, c := range cells {
		s := t.textOf(c)
		switch {
		case len(s) > maxPriceLine:
		case len(money.Priced(s)) > 0:
			amounts++
		case saysFree(s), talkWords.MatchString(s), dashOnly(s):
			others++
		}
	}
	return amounts > 0 && 2*(amounts+others) > len(cells)
}

func (t *tree) blankCells(cells []*html.Node) bool {
	for _, c := range cells {
		if t.textOf(c) != "" || t.drawnKey(c) != "" {
			return false
		}
		if _, ok := t.drawnState(c); ok {
			return false
		}
	}
	return true
}

// label is a row's name: the first line of its first cell, without the tooltip and the mark of a footnote beside it.
func (t *tree) label(n *html.Node) string {
	lines := t.lines(n)
	if len(lines) == 0 {
		return ""
	}
	lines[0].text = withoutPicture(t.withoutFootnote(n, t.explained(n, lines[0].text)))
	if first := lines[0].text; len(lines) > 1 && (strings.HasSuffix(first, " &") || strings.HasSuffix(first, " and")) {
		return cut(first+" "+lines[1].text, maxField) // a name of two lines
	}
	return cut(strings.TrimRight(lines[0].text, " *¹²³?ⓘ"), maxField)
}

// explained is the name at the beginning of a line that goes on with a sentence about it, each in an element of its own: a
// style sheet puts the sentence below the name.
func (t *tree) explained(n *html.Node, line string) string {
	parts := elements(inner(n))
	if len(parts) < 2 || len(line) < minExplained || hasText(inner(n)) || !strings.HasSuffix(line, ".") {
		return line
	}
	name, about := t.textOf(parts[0]), t.textOf(parts[1])
	if name == "" || len(about) < minExplained || !nameable(name) || name+" "+about != line || !beginsUpper(about) {
		return line
	}
	return name
}

func beginsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// minExplained is how long a sentence is at least that explains a name.
const minExplained = 24

// footnoteMark is what a raised mark says that leads to a note below.
var footnoteMark = regexp.MustCompile(`^[\[(]?(?:\d{1,2}|[a-z]|[*†‡§]{1,3})[\])]?$`)

// withoutFootnote takes the raised mark of a footnote off the end of a label. Squares and cubes of units are none.
func (t *tree) withoutFootnote(n *html.Node, label string) string {
	each(n, func(e *html.Node) bool {
		mark := ""
		if e.DataAtom == atom.Sup {
			mark = t.textOf(e)
		}
		rest, ok := strings.CutSuffix(label, mark)
		rest = strings.TrimSpace(rest)
		words := strings.Fields(rest)
		if ok && footnoteMark.MatchString(mark) && len(words) > 0 && len(words[len(words)-1]) > 2 {
			label = rest
		}
		return e.DataAtom != atom.Sup
	})
	return label
}
