package diff

import (
	"strings"

	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// A live widget counts people or what they do, and how long a text takes to read; its number says nothing. A number of
// anything else is an allowance or a claim, and counts; so does one beside a currency or a share, and a round number of
// what plans allow, too ("500 subscribers"). Of customers only a number that is exact to the last of four figures is counted.
var (
	clicks = regexp.MustCompile(`^\W*(\d[\d.,]*\s*[km]?\+?\s*(github )?(stars?|commits?|contributors|watching|releases|issues|followers?|upvotes?|` + remarks + `|` +
		`reactions?|claps?|forks?|watchers?|online)( on github)?\W*)+$|` +
		`^\W*(star|stars|star us|fork|forks|releases|contributors|commits|issues|pull requests|discussions|github|github stars?|star (us )?on github|follow us|followers?|` + remarks + `)\W*\d[\d.,]*\s*[km]?\+?\W*$`)
	thanks = regexp.MustCompile(`^(?:[\w' -]{0,40}\W)?(?:trusted|loved|chosen|used) by\s+(?:(?:the|our|over|more than|almost|nearly)\s+)?(\d[\d.,]*\s?[km]?\+?)\s+\pL|` +
		`\b(\d[\d.,]*\s?[km]?\+?)\s+[\pL-]+\s+(?:trust us|rely on us|vertrauen (?:uns|auf)|nous font (?:déjà )?confiance|confían en nosotros|confiam em n[oó]s|si fidano di noi|vertrouwen op ons)\b|^(?:累計|総)?(?:導入|利用|契約|登録)(?:社|者|企業|店舗|件)?数?[^\pL\d]{0,4}(\d[\d,]*)\+?\s?(?:社|名|人|件|店舗)`)
	voted  = regexp.MustCompile(`\b\d[\d.,]*k?\+?\s+(?:up)?(?:votes?|likes?)\b`)
	polled = regexp.MustCompile(`\b\d+ (?:out )?of \d+ (?:people |users |readers )?found (?:this|it)\b|^\W*\d+ (?:people|others|users|readers) (?:like|liked|found) this\b|\b\d+ (?:people|others|users|readers) reacted\b`)
	rated  = regexp.MustCompile(`\b\d[.,]\d\W+(?:\pL+ )?(?:from|based on|by|aus|sur|basad[oa] en|su|op)?\W*\d[\d.,]*\s?k?\+?\s*(?:[\pL-]+ )?(?:reviews?|ratings?|bewertungen|avis|reseñas|avaliações|recensioni|beoordelingen)\b`)
	tally  = regexp.MustCompile(`^\W*(\d[\d.,]*)\+?\s+(?:[\pL-]+\s+){1,4}(?:so far|to date|today|this (?:week|month|year)|and counting|bisher|heute)\W*$`)
	summed = regexp.MustCompile(`^(?:so far|to date|bisher|à ce jour|hasta (?:hoy|la fecha)|até hoje)\b\D*(\d[\d.,]*)\D*$|^\D*\b(\d[\d.,]*)(?: [\pL-]+){1,5} (?:so far|to date|right now|bisher|gerade|` + thisTime + `)\W*$|^\D*(\d[\d.,]*)\D*[（(]\d{4}年\d{1,2}月(?:\d{1,2}日)?(?:現在|時点)[)）]$`)
	uptime = regexp.MustCompile(`^\W*\d+(?:[.,]\d+)?\s?%\s*(?:uptime|availability)\s+(?:in |over |for )?(?:the )?(?:this|last|past)\s+(?:\d+\s+)?(?:hours?|days?|weeks?|months?|quarters?|years?)\W*$`)
	traded = regexp.MustCompile(`^[\pL .:]{1,30}\W*\d[\d.,]*\W*[▲▼△▽⬆⬇↑↓]\W*\d[\d.,]*\s?%\W*$|` +
		`^[\pL .:]{1,30}\d+[.,]\d+\s+[+−-]\d[\d.,]*\s*\(?[+−-]?\d[\d.,]*\s?%\)?$`)
	seats = regexp.MustCompile(`^(?:\pL+\W+){0,4}(?:(?:only|just|nur noch|noch)\s+\d+\s+\pL+\s+(?:are )?(?:still )?(?:left|remaining|frei|übrig)(?: at this price)?|` +
		`(?:plus que|quedan|restam)\s+\d+\s+(?:places|plazas|entradas|vagas|lugares)(?: \pL+)?)\W*$`)
	running  = regexp.MustCompile(`operational|betriebsbereit|opérationnel|operativo|operacional`)
	elapsed  = regexp.MustCompile(`\b(?:last|past|letzten?|vergangenen?|derni[eè]rs?|[uú]ltim[oa]s|afgelopen|senaste)\s+\d+\s+\pL+|\b\d+ derni[eè]rs?\b`)
	fraction = regexp.MustCompile(`\b\d+[.,]\d+\s?%`)
	crowd    = regexp.MustCompile(`\b(?:join|trusted by|used by|loved by|chosen by)\s+(?:(?:the|our|over|more than)\s+)?(\d[\d.,]*)\+?\s+(?:[\w-]+\s+)?` + customers + `\b`)
	tile     = regexp.MustCompile(`^\W*(\d[\d.,]*)\+?\W*(?:(?:happy|active|paying|satisfied|registered|growing)\W+)?` + customers + `\W*(?:worldwide\W*)?$`)
	arrived  = regexp.MustCompile(`\b(\d[\d.,]*)\+?\s+(?:[\w-]+\s+)?` + customers + `\b`)
	alone    = regexp.MustCompile(`^\d+[.,]\d+\s?[km]\+?$|^(\d{2,3}[.,]?\d{3}|\d{1,3}[.,]?\d{3}[.,]?\d{3})\+?$`)
	remarked = regexp.MustCompile(`^\W*(?:\d[\d.,]*\s*k?\s*(?:` + remarks + `)|(?:` + remarks + `)\W*\d[\d.,]*)\W*$`)
	visits   = regexp.MustCompile(`^\W*\(?(\d[\d.,]*\s*[km]?)\+?\W*((total|verified|customer|user|page)\W+)?(page ?views?|views?|visitors?|` +
		`visits?|downloads?|installs?|subscribers?|votes?|reads?|reviews?|ratings?|bewertungen|avis|reseñas|recensioni)\W*$`)
	alive = regexp.MustCompile(`\b\d[\d.,]*k?\+?\s+([\w-]+\s+){0,2}(people|persons|visitors?|users?|members?|teams?|companies|customers?|` +
		`developers?|shoppers?|guests?|others|viewers?)\s+(are\s+|is\s+|have\s+|has\s+)?(also\s+|currently\s+|now\s+)?(viewing|watching|` +
		`looking|reading|browsing|online|joined|signed up|registered|bought|ordered|subscribed|here)\b|` +
		`\d[\d.,]*\+?\s+(people|visitors|users|customers|others|teams|companies)\s+are\s+\w+ing\b[^.]{0,40}\b(right now|at the moment)\b|` +
		`\d[\d.,]*\+?\s+(\w+\s+){1,3}and counting\b|\b(online|viewing|watching) (now|right now|today)\b|` +
		`\d[\d.,]*\s+(orders?|sign-?ups?|visitors?|events?|requests?)\s+(today|so far|this (hour|week|month))\b|` +
		`\b\d+ (readers|people|others|visitors|shoppers) are (on this (page|site)|looking at)\b|\d+ (personen|besucher|nutzer|leser) .{0,40}(gerade|derzeit|online)\b|^\W*(gerade|derzeit|aktuell) .{0,20}\d+ (personen|besucher|nutzer|leser)\b|\d+ personnes .{0,40}(en ce moment|actuellement)|\d+ personas .{0,40}(ahora|en este momento)`)
	score        = regexp.MustCompile(`\b\d([.,]\d+)?\s*(/|out of|of|von|sur|de)\s*(5|10)\b|★`)
	scored       = regexp.MustCompile(`\b(stars?|reviews?|ratings?|rated|bewertung(en)?|sterne|avis|étoiles)\b|★`)
	currencyName = regexp.MustCompile(`\b(usd|eur|gbp|chf|cad|aud|nzd|jpy|cny|inr|brl|mxn|sek|nok|dkk|pln|czk|huf|kr|euros?|dollars?|pounds?|cents?|francs?)\b`)
	reading      = regexp.MustCompile(`\b\d+\s*-?\s*(min|mins|minutes?|minuten)\.?\s*(read|reading time|to read|lesezeit|de lecture|` +
		`de lectura|di lettura|leestijd)\b|\b(reading time|lesezeit|temps de lecture|tiempo de lectura)\W*(about |ca\.? )?` +
		`\d+\s*(min|mins|minutes?|minuten|minutos?)?\b|読了時間\D{0,3}\d+分`)
)

const customers = `(?:people|customers?|users?|members?|teams?|companies|businesses|organi[sz]ations|developers?|merchants?|brands?|stores?|readers|subscribers|others)`

// thisTime is the stretch of time that is running.
const thisTime = `this (?:week|month|year)|diese woche|diesen monat|dieses jahr|heute|cette (?:semaine|année)|ce mois(?:-ci)?|aujourd['’]hui|esta semana|este (?:mes|mês|año|ano)|hoy|hoje|` +
	`questa settimana|questo mese|quest['’]anno|oggi|deze (?:week|maand)|dit jaar|vandaag`

// remarks are what readers leave.
const remarks = `likes?|shares?|comments?|replies|kommentare?|antworten|aufrufe|commentaires?|comentarios?|comentários?|commenti|reacties`

// countedOn tells a tile or a button whose number counts on: alone, or before those who are counted. In a price list it
// would be an allowance.
func countedOn(before, after string) bool {
	for _, s := range []string{before, after} {
		s = strings.ToLower(strings.TrimSpace(s))
		m := tile.FindStringSubmatch(s)
		if m == nil {
			m = alone.FindStringSubmatch(s)
		}
		if m == nil || m[1] != "" && !exact(m[1]) {
			return false
		}
	}
	return skeleton(before) == skeleton(after)
}

// uncounted writes what a widget counted as 0.
func uncounted(s string) string {
	if len(s) > 120 {
		return s
	}
	s = reading.ReplaceAllString(s, "reading time")
	if traded.MatchString(s) {
		return s[:anyDigit.FindStringIndex(s)[0]] // up and down alike
	}
	if counter(s) {
		s = anyDigit.ReplaceAllString(s, "0")
	}
	return betweenSigns(s)
}

// betweenSigns writes the count of remarks that stands among other parts of a line: its author, its day.
func betweenSigns(s string) string {
	for _, sign := range []string{" · ", "|", " • ", " / "} {
		if !strings.Contains(s, sign) {
			continue
		}
		parts := strings.Split(s, sign)
		for i, part := range parts {
			if remarked.MatchString(part) {
				parts[i] = anyDigit.ReplaceAllString(part, "0")
			}
		}
		s = strings.Join(parts, sign)
	}
	return s
}

// counter tells the line of a live widget.
func counter(s string) bool {
	switch {
	case uptime.MatchString(s), measured(s), seats.MatchString(s):
		return true // what was, or is at this moment, and no promise
	case strings.ContainsFunc(s, money.IsSign) || strings.Contains(s, "%") || currencyName.MatchString(s):
		return false
	case clicks.MatchString(s), len(s) <= 80 && score.MatchString(s) && scored.MatchString(s):
		return true
	}
	if thanked(s, len(anyDigit.FindAllStringIndex(s, 3))) || rated.MatchString(s) || polled.MatchString(s) {
		return true
	}
	if n := len(voted.FindAllStringIndex(s, 5)); n > 0 && n == len(anyDigit.FindAllStringIndex(s, 5)) {
		return true
	}
	if m := arrived.FindStringSubmatch(s); m != nil && exact(m[1]) && elapsed.MatchString(s) && len(anyDigit.FindAllStringIndex(s, 3)) <= 2 {
		return true
	}
	if m := tally.FindStringSubmatch(s); m != nil && exact(m[1]) {
		return true
	}
	if m := summed.FindStringSubmatch(s); m != nil && chosen(m[1]+m[2]+m[3]) >= 3 {
		return true
	}
	if m := visits.FindStringSubmatch(s); m != nil {
		return !round(m[1])
	}
	if m := crowd.FindStringSubmatch(s); m != nil && many(m[1]) && len(anyDigit.FindAllStringIndex(s, 2)) == 1 {
		return true
	}
	return alive.MatchString(s) && len(anyDigit.FindAllStringIndex(s, 3)) <= 2
}

// measured tells a text whose only number beside the days it speaks of is a share with decimals, of days that are over or of
// what is running now: it was measured. Where the text binds anybody it is a term.
func measured(s string) bool {
	return (elapsed.MatchString(s) || running.MatchString(s)) && len(fraction.FindAllStringIndex(s, 2)) == 1 && len(numeral.FindAllStringIndex(s, 3)) <= 2 &&
		duties(s) == 0
}

// thanked tells a text that says how many customers there are; beside another number only if nobody has chosen that one.
func thanked(s string, numbers int) bool {
	m := thanks.FindStringSubmatch(s)
	return m != nil && many(m[1]+m[2]+m[3]) && (numbers == 1 || numbers == 2 && chosen(m[1]+m[2]+m[3]) >= 3)
}

// many tells a number of four figures or more.
func many(number string) bool {
	figures := len(anyFigure.FindAllStringIndex(number, 4))
	return figures >= 4 || figures > 0 && strings.ContainsAny(number, "km")
}

var anyFigure = regexp.MustCompile(`\d`)

// round tells a number as people choose one: two figures and noughts.
func round(number string) bool {
	if strings.ContainsAny(number, "km") && strings.ContainsAny(number, ".,") {
		return false
	}
	return chosen(number) <= 2
}

// exact tells a number that nobody has chosen: a machine counted to it.
func exact(number string) bool { return chosen(number) >= 4 }

// chosen is how many figures stand before the noughts that end a number.
func chosen(number string) int {
	figures := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
	return len(strings.TrimRight(figures, "0"))
}
