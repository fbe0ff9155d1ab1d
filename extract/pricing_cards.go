package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// Bounds of what can be a card.
const (
	maxCardText = 12_000 // bytes of a card
	maxCardSets = 40
	maxCards    = 24 // in one set
)

// card is a record that may be a plan.
type card struct {
	node  *html.Node
	lines []line
	at    int    // the line that names it
	name  string // of the plan
	slot  string // kind of place the name stands in, the same for all cards of a set
	gift  bool   // it says that it costs nothing, in a sentence
	head
}

// marked tells whether a card says what it costs, or whom to ask.
func (c *card) marked() bool { return len(c.price) > 0 || c.free != "" || c.talk }

// cardSet is a row of cards.
type cardSet struct {
	parent *html.Node
	cards  []card
	title  string
	addOn  bool
	tab    bool // a tab shows it, and says what it is of
	alike  bool // the names of all cards stand in the same kind of element

	pairs   map[*html.Node]FeatureRow // lines of a label and what the plan has of it; nil until its plans are read
	missing map[*html.Node]bool       // bullets that are drawn as what a plan has not; nil until then, too
}

// strength counts the cards that say a price for a time, or that they are free: what only plans do.
func (s *cardSet) strength() int {
	n := 0
	for _, c := range s.cards {
		for _, p := range c.price {
			if p.Period != "" || p.Per != "" || p.Minor == 0 {
				n++
				break
			}
		}
	}
	return n
}

// miner looks for repeated records.
type miner struct {
	*tree
	size  map[*html.Node]int  // bytes of readable text
	marks map[*html.Node]bool // there are words about money inside
	left  int                 // bytes that may still be read into cards
}

func newMiner(t *tree) *miner {
	m := &miner{tree: t, size: map[*html.Node]int{}, marks: map[*html.Node]bool{}, left: 30 << 20}
	m.measure(t.body)
	return m
}

// cardSets finds repeated records: an element of which several children each hold a name and a price, or an invitation
// to ask for one.
func (t *tree) cardSets() []cardSet {
	m := newMiner(t)
	sets := m.mine(t.body)
	if anyAlike(sets) {
		sets = slices.DeleteFunc(sets, func(s cardSet) bool { return !s.alike })
	}
	m.joinLone(sets)
	m.joinMade(sets)
	m.askSection(sets)
	m.soldApart(sets)
	if len(sets) == 0 {
		sets = m.terms()
	}
	cards := cardNodes(sets)
	for i := range sets {
		sets[i].title = t.headingBefore(sets[i].cards[0].node, sets[i].parent, cards)
		sets[i].addOn = sets[i].addOn || aboutAddOns(sets[i].title)
		if name := t.panelName(sets[i].parent); name != "" {
			sets[i].title, sets[i].tab = name, true
			sets[i].addOn = sets[i].addOn || aboutAddOns(name)
		}
	}
	for i := range sets {
		sets[i].addOn = sets[i].addOn && !repeats(sets, i)
	}
	return dropWeak(dropCompared(t.dropLabelled(sets)))
}

// repeats tells a row that names the plans of another one again, as what a phone shows does: nothing that comes on top.
func repeats(sets []cardSet, i int) bool {
	known := 0
	for _, c := range sets[i].cards {
		if slices.ContainsFunc(sets, func(s cardSet) bool { return !s.addOn && s.has(c.name) }) {
			known++
		}
	}
	return 2*known > len(sets[i].cards)
}

// cardNodes are the elements of all cards.
func cardNodes(sets []cardSet) map[*html.Node]bool {
	nodes := map[*html.Node]bool{}
	for _, s := range sets {
		for _, c := range s.cards {
			nodes[c.node] = true
		}
	}
	return nodes
}

// maxTalk is how long a text may be that says words instead of an amount, in bytes.
const maxTalk = 70

// measure sums up text below each element and notes where money is spoken of.
func (m *miner) measure(n *html.Node) (size int, mark bool) {
	if n.Type == html.TextNode {
		s := strings.TrimSpace(n.Data)
		if s == "" || strings.ContainsAny(s, "0123456789$€£¥₹") || fold.OtherDigits(s) {
			return len(s), s != ""
		}
		return len(s), len(s) < maxTalk && speaksOfMoney(fold.Text(s))
	}
	if n.Type == html.ElementNode && (silent(n) || hidden(n)) {
		return 0, false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s, k := m.measure(c)
		size, mark = size+s, mark || k
	}
	if !mark && size > 0 && size < maxTalk && n.FirstChild != n.LastChild {
		mark = speaksOfMoney(m.textOf(n)) // in pieces: "Talk <span>to us</span>"
	}
	m.size[n], m.marks[n] = size, mark
	return size, mark
}

