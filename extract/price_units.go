package extract

import (
	"strings"
	"unicode"

	"github.com/gapwatch/gapwatch/extract/fold"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// unitNouns are what a price is for, one of each, in the languages price lists are written in.
var unitNouns = wordSet(`user users seat seats member members editor editors agent agents people person persons licence licences license
	licenses developer developers dev devs contributor contributors employee employees admin admins host hosts server servers instance
	instances site sites website websites store stores shop shops project projects space spaces workspace workspaces organization
	organizations organisation organisations org orgs event events request requests call calls message messages session sessions
	credit credits token tokens email emails mail mails contact contacts gb tb mb gib gbs hour hours hr minute minutes min second seconds
	record records row rows response responses mau maus mtu mtus domain domains channel channels account accounts location locations app
	apps build builds device devices team teams company companies customer customers client clients environment environments
	collaborator collaborators creator creators builder builders maker makers node nodes vcpu cpu core cores unit units operation
	operations execution executions run runs task tasks image images page pages pageview pageviews document documents asset assets
	profile profiles brand brands order orders transaction transactions subscriber subscribers job jobs cluster clusters database
	databases invocation invocations query queries recipient recipients repository repositories repo repos property properties unit
	student students patient patients guest guests vehicle vehicles room rooms worker workers conversation conversations resolution
	resolutions visitor visitors visit visits product products feature features integration integrations bot bots check checks
	monitor monitors trace traces span spans log logs metric metrics check-in booking bookings invoice invoices form forms
	nutzer benutzer anwender mitarbeiter arbeitsplatz arbeitsplätze lizenz person personen kunde konto utilisateur utilisateurs membre
	membres licence poste postes usuario usuarios miembro miembros usuário usuários utente utenti postazione gebruiker gebruikers
	medewerker användare medlem bruger brugere bruker brukere käyttäjä käyttäjää użytkownik użytkownika uživatel uživatele
	felhasználó felhasználónként főnként utilizator utilizatori membru
	jäsen licens lisenssi osoba osobę osobu stanowisko pracownika používateľ používateľa χρήστη χρήστης kullanıcı pengguna
	пользователь пользователя сотрудник сотрудника користувач користувача uživatelé משתמש למשתמש مستخدم उपयोगकर्ता`)

// unitAdjectives may stand before the noun of a unit.
var unitAdjectives = wordSet(`active monthly paid named full team additional billable tracked unique app end standard internal external
	licensed front frontend concurrent support api container compute build editor viewer creator data cloud cpu web mobile
	virtual gpu memory storage hosted managed custom support sales service registered enrolled`)

// moneyWords are words that a line about a price may hold and still say nothing else.
var moneyWords = func() map[string]bool {
	set := wordSet(`per a an p m y each every by when if or and from start starts starting begins at as low little only just with on
	commitment contract one time off once us ca au nz kr rs zł kč ft tl plus vat tax taxes excl excluding incl including inc exc price
	prices pricing cost costs plan for the in of up front upfront total equivalent now first prepaid flat rate fee base platform
	subscription term week weekly day daily quarter quarterly lifetime forever always is it you your our this today approx est
	unique único unico única achat tek seferlik ödeme jednorazowa jednorázová
	mon estimated note effective reg net gross use active
	ab pro bei zzgl mwst mwst und oder einmalig je jede jeder zu inkl exkl netto brutto
	par à partir de du des ht ttc hors taxe taxes al por desde iva da a o e vanaf btw och från fra eller til til i o y ou et se si
	od za na vat netto os do от в за до с від на alkaen mulai dari từ mỗi hàng theo de la pe από ανά τον το den dan itibaren başlayan başına
	एकमुश्त प्रति से शुरू εφάπαξ kertamaksu egyszeri díj plată unică jednorazovo jednorázově одноразово единоразово engångskostnad
	im om في para per vie sempre siempre toujours immer altijd voor för alltid zawsze navždy ikuisesti örökre навсегда назавжди
	engangsbeløp engangsbetaling sekali bayar trả một lần لكل من ابتداءً دفعة واحدة pr einmalig eenmalig una tantum dès`)
	for _, list := range []string{monthWords, yearWords, paidWords} {
		for w := range strings.SplitSeq(list, "|") {
			set[w] = true
		}
	}
	for w := range unitNouns {
		set[w] = true
	}
	return set
}()

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

var (
	unitCount = regexp.MustCompile(`(?i)^(?:[\d.,]+|thousand|million|hundred|[\d.,]*[km])$`)
	unitEast  = regexp.MustCompile(`(?:[/／]|每|1|につき|あたり)\s*(ユーザー|名様?|人|アカウント|ライセンス|席|席位|用户|成员|使用者|사용자|명|인|계정|좌석)|(ユーザー|名|人|アカウント)(?:あたり|につき|ごと)|(사용자|인)당`)
)

// unitMarks are words that a unit stands behind.
var unitMarks = wordSet(`/ per each every pro par por je al a an p za na för pr pr. pe cada kişi pour за ανά mỗi प्रति لكل`)

// perUnit is the unit that the words after an amount name first: "per seat", "/ month / user", "USD per 1,000 events".
func perUnit(after string) string {
	if m := unitEast.FindStringSubmatch(after); m != nil {
		return m[1] + m[2] + m[3]
	}
	words := unitTokens(after)
	for i := range words {
		if i > 0 && !unitMarks[words[i-1]] {
			continue
		}
		if u := unitAt(words[i:]); u != "" {
			return u
		}
		if i > 0 && strongMarks[words[i-1]] && newUnit(words[i]) {
			return unit(words[i])
		}
	}
	return ""
}

// strongMarks are words behind which any other word is a unit: "per vineyard".
var strongMarks = wordSet(`/ per pro par por pr. each`)

// newUnit tells a word that may be a unit although it is not known as one.
func newUnit(w string) bool {
	if len(w) < 3 || moneyWords[w] || perMonth.MatchString(w) || perYear.MatchString(w) || strings.IndexFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }) >= 0 {
		return false
	}
	return !notUnits[w]
}

// notUnits stand behind the same words as units.
var notUnits = wordSet(`day week quarter tag woche quartal jour semaine trimestre día semana dia annum additional extra billed the your our
	hour stunde heure hora all request default`)

// unitAt reads a unit where one begins: a count, words that go before a noun, the noun.
func unitAt(words []string) string {
	var out []string
	for i, w := range words {
		before := i == 0 && unitCount.MatchString(w) || unitAdjectives[w]
		more := i+1 < len(words) && unitNouns[words[i+1]] // "editor seat": the second noun is the unit
		switch {
		case unitNouns[w] && !(before && more):
			return unit(strings.Join(append(out, w), " "))
		case !before || i > 3:
			return ""
		}
		out = append(out, w)
	}
	return ""
}

// unitTokens splits the words after an amount, in lower case; a slash is a word.
func unitTokens(after string) []string {
	after = strings.ToLower(strings.ReplaceAll(start(after, 90), "/", " / "))
	after = strings.ReplaceAll(after, ", ", " ") // "per seat, per month"
	return strings.FieldsFunc(after, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("()[]*†·•:;|–—", r)
	})
}

// unit writes a unit the way all pages are compared: one, lower case.
func unit(s string) string {
	s = strings.ToLower(fold.Text(s))
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
