package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// people marks what somebody says of the product, by who is named behind it: a sentence in quotation marks, or in the
// first person, with a name and what its bearer does; or any sentence where that is a profession. A page that is mostly
// that is about it.
func (a asideMarker) people() {
	var found [][2]int
	said := 0
	for i := 0; i+1 < len(a.lines); i++ {
		if n := a.said(i); n > 0 {
			found = append(found, [2]int{i, i + n})
			said += size(a.lines[i : i+n])
			i += n - 1
		}
	}
	if 2*said >= size(a.lines) {
		return
	}
	for _, f := range found {
		for i := f[0]; i < f[1]; i++ {
			a.lines[i].Frame = true
		}
	}
	for _, f := range found {
		a.headPeople(f[0] - 1)
	}
}

// headPeople marks the heading of what people say, where nothing else stands below it.
func (a asideMarker) headPeople(i int) {
	if i < 0 || a.how[i].rank < 2 || weighs(a.lines[i].Text) || figured(a.lines[i].Text) {
		return
	}
	for next := i + 1; next < len(a.lines) && a.how[next].rank == 0; next++ {
		if !a.lines[next].Frame {
			return
		}
	}
	a.lines[i].Frame = true
}

// said counts the lines of what somebody says, with those that name its author, or is 0.
func (a asideMarker) said(i int) int {
	if !a.spoken(i) {
		return 0
	}
	text := a.lines[i].Text
	words, quoted := len(strings.Fields(text)), inQuotes(text)
	at := i + 1
	if at < len(a.lines) && initials.MatchString(a.lines[at].Text) {
		at++
	}
	by, rest, named := a.author(at)
	switch {
	case quoted && (!named && a.signed(at) || caseless(text) && a.signature(at)):
		return at - i + 1
	case !named || words < leastTalk:
		return 0
	}
	own := quoted || words <= saidWords && firstPerson.MatchString(text)
	role := at - i + 2
	if !a.withRole(at+1, quoted, own) {
		role = 0
	}
	switch {
	case by.cited, quoted && rest == "":
		return max(at-i+1, role)
	case rest == "":
		return role
	case quoted, profession.MatchString(rest), own && employed.MatchString(", "+rest):
		return at - i + 1
	}
	return 0
}

// initials stand in the place of an author's picture.
var initials = regexp.MustCompile(`^\p{Lu}{1,3}$`)

// signed tells the first name of somebody who is quoted, and in some words what she does.
func (a asideMarker) signed(i int) bool {
	if i >= len(a.lines) || !a.spoken(i) || figured(a.lines[i].Text) {
		return false
	}
	name, rest, _ := strings.Cut(strings.TrimLeft(a.lines[i].Text, "–—―- "), ", ")
	words := len(strings.Fields(rest))
	end, _ := utf8.DecodeLastRuneInString(rest)
	return !strings.Contains(name, " ") && isName(name+" "+name) && words >= 2 && words <= 6 && unicode.IsLetter(end)
}

// signature tells a short line that is no sentence.
func (a asideMarker) signature(i int) bool {
	if i >= len(a.lines) || !a.spoken(i) || figured(a.lines[i].Text) {
		return false
	}
	end, _ := utf8.DecodeLastRuneInString(a.lines[i].Text)
	return len(a.lines[i].Text) <= ownerBytes/2 && unicode.IsLetter(end)
}

// caseless tells a text in a script without capitals, in which a name looks like any word.
func caseless(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsLower(r) })
}

// author reads a line as a name, which is all of it or followed by what its bearer does.
func (a asideMarker) author(i int) (how manner, rest string, ok bool) {
	if i >= len(a.lines) || !a.spoken(i) || len(a.lines[i].Text) > ownerBytes/2 {
		return manner{}, "", false
	}
	line := a.lines[i].Text
	signed := strings.TrimLeft(line, "–—―- ")
	name, rest, _ := strings.Cut(signed, ", ")
	how, ok = a.how[i], isName(name) && len(strings.Fields(rest)) <= 8
	how.cited = how.cited || ok && signed != line
	return how, rest, ok || how.cited
}

