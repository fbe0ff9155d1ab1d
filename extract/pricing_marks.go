package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// Words and signs that say by themselves that a plan has something, or has it not, in the languages of price lists.
var (
	saysYes = markSet(`✓|✔|✔️|☑|☑️|✅|√|🗸|✓✓|◎|●|•|⬤|◉|⦿|🟢|👍|yes|y|included|include|true|check|checked|checkmark|tick|available|supported|enabled|` +
		`check_circle|check_circle_outline|check_small|check_box|done|done_all|task_alt|ja|enthalten|inklusive|inkl|inbegriffen|verfügbar|vorhanden|oui|inclus|` +
		`incluse|compris|disponible|sí|si|incluido|incluida|incluidos|sim|incluído|incluída|disponível|sì|incluso|inclusa|compreso|disponibile|inbegrepen|inclusief|` +
		`beschikbaar|ingår|inkluderat|inkludert|inkluderet|kyllä|sisältyy|tak|zawiera|w cenie|dostępne|ano|zahrnuto|v ceně|igen|evet|var|dahil|да|есть|включено|так|` +
		`あり|有り|対応|対応可|含む|含まれる|利用可|有|支持|包含|包括|是|예|지원|포함|제공|있음`)
	saysNo = markSet(`✗|✘|✕|✖|✖️|❌|🚫|⛔|×|⨯|╳|x|no|n|-|–|—|―|--|−|ー|－|○|◯|⚪|not include|false|none|n/a|na|not applicable|unavailable|` +
		`unsupported|disabled|excluded|unchecked|cross|close|clear|cancel|remove|minimize|horizontal_rule|highlight_off|not_interested|` +
		`do_not_disturb|check_box_outline_blank|nein|ohne|keine|non|aucun|aucune|indisponible|sin incluir|ninguno|não|indisponível|nenhum|` +
		`nessuno|nee|geen|nej|nei|ei|ei sisälly|nie|niedostępne|brak|ne|nem|hayır|yok|нет|ні|なし|無し|非対応|不可|利用不可|` +
		`含まない|无|無|否|不支持|不包含|아니요|미지원|미포함|미제공|없음`)
)

// turnedAround is what turns such a word around: "not included", "nicht enthalten", "dahil değil".
var turnedAround = regexp.MustCompile(`^(?:not|nicht|non|no|pas|não|niet|inte|ej|ikke|ei|nie|není|nem|не) | (?:ej|inte|değil)$`)

func markSet(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.SplitSeq(list, "|") {
		set[w] = true
	}
	return set
}

// markState reads a tick or cross written as text.
func markState(s string) (RowState, bool) {
	if len(s) > 60 {
		return "", false
	}
	s = strings.ToLower(strings.Trim(s, " .()!"))
	if bare := strings.Trim(s, "-–—― "); bare != "" { // "— Not available"
		s = bare
	}
	switch {
	case saysNo[s]:
		return RowNo, true
	case saysYes[s]:
		return RowYes, true
	case turnedAround.MatchString(s) && saysYes[turnedAround.ReplaceAllString(s, "")]:
		return RowNo, true
	}
	if rest := strings.TrimLeftFunc(s, markRune); len(rest) < len(s) && rest != "" { // "✓Yes": the word is for who cannot see the sign
		return markState(rest)
	}
	return "", false
}

// markRune tells signs from letters and digits.
func markRune(r rune) bool {
	return r >= 0x80 && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsSpace(r)
}

// Parts of names that authors give to icons, files and classes of a tick and of a cross.
var (
	yesParts = wordSet(`check tick yes ok included include true success available done enabled positive supported valid accept checkmark`)
	noParts  = wordSet(`cross close times xmark minus dash hyphen not false excluded exclude unavailable unchecked uncheck disabled negative none
		missing remove wrong empty unsupported invalid cancel ban absent subtract notincluded`)
	// iconParts begin names of icons, behind which a mere "x" or "no" is a cross.
	iconParts = wordSet(`icon icons icn ico lucide ti bi fa fas far fal feather ph ri bx la uil mdi glyphicon i svg mark cell status state feature
		has heroicon heroicons tabler octicon anticon symbol img`)
)

// looks are ways to look and to behave that classes switch off: "flex-none", "pointer-events-none", "not-italic".
var looks = wordSet(`flex events outline select border shadow list decoration transform transition resize float clear appearance w h d bg display
	ring rounded animate snap leading filter blur align rotate scale object order touch columns grayscale overflow scrollbar italic sr prose`)

