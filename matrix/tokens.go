package matrix

import (
	"strings"
	"unicode"
)

// stop words say nothing about a capability.
var stop = map[string]bool{
	"a": true, "an": true, "and": true, "any": true, "are": true, "as": true, "at": true, "be": true, "by": true, "can": true,
	"for": true, "from": true, "get": true, "have": true, "if": true, "in": true, "into": true, "is": true, "it": true,
	"its": true, "more": true, "of": true, "on": true, "or": true, "other": true, "our": true, "out": true, "own": true,
	"so": true, "than": true, "that": true, "the": true, "their": true, "them": true, "they": true, "this": true, "to": true,
	"up": true, "us": true, "use": true, "via": true, "we": true, "when": true, "which": true, "who": true, "with": true,
	"within": true, "without": true, "you": true, "your": true, "all": true, "also": true, "each": true, "per": true,
	"only": true, "such": true, "between": true, "one": true, "etc": true, "e": true, "g": true, "s": true, "t": true,
	"includ": true, "support": false, "unlimit": true, "full": true, "new": true, "now": true,
}

// spellings of British and American English, and of words people write apart or together, made one.
var spellings = strings.NewReplacer(
	"isation", "ization", "ise ", "ize ", "ising", "izing", "ised", "ized", "colour", "color", "catalogue", "catalog",
	"licence", "license", "centre", "center", "modelling", "modeling", "labelling", "labeling", "behaviour", "behavior",
	"analyse", "analyze", "e-mail", "email", "on-premises", "onpremise", "on-premise", "onpremise", "on premise", "onpremise",
	"real-time", "realtime", "real time", "realtime", "multi-", "multi", "single sign-on", "sso", "single sign on", "sso",
	"roll-out", "rollout", "roll out", "rollout", "back-up", "backup", "log-in", "login", "web hook", "webhook",
	"a/b", "ab", "time-travel", "timetravel", "two-factor", "2fa", "two factor", "2fa", "multifactor", "mfa",
	"self-host", "selfhost", "self host", "selfhost", "role-based", "role based", "white-label", "whitelabel",
	"white label", "whitelabel", "open-source", "opensource", "open source", "opensource", "add-on", "addon",
	"single-sign-on", "sso", "sub-domain", "subdomain", "data base", "database", "drag-and-drop", "dragdrop",
)

// tokens are the stems of the words of a text that mean something, in order.
func tokens(s string) []string {
	s = spellings.Replace(strings.ToLower(s) + " ")
	var out []string
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		t := stem(w)
		if !stop[w] && !stop[t] && !number(t) {
			out = append(out, t)
		}
	}
	return out
}

func number(s string) bool { return strings.Trim(s, "0123456789") == "" }

// stem cuts the endings of English words, lightly: plural, tense, and the nouns made of verbs.
func stem(w string) string {
	for _, e := range []struct {
		end, put string
		keep     int
	}{
		{"izations", "iz", 4}, {"ization", "iz", 4}, {"izing", "iz", 4}, {"ized", "iz", 4}, {"izer", "iz", 4}, {"izes", "iz", 4}, {"ize", "iz", 4},
		{"ations", "at", 4}, {"ation", "at", 4}, {"ating", "at", 4}, {"ated", "at", 4}, {"ates", "at", 4}, {"ate", "at", 4}, {"ators", "at", 4}, {"ator", "at", 4},
		{"ities", "iti", 4}, {"ity", "iti", 4}, {"ments", "", 4}, {"ment", "", 4}, {"ings", "", 4}, {"ing", "", 4},
		{"ions", "", 4}, {"ion", "", 4}, {"ies", "i", 3}, {"ied", "i", 3}, {"ers", "", 4}, {"er", "", 4}, {"ors", "", 4}, {"or", "", 4},
		{"ed", "", 4}, {"es", "", 4}, {"ly", "", 4}, {"able", "", 4}, {"ible", "", 4}, {"al", "", 4}, {"s", "", 3}, {"y", "i", 3}, {"e", "", 4},
	} {
		if base, ok := strings.CutSuffix(w, e.end); ok && len(base) >= e.keep && !(e.end == "s" && strings.HasSuffix(base, "s")) {
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
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !stop[w] {
			b.WriteByte(w[0])
		}
	}
	return b.String()
}

// Fold makes phrases comparable, so that what was decided about one counts for all that read the same.
func Fold(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
