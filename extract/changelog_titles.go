package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// A title is chosen by points, among the lines of a card. Nothing is known of classes and vendors; what counts is what a

// line is (a heading, a link), whether it differs from card to card (titles do, tags and authors do not), how long lines
// in its place are, and how near it is to the date.
const (
	pointsHeading   = 100
	pointsMainLink  = 55 // leads where other parts of the card lead, too
	pointsLink      = 35
	pointsStrong    = 30
	pointsLine      = 15
	pointsUsualRank = 20  // a heading of the rank that titles have on this page
	pointsRank      = 15  // lost for each rank that a heading is lower
	pointsAbove     = 10  // lost by a heading above the usual rank: the page's own
	pointsRepeated  = 120 // lost where all cards say the same in this place
	pointsAgain     = 5   // lost where some of them say the same, in more words than labels have
	pointsShared    = 50  // lost by a link that other cards hold, too
	pointsTwice     = 15  // lost by a link that one other card holds
	pointsAbsent    = 40  // lost by a place that few cards have
	pointsCategory  = 60  // lost by the name of a kind of news
	mostOfCategory  = 30  // that such a name gets
	mostOfPart      = 8   // that a heading below the title gets
	pointsOneWord   = 20
	pointsLong      = 25
	pointsTeaser    = 15
	pointsName      = 8 // won by a line of the length of a title
	pointsVersion   = 20
	pointsHeadline  = 60 // of a line that does the work of a heading
	pointsStamped   = 60 // won by a version in the line of its date
	pointsNear      = 3  // for each element that holds both line and date
	fewCards        = 3  // with fewer, cards are not compared
)

var (
	readTime      = regexp.MustCompile(`(?i)^[^\p{L}\d]*\d+\s*[-–]?\s*(min|mins|minutes?|sec|seconds?|hours?|views?|comments?|likes?|reactions?|shares?|videos?|(?:\p{L}+ )?guides?|(?:merged )?pull requests?|commits?|contributors?|分)\b.{0,12}$`)
	byline        = regexp.MustCompile(`(?i)^[^\p{L}]*(by|written by|posted by|author|von|par|por|door)\b[: ]`)
	buttons       = regexp.MustCompile(`(?i)^[^\p{L}]*(read|learn|see|view|show|load|find out|discover|continue|download|try|get|watch|weiterlesen|mehr|lire|leer|ver|続き|查看|詳細を見る)( (more|on|now|all|details|post|article|reading|the .{3,30}|full .{3,30}|release( notes)?|it|started|erfahren|la suite|más|plus))?[^\p{L}]*$`)
	releaseNumber = regexp.MustCompile(`(?i)^(?:release|version|build|update|patch|sprint|revision)\s#?\d+$`)
	controls      = regexp.MustCompile(`(?i)^[^\p{L}]*(share|tweet|copy( link)?|permalink|link|subscribe|follow|rss|new|latest|featured|pinned|draft|more|next|previous|details|compare|menu)[^\p{L}]*$`)
	reference     = regexp.MustCompile(`^\p{L}[\p{L}\d -]{0,24} ?: ?\S*[\p{L}\d][./]\S*[\p{L}\d/](?: ?[↗→])?$`)
	roles         = regexp.MustCompile(`(?i)/(authors?|by|tags?|categor(y|ies)|topics?|people|users?|team|members?|profiles?|u)/[^/]*/?$|[?&](tag|category|author|topic)=`)
)

// place is where a line stands in its card, and what all lines in that place have in common.
type place struct {
	cards int
	texts map[string]bool
	words int // of the longest

	length    int // of all together, in bytes
	sentences int
	labels    int // names of kinds of news
}

// alike is what a place says that has few different texts of one or two words in many cards: a label beside each date.
func (p *place) alike() map[string]bool {
	if p.cards < fewCards || 3*len(p.texts) > p.cards || p.words > 2 {
		return nil
	}
	return p.texts
}

// labelled tells a place in which most cards say of what kind their news is: so do the others, in words of their own.
func (p *place) labelled() bool { return p.cards >= fewCards && 3*p.labels >= 2*p.cards }

// titleChooser compares the cards of a page.
type titleChooser struct {
	pieces []piece
	cards  []dayCard
	places map[string]*place
	at     map[int]*place // of each piece
	hrefs  map[int]string // where each piece leads
	leads  map[string]int // how many cards hold a link to an address
	rank   int
	named  *place // what does the work of headings
	areas  bool   // the headings of that rank name areas that come again, and part the text
	tops   int    // headings of the first rank
	first  int    // the first heading of the page
	// of the card that is looked at:
	here   map[string]int      // how many of its pieces lead to an address
	around map[*html.Node]bool // the elements between the card and its date
	parts  int                 // where those begin that are no title
	headed bool                // one of its lines does the work of a heading
}