// iconState reads a tick or cross from pictures: their alternative text, labels, titles, names and classes. What a picture
// is called counts before the names of what is around it.
func iconState(n *html.Node) (RowState, bool) {
	var state RowState
	found := false
	var walk func(*html.Node)
	walk = func(e *html.Node) {
		if e != n && notShown(e) {
			return
		}
		asked := e.Type == html.ElementNode && e != n || pictured(e)
		if asked && !found {
			state, found = wordState(e)
		}
		for c := e.FirstChild; c != nil && !found; c = c.NextSibling {
			walk(c)
		}
		if asked && !found {
			state, found = calledState(e)
		}
	}
	walk(n)
	return state, found
}

func pictured(n *html.Node) bool {
	return n.DataAtom == atom.Img || n.DataAtom == atom.Svg || n.DataAtom == atom.I
}

// wordState reads what one element says of itself, to people first of all.
func wordState(n *html.Node) (RowState, bool) {
	if n.DataAtom == atom.Input && attr(n, "type") == "checkbox" {
		if hasAttr(n, "checked") {
			return RowYes, true
		}
		return RowNo, true
	}
	if iconFont(n) && n.FirstChild != nil {
		if s, ok := markState(n.FirstChild.Data); ok {
			return s, true
		}
	}
	for _, name := range []string{"aria-label", "alt", "title", "data-icon", "data-lucide", "data-feather", "data-testid", "icon", "name"} {
		if v := attr(n, name); v != "" {
			if s, ok := markState(v); ok {
				return s, true
			}
			if s, ok := nameState(v); ok {
				return s, true
			}
		}
	}
	if n.DataAtom == atom.Title && n.FirstChild != nil {
		if s, ok := markState(n.FirstChild.Data); ok {
			return s, true
		}
		return nameState(n.FirstChild.Data)
	}
	return "", false
}

// calledState reads the names that authors gave an element and its file. A cross beats a tick: all icons may have a class
// named after the tick.
func calledState(n *html.Node) (state RowState, found bool) {
	if !pictured(n) && n.DataAtom != atom.Span && n.Data != "use" && n.DataAtom != atom.Div && n.DataAtom != 0 {
		return "", false
	}
	for _, name := range []string{"class", "id", "href", "xlink:href", "src", "data-src"} {
		if s, ok := nameState(attr(n, name)); ok && (!found || s == RowNo) {
			state, found = s, true
		}
	}
	return state, found
}

// nameState looks for the words of a tick or cross among the parts of names. A cross beats a tick: "unchecked",
// "not-included", "check-disabled".
func nameState(s string) (RowState, bool) {
	if s == "" || len(s) > 400 || strings.HasPrefix(s, "data:") {
		return "", false
	}
	yes, no := false, false
	for name := range strings.FieldsSeq(s) {
		y, n := nameParts(name[strings.LastIndexByte(name, '/')+1:])
		yes, no = yes || y, no || n
	}
	switch {
	case no:
		return RowNo, true
	case yes:
		return RowYes, true
	}
	return "", false
}

// nameParts tells whether a name speaks of a tick, of a cross, or of both.
func nameParts(name string) (yes, no bool) {
	name = name[strings.LastIndexByte(name, ':')+1:] // "disabled:opacity-50" says what would be, were it disabled
	parts := strings.FieldsFunc(splitCase(name), func(r rune) bool { return !unicode.IsLetter(r) })
	for i, p := range parts {
		if p == "none" && i > 0 && looks[parts[i-1]] || p == "not" && i+1 < len(parts) && looks[parts[i+1]] {
			continue
		}
		last := i == len(parts)-1 || i == len(parts)-2 && (parts[i+1] == "icon" || parts[i+1] == "svg" || parts[i+1] == "png")
		bare := (p == "x" || p == "no") && last && (i == 0 && len(parts) <= 2 || iconParts[parts[0]])
		denied := p == "no" && i+1 < len(parts) && (yesParts[parts[i+1]] || strings.HasPrefix(parts[i+1], "check")) ||
			p == "off" && i > 0 && last && (yesParts[parts[i-1]] || iconParts[parts[i-1]] || strings.HasPrefix(parts[i-1], "check"))
		no = no || noParts[p] || bare || denied || p == "x" && i+1 < len(parts) && (parts[i+1] == "mark" || parts[i+1] == "circle")
		yes = yes || yesParts[p] || strings.HasPrefix(p, "check") && !strings.HasPrefix(p, "checkout")
	}
	return yes, no
}

// splitCase parts a name where a capital letter begins a word, in lower case: "CheckIcon".
func splitCase(s string) string {
	var b strings.Builder
	for i, r := range s {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
