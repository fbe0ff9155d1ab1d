package watch

import (
	"net/http"
	"strings"

	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// Trouble is what is wrong with a source, in one word that is kept with it.
type Trouble string

// Troubles. They are finer than the classes of captures, because each has another remedy.
const (
	BotCheck     Trouble = "bot_check"     // a bot check or a sign-in stands in the place of the page
	ConsentWall  Trouble = "consent"       // a consent wall does
	EmptyPage    Trouble = "empty"         // nothing to read
	ScriptShell  Trouble = "script"        // a shell that only a script would fill
	ErrorPage    Trouble = "error_page"    // an error page, or one of maintenance, that came with status 200
	SoftNotFound Trouble = "soft_404"      // "not found" that came with status 200
	Collapsed    Trouble = "collapsed"     // what the page was watched for is gone from it
	NotAFeed     Trouble = "not_a_feed"    // something else came where a feed was expected
	Unreadable   Trouble = "unreadable"    // the bytes are not what the kind promises
	Garbled      Trouble = "garbled"       // character set or compression
	NotFound     Trouble = "not_found"     // 404
	Refused      Trouble = "refused"       // 401, 403, 451
	ServerError  Trouble = "server_error"  // 5xx
	OddAnswer    Trouble = "odd_answer"    // another status
	BackOff      Trouble = "back_off"      // 429, 503
	Gone         Trouble = "gone"          // 410
	ByRobots     Trouble = "robots"        // robots.txt forbids it
	NoName       Trouble = "dns"           // its name leads nowhere
	NoConnection Trouble = "no_connection" // nothing answers
	BadTLS       Trouble = "tls"           // certificate or handshake
	TooSlow      Trouble = "timeout"       // the deadline
	TooLarge     Trouble = "too_large"     // a size limit
	BadRedirect  Trouble = "redirect"      // a loop, or too many
	Forbidden    Trouble = "forbidden"     // the address policy of this installation
)

// troubleOf names what is wrong with a fetch that failed.
func troubleOf(f *crawler.Failure) Trouble {
	switch f.Class {
	case crawler.ClassHTTPError:
		return statusTrouble(f.Status)
	case crawler.ClassProtocol:
		if strings.Contains(f.Reason, "DNS") {
			return NoName
		}
		return NoConnection
	case crawler.ClassBlocked:
		return Forbidden
	case crawler.ClassDecode:
		return Garbled
	}
	same := map[string]Trouble{
		crawler.ClassTooLarge: TooLarge, crawler.ClassTimeout: TooSlow, crawler.ClassRedirect: BadRedirect,
		crawler.ClassTLS: BadTLS, crawler.ClassBackoff: BackOff, crawler.ClassGone: Gone, crawler.ClassRobots: ByRobots,
	}
	if t, ok := same[f.Class]; ok {
		return t
	}
	return OddAnswer
}

func statusTrouble(status int) Trouble {
	switch {
	case status == http.StatusNotFound:
		return NotFound
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusUnavailableForLegalReasons:
		return Refused
	case status >= 500:
		return ServerError
	}
	return OddAnswer
}

// pageTrouble names what is wrong with a body that the capture gate turned away.
func pageTrouble(state extract.HealthState, kind extract.Kind) Trouble {
	switch state {
	case extract.Blocked:
		return BotCheck
	case extract.Consent:
		return ConsentWall
	case extract.Empty:
		return EmptyPage
	case extract.JSShell:
		return ScriptShell
	case extract.NotFound:
		return SoftNotFound
	}
	if kind == extract.Feed || kind == extract.Sitemap {
		return NotAFeed
	}
	return ErrorPage
}

// readTrouble names what is wrong with a page that could not be read, by the class of its reading.
func readTrouble(class string, kind extract.Kind) Trouble {
	switch {
	case class == "suspect":
		return Collapsed
	case class == crawler.ClassDecode:
		return Garbled
	case kind == extract.Feed:
		return NotAFeed
	}
	return Unreadable
}

// Hopeless tells whether a trouble will not mend by itself, so that waiting for it to fail again says nothing new.
func (t Trouble) Hopeless() bool { return t == Gone || t == ByRobots || t == Forbidden }

// Words are a trouble for people: what it is, and what to do about it. Of a word that is not known, as a later version may
// have written it, they say only that.
func (t Trouble) Words() (what, advice string) {
	for _, row := range troubleWords() {
		if row.trouble == t {
			return row.what, row.advice
		}
	}
	return "It could not be looked at", "Look at the address in a browser."
}

type troubleRow struct {
	trouble      Trouble
	what, advice string
}

// troubleWords is the one table of remedies; command line, notices and web show the same.
func troubleWords() []troubleRow {
	const (
		otherPage = "Look at the address in a browser"
		mends     = "Nothing to do for now: it is asked less and less often until it answers."
	)
	return []troubleRow{
		{BotCheck, "A bot check or sign-in stands in the place of the page", "Watch the site's feed or changelog instead, try render: browser, or ask the site to let this User-Agent in."},
		{ConsentWall, "A consent wall stands in the place of the page", "Try render: browser, or watch the same page in another language or region."},
		{EmptyPage, "The page is empty", otherPage + "; if it fills there, try render: browser."},
		{ScriptShell, "The page is empty without its scripts", "Set render: browser for this source."},
		{ErrorPage, "An error or maintenance page came instead", mends},
		{SoftNotFound, "The page says that it is not found", "Find its new address with gapwatch discover, and change it in the landscape file."},
		{Collapsed, "What the page was watched for is gone from it", otherPage + ". If it was rebuilt for good, check what is understood with gapwatch check; if its content moved, change the address."},
		{NotAFeed, "Something else than a feed comes from this address", "Find the feed's address with gapwatch discover, or change the source's kind."},
		{Unreadable, "What comes is not what its kind promises", "Check it with gapwatch check; the source's kind may be wrong."},
		{Garbled, "What comes cannot be decoded", "The site sends a wrong character set or compression. Watch another page of it, or tell the site."},
		{NotFound, "There is no such page any more (404)", "Find its new address with gapwatch discover, and change it in the landscape file."},
		{Refused, "The site does not let this program in", "Ask the site to let this User-Agent in, or watch another page of it."},
		{ServerError, "The site answers with an error of its own", mends},
		{OddAnswer, "The site answers something else than the page", otherPage + "."},
		{BackOff, "The site asks to be left alone for a while", "Nothing to do: its wish is kept. If it lasts, look less often (every) or make crawler.host_gap longer."},
		{Gone, "The page is gone for good (410), so the source is paused", "Find its new address with gapwatch discover and change it in the landscape file, or remove the source. gapwatch source resume asks again."},
		{ByRobots, "The site's robots.txt forbids this page", "Watch another page or a feed, or ask the site for permission. It is asked again now and then."},
		{NoName, "The name of the site leads nowhere (DNS)", "Check the address for typing errors. If it is right, check this machine's DNS."},
		{NoConnection, "The site does not answer properly", mends + " If other sites fail too, check this machine's network."},
		{BadTLS, "The site's certificate cannot be trusted", "Check this machine's clock and its certificate authorities; otherwise the site has to mend it."},
		{TooSlow, "The site takes too long", mends + " If it is always slow, make crawler.timeout longer."},
		{TooLarge, "The page is too large", "Watch a smaller page or a feed, or raise the limit that the reason names (crawler.max_body, max_wire or max_header)."},
		{BadRedirect, "The address leads in a circle or too far", otherPage + ", and write down the address that it ends at."},
		{Forbidden, "This installation may not ask this address", "If it is meant, add its host and port to crawler.allow."},
	}
}

// troubled tells whether a source fails so that an operator should know.
func troubled(src store.Source, after int) bool {
	return src.Trouble != "" && (src.Failures >= after || Trouble(src.Trouble).Hopeless())
}