// chooseTitles finds the title of each card.
func chooseTitles(pieces []piece, cards []dayCard) {
	c := titleChooser{
		pieces: pieces, cards: cards, places: map[string]*place{}, at: map[int]*place{}, hrefs: map[int]string{},
		leads: map[string]int{}, tops: tops(pieces),
		first: slices.IndexFunc(pieces, func(p piece) bool { return p.heading > 0 }),
	}
	for k := range cards {
		c.survey(cards[k])
	}
	c.rank = c.usualRank()
	c.areas = c.namesAreas()
	c.named = c.headline()
	for k := range cards {
		c.look(cards[k])
		cards[k].title = c.best(cards[k])
		cards[k].parted = cards[k].title < 0 && c.parts < cards[k].hi
	}
	c.agree()
	versionsOver(pieces, cards)
	namedReleases(pieces, cards)
}

// survey notes what stands in each place of a card and where its links lead.
func (c *titleChooser) survey(card dayCard) {
	seen, led := map[string]int{}, map[string]bool{}
	for j := card.lo; j < card.hi; j++ {
		p := c.pieces[j]
		if href := linkOf(p); href != "" {
			c.hrefs[j] = href
			if !led[href] {
				led[href] = true
				c.leads[href]++
			}
		}
		path := placeOf(p, card.node)
		if seen[path]++; seen[path] > 3 {
			continue
		}
		path += strings.Repeat("+", seen[path])
		at := c.places[path]
		if at == nil {
			at = &place{texts: map[string]bool{}}
			c.places[path] = at
		}
		c.at[j] = at
		at.survey(p)
	}
}

// look prepares for choosing the title of one card.
func (c *titleChooser) look(card dayCard) {
	c.here, c.around, c.headed = map[string]int{}, map[*html.Node]bool{}, false
	for j := card.lo; j < card.hi; j++ {
		c.here[c.hrefs[j]]++
		c.headed = c.headed || c.named != nil && c.at[j] == c.named && j != card.mark
	}
	c.parts = c.partsFrom(card)
	for n := c.pieces[card.mark].node; card.node != nil && n != nil && n != card.node; n = n.Parent {
		c.around[n] = true
	}
}

// placeOf names the place of a line by the elements around it.
func placeOf(p piece, box *html.Node) string {
	if p.heading > 0 {
		return "heading " + string(rune('0'+p.heading))
	}
	var b strings.Builder
	for n, depth := p.node, 0; n != nil && n != box && (box != nil || depth < 2); n, depth = n.Parent, depth+1 {
		b.WriteString(n.Data)
		b.WriteByte(' ')
	}
	return b.String()
}

// usualRank is the rank that the highest heading of most cards has.
func (c *titleChooser) usualRank() int {
	var counts [7]int
	for _, card := range c.cards {
		top := 0
		for j := card.lo; j < card.hi; j++ {
			if h := c.pieces[j].heading; h > 0 && (top == 0 || h < top) && !category.MatchString(c.pieces[j].text) {
				top = h
			}
		}
		counts[top]++
	}
	best := 0
	for rank := 1; rank < 7; rank++ {
		if counts[rank] > counts[best] || best == 0 && counts[rank] > 0 {
			best = rank
		}
	}
	return best
}

// best is the line with the most points, or none.
func (c *titleChooser) best(card dayCard) int {
	best, most := -1, 0
	for j := card.lo; j < card.hi; j++ {
		if points := c.points(card, j); points > most {
			best, most = j, points
		}
	}
	return best
}

// points says how much a line looks like the title of its card.
func (c *titleChooser) points(card dayCard, j int) int {
	p := c.pieces[j]
	s := p.title()
	at := c.at[j]
	if (p.heading == 1 && c.tops == 1 || j == c.first && len(c.cards) == 1) && namesPage(s) {
		return 1
	}
	if j >= c.parts || p.onlyDate() || words(s) == 0 || at == nil || len(s) > 300 || noise(p) || personal(p) && (p.heading == 0 || p.heading != c.rank) {
		return 0
	}
	if at == c.named && at != nil && j != card.mark {
		return pointsHeadline + c.near(card, p)
	}
	if c.onlyHeading(card, j) {
		return pointsHeading + c.near(card, p)
	}
	stamped := 0
	if j == card.mark { // the date stands in the line of its title
		at = &place{cards: len(c.cards), texts: at.alike()}
		if namesVersion(s) {
			stamped = pointsStamped
		}
	}
	points := c.kind(j, p) + c.company(at) + length(p, s) + c.near(card, p) + stamped
	if c.headed {
		points = min(points, mostOfCategory)
	}
	if c.belowTitle(card, j) {
		return min(points-pointsCategory, mostOfPart)
	}
	if category.MatchString(s) && !namesVersion(s) || c.amongParts(card, j) {
		return min(points-pointsCategory, mostOfCategory)
	}
	if category.MatchString(s) || isLabel(s) || p.heading == 0 && at.labelled() {
		points -= pointsCategory
	}
	return points
}

