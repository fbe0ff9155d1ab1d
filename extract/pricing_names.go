package extract

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/gapwatch/gapwatch/extract/fold"
	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

const maxName = 48 // characters of a plan's name

var (
	captionWords = regexp.MustCompile(`(?i)` + wordStart + `(?:prices?|pricing|costs?|total|fee|if|` + paidWords + `)` + wordEnd)
	badge        = regexp.MustCompile(`(?i)^(?:(?:our |the )?(?:most|more) (?:popular|loved|chosen|complete)( plan| choice)?|popular|recommended|best (?:value|deal|seller|choice)|new|best for.*|save .*|limited.*|beta|current plan|featured|our pick|top pick|great value|good value|coming soon|for (?:teams|individuals|startups|enterprises?|businesses|developers|everyone)|monthly|annual(?:ly)?|yearly|\d+% off.*|beliebt(?:este)?|am beliebtesten|empfohlen|populaire|recommandé|le plus populaire|más popular|recomendado|most popular.*|meest (?:populair|gekozen)|aanbevolen|mest popul[äæ]r[at]?|populærest|anbefal(?:t|et)|rekommendera[ds]|suosituin|suositeltu|` +
		`più popolare|consigliato|mais popular|najpopularniejszy|polecan[ye]|nejoblíbenější|najobľúbenejší|doporučujeme|odporúčame|legnépszerűbb|ajánlott|cel mai popular|recomandat|` +
		`δημοφιλές|en popüler|önerilen|популярный|популярно|рекомендуем|найпопулярніший|terpopuler|paling populer|phổ biến(?: nhất)?|แนะนำ|ยอดนิยม|सबसे लोकप्रिय|الأكثر شيوع[اً]*|הכי פופולרי|מומלץ|人気|おすすめ|推荐|最受欢迎|인기|추천|[^\p{L}]*)$`)
	notAName = regexp.MustCompile(`(?i)\?$|^[/\d(+“”"'„«»‘]|:$|^(?:then|per|we|you|your|they|includes?|you pay|key plan|customi[sz]e|explore|save|from|starting|billed|up to|only|just|everything\s.*|all features|tell us)\b|` +
		`^(?:how|what|why|when|can|do|does|is|are|which|who|where|will|did)\b.*\s|` +
		`^(?:faqs?|frequently|(?:your |common )?questions?|(?:häufige )?fragen|preguntas|perguntas|domande|features?|pricing|plans|plan(?:$| (?:features?|details|comparison|options|overview|limits|types?|names?|prices?|pricing|costs?|your|my|for|and|includes?|ahead)\b)|compare|(?:quick |price |pricing |cost |savings |roi )?calculat(?:e|or)|testimonials?|included|what['’]s included|all plans|trusted|our |choose|get started|get |start |sign up|try |contact|book|learn|log ?in|buy|subscribe|select |upgrade|switch|see |view |show |read |join |download|request|talk to|speak to|prices?|costs?|billing|overview|description|users?|seats?|ideal for|perfect for|great for|designed for|made for|need |still |ready |looking |have |want |for |let['’]s )(?:\b|$)|^(?:よくある|常见)`)
)

// nameable tells a text that can be a plan's name.
func nameable(s string) bool {
	if s == "" || utf8.RuneCountInString(s) > maxName || len(strings.Fields(s)) > 6 {
		return false
	}
	if badgeText(s) || ofOrder.MatchString(s) || strings.ContainsAny(s, "→=") || notAName.MatchString(s) || strings.HasSuffix(s, ".") && len(strings.Fields(s)) > 2 {
		return false
	}
	return len(money.Priced(s)) == 0 && !fold.StartsWithDigit(s) && !captions(s) && s != "or" && s != "oder" && s != "ou"
}

// numberFirst tells a name that begins with a number, as some do: "1099 Starter", "20 listings". What counts the units of
// another thing, "60 credits", is a name only where it is a heading.
var numberFirst = regexp.MustCompile(`^\d{1,6} \p{L}{2}`)

