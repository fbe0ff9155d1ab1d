package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// praiseSeams are what stands between a plan's name and the praise of it in one text: "Team — most popular".
var praiseSeams = []string{" — ", " – ", " - ", " · ", " • ", " | ", " (", ": "}

// withoutPraise is a plan's name without what the page says for it in the same text, before the name or behind it, and
// without pictures. A way of paying, "Pro (Monthly)", is no praise.
func withoutPraise(s string) string {
	s = undecorated(s)
	for _, seam := range praiseSeams {
		before, behind, ok := strings.Cut(s, seam)
		if !ok {
			continue
		}
		before, behind = strings.TrimSpace(before), strings.Trim(behind, " )!")
		switch {
		case praises(behind) && nameable(before):
			return before
		case praises(before) && nameable(behind):
			return behind
		}
	}
	return s
}

// undecorated is a name without the little pictures before and behind it: "🚀 Starter".
func undecorated(s string) string {
	if name := strings.TrimFunc(s, decorates); name != "" {
		return name
	}
	return s
}

// decorates tells blanks, pictures and what joins and colours them. Marks such as ™ and ° are part of a name.
func decorates(r rune) bool {
	return unicode.IsSpace(r) || r >= '←' && unicode.In(r, unicode.So, unicode.Sk) || r == '\ufe0f' || r == '\u200d'
}

// badgeText tells words that a page sticks on a plan, not a name: "Most popular", "Empfohlen".
func badgeText(s string) bool {
	return badge.MatchString(s) ||
		len(s) <= 80 && badges[strings.ToLower(strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }))]
}

// badges are what such badges say in other languages, each in whole.
var badges = func() map[string]bool {
	m := map[string]bool{}
	for _, s := range strings.Split(`beliebt|beliebteste|beliebtester|beliebtestes|am beliebtesten|meistgewählt|am meisten gewählt|unsere empfehlung|`+
		`empfehlung|beste wahl|bester preis|bestes angebot|bestseller|recommandée|conseillé|conseillée|le plus choisi|la plus populaire|`+
		`la plus choisie|le plus vendu|le plus complet|meilleur choix|meilleure offre|meilleur rapport qualité-prix|notre recommandation|`+
		`recomendada|el más popular|el más vendido|más vendido|el más elegido|más elegido|más completo|mejor opción|mejor valor|mejor precio|`+
		`mais popular|o mais popular|mais vendido|mais escolhido|mais completo|melhor opção|melhor valor|melhor custo-benefício|`+
		`consigliato|consigliata|il più popolare|più popolare|il più scelto|più scelto|più venduto|il più venduto|scelta migliore|`+
		`miglior scelta|miglior prezzo|miglior offerta|popolare|meest gekozen|meest populair|populair|populairst|aanbevolen|beste keuze|`+
		`aanrader|mest populär|mest populära|populär|populärast|rekommenderas|rekommenderad|mest populær|populær|mest populære|anbefalet|`+
		`anbefalt|anbefales|mest valgt|suosituin|suositeltu|polecany|polecana|polecamy|najpopularniejszy|najczęściej wybierany|`+
		`nejoblíbenější|doporučený|doporučujeme|najobľúbenejší|legnépszerűbb|ajánlott|cel mai popular|recomandat|популярный|`+
		`самый популярный|популярно|хит|хит продаж|рекомендуем|рекомендуемый|лучший выбор|выгодно|найпопулярніший|рекомендуємо|`+
		`en popüler|popüler|önerilen|en çok tercih edilen|paling populer|terpopuler|populer|rekomendasi|terlaris|phổ biến|phổ biến nhất|`+
		`おすすめ|人気|一番人気|人気no|推荐|推薦|热门|最受欢迎|最受歡迎|最超值|추천|인기|가장 인기|מומלץ|פופולרי|הכי פופולרי|הפופולרי ביותר|الأكثر شعبية|`+
		`الأكثر شيوعا|موصى به`, "|") {
		m[s] = true
	}
	return m
}()

// praises tells words that a page sticks to a plan, and that name none.
func praises(s string) bool {
	month, year := cycleLabel(s)
	return !month && !year && strings.ContainsFunc(s, unicode.IsLetter) && badgeText(s)
}

// unpraise takes the praise off the first lines of a card, one of which names it.
func unpraise(lines []line) {
	for i, l := range lines[:min(len(lines), 5)] {
		if !l.button && !l.item && len(l.text) <= maxNamed {
			lines[i].text = withoutPraise(l.text)
		}
	}
}

