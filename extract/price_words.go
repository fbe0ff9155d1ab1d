package extract

import (
	"strings"
	"unicode"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// The words of a month and of a year, of paying by either, and of units, in the languages price lists are written in.
// A boundary that knows letters of all scripts stands around each, which \b does not.
const (
	wordStart = `(?:^|[^\p{L}])`
	wordEnd   = `(?:[^\p{L}]|$)`

	monthWords = `months?|monthly|mo|mos|mth|mnth|monats?|monate|monatlich|mtl|mois|mensuel(?:le)?(?:ment)?|mes|mensual(?:es|mente)?|mese|` +
		`mensile|mensil|mensal|mês|maand|maandelijks|måned(?:lig)?|månad(?:svis)?|mån|kuukausi|miesiąc|miesięcznie|mies|měsíc(?:ně)?|` +
		`мес|месяц|місяць|aylık|bulan`
	yearWords = `years?|yearly|yr|yrs|annum|annual|annually|p\.a|jahre?s?|jährlich|année|annuel(?:le)?(?:ment)?|año|anual(?:es|mente)?|` +
		`anno|annuale|ano|jaar|jaarlijks|år(?:lig|svis)?|vuosi|rocznie|ročně|год|рік|yıl|yıllık|tahun`
	paidWords = `billed|bill|paid|pay|payable|payed|charged|invoiced|billing|payment|abgerechnet|abrechnung|zahlung|bezahlt|facturé|` +
		`facturado|facturación|fatturato|gefactureerd|betald|betaling`
)

var (
	perMonth = regexp.MustCompile(`(?i)(?:/\s*|` + wordStart + `)(?:` + monthWords + `)` + wordEnd +
		`|/\s*m` + wordEnd + `|p/m|/\s*(?:30|31) days|ヶ?か?月|每月|개월|월`)
	perYear = regexp.MustCompile(`(?i)(?:/\s*|` + wordStart + `)(?:` + yearWords + `)` + wordEnd + `|(?:/|par)\s*an` + wordEnd + `|/\s*[ya]` + wordEnd + `|年|년`)
	oneTime = regexp.MustCompile(`(?i)\bone[- ]?(time|off)\b|\bonce\b|\blifetime\b|\beinmalig\b|\bpago único\b|\bune fois\b`)

	billedYear = regexp.MustCompile(`(?i)` + wordStart + `(?:` + paidWords + `)\s+(?:once\s+|in\s+full\s+)?(?:per|a|an|every|each|for\s+the)?\s*` +
		`(?:` + yearWords + `|up\s*front)` + wordEnd + `|` + wordStart + `(?:` + yearWords + `)\s+(?:billing|plan|commitment|contract|payment|term|` +
		`subscription|prepay)` + wordEnd + `|` + wordStart + `(?:bei )?jähr?liche[rn]?\s+\pL+|` + wordStart + `(?:12 months|one year)\s+(?:up\s*front|paid|commitment)`)
	billedMo = regexp.MustCompile(`(?i)` + wordStart + `(?:` + paidWords + `)\s+(?:per|a|every|each)?\s*(?:` + monthWords + `)` + wordEnd +
		`|` + wordStart + `month(?:ly)?[- ](?:billing|to[- ]month|payments?|plan)` + wordEnd + `|` + wordStart + `(?:bei )?monatliche[rn]?\s+\pL+`)

	fromWords = regexp.MustCompile(`(?i)(?:` + wordStart + `(?:only |just )?(?:from|start(?:s|ing)?(?: price| cost)?s?(?: at| from| @)?|as low as|as little as|ab|à partir de|` +
		`a partir de|desde|da|a partire da|vanaf|från|fra|от|begins? at))[\s:]*$`)
	notPrice = regexp.MustCompile(`(?i)(?:` + wordStart + `(?:sav(?:e|es|ing|ings)|credits?(?: of)?|worth|up to|upto|over|more than|at least|exceeds?|discount(?:ed)?|` +
		`raised|then|thereafter|value of|plus|extra|additional|was|instead of|normally|regular(?:ly)?|under|less than|below|above|funding|` +
		`revenue|bonus|refund|earn(?:s|ed)?|spend(?:s|ing)?|off|get|cap(?:ped)?(?: at)?|max(?:imum)?)(?: (?:of|is|at))?|\+)[\s:]*(?:only|just|an?|the)?\s*$`)
	notAfter = regexp.MustCompile(`(?i)^\s*(?:off\b|in (?:\w+ )?credits?\b|(?:\w+ )?credits?\b|of (?:free )?(?:usage|credits?)|worth\b|discount|savings?\b|free\b|` +
		`cash|in (?:annual )?(?:revenue|funding|savings|sales)|\(save|saved|\+ ?(?:in|billion|million)|million|billion|[kmb]\b|bn\b|` +
		`per (?:additional|extra|successful)|/\s*(?:additional|extra)|(?:for )?(?:each|every) (?:additional|extra)|minimum|min\b|in sales|setup|value\b|gift)`)
	increment = regexp.MustCompile(`(?i)` + wordStart + `(?:add(?:itional|ing)?|extra|overages?|beyond|thereafter|exceeding|each additional|more (?:users|seats|members) (?:at|for)|` +
		`above|after (?:that|the first)|on top|set-?up fee|zusätzlich\w*|supplémentaires?|adicional(?:es)?)` + wordEnd)

	units = regexp.MustCompile(`(?i)^\s*(?:/|per|each|an?|for each|by|pro|par|por|a|for an?)?\s*` +
		`((?:[\d.,]+\s*[km]?\s+)?(?:(?:active|monthly|paid|named|full|team|additional|billable|tracked|unique|app|end|standard|internal|external|license[d]?|front-?end|concurrent|support)\s+){0,2}` +
		`(?:users?|seats?|members?|editors?|agents?|people|person|licen[cs]es?|developers?|devs?|contributors?|employees?|admins?|hosts?|servers?|` +
		`instances?|sites?|websites?|stores?|projects?|spaces?|workspaces?|organi[sz]ations?|orgs?|events?|requests?|calls?|messages?|sessions?|` +
		`credits?|tokens?|emails?|contacts?|gb|tb|mb|hours?|minutes?|seconds?|records?|rows?|responses?|mau|maus|mtus?|domains?|channels?|` +
		`accounts?|locations?|apps?|builds?|devices?|teams?|companies|company|customers?|clients?|environments?|collaborators?|creators?|` +
		`builders?|makers?|nodes?|vcpu|cores?|units?|operations?|executions?|images?|pages?|documents?|assets?|api calls?|profiles?|brands?|` +
		`orders?|transactions?|subscribers?|jobs?|clusters?|databases?|nutzer|benutzer|utilisateurs?|usuarios?|utenti|utente|gebruikers?|användare))` + wordEnd)
	unitAnywhere = regexp.MustCompile(`(?i)(?:/|` + wordStart + `(?:per|each|pro|par|por)\s)\s*\pL`)

	// moneyWord is a word that a line about a price may hold and still say nothing else.
	moneyWord = regexp.MustCompile(`(?i)^(?:per|a|an|p|m|y|each|every|by|` + monthWords + `|` + yearWords + `|` + paidWords + `|when|if|or|and|from|start|starts|starting|` +
		`begins|at|as|low|little|only|just|with|on|commitment|contract|one|time|off|once|usd|eur|gbp|us|ca|au|nz|kr|rs|zł|kč|ft|tl|plus|vat|tax|taxes|excl|` +
		`excluding|incl|including|inc|exc|price|prices|pricing|cost|costs|plan|for|the|in|of|up|front|upfront|total|equivalent|now|first|prepaid|flat|` +
		`rate|fee|base|platform|subscription|term|week|weekly|day|daily|quarter|quarterly|lifetime|forever|always|` +
		`user|users|seat|seats|member|members|team|active|editor|editors|agent|agents|person|people|licence|license|licenses|developer|contributor|` +
		`host|server|instance|site|store|project|workspace|organization|organisation|account|location|company|creator|builder|maker|app|end|standard|` +
		`ab|pro|bei|zzgl|mwst|nutzer|benutzer|und|oder|par|à|partir|de|utilisateur|ht|ttc|hors|taxe|al|por|usuario|desde|iva|da|al|utente|vanaf|btw|och|från|fra|eller|` +
		`от|в|за|до|i|o|y|ou|et|se|si|je|is|it|you|your|our|this|today|approx|est|estimated|note|effective|reg|net|gross)$`)
)

// otherWords counts the words of a line that are not about money: a line with few of them is a price, a line with
// many is a sentence that mentions one.
func otherWords(s string) (other, all int) {
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		all++
		if !moneyWord.MatchString(w) && isoCode(w) == "" {
			other++
		}
	}
	return other, all
}

// unit writes a unit the way all pages are compared: one, lower case.
func unit(s string) string {
	s = strings.ToLower(fold(s))
	switch {
	case s == "people":
		return "person"
	case strings.HasSuffix(s, "ies"):
		return strings.TrimSuffix(s, "ies") + "y"
	case strings.ContainsAny(s, "0123456789"), strings.HasSuffix(s, "ss"):
		return s
	}
	return strings.TrimSuffix(s, "s")
}
