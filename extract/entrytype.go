package extract

import (
	"strings"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// One rule decides what an entry is: what did it ship? The first line that fits counts.
//
//	security     something was made safe again, or a flaw is told
//	deprecation  something is taken away, or will be
//	pricing      plans, prices or limits of the offer change
//	other        nothing was shipped: company news, events, stories, guides
//	launch       something the product could not do before              -> major
//	improvement  something it did, better, wider, faster                 -> notable
//	fix          something works again as it should                      -> minor
//
// Deprecations and prices are notable: users have to act. Without any sign an entry is an improvement, because that is
// what changelogs hold; a bare version number is minor.
var entryRules = []struct {
	name  string
	sign  *regexp.Regexp
	where string // "title" or "all"
	typ   EntryType
	level Level
}{
	{"a flaw or its cure", regexp.MustCompile(`(?i)\bsecurity (fix|patch|update|release|advisory|issue|vulnerab)|\bvulnerabilit|\bcve-\d|\bpatched\b.*\bsecurity|\bsecurity (incident|bulletin)`), "title", Security, Notable},
	{"something is taken away", regexp.MustCompile(`(?i)\bdeprecat|\bsunset|\bend[- ]of[- ](life|support)|\bremov(e|ed|al|ing) (of )?(support|the|legacy)|\bno longer (support|available)|\bshut(ting)? down\b|\bretir(e|ed|ing|ement)\b|\bdiscontinu|\bbreaking change`), "title", Deprecation, Notable},
	{"the offer changes", regexp.MustCompile(`(?i)\bpric(e|es|ing)\b|\bnew plans?\b|\bfree (plan|tier)\b|\bbilling change|\bplan (limits|changes)|\bdiscounts?\b`), "title", PricingMove, Notable},
	{"nothing was shipped", regexp.MustCompile(`(?i)\b(webinar|podcast|event|conference|meetup|hackathon|recap|case stud|customer stor|customer spotlight|interview|series [a-e]\b|funding|raises?\b.*(million|\$)|hiring|joins?\b|year in review|how to\b|how we\b|how i\b|why we\b|why\b|what is\b|guide\b|tutorial|tips\b|best practices|lessons|award|soc ?2|iso ?27001|gdpr|welcome|meet\b|thank you|survey results|state of|report\b|vs\.?\b|comparison|the future of|behind the|a look at|building\b|from .* to\b|happy (new|birthday)|acquir|partnership|partners? with)`), "title", Other, Minor},
	{"works again as it should", regexp.MustCompile(`(?i)^(bug ?)?fix(e[sd])?\b|\bbug ?fix|\bhotfix|\bfixed\b|\bresolv(e|ed|es)\b|\bcrash|\bregression|\bpatch release`), "title", Fix, Minor},
	{"could not be done before", regexp.MustCompile(`(?i)\bintroducing\b|\bintroduce[sd]?\b|\bannounc(e|es|ed|ing)\b|\blaunch(es|ed|ing)?\b|\bnow (generally )?available|\bgenerally available|\bis here\b|\bnow in (public |open |private )?beta|\bpublic beta|\bbeta:|\bearly access|\bpreview\b|^new:|^new\b|\bnew (feature|product|integration|app|sdk|api|way|tool|editor|dashboard|experience|template|field|view)|\bnow supports?\b|\bsupport for\b|\bmeet the new|\bunveil|\bfirst[- ]ever|\badd(s|ed|ing)? (support|a new|new)|^add(s|ed)?\b`), "title", Launch, Major},
	{"better than before", regexp.MustCompile(`(?i)\bimprov|\bfaster|\bbetter\b|\benhanc|\bupdate[sd]?\b|\bupgrad|\bredesign|\brefresh|\bperformance|\beasier|\bmore\b|\bextend|\bexpand|\bincreas|\boptimi[sz]|\bchanged?\b|\brefactor`), "title", Improvement, Notable},
	{"works again as it should", regexp.MustCompile(`(?i)\bfix(e[sd])?\b`), "all", Fix, Minor},
	{"could not be done before", regexp.MustCompile(`(?i)\byou can now\b|\bnow you can\b|\bwe['’]?ve (added|launched|introduced|released|shipped)|\bwe (are|'re) (excited|happy|thrilled) to (announce|introduce|launch)|\ball[- ]new\b|\bbrand[- ]new\b`), "all", Launch, Major},
}

var (
	bareVersion = regexp.MustCompile(`(?i)^(version |release |v)?\d+(\.\d+)+[\w.+-]*( \(.*\))?$`)
	smallWords  = regexp.MustCompile(`(?i)\b(minor|small|tweak|typo|polish|various|internal|chore|docs?:|maintenance|bump|dependenc)`)
)

// Classify says what an entry shipped and how much it matters, from its title and its text.
func Classify(title, body string) (EntryType, Level) {
	typ, level, _ := Explain(title, body)
	return typ, level
}

// Classify fills in what the entry shipped, unless that is known already. Readers leave it out, because most entries of
// a page were classified when they were new.
func (e *Entry) Classify() {
	if e.Type == "" {
		e.Type, e.Level = Classify(e.Title, strings.Join(e.Items, "\n"))
	}
}

// Explain is Classify with the rule that decided, in words.
func Explain(title, body string) (EntryType, Level, string) {
	title = strings.TrimSpace(title)
	all := title + "\n" + start(body, 500)
	if bareVersion.MatchString(title) && body != "" {
		title = firstSentence(body)
	}
	for _, r := range entryRules {
		text := title
		if r.where == "all" {
			text = all
		}
		if r.sign.MatchString(text) {
			level := r.level
			if smallWords.MatchString(title) && level != Major {
				level = Minor
			}
			return r.typ, level, r.name
		}
	}
	if bareVersion.MatchString(title) || smallWords.MatchString(title) {
		return Improvement, Minor, "a version without a word of what it brings"
	}
	return Improvement, Notable, "no sign of anything else"
}