// planNoun is what the description of a picture calls a plan.
var planNoun = regexp.MustCompile(`(?i)` + wordStart + `(?:plan|package|edition|tier|paket|tarif|forfait|formule|paquete|plano|pacote|piano|pacchetto|pakket)` + wordEnd)

// namePictures gives cards that begin with a picture the name that the picture is described by, "Silver plan": where
// the name is drawn, the first words of a card say something else. What all of the descriptions share is left out.
func namePictures(cards []card) {
	words := make([][]string, len(cards))
	for i := range cards {
		pic := firstPicture(cards[i].node)
		if pic == nil || !planNoun.MatchString(attr(pic, "alt")) {
			return
		}
		words[i] = strings.Fields(attr(pic, "alt"))
	}
	for sharedWord(words, func(w []string) string { return w[0] }) {
		for i := range words {
			words[i] = words[i][1:]
		}
	}
	for sharedWord(words, func(w []string) string { return w[len(w)-1] }) {
		for i := range words {
			words[i] = words[i][:len(words[i])-1]
		}
	}
	for i, w := range words {
		if !nameable(strings.Join(w, " ")) {
			return
		}
		words[i] = w
	}
	for i := range cards {
		name := line{text: strings.Join(words[i], " "), node: firstPicture(cards[i].node), heading: 1}
		cards[i].lines = append([]line{name}, cards[i].lines...)
	}
}

// sharedWord tells whether all texts have more words than one, and the same one in a place.
func sharedWord(texts [][]string, at func([]string) string) bool {
	for _, w := range texts {
		if len(w) < 2 || !strings.EqualFold(at(w), at(texts[0])) {
			return false
		}
	}
	return true
}

// firstPicture is the picture that a record begins with, if no words stand before it.
func firstPicture(n *html.Node) *html.Node {
	var found *html.Node
	worded := false
	var walk func(*html.Node)
	walk = func(e *html.Node) {
		for c := e.FirstChild; c != nil && found == nil && !worded; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				worded = strings.TrimSpace(c.Data) != ""
			case c.DataAtom == atom.Img:
				found = c
			case !silent(c) && !hidden(c):
				walk(c)
			}
		}
	}
	walk(n)
	return found
}

// entrance is what a menu offers to those who are customers, and no plan does.
var entrance = regexp.MustCompile(`(?i)^(?:sign|log) ?in$`)

// quotation tells what is said of a product, by a customer or in a review, or what offers customers to come in, from a
// plan.
func quotation(n *html.Node, lines []line) bool {
	if n.DataAtom == atom.Blockquote || weighed(lines) ||
		slices.ContainsFunc(lines, func(l line) bool { return l.button && entrance.MatchString(l.text) }) {
		return true
	}
	for i, l := range lines[:min(len(lines), 4)] {
		if l.node.DataAtom == atom.Blockquote || spoken(l.text) && !(anyHeading(lines[:i]) && sold(lines[i+1:])) {
			return true
		}
	}
	return false
}

// anyHeading tells whether one of the lines is a heading.
func anyHeading(lines []line) bool {
	return slices.ContainsFunc(lines, func(l line) bool { return l.heading > 0 })
}

// sold tells whether a line says nothing but a price for a time: what somebody says of a plan may stand between its
// name and its price.
func sold(lines []line) bool {
	return slices.ContainsFunc(lines, func(l line) bool {
		return !l.item && len(timedOnly(pricesIn(l.text))) > 0 && !saysMore(l.text)
	})
}

// weighed tells what a page says for and against a product: a review, and no plan of the page's own.
func weighed(lines []line) bool {
	says := func(list *regexp.Regexp) bool {
		return slices.ContainsFunc(lines, func(l line) bool { return len(l.text) <= 30 && list.MatchString(l.text) })
	}
	return says(prosHead) && says(consHead)
}

var (
	prosHead = regexp.MustCompile(`(?i)^\P{L}*(?:pros|strengths|advantages|vorteile|stärken|avantages|points forts|ventajas|vantagens|vantaggi|voordelen|fördelar|fordele?r?|plussat|zalety|výhody|плюсы|достоинства)\P{L}*$`)
	consHead = regexp.MustCompile(`(?i)^\P{L}*(?:cons|weaknesses|disadvantages|drawbacks|nachteile|schwächen|inconvénients|points faibles|desventajas|desvantagens|svantaggi|nadelen|nackdelar|ulemper|miinukset|wady|nevýhody|минусы|недостатки)\P{L}*$`)
)

// spoken tells a sentence that somebody is said to have said.
func spoken(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return len(s) > 20 && strings.ContainsRune("\"“„«", first)
}
