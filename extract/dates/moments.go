package dates

import regexp "github.com/gapwatch/gapwatch/extract/pattern"

// Days of the week and times of day that people write beside a date belong to it: a line of nothing else is only a date.
var (
	dayBefore   = regexp.MustCompile(`(?i)(?:^|[^\p{L}\d])((?:` + Weekdays + `)\.?,?\s*)$`)
	dayBehind   = regexp.MustCompile(`(?i)^,?\s*[(（](?:` + Weekdays + `|[日月火水木金土一二三四五六])\.?[)）]|^,?\s+(?:` + Weekdays + `)\b`)
	clockBehind = regexp.MustCompile(`(?i)^,?\s+(?:(?:[·•|–—-]|at|um|à|a las|às|kl\.?)\s+)?\d{1,2}(?:[:h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\b\.?)?|\s?[ap]\.?m\b\.?)` +
		`(?:\s*\(?(?:utc|gmt|uhr|cest|cet|bst|[ecmp][sd]?t)\b\)?(?:\s?[+-]\d{1,2}(?::?\d{2})?)?)?`)
)

const Weekdays = `mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|` +
	`montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|` +
	`lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|` +
	`(?:segunda|ter[çc]a|quarta|quinta|sexta)-feira|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|` +
	`luned[ìi]|marted[ìi]|mercoled[ìi]|gioved[ìi]|venerd[ìi]|sabato|domenica`

// WholeMoment is where a day stands in a line, with its weekday and its time of day.
func WholeMoment(s string, at []int, p Precision) []int {
	if p != Day {
		return at
	}
	lo, hi := at[0], at[1]
	if m := dayBefore.FindStringSubmatchIndex(s[:lo]); m != nil {
		lo = m[2]
	}
	for _, more := range []*regexp.Regexp{dayBehind, clockBehind} {
		if m := more.FindStringIndex(s[hi:]); m != nil {
			hi += m[1]
		}
	}
	return []int{lo, hi}
}
