package matrix

import (
	"strings"
	"unicode"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// stop words say nothing about a capability.
var stop = stems(`a an and any are as at be by can for from get have if in into is it its more of on or other our out so than
	that the their them they this to up us use using via we when which who with within without you your all also each per
	only such between one etc e g s t new now plus include includes included including every based`)

// modifiers say how good or how much, not what; on the side of the text they weigh little.
var modifiers = stems(`advanced basic standard premium enterprise custom dedicated unlimited optional option full multiple
	additional extra own managed default simple smart enhanced powerful complete flexible native built easy customizable
	configurable personalized global professional pro total max maximum number limited selected choice secure deep rich
	priority public central automatic team user monthly daily month year active seamless modern unified effortless robust reusable
	available stored supported offered provided paid new`)

// generic words stand beside what a capability is called, whatever it is.
var generic = stems(`feature tool capability functionality function ability system solution service module management control
	platform product mode access suite engine process framework center hub data run create make add set view see build app policy rule setting page account environment type item`)

// light tells words that say little of what a thing is.
func light(stem string) bool { return generic[stem] || modifiers[stem] }

// stems is the set of the stems of words.
func stems(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[stem(w)] = true
	}
	return set
}

// spellings of British and American English, of words people write apart or together, and of signs, made one.
var spellings = strings.NewReplacer(
	"colour", "color",
	"favourite", "favorite", "catalogue", "catalog", "licence", "license", "centre", "center", "modelling", "modeling",
	"labelling", "labeling", "behaviour", "behavior", "analyse", "analyze", "e-mail", "email", "cancelled", "canceled",
	"on-premises", "onpremise", "on-premise", "onpremise", "on premises", "onpremise", "on premise", "onpremise",
	"on-prem", "onpremise", "on prem ", "onpremise ",
	"real-time", "realtime", "real time", "realtime", "multi-", "multi", "multi ", "multi",
	"single sign-on", "sso", "single sign on", "sso", "single-sign-on", "sso", "single signon", "sso",
	"roll-out", "rollout", "roll out", "rollout", "roll-back", "rollback", "roll back", "rollback",
	"back-up", "backup", "back up", "backup", "log-in", "login", "web hook", "webhook", "web socket", "websocket",
	"a/b/n", "ab", "a/b", "ab", "ci/cd", "cicd", "time-travel", "timetravel", "multi-factor", "mfa", "multi factor", "mfa",
	"two-factor", "2fa", "two factor", "2fa", "2-factor", "2fa", "2 factor", "2fa", "two-step", "2fa", "multifactor", "mfa",
	"self-host", "selfhost", "self host", "selfhost", "white-label", "whitelabel", "white label", "whitelabel",
	"open-source", "opensource", "open source", "opensource", "add-on", "addon", "sub-domain", "subdomain",
	"data base", "database", "drag-and-drop", "dragdrop", "drag & drop", "dragdrop", "drag and drop", "dragdrop",
	"24/7", "roundclock", "24x7", "roundclock", "24 x 7", "roundclock", "3rd-party", "thirdparty", "3rd party", "thirdparty",
	"third-party", "thirdparty", "third party", "thirdparty", "c++", "cplusplus", "c#", "csharp", ".net", " dotnet",
	".js", "js", "cross-", "cross", "pre-", "pre", "e-commerce", "ecommerce", "on-boarding", "onboarding", "on boarding", "onboarding",
	"data center", "datacenter", "data-center", "datacenter", "time line", "timeline", "work flow", "workflow",
	"soc-2", "soc 2", "soc2", "soc 2", "iso27001", "iso 27001", "point-in-time", "pointintime", "point in time", "pointintime",
	"know-how", "knowhow", "how-to", "howto", "file system", "filesystem", "color picker", "colorpicker",
	"sign-on", "login", "sign-in", "login", "sign in", "login", "log in ", "login ", "sign-up", "signup", "sign up", "signup",
)

// tokens are the stems of the words of a text that mean something, in order.
func tokens(s string) []string {
	var out []string
	for _, w := range fields(s) {
		if t := stem(w); !stop[t] && !number(t) {
			out = append(out, t)
		}
	}
	return out
}

