package diff

import (
	"strings"

	"github.com/gapwatch/gapwatch/extract"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// What a clock writes says nothing:
//
//   - relative dates grow by themselves ("3 days ago"); "today" counts as one only where the text says that it is a stamp;
//   - machines write times with seconds; a plain time of day is a clock's only in a stamp, so that opening hours count;
//   - a countdown is days, hours and minutes, or hours, minutes and seconds, and next to nothing else, or the time that an
//     offer has left;
//   - a greeting by the time of day is one, too, and so is what somebody did moments ago, and the weather.
var (
	relative = regexp.MustCompile(`\b(about |over |almost |less than )?(\d+|an?|one|two|three|(a )?few|a couple of)\s*` +
		`(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|mo|mos|months?|y|yrs?|years?)\s+ago\b|` +
		`\bvor (\d+|einer?|einem) (sekunden?|minuten?|stunden?|tag(en)?|wochen?|monat(en)?|jahr(en)?)\b|` +
		`\bil y a (\d+|une?) (secondes?|minutes?|heures?|jours?|semaines?|mois|ans?)\b|` +
		`\bhace (\d+|una?) (segundos?|minutos?|horas?|d[ií]as?|semanas?|mes(es)?|años?)\b|` +
		`\d+\s?(秒|分钟?|小时|時間|天|日|周|週間|个月|ヶ月|か月|年)前`)
	vague   = regexp.MustCompile(`\b(just now|moments ago|right now|yesterday|today|(last|this) (week|month|year))\b`)
	instant = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s?(z\b|[+-]\d{2}:?\d{2}\b)?|` +
		`\b\d{1,2}:\d{2}:\d{2}(\.\d+)?\b\s?(am\b|pm\b)?`)
	clock = regexp.MustCompile(`\b\d{1,2}:\d{2}\b\s*([ap]\.?m\b)?( ?(utc|gmt|[ecmp][sde]?t)\b)?`)
	stamp = regexp.MustCompile(`\b(updated?|verified|checked|refreshed|generated|rendered|synced|posted|published|reviewed|` +
		`edited|modified|as of|since|current time|local time|stand|aktualisiert|geprüft|mis à jour|actualizado)\b`)
	touched = regexp.MustCompile(`^\W*(?:(?:\pL+ ){1,3}(?:was |were )?last (?:updated|checked|verified|reviewed|refreshed) on\b|(?:this (?:page|article|document) was )?(?:last |zuletzt |dernière |última )?(?:updated|edited|modified|changed|reviewed|published|aktualisiert|geändert|bearbeitet|mise? à jour|modification|actualizad[oa]|actualización|atualizad[oa]|atualização)\b)`)
	served  = regexp.MustCompile(`\bpage (?:was )?(?:generated|rendered|served|loaded|built|created|produced|executed) in \d+(?:[.,]\d+)? ?(?:ms|milliseconds?|s|secs?|seconds?)\b(?: (?:on|by) [\w.-]+)?`)
	visited = regexp.MustCompile(`\b(?:visitor|besucher|visiteur|visitante) (?:no\.?|number|nr\.?|#|n[º°]) ?\d[\d.,]*`)
	visitor = regexp.MustCompile(`\byour ip(?: address)?(?: is)?:? (?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]{6,39})\b`)
	took    = regexp.MustCompile(`\bin \d+([.,]\d+)? ?(ms|milliseconds?|s|secs?|seconds?)\b`)

	countdown = regexp.MustCompile(`^\W*((sale|offer|deal|only|just|ends?|starts?|expires?|closes?|begins?|in|left|remaining|noch|endet)\W+)*` +
		`(\d+\W*(d|days?|tage?|jours?|d[ií]as?)\W*\d+\W*(h|hrs?|hours?|std|stunden?|heures?|horas?)\W*\d+\W*(m|mins?|minutes?|minuten|minutos?)\W*(\d+\W*(s|secs?|seconds?|sekunden|secondes?|segundos?))?|` +
		`\d+\W*(h|hrs?|hours?|std|stunden?|heures?|horas?)\W*\d+\W*(m|mins?|minutes?|minuten|minutos?)\W*\d+\W*(s|secs?|seconds?|sekunden|secondes?|segundos?))` +
		`\W*((left|remaining|to go|verbleibend|restantes?)\W*)*$`)
	runsOut = regexp.MustCompile(`^[\pL -]{0,40}\b(sale|offer|deal|promotion|promo)s? (ends?|closes?) in \d+\W*(days?|hours?|hrs?|minutes?|mins?)\W*$|` +
		`^\W*((only|just|hurry)\W+)?\d+\W*(days?|hours?|hrs?|minutes?|mins?)\W*(left|to go)\W*$`)
	weather = regexp.MustCompile(`^[\pL ,.'-]{2,40}\W*-?\d{1,2}\s?°\s?[cf]?\W*(?:\pL+ ){0,2}(?:cloudy|clouds|sunny|sun|clear|rain|rainy|showers?|drizzle|snow|fog|mist|haze|wind|windy|overcast|thunder\pL*|storms?|` +
		`bewölkt|sonnig|klar|regen|schnee|nebel|nuageux|ensoleillé|pluie|neige|nublado|soleado|lluvia|nieve|sereno|nuvoloso|pioggia)\W*$`)
	timeUnit = regexp.MustCompile(`^(d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|tage?|std|stunden?|minuten|sekunden|` +
		`jours?|heures?|secondes?|d[ií]as?|horas?|minutos?|segundos?)$`)
	greeting = regexp.MustCompile(`^\W*` + hello)
	// greeted is a line that greets and goes on in a few words.
	greeted = regexp.MustCompile(`^\W*` + hello + `(?:\s*[,!.…–—-][^\d\p{Sc}]{0,50})?[^\pL\d]*$`)
	// happening is what a widget says that somebody did moments ago.
	happening = regexp.MustCompile(`^.{0,60}\b(?:signed up|joined|bought|purchased|ordered|booked|subscribed|upgraded|registered|started (?:a|their) (?:free )?trial|hat .{0,40}(?:gekauft|bestellt|gebucht)|s['’]est inscrite?|se registró|se ha (?:registrado|unido))\b.{0,60}$`)
	moments   = regexp.MustCompile(`\b(?:\d+|an?|few) ?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?) ago\b|\bvor (?:\d+|einer?) (?:sekunden?|minuten?|stunden?)\b|\bil y a (?:\d+|une) (?:secondes?|minutes?|heures?)\b|\bhace (?:\d+|una?) (?:segundos?|minutos?|horas?)\b`)
	fromAfar  = regexp.MustCompile(`^\W*(?:hello|hi|welcome|hallo|bonjour|hola)\W+(?:visitors?|friends?|guests?|there|you)\W+from [\pL .'-]{2,40}\W*$`)
)

const hello = `(?:good (?:morning|afternoon|evening|night)|guten (?:morgen|tag|abend)|bon(?:jour|soir)|buen(?:os d[ií]as|as tardes|as noches)|` +
	`bom dia|boa (?:tarde|noite)|buon(?:giorno|asera))\b`

// maxTouched bounds a line that says when, and by whom, a page was last changed.
const maxTouched = 80

// timeless leaves out what a clock writes.
func timeless(s string) string {
	if countdown.MatchString(s) || weather.MatchString(s) || runsOut.MatchString(s) {
		return ""
	}
	if dated := touched.FindString(s); dated != "" && len(s) <= maxTouched && extract.PlainDates(s) != s {
		return dated
	}
	s = visited.ReplaceAllString(s, "visitor")
	s = visitor.ReplaceAllString(served.ReplaceAllString(s, " "), "your ip")
	if fromAfar.MatchString(s) {
		return "hello"
	}
	if greeted.MatchString(s) && duties(s) == 0 {
		return "hello"
	}
	s = greeting.ReplaceAllString(s, "hello ")
	if moments.MatchString(s) && happening.MatchString(s) {
		return ""
	}
	s = relative.ReplaceAllString(s, " ")
	if instant.MatchString(s) {
		s = instant.ReplaceAllString(s, " ")
		if stamp.MatchString(s) {
			s = took.ReplaceAllString(s, " ")
		}
	}
	if !stamp.MatchString(s) && len(strings.Fields(s)) > 3 {
		return s
	}
	s = vague.ReplaceAllString(s, " ")
	if len(clock.FindAllStringIndex(s, 2)) == 1 && stamp.MatchString(s) {
		s = clock.ReplaceAllString(s, " ")
	}
	return s
}

// markCountdowns accounts for numbers and units of time in lines of their own, or one number with its unit in each, three
// of them or more: a clock that runs down.
func markCountdowns(lines []*line) {
	for i := 0; i < len(lines); i++ {
		n, each := inARow(lines[i:], 2, pairOfClock), 2
		if n < 3 {
			n, each = inARow(lines[i:], 1, func(l []*line) bool { return partOfClock.MatchString(l[0].key) }), 1
		}
		if n < 3 || each == 1 && !runsDown(lines[i:i+n]) {
			continue
		}
		for _, l := range lines[i : i+each*n] {
			l.done = true
		}
		i += each*n - 1
	}
}

// inARow counts how often lines begin with so many as are a part of a clock.
func inARow(lines []*line, each int, is func([]*line) bool) (n int) {
	for each*(n+1) <= len(lines) && is(lines[each*n:each*(n+1)]) {
		n++
	}
	return n
}

func pairOfClock(l []*line) bool {
	pair := func(a, b *line) bool { return shortNumber(a.key) && timeUnit.MatchString(b.key) }
	return pair(l[0], l[1]) || pair(l[1], l[0])
}

var partOfClock = regexp.MustCompile(`^\d{1,3} ?(d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|tage?|std|stunden?|minuten|sekunden)$`)

// runsDown tells parts of a clock from allowances: their units are all different.
func runsDown(parts []*line) bool {
	seen := map[string]bool{}
	for _, p := range parts {
		seen[strings.TrimLeft(p.key, "0123456789 ")[:1]] = true
	}
	return len(seen) == len(parts)
}

func shortNumber(s string) bool {
	return len(s) > 0 && len(s) <= 3 && strings.Trim(s, "0123456789") == ""
}
