package extract

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// sign is what a page says that stands in the place of another.
type sign struct {
	state  HealthState
	reason string         // for the operator
	loud   *regexp.Regexp // what a title or the first heading says, and nothing else
	says   *regexp.Regexp // a sentence to the reader
	most   int            // bytes of the page's own text up to which a loud word counts
	firm   bool           // it counts beside prices and dates, too
}

// healthWords are the words of web servers, delivery networks, shops and content systems in the languages that most of
// them speak.
//
//go:embed health_words.txt
var healthWords string

// vocabulary is healthWords, read when a page is first judged.
type vocabulary struct {
	signs                                     []sign // in the order in which they are asked
	consentLoud, consentTalk, script, neutral *regexp.Regexp
}

var gateWords = sync.OnceValue(readVocabulary)

func readVocabulary() vocabulary {
	lists := map[string][]string{}
	var names []string
	for line := range strings.Lines(healthWords) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			names = strings.Split(strings.Trim(line, "[]"), ", ")
		default:
			for _, name := range names {
				lists[name] = append(lists[name], line)
			}
		}
	}
	oneOf := func(name string) *regexp.Regexp { return regexp.MustCompile(strings.Join(lists[name], "|")) }
	v := vocabulary{
		consentLoud: oneOf("consent loud"), consentTalk: oneOf("consent talk"), script: oneOf("script"), neutral: oneOf("neutral"),
	}
	for _, g := range []struct {
		name string
		sign
	}{
		{"region", sign{state: Blocked, reason: saysRegion, most: littleText}},
		{"choice", sign{state: Broken, reason: saysOnward, most: littleText / 2}},
		{"browser", sign{state: JSShell, reason: saysShell, most: littleText / 2}},
		{"missing", sign{state: NotFound, reason: saysNotFound, most: aPage, firm: true}},
		{"limited", sign{state: Blocked, reason: saysLimited, most: littleText}},
		{"queue", sign{state: Blocked, reason: saysWaiting, most: littleText}},
		{"refused", sign{state: Blocked, reason: saysBlocked, most: littleText}},
		{"gone", sign{state: Broken, reason: saysGone, most: littleText}},
		{"broken", sign{state: Broken, reason: saysBroken, most: littleText}},
		{"signin", sign{state: Blocked, reason: saysSignIn, most: littleText / 2}},
	} {
		g.loud, g.says = oneOf(g.name+" loud"), oneOf(g.name+" says")
		v.signs = append(v.signs, g.sign)
	}
	return v
}

// What the operator is told.
const (
	saysBlocked = "a bot check or a refusal came instead of the page; look less often, ask the site to let this program in, " +
		"or watch another page"
	saysLimited  = "the site asks to be visited less often; give the source a longer schedule"
	saysWaiting  = "a waiting room came instead of the page; it is looked at again later"
	saysRegion   = "the site does not show the page in this country; run this program elsewhere, or watch another page"
	saysSignIn   = "a sign-in form came instead of the page; only public pages can be watched"
	saysConsent  = "a consent wall came instead of the page; set render: browser for this source, or watch another page"
	saysNotFound = "the page says that it does not exist, although the status was 200; check the address"
	saysBroken   = "an error or maintenance page came instead of the page; it is looked at again later"
	saysGone     = "nothing is set up at this address, or its domain is for sale; check the address, or remove the source"
	saysStranger = "a short message came instead of the page: it has nothing to do with its address, and leads nowhere but home or back; " +
		"look at the page, and check the address"
	saysOnward  = "the page only leads to another address; watch that one"
	saysShell   = "the page is empty until its scripts run; set render: browser for this source"
	saysNothing = "the site answered with an empty page; it may be a hiccup, so it is looked at again"
	saysBinary  = "the site sent a picture, an archive or another file instead of a page; check the address"
	saysEmpty   = "there is hardly anything to read on the page; it is looked at again later"
	saysScrap   = "a scrap of text came instead of a page; check the address"
	saysData    = "the site answered with an error in the form of data instead of the page; it is looked at again later"
)

var (
	loadingText = regexp.MustCompile(`^(loading|please wait|one moment|wird geladen|chargement|cargando|carregando|caricamento|laden|` +
		`読み込み中|加载中|загрузка)\b?.{0,12}$`)
	missingClass = regexp.MustCompile(`(?i)(^|\s)(error-?404|(is|template|page-template|page-type|route)-(404|not-?found)|` +
		`not-?found|page-?not-?found|error-page|four-?oh-?four)(\s|$)`)

	versionIn = regexp.MustCompile(`(?:^|\s)v?\d+\.\d+(?:\.\d+)?\b`)
	// condition is what stands before words that only say when something is shown.
	condition = regexp.MustCompile(`\b(?:when|whenever|if|where|wenn|falls|sobald|quand|lorsqu['’]|lorsque|cuando|quando|als|wanneer)\b[^.!?:;]*$`)
	// refusalID is a refusal's number, by which its sender finds it again.
	refusalID = regexp.MustCompile(`\b(?:reference|request|incident|event|trace|support|session|ray|transaction|error|client|case|block)(?: ?(?:id|no|nr|number|code|#|ref))?\W{1,3}(?:[0-9a-f]+[-.:])*[0-9a-f]{4,}[-.:]?[0-9a-f-]*\b`)
	visitorIP = regexp.MustCompile(`\b(?:ip|client|address|from)\b[^.\d]{0,20}\b\d{1,3}(?:\.\d{1,3}){3}\b`)

	quotedWords = regexp.MustCompile(`“[^”]{0,120}”|„[^“”]{0,120}[“”]|«[^»]{0,120}»|「[^」]{0,60}」|"[^"]{0,120}"|‘[^’]{0,120}’`)
	moneyIn     = regexp.MustCompile(`\p{Sc}\s?\d|\d\s?\p{Sc}|` +
		`\b(usd|eur|gbp|chf|sek|nok|dkk|pln)\s?\d|\d\s?(usd|eur|gbp|chf|sek|nok|dkk|pln|kr|zł|kč|руб|円|元)`)
	dateIn = regexp.MustCompile(`\b(19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[./]\d{1,2}[./](19|20)?\d\d\b|` +
		`\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b|` +
		`\b\d{1,2}\.? (de )?(jan|feb|fév|mar|mär|apr|avr|abr|may|mai|jun|juin|jul|juil|` +
		`aug|ago|aoû|sep|oct|okt|out|nov|dec|dez|déc|dic)|\d{1,2}[月월] ?\d{1,2}[日일]`)
)

// only tells a title or heading that is a message of the sign and nothing else: what is left of it when the sign
// and words that go with every message are taken away is next to nothing.
func (g sign) only(s string) bool {
	if s == "" || len(s) > 160 || !g.loud.MatchString(s) {
		return false
	}
	return littleLeft(g.loud.ReplaceAllString(s, " "), s)
}

// wordless tells a title or heading of such words alone: a sigh, before whatever the page has to say.
func wordless(s string) bool {
	return s != "" && littleLeft(s, s)
}

// littleLeft tells the rest of a text that is next to nothing of it without the words that go with every message.
func littleLeft(rest, of string) bool {
	return 5*lettersIn(gateWords().neutral.ReplaceAllString(rest, " ")) <= lettersIn(of)
}

func lettersIn(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