// electronic is an "e-" that makes another word of the one behind it: an e-invoice is no invoice on paper.
var electronic = regexp.MustCompile(`\be-([a-z]{4})`)

// fields are the words of a text, in lower case and one spelling.
func fields(s string) []string {
	s = electronic.ReplaceAllString(strings.ToLower(strings.ReplaceAll(s, "’", "'")), "e$1")
	s = spellings.Replace(s + " ")
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func number(s string) bool { return strings.Trim(s, "0123456789") == "" }

// endings of English words, what is put in their place, and how much of the word must be left.
var endings = []struct {
	end, put string
	keep     int
}{
	{"izations", "iz", 4}, {"ization", "iz", 4}, {"izing", "iz", 4}, {"ized", "iz", 4}, {"izer", "iz", 4}, {"izes", "iz", 4},
	{"ize", "iz", 4}, {"ations", "at", 4}, {"ation", "at", 4}, {"ating", "at", 4}, {"ated", "at", 4}, {"ates", "at", 4},
	{"ate", "at", 4}, {"ators", "at", 4}, {"ator", "at", 4}, {"ities", "iti", 4}, {"ity", "iti", 4}, {"ments", "", 4},
	{"ment", "", 4}, {"ings", "", 4}, {"ing", "", 4}, {"ions", "", 4}, {"ion", "", 4}, {"ies", "i", 3}, {"ied", "i", 3},
	{"ers", "", 4}, {"er", "", 4}, {"ors", "", 4}, {"or", "", 4}, {"ed", "", 4}, {"es", "", 4}, {"ly", "", 4},
	{"able", "", 4}, {"ible", "", 4}, {"al", "", 4}, {"s", "", 3}, {"y", "i", 3}, {"e", "", 4},
}

// whole words are not cut: what is left would be another word.
var whole = map[string]string{
	"customer": "customer", "customers": "customer", "engineer": "engineer", "engineers": "engineer", "author": "author",
	"authors": "author", "factor": "factor", "factors": "factor", "connector": "connector", "connectors": "connector",
	"certificate": "certificate", "certificates": "certificate", // of a course or a server: no certification of a company
	"branding": "branding", "branded": "branding", "portal": "portal", "portals": "portal", "authoring": "author",
	"restore": "restore", "restores": "restore", "restored": "restore", "restoring": "restore", // REST is no rollback
	"locale": "locale", "locales": "locale", "theme": "theme", "themes": "theme", "canned": "canned",
	"letter": "letter", "letters": "letter", "billion": "billion", "billions": "billion",
}

// Stem is the form by which the words of texts and names are compared: in lower case, less the endings of English words.
func Stem(word string) string { return stem(word) }

// stem cuts the endings of English words, lightly: plural, tense, and the nouns made of verbs.
func stem(w string) string {
	if t, ok := whole[w]; ok {
		return t
	}
	if len(w) > 6 {
		w = american(w)
	}
	for range 3 {
		cut := stemOnce(w)
		if cut == w {
			break
		}
		w = cut
	}
	return w
}

// american spells the endings that British English writes with an s.
func american(w string) string {
	for _, end := range []string{"isations", "isation", "ising", "ised", "isers", "iser", "ises", "ise"} {
		if base, ok := strings.CutSuffix(w, end); ok {
			return base + "iz" + end[2:]
		}
	}
	return w
}

func stemOnce(w string) string {
	for _, e := range endings {
		base, ok := strings.CutSuffix(w, e.end)
		if ok && len(base) >= e.keep && !(e.end == "s" && strings.HasSuffix(base, "s")) {
			return double(base + e.put)
		}
	}
	return double(w)
}

// double takes back the consonant that an ending has doubled: "tagging", "tag".
func double(w string) string {
	n := len(w)
	if n > 3 && w[n-1] == w[n-2] && !strings.ContainsRune("aeiouls", rune(w[n-1])) {
		return w[:n-1]
	}
	return w
}

// initials are the first letters of a phrase's words, for names that people abbreviate.
func initials(s string) string {
	var b strings.Builder
	for _, w := range fields(s) {
		if !stop[stem(w)] {
			b.WriteByte(w[0])
		}
	}
	return b.String()
}

// Fold makes phrases comparable, so that what was decided about one counts for all that read the same.
func Fold(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