// nameableLine tells a line that can be a plan's name where its neighbours have theirs in the same place.
func nameableLine(l line) bool {
	if nameable(l.text) || l.heading > 0 && termName.MatchString(l.text) {
		return true
	}
	if !numberFirst.MatchString(l.text) || len(l.text) > maxName || len(strings.Fields(l.text)) > 5 {
		return false
	}
	return len(money.Priced(l.text)) == 0 && !strings.ContainsAny(l.text, "%:/") && (l.heading > 0 || !counts(l.text)) && !captions(l.text)
}

// byUse names a plan that is paid by what is used.
var byUse = regexp.MustCompile(`(?i)^pay[- ](?:per[- ](?:use|call|request|message|minute|event|credit|document|page|image|token|run|order|booking|visit)|as[- ]you[- ](?:go|grow|use))$`)

// ofOrder names a part of a page where an order is put together and summed up.
var ofOrder = regexp.MustCompile(`(?i)^(?:configure|build|estimate|your (?:order|estimate|quote|cart|total)|(?:(?:order|price|pricing|cost|plan|purchase|quote) )summary|summary|` +
	`bestellübersicht|zusammenfassung|récapitulatif|resumen|resumo|riepilogo)` + wordEnd)

// captions tells a text that says what an amount beside it is, and nothing else: "Monthly price, billed annually".
func captions(s string) bool {
	if other, all := otherWords(s); other > 0 || all < 2 || byUse.MatchString(s) {
		return false
	}
	return captionWords.MatchString(s)
}

// nameLine is the line that names a card by itself: its first short heading, else its first short line.
func nameLine(lines []line) int {
	for i, l := range lines[:min(len(lines), headLines)] {
		if l.heading > 0 && nameable(l.text) {
			return i
		}
	}
	for i, l := range lines[:min(len(lines), 5)] {
		if !l.button && !l.item && nameable(l.text) && utf8.RuneCountInString(l.text) <= 28 {
			return i
		}
	}
	return -1
}

// slot is a place that several cards have a line in: all names stand in the same kind of element.
type slot struct {
	key      string
	at       map[int]int // card to line
	names    map[string]bool
	position int
	words    int
	numbers  int // names that begin with a number
	usual    int // names that plans often have
	heading  bool
	classed  bool // it is known by its class
}

// nameCards decides together what names each of several records. The same slot names them all: a badge stands in one
// card only, a description is long, a caption such as "Price" is the same in all.
func nameCards(cards []card) {
	slots := map[string]*slot{}
	var order []*slot
	for i := range cards {
		for j, l := range cards[i].lines[:min(len(cards[i].lines), 16)] {
			if l.button || l.item || !nameableLine(l) {
				continue
			}
			for _, key := range slotKeys(l, &cards[i]) {
				s := slots[key]
				if s == nil {
					s = &slot{key: key, at: map[int]int{}, names: map[string]bool{}, heading: l.heading > 0, classed: strings.Contains(key, " ")}
					slots[key] = s
					order = append(order, s)
				}
				s.add(i, j, l.text)
			}
		}
	}
	best := bestSlot(order, len(cards))
	if spoken := spokenSlot(cards); spoken != nil && (best == nil || len(best.at) < len(cards) || best.position > spoken.position) {
		best = spoken
	}
	for i := range cards {
		c := &cards[i]
		if c.at = nameLine(c.lines); best != nil {
			if j, ok := best.at[i]; ok {
				c.at, c.slot = j, best.key
			} else if j := best.likeBadge(c); j >= 0 {
				c.at, c.slot = j, best.key
			}
		}
		if c.at >= 0 {
			c.name = c.lines[c.at].text
		}
	}
}

// likeBadge is the line of a card that stands where the names of the others do, and says what badges say: a plan may be
// called "Popular". It is -1 where there is none, or where only the depth of the place is known.
func (s *slot) likeBadge(c *card) int {
	if !s.heading && !s.classed {
		return -1
	}
	for j, l := range c.lines[:min(len(c.lines), 16)] {
		if !l.button && !l.item && len(strings.Fields(l.text)) == 1 && countLetters(l.text) > 1 && badgeText(l.text) && slices.Contains(slotKeys(l, c), s.key) {
			return j
		}
	}
	return -1
}

// maxSpoken is how many words a name has at most that is worded like a sentence.
const maxSpoken = 7

