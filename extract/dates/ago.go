package dates

import (
	"strconv"
	"strings"
	"time"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

var (
	countedAgo = regexp.MustCompile(`(?i)\b(\d+|an?|one|two|three|four|five|six|ein(?:em|er)?|une?|un[ao]?|een)\s+(\p{L}+)`)
	agoWords   = regexp.MustCompile(`(?i)(?:^|\P{L})(ago|vor|hace|il y a|fa|geleden|há|atrás|temu|sedan|siden|sitten|önce|назад|тому)(?:\P{L}|$)`)
	agoCJK     = regexp.MustCompile(`(\d+)\s?(秒|分|分钟|時間|小时|시간|日|天|일|週間|周|주|か月|ヶ月|个月|개월|年|년)\s?(?:前|전)`)
)

// FromNow reads dates that count from now: "3 days ago", "yesterday".
func FromNow(s string, now time.Time) (time.Time, Precision, bool) {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	lower := " " + strings.Join(dateWords.FindAllString(strings.ToLower(western(s)), -1), " ") + " "
	if m := agoCJK.FindStringSubmatch(s); m != nil {
		return before(today, m[1], m[2])
	}
	if agoWords.MatchString(lower) {
		if m := countedAgo.FindStringSubmatch(lower); m != nil {
			return before(today, m[1], m[2])
		}
	}
	for _, day := range []struct {
		back  int
		words []string
	}{
		{2, []string{"day before yesterday", "vorgestern", "anteayer", "avant hier", "позавчера", "一昨日", "前天"}},
		{1, []string{"yesterday", "gestern", "hier", "ayer", "ontem", "ieri", "gisteren", "wczoraj", "včera", "i går", "eilen", "dün", "вчера", "вчора", "昨日", "昨天", "어제"}},
		{0, []string{"today", "just now", "heute", "aujourd hui", "hoy", "hoje", "oggi", "vandaag", "dzisiaj", "dnes", "i dag", "idag", "tänään", "bugün", "сегодня", "сьогодні", "今日", "今天", "오늘"}},
	} {
		for _, word := range day.words {
			if strings.Contains(lower, " "+word+" ") {
				return today.AddDate(0, 0, -day.back), Day, true
			}
		}
	}
	return time.Time{}, "", false
}

// before goes back from today by a number of units of any language.
func before(today time.Time, number, unit string) (time.Time, Precision, bool) {
	n, err := strconv.Atoi(number)
	if err != nil {
		n = max(map[string]int{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}[number], 1)
	}
	if n > 5000 {
		return time.Time{}, "", false
	}
	switch unitOf(unit) {
	case "moment":
		return today, Day, true
	case "day":
		return today.AddDate(0, 0, -n), Day, true
	case "week":
		return today.AddDate(0, 0, -7*n), Day, true
	case "month":
		return today.AddDate(0, -n, 0), Month, true
	case "year":
		return today.AddDate(-n, 0, 0), Year, true
	}
	return time.Time{}, "", false
}

// unitOf names a unit of time by how its word begins in one of many languages; longer beginnings come first.
func unitOf(word string) string {
	word = bare(word)
	for _, unit := range []struct{ name, begins string }{
		{"moment", "sec sek min hour hr stund heure hor uur uren ora ore minut sekund godzin час мин сек timme time saat 秒 分 時間 小时 시간"},
		{"month", "month monat mois mes meses mese mesi maand miesi mesic mesice maned manad kuukau месяц місяц か月 ヶ月 个月 개월"},
		{"week", "week woche semaine semana settiman weken tydzien tygod tyden tydn uge veck viikk hafta недел тижд 週間 周 주"},
		{"day", "day tag jour dia giorn dag dni dzien dni den dn paiv gun день дня дней ден дні днів 日 天 일"},
		{"year", "year jahr an ans ano anos annee anno anni jaar rok lat let ar vuot yil год лет рок 年 년"},
	} {
		for _, begin := range strings.Fields(unit.begins) {
			if strings.HasPrefix(word, begin) {
				return unit.name
			}
		}
	}
	return ""
}

// CountedBack tells a text that says how long ago something was, whatever stands around it.
func CountedBack(s string) bool {
	return agoWords.MatchString(s) && countedAgo.MatchString(s) || agoCJK.MatchString(s)
}
