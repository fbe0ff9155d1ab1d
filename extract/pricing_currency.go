package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"github.com/gapwatch/gapwatch/extract/fold"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// dollars name the currencies that share the dollar's sign.
var dollars = regexp.MustCompile(`\b(AUD|CAD|NZD|SGD|HKD|MXN|USD)\b|(Australian|Canadian|New Zealand|Singapore|Hong Kong|US|U\.S\.) dollars`)

// tellsCurrency tells a text that speaks of money from one that has the letters of a currency for something else: "CAD export".
var tellsCurrency = regexp.MustCompile(`(?i)\b(?:pric|cost|currenc|amount|dollar|bill|charg|list|show|paid|pay|rate|tax|fee)|\b(?:in|as) (?:AUD|CAD|NZD|SGD|HKD|MXN|USD)\b|` +
	`[$\d] ?(?:AUD|CAD|NZD|SGD|HKD|MXN|USD)\b|\b(?:AUD|CAD|NZD|SGD|HKD|MXN|USD) ?[$\d]`)

var dollarNames = map[string]string{
	"Australian": "AUD", "Canadian": "CAD", "New Zealand": "NZD", "Singapore": "SGD", "Hong Kong": "HKD", "US": "USD", "U.S.": "USD",
}

// stateCurrencies says which of several currencies a sign means here, where the page says so or is written in a language
// of one country.
func (l *planList) stateCurrencies() {
	lang, _, _ := strings.Cut(strings.ToLower(l.lang()), "-")
	if lang != "ja" && lang != "zh" && l.chinese() {
		lang = "zh"
	}
	dollar := ""
	for i := range l.plans {
		for j := range l.plans[i].Prices {
			p := &l.plans[i].Prices[j]
			switch {
			case p.Currency == "JPY" && lang == "zh" && strings.ContainsAny(p.Quote, "¥￥"):
				p.Currency = "CNY"
			case p.Currency == "SEK" && strings.Contains(p.Quote, "kr"):
				p.Currency = crowns(lang)
			case p.Currency == "USD" && strings.Contains(p.Quote, "$") && !strings.Contains(p.Quote, "US"):
				if dollar == "" {
					dollar = l.statedDollar()
				}
				p.Currency = dollar
			}
		}
	}
}

// chinese tells from the names of plans, and from what is in them, that a page is written in Chinese, whatever language
// its author's tools say. Japanese is written with letters of its own too.
func (l *planList) chinese() bool {
	chinese, japanese := false, false
	look := func(s string) {
		chinese = chinese || strings.ContainsFunc(s, han)
		japanese = japanese || strings.ContainsFunc(s, kana)
	}
	for _, p := range l.plans {
		look(p.Name)
		for _, f := range p.Features {
			look(f.Name)
		}
	}
	return chinese && !japanese
}

func han(r rune) bool { return r >= firstHan && unicode.Is(unicode.Han, r) }

func kana(r rune) bool { return r >= firstHan && unicode.In(r, unicode.Hiragana, unicode.Katakana) }

// firstHan is where the signs of Chinese and the letters of Japanese begin.
const firstHan = '\u2e80'

// crowns is what "kr" means in a language.
func crowns(lang string) string {
	switch lang {
	case "da":
		return "DKK"
	case "nb", "no", "nn":
		return "NOK"
	case "is":
		return "ISK"
	}
	return "SEK"
}

// statedDollar looks for a short sentence such as "Prices in AUD". A page that names several offers a choice.
func (t *tree) statedDollar() string {
	found := map[string]bool{}
	each(t.body, func(n *html.Node) bool {
		if silent(n) || hidden(n) || len(found) > 1 {
			return false
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.TextNode || len(c.Data) > maxStatement {
				continue
			}
			s := fold.Text(c.Data)
			if m := dollars.FindStringSubmatch(s); m != nil && (s == m[0] || tellsCurrency.MatchString(s)) {
				found[m[1]+dollarNames[m[2]]] = true
			}
		}
		return true
	})
	if len(found) == 1 {
		for code := range found {
			return code
		}
	}
	return "USD"
}