// onlyHeading tells the only heading of its card, if it has the rank of titles and leads where no other card does: that is
// the title, though it say "Bug fixes" again and again.
func (c *titleChooser) onlyHeading(card dayCard, j int) bool {
	p, href := c.pieces[j], c.hrefs[j]
	if p.heading == 0 || p.heading != c.rank || c.leads[href] != 1 {
		return false
	}
	for i := card.lo; i < card.hi; i++ {
		if i != j && c.pieces[i].heading > 0 {
			return false
		}
	}
	return true
}

// amongParts tells a heading that follows one of its rank that names a part of a release: it is such a part, too.
func (c *titleChooser) amongParts(card dayCard, j int) bool {
	if c.pieces[j].heading == 0 || namesVersion(c.pieces[j].text) {
		return false
	}
	for i := card.lo; i < j; i++ {
		if c.pieces[i].heading == c.pieces[j].heading && category.MatchString(c.pieces[i].text) {
			return true
		}
	}
	return false
}

// belowTitle tells a heading that only some cards have, below a line that nearly all have in its place and that says
// something else in each: that line is the title, and the heading a part of the text.
func (c *titleChooser) belowTitle(card dayCard, j int) bool {
	if c.pieces[j].heading == 0 || len(c.cards) < fewCards || 5*c.at[j].cards > 4*len(c.cards) {
		return false
	}
	for i := card.lo; i < j; i++ {
		at, p := c.at[i], c.pieces[i]
		if i == card.mark || at == nil || 10*at.cards < 9*len(c.cards) || 5*len(at.texts) < 4*at.cards {
			continue
		}
		if emphatic(p) && len(c.cards) >= 2*fewCards || likeTitle(p) {
			return true
		}
	}
	return false
}

// kind gives points for what a line is.
func (c *titleChooser) kind(j int, p piece) int {
	href := c.hrefs[j]
	points := pointsLine
	switch {
	case p.heading > 0:
		return pointsHeading + c.ranked(p.heading)
	case href != "" && c.here[href] > 1: // the card is inside that link, or several of its lines lead there
		points = pointsMainLink
	case href != "" && wholeLink(p):
		points = pointsLink
	case emphatic(p):
		points = pointsStrong
	}
	switch n := c.leads[href]; {
	case n > 2:
		points -= pointsShared
	case n == 2: // the newest is often shown twice
		points -= pointsTwice
	}
	return points
}

func (c *titleChooser) ranked(rank int) int {
	switch {
	case c.rank == 0 || rank == c.rank:
		return pointsUsualRank
	case rank < c.rank:
		return -pointsAbove
	}
	return -pointsRank * (rank - c.rank)
}

// company gives points for what stands in the same place of other cards.
func (c *titleChooser) company(at *place) int {
	points := 0
	if len(c.cards) < fewCards {
		return 0
	}
	points -= pointsAbsent * (len(c.cards) - min(at.cards, len(c.cards))) / len(c.cards)
	switch again := at.cards - len(at.texts); {
	case at.cards < fewCards || again == 0 || at.texts == nil:
	case len(at.texts) > 1 && at.words > 2: // "Fixes and small improvements" is a title that comes again
		points -= pointsAgain
	default:
		points -= pointsRepeated * again / (at.cards - 1)
	}
	return points
}

// length gives points for the length of a line. What is written without blanks is measured by its letters.
func length(p piece, s string) int {
	n := words(s)
	if wide := wideRunes(s); wide > 6 {
		n = max(n, wide/3)
	}
	switch {
	case n <= 3 && (versionName.MatchString(s) || releaseNumber.MatchString(s)):
		return pointsVersion
	case p.heading > 0:
		return 0
	case n == 1:
		return -pointsOneWord
	case n > 25:
		return -pointsLong
	case n > 12 && strings.HasSuffix(s, "."):
		return -pointsTeaser
	case n > 3 && strings.HasSuffix(s, "."):
		return 0
	}
	return pointsName
}

// near gives points for how closely a line is held together with the date.
func (c *titleChooser) near(card dayCard, p piece) int {
	if card.node == nil {
		return 0
	}
	n := p.node
	for n != nil && n != card.node && !c.around[n] {
		n = n.Parent
	}
	depth := 0
	for ; n != nil && n != card.node; n = n.Parent {
		depth++
	}
	return min(depth, 5) * pointsNear
}