// speaksOfMoney tells words instead of an amount.
func speaksOfMoney(s string) bool { return saysFree(s) || talkWords.MatchString(s) }

// mine returns the sets of cards at or below n: the innermost ones, unless the row that n holds names more records.
// Parts of one card may look like cards too.
func (m *miner) mine(n *html.Node) []cardSet {
	if !m.marks[n] || m.left <= 0 {
		return nil
	}
	if n.Type == html.ElementNode && n != m.body && frame(n) && m.size[n] < maxCardText && len(money.Priced(m.textOf(n))) == 0 {
		return nil // a menu has no prices; a page's own header may
	}
	var below []cardSet
	children := elements(n)
	rows := 0
	for _, c := range children {
		sets := m.mine(c)
		if anyAlike(sets) {
			rows++
		}
		below = append(below, sets...)
		if len(below) >= maxCardSets {
			return below
		}
	}
	if rows > 1 && !captioned(below) || len(children) < 2 {
		return below
	}
	set, ok := m.row(n, children)
	switch {
	case !ok:
		return below
	case rows > 1 && set.alike:
		return []cardSet{set}
	case rows > 1:
		return below
	case anyAlike(below) && !(set.alike && set.outdoes(below)):
		return below
	case !set.alike && len(below) > 0:
		return below
	}
	return []cardSet{set}
}

// row reads the children of an element as cards.
func (m *miner) row(n *html.Node, children []*html.Node) (cardSet, bool) {
	cards := m.records(children)
	if !plausible(cards) {
		cards = m.sections(n)
	}
	if !plausible(cards) {
		return cardSet{}, false
	}
	if cards[0].slot == "heading" && goOn(cards) {
		return cardSet{}, false
	}
	set := cardSet{parent: n, cards: cards, addOn: m.onTop(children) >= len(cards)}
	if set.alike = alike(cards); set.alike {
		set.cards = m.withSiblings(children, cards)
	} else if set.cards = headed(cards); !plausible(set.cards) {
		return cardSet{}, false
	}
	return set, len(set.cards) <= maxCards
}

// mostRecords bounds the pieces of a page that may be cards beside each other: more are a catalogue and no price list.
const mostRecords = 400

// records reads those children that say a price or invite to ask for one.
func (m *miner) records(children []*html.Node) []card {
	var all []card
	for _, c := range children {
		if m.size[c] < 4 || m.size[c] > maxCardText || !m.marks[c] || level(inner(c)) > 0 || holdsTable(c) || m.left <= 0 {
			continue
		}
		m.left -= m.size[c] + 200
		if k := (card{node: c, lines: m.cardLines(c)}); len(k.lines) >= 2 && !quotation(c, k.lines) {
			all = append(all, k)
		}
	}
	if len(all) < 2 || len(all) > mostRecords {
		return nil
	}
	namePictures(all)
	nameCards(all)
	var cards []card
	for _, k := range all {
		if k.at < 0 || feeName.MatchString(k.name) {
			continue
		}
		k.head = m.readHead(k.node, k.lines, k.at)
		k.settle()
		if k.marked() {
			cards = append(cards, k)
		}
	}
	return cards
}

// feeName names what is kept of each sale, and no plan.
var feeName = regexp.MustCompile(`(?i)(?:` + wordStart + `(?:fees?|commissions?|comisión|comissão|commissie)|provision|gebühr(?:en)?)$`)

// settle makes the name "Free" a price where nothing else says one, and keeps "free" out where there is a price.
func (c *card) settle() {
	if c.free == "" && len(c.price) == 0 && strings.EqualFold(c.name, "free") {
		c.free = c.name
	}
	if hasAmount(c.price) {
		c.free = ""
	}
	if c.free != "" && len(c.price) == 0 {
		c.price = []Price{{Money: money.Money{Currency: "USD"}, Quote: c.free}}
	}
}

// plausible tells whether cards are plans of one price list: at least two, differently named, one with an amount.
func plausible(cards []card) bool {
	if len(cards) < 2 {
		return false
	}
	names := map[string]bool{}
	amounts, free, talk := 0, 0, 0
	for _, c := range cards {
		names[strings.ToLower(c.name)] = true
		switch {
		case hasAmount(c.price):
			amounts++
		case c.free != "" || len(c.price) > 0:
			free++
		default:
			talk++
		}
	}
	if len(names) < 2 {
		return false
	}
	return amounts > 0 || free > 0 && (talk > 0 || explicit(cards)) && alike(cards) || talk == len(cards) && alike(cards) && (asked(cards) || onRequest(cards))
}

