package diff

import (
	"strings"
	"unicode"
	"unicode/utf8"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// What a page changes without meaning, and nothing else, is left out of its essence. The principles, each with what it
// must never take:
//
//   - machines write identifiers: letters and digits that alternate as no word or product name does;
//   - machines write times with seconds; a plain time of day is noise only where the text says that it is a stamp, so
//     that opening hours count;
//   - relative dates grow by themselves ("3 days ago"); "today" is noise only in such a stamp;
//   - a live widget counts people or their doings; a number of anything else is an allowance or a claim, and counts;
//   - an address says where, not what: its host counts, its path does not;
//   - case, blanks and punctuation say nothing, except in numbers and where marks stand for yes and no.
//
// What else turns by itself is recognised by what the source has shown before: see Memory.
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
	stamp = regexp.MustCompile(`\b(updated?|verified|checked|refreshed|generated|rendered|synced|posted|published|as of|since|` +
		`current time|local time|stand|aktualisiert|mis à jour|actualizado)\b`)
	copied = regexp.MustCompile(`(©|\(c\)|copyright)\s*(19|20)\d{2}(\s*[-–]\s*(19|20)\d{2})?`)
	addr   = regexp.MustCompile(`\b(https?://|www\.)[^\s<>"')\]]+`)
	uuid   = regexp.MustCompile(`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`)
	window = regexp.MustCompile(`\(?\bopens (in )?a? ?new (browser )?(window|tab)\b\)?`)
	doings = regexp.MustCompile(`^\W*\d[\d.,]*\s*[km]?\+?\s*(page ?views?|views?|visitors?|stars?|likes?|shares?|comments?|` +
		`replies|downloads?|followers?|subscribers?|upvotes?|votes?|reactions?|reads?|claps?|online)\W*$`)
	audience = regexp.MustCompile(`\b(people|persons|visitors?|users?|members?|teams?|companies|customers?|developers?|` +
		`shoppers?|guests?|others|viewers?|sign-?ups?|signed up|joined|orders?|events?|requests?)\b`)
	alive    = regexp.MustCompile(`\b(now|today|online|live|viewing|watching|looking|so far|and counting|this (hour|week|month))\b`)
	hidden   = regexp.MustCompile(`\[email\s*protected\]`)
	mail     = regexp.MustCompile(`[\w.+-]+(@|\s*[\[(]\s*at\s*[\])]\s*|\s-\sat\s-\s)[\w-]+(\.[\w-]+)+`)
	anyDigit = regexp.MustCompile(`\d[\d.,]*`)
)

// essence is what a text says apart from what changes without meaning.
func essence(s string) string {
	s = strings.ToLower(s)
	if strings.ContainsAny(s, "0123456789") || strings.Contains(s, " ago") || stamp.MatchString(s) {
		s = timeless(s)
		s = copied.ReplaceAllString(s, "©")
		if counter(s) {
			s = anyDigit.ReplaceAllString(s, "0")
		}
	}
	if strings.Contains(s, "://") || strings.Contains(s, "www.") {
		s = addr.ReplaceAllStringFunc(s, hostOf)
	}
	if strings.Contains(s, "new ") {
		s = window.ReplaceAllString(s, "")
	}
	if strings.ContainsAny(s, "@([") || strings.Contains(s, " - at - ") {
		s = mail.ReplaceAllStringFunc(s, shownMail)
	}
	return plain(s)
}

// timeless leaves out what a clock writes.
func timeless(s string) string {
	s = relative.ReplaceAllString(s, " ")
	s = instant.ReplaceAllString(s, " ")
	if !stamp.MatchString(s) && len(strings.Fields(s)) > 3 {
		return s
	}
	s = vague.ReplaceAllString(s, " ")
	if len(clock.FindAllStringIndex(s, 2)) == 1 && stamp.MatchString(s) {
		s = clock.ReplaceAllString(s, " ")
	}
	return s
}

// counter tells the line of a live widget: one number, of people or what they do, and words that say that it is live.
func counter(s string) bool {
	if len(s) > 120 || strings.ContainsFunc(s, isCurrency) || strings.Contains(s, "%") || len(anyDigit.FindAllStringIndex(s, 2)) != 1 {
		return false
	}
	return doings.MatchString(s) || audience.MatchString(s) && alive.MatchString(s)
}

func hostOf(address string) string {
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		rest = address
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		return rest
	}
	return rest[:end]
}

// shownMail writes an e-mail address in the one way, however it was kept from robots.
func shownMail(s string) string {
	m := mail.FindStringSubmatchIndex(s)
	return s[:m[2]] + "@" + s[m[3]:]
}

// plain keeps letters, numbers as they are written, currencies, and the signs that change what a text says.
func plain(s string) string {
	if strings.Count(s, "-") >= 4 {
		s = uuid.ReplaceAllString(s, " ")
	}
	marks := strings.ContainsAny(s, ticks)
	rs, out := []rune(s), make([]byte, 0, len(s))
	for i := 0; i < len(rs); i++ {
		if end := machine(rs, i); end > i {
			i = end - 1
			continue
		}
		switch around := (spot{rs, i}); {
		case kept(rs[i]), around.inNumber(), marks && around.alone():
			out = utf8.AppendRune(out, rs[i])
		case around.sign():
			out = append(out, '-')
		case rs[i] == '\'' || rs[i] == '’':
		case len(out) > 0 && out[len(out)-1] != ' ':
			out = append(out, ' ')
		}
	}
	return strings.TrimSpace(string(out))
}

// ticks are the signs that stand for yes and no.
const ticks = "✓✔☑✅✗✘✕✖❌☒●○◐"

func kept(r rune) bool {
	if r < 0x80 {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("$%@+<>=", r)
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || isCurrency(r) ||
		strings.ContainsRune("≤≥≈±×°"+ticks, r)
}

func isCurrency(r rune) bool { return r == '$' || r >= 0x80 && unicode.Is(unicode.Sc, r) }

// spot is a place in a text.
type spot struct {
	text []rune
	at   int
}

func (p spot) look(by int) rune {
	if i := p.at + by; i >= 0 && i < len(p.text) {
		return p.text[i]
	}
	return ' '
}

// inNumber tells a point, comma, slash or colon within a number.
func (p spot) inNumber() bool {
	return strings.ContainsRune(".,/:", p.look(0)) && unicode.IsDigit(p.look(-1)) && unicode.IsDigit(p.look(1))
}

// sign tells the minus of a negative number from a hyphen.
func (p spot) sign() bool {
	return (p.look(0) == '-' || p.look(0) == '−') && unicode.IsDigit(p.look(1)) &&
		(unicode.IsSpace(p.look(-1)) || isCurrency(p.look(-1)))
}

// alone tells a dash that stands for itself, as a cell of a table does.
func (p spot) alone() bool {
	return strings.ContainsRune("-–—", p.look(0)) && p.look(-1) == ' ' && p.look(1) == ' '
}

// machine returns the end of the identifier that begins at i, or i: a long run in which letters and digits alternate
// as they do in no word and no product's name.
func machine(rs []rune, i int) int {
	if i > 0 && alnum(rs[i-1]) || !alnum(rs[i]) {
		return i
	}
	end, turns, hex := i, 0, true
	for ; end < len(rs) && alnum(rs[end]); end++ {
		hex = hex && rs[end] <= 'f'
		if end > i && (rs[end] <= '9') != (rs[end-1] <= '9') {
			turns++
		}
	}
	if n := end - i; (n >= 12 || n >= 8 && hex) && turns >= max(3, n/4) {
		return end
	}
	return i
}

func alnum(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }
