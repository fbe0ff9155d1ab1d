package diff

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/money"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// What a page changes without meaning, and nothing else, is left out of its essence. The principles, each with what it
// must never take:
//
//   - machines write identifiers: letters and digits that alternate as no word or product name does;
//   - clocks and widgets write by themselves: see clocks.go and counters.go;
//   - an address says where, not what: its host counts, its path does not;
//   - case, blanks and punctuation say nothing, except in numbers and where marks stand for yes and no.
//
// What else turns by itself is recognised by what the page holds in reserve (see WithoutTurns) and by what the source has
// shown before (see Memory).
var (
	copied   = regexp.MustCompile(`(©|\(c\)|copyright)\s*(19|20)\d{2}(\s*[-–]\s*(19|20)\d{2})?`)
	addr     = regexp.MustCompile(`\b(https?://|www\.)[^\s<>"')\]]+`)
	uuid     = regexp.MustCompile(`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`)
	server   = regexp.MustCompile(`\b(served|rendered|generated|handled|powered) by (node|host|server|pod|instance|worker)? ?[\w.-]*\d[\w.-]*`)
	window   = regexp.MustCompile(`\(?\bopens (in )?a? ?new (browser )?(window|tab)\b\)?`)
	hidden   = regexp.MustCompile(`\[email\s*protected\]`)
	mail     = regexp.MustCompile(`[\w.+-]+(@|\s*[\[(]\s*at\s*[\])]\s*|\s-\sat\s-\s)[\w-]+(\.[\w-]+)+`)
	byline   = regexp.MustCompile(`^\W*(written|posted|published|edited|last edited) by( \pL[\pL.'’-]*){1,4}\W*$`)
	anyDigit = regexp.MustCompile(`\d[\d.,]*`)
)

// essence is what a text says apart from what changes without meaning.
func essence(s string) string {
	s = strings.ToLower(s)
	if strings.Contains(s, "\xef\xbc") {
		s = strings.Map(narrow, s)
	}
	digits := strings.ContainsAny(s, "0123456789")
	if digits || strings.Contains(s, " ago") || stamp.MatchString(s) || greeting.MatchString(s) || fromAfar.MatchString(s) {
		s = timeless(s)
	}
	if digits {
		s = copied.ReplaceAllString(s, "©")
		s = server.ReplaceAllString(s, "$1 by")
		s = uncounted(s)
	}
	if strings.Contains(s, "://") || strings.Contains(s, "www.") {
		s = addr.ReplaceAllStringFunc(s, hostOf)
	}
	if strings.Contains(s, " by ") && len(s) <= maxTouched {
		s = byline.ReplaceAllString(s, "$1 by")
	}
	if strings.Contains(s, "new ") {
		s = window.ReplaceAllString(s, "")
	}
	if digits {
		s = extract.WithoutPhones(s)
	}
	if strings.ContainsAny(s, "@([") || strings.Contains(s, " - at - ") {
		s = mail.ReplaceAllStringFunc(s, shownMail)
	}
	return plain(s)
}

// narrow is a wide letter, figure or sign of East Asian texts in its usual width.
func narrow(r rune) rune {
	if r >= 0xff01 && r <= 0xff5e {
		return r - 0xff01 + '!'
	}
	return r
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
	asked, ticked := false, false // whether a dash that stands alone does so among ticks; a long text is asked once
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		if end := word(s, i); end > i {
			if !machine(s, i, end) {
				out = append(out, s[i:end]...)
			}
			i = end
			continue
		}
		around := spotAt(s, i)
		i = around.next
		if !asked && around.alone() {
			asked, ticked = true, strings.ContainsAny(s, ticks)
		}
		switch r := around.r; {
		case kept(r), around.inNumber(), ticked && around.alone():
			out = utf8.AppendRune(out, r)
		case around.sign():
			out = append(out, '-')
		case r == '\'' || r == '’':
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
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || money.IsSign(r) ||
		strings.ContainsRune("≤≥≈±×°"+ticks, r)
}

// spot is a letter of a text, in which it stands at an index, and the next one at another.
type spot struct {
	text     string
	r        rune
	at, next int
}

func spotAt(s string, i int) spot {
	r, size := utf8.DecodeRuneInString(s[i:])
	return spot{s, r, i, i + size}
}

func (p spot) before() rune {
	if p.at == 0 {
		return ' '
	}
	r, _ := utf8.DecodeLastRuneInString(p.text[:p.at])
	return r
}

func (p spot) after() rune {
	if p.next == len(p.text) {
		return ' '
	}
	r, _ := utf8.DecodeRuneInString(p.text[p.next:])
	return r
}

// inNumber tells a point, comma, slash or colon within a number.
func (p spot) inNumber() bool {
	return strings.ContainsRune(".,/:", p.r) && unicode.IsDigit(p.before()) && unicode.IsDigit(p.after())
}

// sign tells the minus of a negative number from a hyphen.
func (p spot) sign() bool {
	return (p.r == '-' || p.r == '−') && unicode.IsDigit(p.after()) && (unicode.IsSpace(p.before()) || money.IsSign(p.before()))
}

// alone tells a dash that stands for itself, as a cell of a table does.
func (p spot) alone() bool {
	return strings.ContainsRune("-–—", p.r) && p.before() == ' ' && p.after() == ' '
}

// word returns where the letters and digits end that stand at i.
func word(s string, i int) int {
	for i < len(s) && alnum(s[i]) {
		i++
	}
	return i
}

// machine tells a word that is an identifier: a long one in which letters and digits alternate as they do in no word and no
// product's name. Behind an underline a shorter one is enough.
func machine(s string, from, end int) bool {
	if end-from < 8 {
		return false
	}
	turns, hex := 0, true
	for i := from; i < end; i++ {
		hex = hex && s[i] <= 'f'
		if i > from && (s[i] <= '9') != (s[i-1] <= '9') {
			turns++
		}
	}
	n, joint := end-from, from > 0 && s[from-1] == '_'
	return (n >= 12 || hex || joint) && turns >= max(3, n/4)
}

func alnum(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' }
