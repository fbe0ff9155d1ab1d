package extract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// HealthState is what the capture gate takes a body for.
type HealthState string

// States of a body.
const (
	OK       HealthState = "ok"
	Blocked  HealthState = "blocked"   // a bot check or a refusal stands in the place of the page
	Consent  HealthState = "consent"   // a consent wall does
	Empty    HealthState = "empty"     // nothing to read
	NotFound HealthState = "not_found" // an error page that came with status 200
	Broken   HealthState = "error"     // maintenance, an error, or no page at all
	JSShell  HealthState = "js_shell"  // a shell that only a script would fill
)

// Verdict is the capture gate's answer. Reason says in plain words what came instead and what the operator can do.
type Verdict struct {
	State  HealthState
	Reason string
}

// Little text is what challenge, error and maintenance pages have in common, in bytes of readable text.
const (
	littleText = 1600
	maxCode    = 8 << 10 // bytes of scripts that are searched for the marks of a bot check
)

var (
	blockedSigns  = regexp.MustCompile(`(?i)checking (your browser|if the site connection)|verify(ing)? (that )?you are (a )?human|are you (a )?(human|robot)|unusual (traffic|activity)|access (to this page has been )?denied|you have been blocked|attention required|captcha|security check|enable (javascript and )?cookies to continue|request (was )?blocked|bot (protection|detection)|just a moment|ddos protection|please verify|pardon our interruption|forbidden|automated (access|requests)|suspicious activity|rate limit|too many requests|not a robot|permission to access`)
	notFoundSigns = regexp.MustCompile(`(?i)\b404\b|(page|url|file|resource)?\s*(was |could ?n[o']t be |can(no|'|’)?t be |is )?not found|page (you('| a)re looking for|does(n['’]t| not) exist|is missing|isn['’]t here|no longer exists)|nothing (was found|to see) here|doesn['’]t exist|we can['’]t find|couldn['’]t find|lost your way|no longer available`)
	brokenSigns   = regexp.MustCompile(`(?i)maintenance|(be|are) (right back|back (soon|shortly|online))|temporarily (unavailable|down|offline)|service unavailable|internal server error|bad gateway|gateway time-?out|something went wrong|an error (has )?occurred|application error|error 5\d\d|\b50[0234]\b|site (is )?(offline|down)|under construction|database (connection )?error|exception|stack trace|parked|domain (is )?for sale|unexpected error|runtime error|could not be loaded|^redirecting|document has moved|(permanent|temporary) redirect|cannot (get|post) /|moved permanently`)
	consentSigns  = regexp.MustCompile(`(?i)before you continue|(accept|agree to|consent to|we use|uses?) (all |the use of |our )?(cookies|tracking)|cookie (consent|policy|settings|preferences)|your privacy (choices|matters)|manage (cookies|consent|preferences)`)
	loginSigns    = regexp.MustCompile(`(?i)^(log|sign) ?in\b|(log|sign) ?in to (your|continue|view)|you (must|need to) (be logged|log|sign) ?in|please (log|sign) ?in|login required`)
	scriptSigns   = regexp.MustCompile(`(?i)(need|enable|requires?|turn on|without) (to (run|enable) )?(this app )?.{0,20}javascript|javascript (is )?(required|disabled|must be enabled)`)
	challengeMark = regexp.MustCompile(`(?i)challenge-platform|/cdn-cgi/challenge|captcha|_cf_chl|turnstile|px-captcha|datadome|incapsula|distil|perimeterx|akamai.{0,20}bm|aws-waf|awswaf`)
)

