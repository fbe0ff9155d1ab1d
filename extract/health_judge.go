package extract

import (
	"path"
	"slices"
	"strings"
	"unicode"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// Sizes of text that tell a page from what stands in its place, in bytes.
const (
	aPage      = 12_800
	littleText = 1600 // what challenge, error and maintenance pages have at most
	aSentence  = 900  // in which a sentence to the reader is the page
	upFront    = 400  // where such a sentence stands
	aFile      = 600  // what a refusal with a number has at most
	aScrap     = 200
	aWord      = 24
	aList      = 3 // items or cells
)

// judge weighs what was seen. A page with much to read is a page, whatever words it uses; one with little is what its
// title, its first heading and its sentences say.
func (s *skimmed) judge() Verdict {
	if s.own > aPage {
		return Verdict{State: OK}
	}
	w := s.words()
	switch {
	case s.tags == 0 && s.own < aScrap && strings.Count(w.text, " ") < 4 && !w.substance():
		return s.scrap(w)
	case s.onward != "" && s.own < aScrap && s.links < 5:
		return Verdict{Broken, saysOnward}
	}
	if v, ok := s.says(w); ok {
		return v
	}
	switch {
	case s.consentWall(w):
		return Verdict{Consent, saysConsent}
	case s.pass && s.own < littleText/2 && !w.substance() && s.sentences() < 3:
		return Verdict{Blocked, saysSignIn}
	case s.marked && s.own < aScrap && !s.hollow && s.links < 5 && w.money+w.dates == 0, s.filed(w):
		return Verdict{Blocked, saysBlocked}
	case s.shell(w):
		return Verdict{JSShell, saysShell}
	case s.own == 0:
		return Verdict{Empty, saysEmpty}
	}
	if v, ok := s.stranger(w); ok {
		return v
	}
	return Verdict{State: OK}
}

// worded is what is read of a page's words.
type worded struct {
	text   string   // all text, in small letters, what is quoted left out
	talk   string   // the same without the items of lists and the cells of tables
	titles []string // the parts of the title
	head   string   // the first heading
	money  int
	dates  int
	dated  bool // a heading has a date, as those of news have

	versions int
}

func (s *skimmed) words() worded {
	w := worded{text: s.said(false)}
	if w.talk = w.text; s.items >= aList {
		w.talk = s.said(true)
	}
	w.money = len(moneyIn.FindAllStringIndex(w.text, 8))
	w.dates = len(dateIn.FindAllStringIndex(w.text, 8))
	w.versions = len(versionIn.FindAllStringIndex(w.text, 8))
	w.dated = slices.ContainsFunc(s.heads, func(h said) bool { return h.own && dateIn.MatchString(strings.ToLower(h.text)) })
	w.titles = titleParts.Split(strings.ToLower(s.title), -1)
	w.head = strings.ToLower(s.firstHead())
	return w
}

// said is the text that counts, in small letters; or what of it is no item of a list and no cell of a table.
func (s *skimmed) said(apart bool) string {
	var b strings.Builder
	for _, t := range s.texts {
		if (t.own || s.own < aWord) && !(t.code && s.own-s.code >= aWord) && !(apart && t.listed) {
			b.WriteString(t.text + " ")
		}
	}
	return quotedWords.ReplaceAllString(strings.TrimSpace(strings.ToLower(b.String())), "“”")
}

// titleParts are where a title parts the page's name from the site's.
var titleParts = regexp.MustCompile(`\s+[|–—·•»«/:-]+\s+|\s*[|»]\s*`)

func (s *skimmed) firstHead() string {
	for _, own := range []bool{true, false} {
		for _, h := range s.heads {
			if h.own == own && h.text != "" {
				return h.text
			}
		}
	}
	return ""
}

// substance tells a page that has what pages are watched for: prices, or dated news.
func (w worded) substance() bool {
	return w.dated || w.money >= 2 || w.dates >= 3 || w.dates >= 2 && w.versions >= 2
}

// filed tells a page of a few words with a number by which its sender finds the refusal again, and the address that was refused
// or hardly a word more.
func (s *skimmed) filed(w worded) bool {
	return s.own < aFile && s.links < 3 && s.parts() < 2 && !w.substance() && refusalID.MatchString(w.text) &&
		(visitorIP.MatchString(w.text) || s.own < aScrap)
}

// sentences counts the page's own texts that end as a sentence does.
func (s *skimmed) sentences() (n int) {
	for _, t := range s.texts {
		if t.own && strings.HasSuffix(t.text, ".") && strings.Count(t.text, " ") >= leastTalk {
			n += 1 + strings.Count(t.text, ". ")
		}
	}
	return n
}

// scrap is a body without a single element and of a few words. It may be all that a site has to say, unless it is an
// address: that is what is left of a redirection.
func (s *skimmed) scrap(w worded) Verdict {
	if v, ok := s.says(w); ok {
		return v
	}
	if text := strings.TrimSpace(w.text); strings.HasPrefix(text, "/") || strings.Contains(text, "://") {
		return Verdict{Broken, saysScrap}
	}
	return Verdict{State: OK}
}

// says asks the signs: first what is loud, then the sentences of a page that has little more than one.
func (s *skimmed) says(w worded) (Verdict, bool) {
	for _, g := range gateWords().signs {
		if g.reason == saysSignIn && s.aboutThat(w) {
			continue
		}
		if s.own <= g.most && (g.firm || !w.substance()) && (s.loud(g, w) || g.firm && s.missingPage(g, w)) {
			return Verdict{g.state, g.reason}, true
		}
	}
	if s.own > aSentence || w.substance() || s.parts() > 2 {
		return Verdict{}, false
	}
	titled, headed := s.titled(w), s.headed(w)
	for _, g := range gateWords().signs {
		switch {
		case titled && (headed || w.dates > 0 && w.versions > 0 || g.state != NotFound && !g.loud.MatchString(w.head)):
			continue
		case g.reason == saysSignIn && s.controls+s.links == 0, g.reason == saysBlocked && s.away > 0 && !g.early(w):
			continue // nothing to sign in by; or it leads on, which a refusal says first why it does not
		}
		if g.told(w.talk) {
			return Verdict{g.state, g.reason}, true
		}
	}
	return Verdict{}, false
}

// aboutThat tells a page that is headed by what its address ends with and has no field: it tells how to, and asks for nothing.
func (s *skimmed) aboutThat(w worded) bool {
	name := squash(w.head)
	return s.asks == 0 && !s.pass && name != "" && squash(path.Base(s.path)) == name
}

// told tells a text that says the sign's sentence to the reader near its beginning: it neither tells when that is shown nor, unless
// the reader is to prove something, asks.
func (g sign) told(text string) bool {
	for _, at := range g.says.FindAllStringIndex(text, 8) {
		if at[0] >= upFront {
			return false
		}
		mark := strings.IndexAny(text[at[1]:], ".!?")
		asks := mark >= 0 && text[at[1]+mark] == '?' && g.reason != saysBlocked
		if !asks && !condition.MatchString(text[max(0, at[0]-120):at[0]]) {
			return true
		}
	}
	return false
}

// early tells a text that says so at once, behind its heading.
func (g sign) early(w worded) bool {
	at := g.says.FindStringIndex(w.talk)
	return at != nil && at[0] <= len(w.head)+aWord
}

// titled tells a page that is headed as its title says, as pages are that are about something; the name of the site does
// not count, nor does a message or a sigh. So does an article with a date.
func (s *skimmed) titled(w worded) bool {
	if s.article && w.dates > 0 {
		return true
	}
	name := squash(w.head)
	if strings.Contains(w.head, ".") && !strings.Contains(w.head, " ") || wordless(w.head) {
		return false // an address, or a sigh
	}
	return name != "" && !strings.Contains(squash(s.host), name) &&
		slices.ContainsFunc(w.titles, func(part string) bool { return squash(part) == name })
}

// squash leaves the letters and digits of a text.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// missingPage tells a page whose body is named as one that is not there and that says so, too: the name alone is also
// left on good pages by mistake.
func (s *skimmed) missingPage(g sign, w worded) bool {
	return s.own < littleText && missingClass.MatchString(s.class) && g.loud.MatchString(w.text)
}

// parts counts the headings of the page's own: one that explains something has several, an error hardly ever.
func (s *skimmed) parts() int {
	n := 0
	for _, h := range s.heads {
		if h.own && h.text != "" {
			n++
		}
	}
	return n
}

// loud tells a page whose title or first heading is the message.
func (s *skimmed) loud(g sign, w worded) bool {
	for _, part := range w.titles {
		if g.only(part) {
			return true
		}
	}
	return g.only(w.head) && !((g.reason == saysRegion || g.reason == saysGone) && strings.HasSuffix(w.head, "?"))
}

// consentWall tells a page that asks for consent before it shows anything: it says hardly anything else, or its title
// asks.
func (s *skimmed) consentWall(w worded) bool {
	if s.own >= littleText || s.controls == 0 || s.links >= 25 || s.titled(w) && s.headed(w) {
		return false
	}
	talk, other, before := 0, 0, false
	for _, t := range s.texts {
		if !t.own && s.own >= aWord {
			continue
		}
		text := strings.ToLower(t.text)
		before = gateWords().consentTalk.MatchString(text) || before && text == t.text // the rest of a sentence
		if before {
			talk += len(text)
		} else {
			other += len(text)
		}
	}
	asks := sign{loud: gateWords().consentLoud}
	titles := worded{titles: w.titles}
	switch {
	case talk < 60 || 10*talk < 6*(talk+other):
		return false
	case s.loud(asks, titles):
		return true
	case asks.only(w.head):
		return other < 250
	}
	return other < 40
}

// shell tells a page that holds nothing, or next to nothing, until its scripts have run.
func (s *skimmed) shell(w worded) bool {
	if s.scripts == 0 || w.substance() {
		return false
	}
	bare := s.bare()
	needs := gateWords().script.MatchString(w.text)
	switch {
	case bare < aWord && w.money+w.dates == 0:
		return true
	case s.hollow && bare < 2*aScrap && s.links < 15, s.busy >= 3 && bare < 3*aScrap, s.busy > 0 && bare < aScrap:
		return true
	case needs && bare < 2*aScrap, bare < aScrap/2 && s.parts() == 0 && gateWords().script.MatchString(strings.ToLower(s.noJS)):
		return true
	case s.script > 20*max(bare, 100) && bare < aScrap && s.firstHead() == "":
		return true
	}
	return s.hasMain && s.inMain < aWord && s.own < aSentence && (s.busy > 0 || s.hollow || s.own < 2*aScrap)
}

// bare counts the bytes of the page's own text apart from words that say that more is to come.
func (s *skimmed) bare() int {
	n := s.own
	for _, t := range s.texts {
		if t.own && loadingText.MatchString(strings.ToLower(t.text)) {
			n -= len(t.text)
		}
	}
	return n
}
