package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/gapwatch/gapwatch/extract/fold"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// consentBytes is how much a page says at most in the box in which it asks for consent.
const consentBytes = 1500

// asksConsent tells a box of its own beside the page, or in one that is, which speaks of cookies or of who keeps data, and has a button
// to agree. What a page says of cookies in its text has none.
func asksConsent(n *html.Node) bool {
	if n.DataAtom != atom.Div && n.DataAtom != atom.Section && n.DataAtom != atom.Form || n.Parent == nil || n.Parent.DataAtom != atom.Body {
		return false
	}
	if holds(n, atom.H1) || !agreeing(n) || measureShown(n, nil) > consentBytes {
		return false
	}
	return kept.MatchString(fold.Text(readText(n)))
}

// agreeing tells an element that holds a button to agree.
func agreeing(n *html.Node) (found bool) {
	each(n, func(e *html.Node) bool {
		if e.DataAtom == atom.Button || e.DataAtom == atom.A || attr(e, "role") == "button" {
			text, ok := bareText(e)
			found = found || ok && agree.MatchString(text)
		}
		return !found
	})
	return found
}

var (
	kept = regexp.MustCompile(`(?i)\bcookies?\b|\b(?:store|access|process)[^.]{0,80}\b(?:device|personal data)|personenbezogene|données personnelles|datos personales|dados pessoais|dati personali|persoonsgegevens|クッキー`)

	agree = regexp.MustCompile(`(?i)^\W*(?:(?:i |yes,? i )?(?:accept|agree|allow|consent|understand)\b.{0,20}|(?:got it|understood|ok|okay)|(?:alle[ns]? |ich )?(?:akzeptier|zustimm|stimme|verstanden|annehmen|einverstanden).{0,20}|` +
		`(?:tout |j['’])?accept(?:er|e)\b.{0,10}|d['’]accord|acept(?:ar|o)\b.{0,10}|aceitar?\b.{0,10}|accett[ao]\b.{0,10}|(?:alles )?(?:accepteren|akkoord)|同意.{0,6})\W*$`)
)

// chatBytes is how much a box says at most that offers a chat.
const chatBytes = 400

// offersChat tells a small box of its own beside the page with a button that opens a chat. What a page says of its chats in
// its text has a heading or stands within the page.
func offersChat(n *html.Node) (found bool) {
	if n.DataAtom != atom.Div && n.DataAtom != atom.Section || n.Parent == nil || n.Parent.DataAtom != atom.Body || holdsHeading(n) {
		return false
	}
	each(n, func(e *html.Node) bool {
		found = found || button(e) && (chat.MatchString(attr(e, "aria-label")) || chat.MatchString(fold.Text(readText(e))))
		return !found
	})
	return found && measureShown(n, nil) <= chatBytes
}

var chat = regexp.MustCompile(`(?i)(?:^|\PL)(?:live ?)?chat(?:$|\PL)|チャット|聊天`)