// Health judges a body by its content alone, before anything is compared: never a good word for an error page, hardly
// ever an error of a good one. It reads the tokens once.
func Health(p Page) Verdict {
	body := bytes.TrimSpace(p.Body)
	if len(body) == 0 {
		return Verdict{Empty, "the site answered with an empty page; it may be a hiccup, so it is looked at again"}
	}
	if p.Kind == Feed || p.Kind == Sitemap {
		return dataHealth(p, body)
	}
	if looksBinary(body) {
		return Verdict{Broken, "the site sent a picture, an archive or another file instead of a page; check the address"}
	}
	if isFeed(string(body[:min(len(body), 600)])) {
		return Verdict{State: OK}
	}
	if body[0] == '{' {
		return jsonHealth(body)
	}
	return skim(body).judge()
}

// jsonHealth judges data that came in the place of a page: an interface's error is told by its keys.
func jsonHealth(body []byte) Verdict {
	var fields map[string]json.RawMessage
	if len(body) > maxCode || json.Unmarshal(body, &fields) != nil {
		return Verdict{State: OK}
	}
	for _, key := range []string{"error", "errors", "exception", "fault"} {
		if _, ok := fields[key]; ok {
			return Verdict{Broken, "the site answered with an error in the form of data instead of the page; it is looked at again later"}
		}
	}
	return Verdict{State: OK}
}

// dataHealth judges what should be a feed or a sitemap: anything but a web page is left to its reader.
func dataHealth(p Page, body []byte) Verdict {
	head := strings.ToLower(string(body[:min(len(body), 1000)]))
	if !strings.HasPrefix(head, "<!doctype html") && !strings.HasPrefix(head, "<html") {
		return Verdict{State: OK}
	}
	v := skim(body).judge()
	if v.State == OK {
		v = Verdict{Broken, fmt.Sprintf("a web page came where a %s was expected; 'gapwatch discover' finds its address", p.Kind)}
	}
	return v
}

// skimmed is what one pass over the tokens of a page tells.
type skimmed struct {
	title   string
	text    strings.Builder // readable text, bounded
	size    int             // of all readable text
	links   int
	heads   strings.Builder // h1 and h2
	script  int             // bytes within scripts
	code    strings.Builder // the first of them
	scripts int
	inputs  int
	pass    bool // a password field
	noJS    string
	marked  bool // carries the marks of a bot check
	roots   int  // elements that wait for a script to fill them
	frames  int
}

