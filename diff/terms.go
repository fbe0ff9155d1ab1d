package diff

import regexp "github.com/gapwatch/gapwatch/extract/pattern"

// Kinds of words that bind.
const (
	paying uint32 = 1 << iota
	ending
	denying
	demanding
	allowing
	excepting
	refunding
	renewing
	answering
	suing
	bounding
	keeping
	sharing
	withdrawing
	dating
	granting
	numbering
)

// What binds in a text, each kind in the words that people use for it: a clause in which the same kinds and the same
// figures stand before and after was reworded.
var binding = []struct {
	kind  uint32
	words *regexp.Regexp
}{
	{paying, regexp.MustCompile(`(?i)\p{Sc}\s?\d|\b(price|pricing|fees?\b|charge|cost|invoice|pay)`)},
	{ending, regexp.MustCompile(`(?i)\b(terminat|cancel|end(s|ed|ing)? (the|this|your|our|a|an|it|either)\b)`)},
	{denying, regexp.MustCompile(`(?i)\b(not|no|never|none|neither|nor|nothing|without (any |prior |further )*(notice|consent|refund|reason to)|cannot|\w+n['’]t|nicht|nein|keine?[rnms]?|niemals|jamais|pas|aucune?|nunca|não|non|nessun[oa]?|niet|nee|geen|nie)\b`)},
	{demanding, regexp.MustCompile(`(?i)\b(must|shall|ha(ve|s) to|required?|obliged|prohibit|forbid)`)},
	{allowing, regexp.MustCompile(`(?i)\b(may|can|could|might|allowed|permitted|entitled|free to|right to)\b`)},
	{excepting, regexp.MustCompile(`(?i)\b(unless|except|only|other than|subject to|nur|ausschließlich|außer|seulement|uniquement|sauf|s[oó]lo|solamente|excepto|salvo|apenas|somente|exceto|soltanto|alleen|tylko)\b`)},
	{refunding, regexp.MustCompile(`(?i)\b(refund|reimburse|money back|credit)`)},
	{renewing, regexp.MustCompile(`(?i)\b(renew|extend|prolong)`)},
	{answering, regexp.MustCompile(`(?i)\b(liab|responsible for|damages?\b)`)},
	{suing, regexp.MustCompile(`(?i)\b(arbitrat|court|jurisdiction)`)},
	{bounding, regexp.MustCompile(`(?i)\b(limit|cap|maximum|at most|up to|exceed)`)},
	{keeping, regexp.MustCompile(`(?i)\b(retention|retain|keep|kept|stor(e|ed|ing)\b|delet|eras)`)},
	{sharing, regexp.MustCompile(`(?i)\b(shar(e|es|ed|ing)\b|sell|sold|disclos|third part)`)},
	{withdrawing, regexp.MustCompile(`(?i)\b(discontinu|deprecat|sunset|no longer|withdraw)`)},
	{dating, regexp.MustCompile(`(?i)\b(effective|in force|as of|from)\b`)},
	{granting, regexp.MustCompile(`(?i)\b(unlimited|always|at any time|immediately)\b`)},
	{numbering, regexp.MustCompile(`(?i)\b(half|twice|double|(one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|sixty|ninety)\b)`)},
}

// duties are the kinds that a text binds by.
func duties(s string) (set uint32) {
	for _, b := range binding {
		if b.words.MatchString(s) {
			set |= b.kind
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
	limiting = denying | excepting
	subjects = paying | ending | refunding | renewing | bounding | keeping | sharing | withdrawing
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