// explicit tells cards that all say a price of zero in figures, as plans do that are paid by use.
func explicit(cards []card) bool {
	return !slices.ContainsFunc(cards, func(c card) bool { return len(money.Priced(c.text)) == 0 })
}

// byRequest says instead of an amount that there is a price, and that one has to ask for it.
var byRequest = regexp.MustCompile(`(?i)^(?:(?:price|pricing|preis|preise|prix|tarif|precio|preço|prezzo|prijs)s?:? )?(?:(?:available )?(?:up)?on request|auf anfrage|nach absprache|` +
	`sur (?:devis|demande)|a consultar|bajo (?:consulta|pedido)|sob consulta|su (?:richiesta|preventivo)|op aanvraag|custom pricing|på (?:forespørsel|forespørgsel|förfrågan)|na zapytanie|na dotaz|na vyžiadanie|cena dohodou|efter aftale|etter avtale|sopimuksen mukaan|` +
	`la cerere|κατόπιν (?:συνεννόησης|αιτήματος|επικοινωνίας)|по запросу|договорная|за запитом|за домовленістю|theo yêu cầu|حسب الطلب|عند الطلب)` + wordEnd +
	`|^(?:定制报价|价格?面议|询价|応相談|要相談|お?見積り?|별도 ?문의|가격 ?문의)`)

// onRequest tells cards of which each says so in a line of its own.
func onRequest(cards []card) bool {
	for _, c := range cards {
		if !saysOnRequest(c.lines) {
			return false
		}
	}
	return len(cards) > 1
}

func saysOnRequest(lines []line) bool {
	return slices.ContainsFunc(lines, func(l line) bool {
		return !l.button && !l.item && len(l.text) <= 60 && byRequest.MatchString(l.text)
	})
}

// asked tells cards of which each invites to ask for its price, and that are named as plans often are.
func asked(cards []card) bool {
	usual := 0
	for _, c := range cards {
		if !hasButton(c.lines) {
			return false
		}
		if usualName.MatchString(c.name) || largeName.MatchString(c.name) {
			usual++
		}
	}
	return usual >= 2 && 2*usual >= len(cards)
}

func anyAlike(sets []cardSet) bool {
	return slices.ContainsFunc(sets, func(s cardSet) bool { return s.alike })
}

// alike tells whether the names of cards stand in the same kind of place.
func alike(cards []card) bool {
	for _, c := range cards {
		if c.slot == "" || c.slot != cards[0].slot {
			return false
		}
	}
	return true
}

// depthIn counts the elements from a node up to its card.
func depthIn(n, root *html.Node) int {
	depth := 0
	for p := n; p != nil && p != root; p = p.Parent {
		depth++
	}
	return depth
}

// holdsTable tells a record that holds a comparison: a table of more than two columns, not counting one of links.
func holdsTable(n *html.Node) bool {
	found := false
	each(n, func(e *html.Node) bool {
		if found = found || rowElement(e) && len(slices.DeleteFunc(elements(e), linkAlone)) > 2; found {
			return false
		}
		return true
	})
	return found || rowElement(n)
}

// linkAlone tells a cell that is a link or a button and nothing else.
func linkAlone(n *html.Node) bool {
	for n != nil && !pressed(n) {
		n = onlyHeld(n)
	}
	return n != nil
}

// rowElement tells a line of a table, by element or role.
func rowElement(n *html.Node) bool { return n.DataAtom == atom.Tr || attr(n, "role") == "row" }

// withSiblings adds the children that name themselves as the cards do and tell no price at all.
func (m *miner) withSiblings(children []*html.Node, cards []card) []card {
	if !slices.Contains(children, cards[0].node) {
		return cards
	}
	var out []card
	for _, n := range children {
		if i := slices.IndexFunc(cards, func(c card) bool { return c.node == n }); i >= 0 {
			out = append(out, cards[i])
			continue
		}
		if m.size[n] < 20 || m.size[n] > maxCardText || holdsTable(n) {
			continue
		}
		k := card{node: n, lines: m.cardLines(n), at: -1}
		for i, l := range k.lines[:min(len(k.lines), 8)] {
			if k.at < 0 && nameable(l.text) && slices.Contains(slotKeys(l, &k), cards[0].slot) {
				k.at, k.name, k.slot = i, l.text, cards[0].slot
			}
		}
		if k.at >= 0 && len(k.lines) > 3 && hasButton(k.lines) {
			out = append(out, k)
		}
	}
	return out
}

func hasButton(lines []line) bool {
	return slices.ContainsFunc(lines, func(l line) bool { return l.button })
}