// spokenSlot is the place of names that are worded like sentences, "We are just starting": each card has one heading and
// a button, and all the headings are of one rank and differ. It is nil where that is not so.
func spokenSlot(cards []card) *slot {
	var s *slot
	for i := range cards {
		at := -1
		for j, l := range cards[i].lines {
			if l.heading > 0 && at >= 0 {
				return nil
			}
			if l.heading > 0 {
				at = j
			}
		}
		if at < 0 || at > 2 || !hasButton(cards[i].lines) {
			return nil
		}
		l := cards[i].lines[at]
		if len(strings.Fields(l.text)) > maxSpoken || ofOrder.MatchString(l.text) || len(l.text) > maxName || strings.HasSuffix(l.text, "?") || len(money.Priced(l.text)) > 0 {
			return nil
		}
		key := fmt.Sprint("h", l.heading)
		if s == nil {
			s = &slot{key: key, at: map[int]int{}, names: map[string]bool{}, heading: true}
		}
		if s.key != key {
			return nil
		}
		s.add(i, at, l.text)
	}
	if s == nil || len(s.names) < len(cards) {
		return nil
	}
	return s
}

func (s *slot) add(card, line int, text string) {
	if _, ok := s.at[card]; ok {
		return
	}
	s.at[card] = line
	s.names[strings.ToLower(text)] = true
	s.position += line
	s.words += len(strings.Fields(text))
	if fold.StartsWithDigit(text) {
		s.numbers++
	}
	if usualName.MatchString(text) {
		s.usual++
	}
}

// slotKeys name the place of a line in a card, from the loosest to the strictest.
func slotKeys(l line, c *card) []string {
	if l.heading > 0 {
		return []string{"heading", fmt.Sprint("h", l.heading)}
	}
	keys := []string{fmt.Sprint(l.node.Data, levelsIn(l.node, c.node))}
	if class := classOf(l.node); class != "" {
		keys = append(keys, " "+class)
	} else if style := attrAround(l.node, "style"); style != "" {
		keys = append(keys, " "+style) // told apart by how they look alone
	}
	for _, key := range keys {
		keys = append(keys, key+heldMark+fmt.Sprint(sharedLevel(l.node, c)))
	}
	return keys
}

// shortNames are the names of cards without the first word, where all share it: "Basic" and "Plus" of "Studio Basic" and
// "Studio Plus".
func (s *cardSet) shortNames() []string {
	names := make([][]string, len(s.cards))
	for i, c := range s.cards {
		names[i] = strings.Fields(c.name)
	}
	if len(names) < 2 || !sharedWord(names, func(w []string) string { return w[0] }) {
		return nil
	}
	short := make([]string, len(names))
	for i, words := range names {
		short[i] = strings.Join(words[1:], " ")
	}
	return short
}

// heldMark stands in the key of a slot before the depth of what holds its line together with the one below.
const heldMark = "^"

// sharedLevel is how deep in a card the element lies that holds a line and the one after it. A tag above the name is held
// by the card, a name by what holds its description too.
func sharedLevel(n *html.Node, c *card) int {
	at := slices.IndexFunc(c.lines, func(l line) bool { return l.node == n })
	if at < 0 || at+1 >= len(c.lines) {
		return 0
	}
	for below := c.lines[at+1].node; n != nil && n != c.node && !inside(below, n); {
		n = n.Parent
	}
	return levelsIn(n, c.node)
}

// bestSlot weighs how many cards a slot names, how differently, how early and how shortly.
func bestSlot(slots []*slot, cards int) *slot {
	var best *slot
	top := 0.0
	for _, s := range slots {
		n := float64(len(s.at))
		score := 10*n/float64(cards) - 12*(n-float64(len(s.names)))/n - 0.4*float64(s.position)/n
		if words := float64(s.words) / n; words > 2 {
			score -= 1.5 * (words - 2)
		}
		if s.heading {
			score += 2.5
		}
		if s.numbers == len(s.at) {
			score -= 2
		}
		score += 1.5 * float64(s.usual) / n
		if s.classed {
			score += 0.3 // its author names the place; another is only as deep
		}
		if strings.Contains(s.key, heldMark) {
			score += 0.35
		}
		if n > 1 && score > top+0.001 {
			best, top = s, score
		}
	}
	return best
}
