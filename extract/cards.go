package extract

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Bounds of what can be a card.
const (
	maxName      = 48   // characters of a plan's name
	maxCardText  = 6000 // bytes of a card
	headLines    = 40
	maxCardSets  = 40
	maxPriceLine = 140 // bytes of a line that can be a price
)

var (
	badge     = regexp.MustCompile(`(?i)^(most popular|popular|recommended|best value|best deal|new|best for.*|save .*|limited.*|beta|current plan|featured|our pick|top pick|great value|coming soon|for (teams|individuals|startups|enterprises?|businesses|developers)|monthly|annual(ly)?|yearly|\d+% off.*|[^\p{L}]*)$`)
	addOnWord = regexp.MustCompile(`(?i)\badd[- ]?ons?\b|\bextras\b|\boptional\b`)
	notAName  = regexp.MustCompile(`(?i)\?$|^[/\d(+]|^(per|includes?|you pay|key plan|customi[sz]e|explore|save|from|starting|billed|up to)\b|^(how|what|why|when|can|do|does|is|are|which|who|where|will)\b.*\s|^(faq|frequently|features?|pricing|plans?|compare|testimonial|everything in|included|what['’]s included|all plans|trusted|our |choose|get started|start |sign up|try |contact|book|learn|log ?in|buy|subscribe|select|upgrade|switch|see |view |show |read |join )`)
)

// card is a record that may be a plan.
type card struct {
	node  *html.Node
	lines []line
	at    int // the line that names it
	name  string
	head  string
	price []Price
	free  bool
	talk  bool
}

// cardSet is a row of cards.
type cardSet struct {
	parent *html.Node
	cards  []card
	title  string
	addOn  bool
	alike  bool // the names of all cards stand in the same kind of element
}

// plausible tells whether cards are plans of one price list: at least two, differently named, one with an amount.
func plausible(cards []card) bool {
	if len(cards) < 2 {
		return false
	}
	names := map[string]bool{}
	amounts, marks, free, talk := 0, 0, 0, 0
	for _, c := range cards {
		if c.free {
			free++
		} else if c.talk {
			talk++
		}
		names[strings.ToLower(c.name)] = true
		switch {
		case len(c.price) > 0 && !c.free:
			amounts++
		case c.free || c.talk:
			marks++
		}
	}
	return len(names) > 1 && (amounts > 0 && amounts+marks > 1 || free > 0 && talk > 0 && alike(cards))
}

// readCard reads a record's name and what it costs.
func (t *tree) readCard(n *html.Node) (card, bool) {
	c := card{node: n, lines: t.lines(n)}
	if len(c.lines) < 2 {
		return c, false
	}
	headList(c.lines)
	at := nameLine(c.lines)
	if at < 0 {
		return c, false
	}
	c.at, c.name = at, c.lines[at].text
	c.readHead(at)
	return c, len(c.price) > 0 || c.free || c.talk
}

// headList takes the name and the prices of a card that is one list out of it: its first items are no bullets.
func headList(lines []line) {
	for _, l := range lines {
		if !l.item {
			return
		}
	}
	lines[0].item = false
	for i := 1; i < min(len(lines), 5) && len(priced(lines[i].text)) > 0; i++ {
		lines[i].item = false
	}
}

// nameLine is the line that names a card: its first short heading, else its first short line.
func nameLine(lines []line) int {
	for i, l := range lines[:min(len(lines), headLines)] {
		if l.heading > 0 && nameable(l.text) {
			return i
		}
	}
	for i, l := range lines[:min(len(lines), 4)] {
		if !l.button && !l.item && nameable(l.text) && utf8.RuneCountInString(l.text) <= 28 {
			return i
		}
	}
	return -1
}