// withRole tells a line behind a name that says what its bearer does.
func (a asideMarker) withRole(i int, quoted, own bool) bool {
	return i < len(a.lines) && a.spoken(i) && role(a.lines[i].Text, quoted, own)
}

func (a asideMarker) spoken(i int) bool {
	return !a.lines[i].Frame && a.how[i].rank == 0 && (a.how[i].plain || !a.how[i].linked)
}

// saidWords is how many words somebody says in the first person at most, where nothing else tells that it is said.
const saidWords = 60

// role tells what a person does, or where: behind words of their own it need not say as what.
func role(s string, quoted, own bool) bool {
	if len(s) > ownerBytes/2 {
		return false
	}
	words := len(strings.Fields(s))
	if handle.MatchString(s) {
		return true
	}
	if words == 0 || words > 10 || strings.HasSuffix(s, ".") || figured(s) || strings.ContainsFunc(s, ofMoney) || strings.ContainsAny(s, ":_/") {
		return false
	}
	return profession.MatchString(s) || quoted && words <= 4 || own && employed.MatchString(s)
}

// handle is what a person is called where people write to each other.
var handle = regexp.MustCompile(`^@[\pL\d_.-]{2,30}$`)

// employed is how a role ends that says where: with a name.
var employed = regexp.MustCompile(`(?:, | at | bei | chez | en )\p{Lu}[\pL\d.&'’-]*(?: (?:&|and|und|of|de|\p{Lu}[\pL\d.&'’-]*))*$`)

// isName tells two to four words that all begin with a capital, as a person's name does.
func isName(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 4 || len(s) > 60 {
		return false
	}
	capitals := 0
	for _, w := range words {
		for i, r := range w {
			if i == 0 && unicode.IsUpper(r) {
				capitals++
			}
			if !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(".'’-", r) {
				return false
			}
		}
	}
	return capitals == len(words) || capitals >= 2 && capitals == len(words)-1 // "de", "van"
}

// inQuotes tells a text that stands in quotation marks from its first letter to its last.
func inQuotes(s string) bool {
	for _, pair := range []string{"“”", "„“", "„”", `""`, "«»", "»«", "‘’", "「」", "””"} {
		q := []rune(pair)
		inner, ok := strings.CutPrefix(s, string(q[0]))
		if !ok {
			continue
		}
		inner, ok = strings.CutSuffix(strings.TrimRight(inner, ". "), string(q[1]))
		if ok && !strings.ContainsRune(inner, q[0]) {
			return true
		}
	}
	return false
}

var (
	firstPerson = regexp.MustCompile(`(?i)` + wordStart + `(?:I|I['’](?:m|ve|d|ll)|we|we['’](?:re|ve|d|ll)|my|our|us|me|ich|wir|uns|unser\pL*|mein\pL*|nous|notre|nos|je|mon|ma|nuestr\pL+|nos|yo|mi|` +
		`noss[oa]s?|meu|minha|nostr[aoie]|mio|mia|wij|ons|onze|mijn)` + wordEnd)
	profession = regexp.MustCompile(`(?i)` + wordStart + `(?:c[eftimops]o|cro|ciso|chief|founder|co-?founder|owner|president|vp|svp|evp|director|manager|head|lead|leader|engineer|` +
		`developer|architect|designer|analyst|consultant|administrator|admin|specialist|coordinator|officer|partner|principal|professor|` +
		`controller|producer|editor|teacher|scientist|geschäftsführer\pL*|gründer\pL*|inhaber\pL*|leiter\pL*|leitung|entwickler\pL*|direct(?:eur|rice)|` +
		`fondat(?:eur|rice)|responsable|gérante?|ingénieure?|director[ae]?|fundador[ae]?|gerente|jefe|jefa|diretor[ae]?|direttore|direttrice|titolare|` +
		`responsabile|oprichter|eigenaar|directeur)` + wordEnd)
)
