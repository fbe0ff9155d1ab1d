package diff

import regexp "github.com/gapwatch/gapwatch/extract/pattern"

// What binds in a text, each kind in the words that people use for it: a clause in which the same kinds and the same
// figures stand before and after was reworded.
var binding = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\p{Sc}\s?\d|\b(price|pricing|fees?\b|charge|cost|invoice|pay)`),
	regexp.MustCompile(`(?i)\b(terminat|cancel|end(s|ed|ing)? (the|this|your|our|a|an|it|either)\b)`),
	regexp.MustCompile(`(?i)\b(not|no|never|none|neither|nor|nothing|without (any |prior |further )*(notice|consent|refund|reason to)|cannot|\w+n['’]t|nicht|nein|keine?[rnms]?|niemals|jamais|pas|aucune?|nunca|não|non|nessun[oa]?|niet|nee|geen|nie)\b`),
	regexp.MustCompile(`(?i)\b(must|shall|ha(ve|s) to|required?|obliged|prohibit|forbid)`),
	regexp.MustCompile(`(?i)\b(may|can|could|might|allowed|permitted|entitled|free to|right to)\b`),
	regexp.MustCompile(`(?i)\b(unless|except|only|other than|subject to|nur|ausschließlich|außer|seulement|uniquement|sauf|s[oó]lo|solamente|excepto|salvo|apenas|somente|exceto|soltanto|alleen|tylko)\b`),
	regexp.MustCompile(`(?i)\b(refund|reimburse|money back|credit)`),
	regexp.MustCompile(`(?i)\b(renew|extend|prolong)`),
	regexp.MustCompile(`(?i)\b(liab|responsible for|damages?\b)`),
	regexp.MustCompile(`(?i)\b(arbitrat|court|jurisdiction)`),
	regexp.MustCompile(`(?i)\b(limit|cap|maximum|at most|up to|exceed)`),
	regexp.MustCompile(`(?i)\b(retention|retain|keep|kept|stor(e|ed|ing)\b|delet|eras)`),
	regexp.MustCompile(`(?i)\b(shar(e|es|ed|ing)\b|sell|sold|disclos|third part)`),
	regexp.MustCompile(`(?i)\b(discontinu|deprecat|sunset|no longer|withdraw)`),
	regexp.MustCompile(`(?i)\b(effective|in force|as of|from)\b`),
	regexp.MustCompile(`(?i)\b(unlimited|always|at any time|immediately)\b`),
	regexp.MustCompile(`(?i)\b(half|twice|double|(one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|sixty|ninety)\b)`),
}

// duties are the kinds that a text binds by.
func duties(s string) (set uint32) {
	for i, kind := range binding {
		if kind.MatchString(s) {
			set |= 1 << i
		}
	}
	return set
}

// sameTerms tells two wordings that bind alike: by the same kinds of words, with the same figures. What binds nobody is no
// term: a feature that moves to another plan says no word of these.
func sameTerms(before, after string) bool {
	bound := duties(before)
	return bound != 0 && bound == duties(after) && figures(before) == figures(after)
}

// Some of these kinds turn around what is said, it is not so or only so, and some tell what is spoken of: what is paid,
// cancelled, given back, renewed, kept or given away.
const (
	limiting = 1<<2 | 1<<5
	subjects = 1<<0 | 1<<1 | 1<<6 | 1<<7 | 1<<10 | 1<<11 | 1<<12 | 1<<13
)

// limits are the kinds by which a text limits what it says, or none where it is no answer of weight: neither on such a
// subject nor yes or no. What it says of a case ("if you are not happy") limits nothing.
func limits(s string) uint32 {
	said := duties(condition.ReplaceAllString(s, ""))
	if said&subjects == 0 && !outright.MatchString(s) {
		return 0
	}
	return said & limiting
}

var (
	condition = regexp.MustCompile(`(?i)\b(?:if|when|whenever|should|wenn|falls|sollten|si|jeśli)\s[^,.;:]*`)
	outright  = regexp.MustCompile(`(?i)^\P{L}*(?:yes|no|ja|nein|oui|non|s[ií]|sim|não|sì|nee|tak|nie)(?:\P{L}|$)`)
)

// reversed tells two answers of which one limits what the other does not.
func reversed(before, after string) bool {
	return limits(before) != limits(after) && (duties(before)&duties(after)&subjects != 0 || outright.MatchString(before) && outright.MatchString(after))
}