// nameable tells a text that can be a plan's name.
func nameable(s string) bool {
	if s == "" || utf8.RuneCountInString(s) > maxName || len(strings.Fields(s)) > 6 {
		return false
	}
	if badge.MatchString(s) || notAName.MatchString(s) || strings.HasSuffix(s, ".") && len(strings.Fields(s)) > 2 {
		return false
	}
	return len(priced(s)) == 0 && !startsNumber(s)
}

// readHead reads the prices from the lines around the name up to the list of what is in the plan.
func (c *card) readHead(at int) {
	var parts []string
	for i, l := range c.lines[:min(len(c.lines), headLines)] {
		if i == at {
			continue
		}
		if l.item && i > at {
			if len(parts) > 0 {
				break
			}
			continue
		}
		if freeWords.MatchString(l.text) && !l.button && !strings.Contains(strings.ToLower(l.text), "trial") {
			c.free = true
		}
		if talkWords.MatchString(l.text) && (l.button || len(l.text) < 60) {
			c.talk = true
		}
		if !l.button && len(l.text) <= maxPriceLine {
			parts = append(parts, l.text)
		}
	}
	c.head = strings.Join(parts, " ")
	c.price = pricesIn(c.head)
	if strings.EqualFold(c.name, "free") && len(c.price) == 0 {
		c.free = true
	}
	if c.free && len(c.price) == 0 {
		c.price = []Price{{Money: Money{Currency: "USD"}, Quote: freeQuote(c)}}
	} else if len(c.price) > 0 {
		c.free = c.price[0].Minor == 0
	}
}

func freeQuote(c *card) string {
	for _, l := range c.lines {
		if freeWords.MatchString(l.text) {
			return l.text
		}
	}
	return c.name
}

// plan turns a card into a plan.
func (c *card) plan(t *tree, group string, addOn bool) Plan {
	return Plan{
		Name:     cut(c.name, maxField),
		Group:    group,
		Custom:   c.talk && !hasAmount(c.price) && !c.free,
		AddOn:    addOn,
		Prices:   c.price,
		Features: t.bullets(c),
		Quote:    cut(c.name, maxField),
	}
}

func hasAmount(prices []Price) bool {
	for _, p := range prices {
		if p.Minor > 0 {
			return true
		}
	}
	return false
}

// bullets are what a card lists, by the heading above each list.
func (t *tree) bullets(c *card) []FeatureRow {
	var rows []FeatureRow
	section := ""
	for _, l := range c.lines {
		switch {
		case l.term != "" && !l.button && len(l.text) <= maxField:
			rows = append(rows, definitionRow(section, l))
		case l.item && !l.button && len(l.text) <= maxField:
			rows = append(rows, FeatureRow{Section: section, Name: l.text, State: itemState(l.node)})
		case l.heading > 0 && l.text != c.name:
			section = cut(l.text, maxField)
		}
	}
	return rows
}

// definitionRow reads a term of a definition list with what is said of it.
func definitionRow(section string, l line) FeatureRow {
	f := FeatureRow{Section: section, Name: cut(l.term, maxField), State: RowValue, Text: l.text}
	if state, ok := markState(l.text); ok {
		f.State, f.Text = state, ""
	}
	return f
}

// itemState is no for a bullet that carries a cross, else yes.
func itemState(n *html.Node) RowState {
	for p := n; p != nil; p = p.Parent {
		if p.Data == "li" || p.Data == "dd" {
			if s, ok := iconState(p); ok && s == RowNo {
				return RowNo
			}
			break
		}
	}
	return RowYes
}

// headingBefore is the nearest heading above an element, outside of it.
func (t *tree) headingBefore(n, parent *html.Node) string {
	for p := parent; p != nil; p = p.Parent {
		best := ""
		each(p, func(e *html.Node) bool {
			if t.order[e] >= t.order[n] {
				return false
			}
			if level(e) > 0 {
				if s := t.textOf(e); s != "" {
					best = s
				}
				return false
			}
			return true
		})
		if best != "" {
			return cut(best, 120)
		}
	}
	return ""
}
