package diff

import (
	"strings"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// What a clock writes says nothing:
//
//   - relative dates grow by themselves ("3 days ago"); "today" counts as one only where the text says that it is a stamp;
//   - machines write times with seconds; a plain time of day is a clock's only in a stamp, so that opening hours count;
//   - a countdown is days, hours and minutes, or hours, minutes and seconds, and next to nothing else;
//   - a greeting by the time of day is one, too.
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
	took = regexp.MustCompile(`\bin \d+([.,]\d+)? ?(ms|milliseconds?|s|secs?|seconds?)\b`)

	countdown = regexp.MustCompile(`^\W*((sale|offer|deal|only|just|ends?|starts?|expires?|closes?|begins?|in|left|remaining|noch|endet)\W+)*` +
		`(\d+\W*(d|days?|tage?|jours?|d[ií]as?)\W*\d+\W*(h|hrs?|hours?|std|stunden?|heures?|horas?)\W*\d+\W*(m|mins?|minutes?|minuten|minutos?)\W*(\d+\W*(s|secs?|seconds?|sekunden|secondes?|segundos?))?|` +
		`\d+\W*(h|hrs?|hours?|std|stunden?|heures?|horas?)\W*\d+\W*(m|mins?|minutes?|minuten|minutos?)\W*\d+\W*(s|secs?|seconds?|sekunden|secondes?|segundos?))` +
		`\W*((left|remaining|to go|verbleibend|restantes?)\W*)*$`)
	timeUnit = regexp.MustCompile(`^(d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|tage?|std|stunden?|minuten|sekunden|` +
		`jours?|heures?|secondes?|d[ií]as?|horas?|minutos?|segundos?)$`)
	greeting = regexp.MustCompile(`^\W*(good (morning|afternoon|evening|night)|guten (morgen|tag|abend)|bon(jour|soir)|buen(os d[ií]as|as tardes|as noches)|` +
		`bom dia|boa (tarde|noite)|buon(giorno|asera))\b`)
)

// timeless leaves out what a clock writes.
func timeless(s string) string {
	if countdown.MatchString(s) {
		return ""
	}
	s = greeting.ReplaceAllString(s, "hello ")
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

// markCountdowns accounts for numbers and units of time in lines of their own, three pairs or more: a clock that runs
// down.
func markCountdowns(lines []*line) {
	pair := func(a, b *line) bool { return shortNumber(a.key) && timeUnit.MatchString(b.key) }
	for i := 0; i+5 < len(lines); i++ {
		n := 0
		for ; i+2*n+1 < len(lines); n++ {
			if a, b := lines[i+2*n], lines[i+2*n+1]; !pair(a, b) && !pair(b, a) {
				break
			}
		}
		if n >= 3 {
			for _, l := range lines[i : i+2*n] {
				l.done = true
			}
			i += 2*n - 1
		}
	}
}

func shortNumber(s string) bool {
	return len(s) > 0 && len(s) <= 3 && strings.Trim(s, "0123456789") == ""
}