// skim reads tokens, not a tree: it runs on every new body.
func skim(body []byte) *skimmed {
	s := &skimmed{}
	z := html.NewTokenizer(bytes.NewReader(body))
	var inside atom.Atom
	for {
		switch z.Next() {
		case html.ErrorToken:
			return s
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			a := atom.Lookup(name)
			s.start(z, a, more)
			switch a {
			case atom.Script, atom.Style, atom.Title, atom.Noscript, atom.H1, atom.H2, atom.Template:
				inside = a
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if atom.Lookup(name) == inside {
				inside = 0
			}
		case html.TextToken:
			s.add(z.Text(), inside)
		}
	}
}

func (s *skimmed) start(z *html.Tokenizer, a atom.Atom, more bool) {
	switch a {
	case atom.A:
		s.links++
	case atom.Script:
		s.scripts++
	case atom.Iframe:
		s.frames++
	case atom.Input:
		s.inputs++
	case atom.Div, atom.Form, atom.Link, atom.Body:
	default:
		return
	}
	for more {
		var key, val []byte
		key, val, more = z.TagAttr()
		switch k := string(key); {
		case a == atom.Input && k == "type" && strings.EqualFold(string(val), "password"):
			s.pass = true
		case (k == "src" || k == "action" || k == "id" || k == "class") && challengeMark.Match(val):
			s.marked = true
		case a == atom.Div && k == "id" && (string(val) == "root" || string(val) == "app" || string(val) == "__next" || string(val) == "__nuxt"):
			s.roots++
		}
	}
}

func (s *skimmed) add(text []byte, inside atom.Atom) {
	switch inside {
	case atom.Script:
		s.script += len(text)
		if s.code.Len() < maxCode {
			s.code.Write(text[:min(len(text), maxCode)])
		}
		return
	case atom.Style, atom.Template:
		return
	case atom.Title:
		if s.title == "" {
			s.title = strings.TrimSpace(html.UnescapeString(string(text)))
		}
		return
	case atom.Noscript:
		s.noJS += string(text)
		return
	}
	text = bytes.TrimSpace(text)
	if len(text) == 0 {
		return
	}
	s.size += len(text)
	if s.text.Len() < 2*littleText {
		s.text.Write(text)
		s.text.WriteByte(' ')
	}
	if (inside == atom.H1 || inside == atom.H2) && s.heads.Len() < 400 {
		s.heads.Write(text)
		s.heads.WriteByte(' ')
	}
}

// judge weighs what was seen. A page with much to read is a page, whatever words it uses; one with little is what its
// title, headings and words say.
func (s *skimmed) judge() Verdict {
	loud := s.title + " " + s.heads.String()
	text := strings.TrimSpace(html.UnescapeString(s.text.String()))
	little := s.size < littleText
	marked := s.marked || s.size < 200 && challengeMark.MatchString(s.code.String())
	switch {
	case little && (marked && s.size < 800 || blockedSigns.MatchString(loud) || s.size < 900 && blockedSigns.MatchString(text)):
		return Verdict{Blocked, "a bot check or a refusal came instead of the page; look less often, ask the site to let this program in, or watch another page"}
	case notFoundSigns.MatchString(s.title) && shortTitle(s.title),
		notFoundSigns.MatchString(loud) && s.size < 8*littleText && shortTitle(loud):
		return Verdict{NotFound, "the page says that it does not exist, although the status was 200; check the address"}
	case little && brokenSigns.MatchString(loud), s.size < 700 && brokenSigns.MatchString(text):
		return Verdict{Broken, "an error or maintenance page came instead of the page; it is looked at again later"}
	case s.size < 700 && notFoundSigns.MatchString(text):
		return Verdict{NotFound, "the page says that it does not exist, although the status was 200; check the address"}
	case little && consentSigns.MatchString(text) && s.links < 25:
		return Verdict{Consent, "a consent wall came instead of the page; set render: browser for this source, or watch another page"}
	case little && (s.pass || loginSigns.MatchString(loud)):
		return Verdict{Blocked, "a sign-in form came instead of the page; only public pages can be watched"}
	case s.size < littleText/2 && (scriptSigns.MatchString(s.noJS+" "+text) || s.roots > 0 || s.script > 20*max(s.size, 100)) && s.scripts > 0 && s.links < 15:
		return Verdict{JSShell, "the page is empty until its scripts run; set render: browser for this source"}
	case s.size+len(strings.TrimSpace(s.noJS)) == 0:
		return Verdict{Empty, "there is hardly anything to read on the page; it is looked at again later"}
	}
	return Verdict{State: OK}
}

// shortTitle keeps a blog about error pages from being taken for one.
func shortTitle(s string) bool { return len(strings.Fields(s)) <= 16 }

// Collapsed tells whether a page has lost nearly everything that an earlier capture showed: a sign that something else
// stands in its place. reason is for people.
func Collapsed(old, new Document) (reason string, yes bool) {
	switch {
	case len(old.Plans) >= 2 && len(new.Plans) == 0:
		return fmt.Sprintf("the page showed %d plans before and shows none now; it may be half loaded or rebuilt", len(old.Plans)), true
	case len(old.Entries) >= 3 && len(new.Entries) == 0:
		return fmt.Sprintf("the page listed %d entries before and lists none now; it may be half loaded or rebuilt", len(old.Entries)), true
	case size(old) > 2000 && size(new)*8 < size(old):
		return "nearly all of the page's text is gone; it may be half loaded", true
	}
	return "", false
}

func size(d Document) int {
	n := 0
	for _, b := range d.Blocks {
		if !b.Frame {
			n += len(b.Text)
		}
	}
	return n
}
