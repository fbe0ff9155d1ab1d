package extract

import (
	"cmp"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// bearings is where a page's own links lead, and what its head says of where it belongs. It holds in every language.
type bearings struct {
	host string // where the page was found
	path string // that was asked for, without the slashes at its ends

	seen    int  // links that were looked at
	within  int  // of those to other pages of the site, those of frames too
	home    int  // links to the front page that do not merely bear the site's name
	again   int  // links and buttons back to where the reader came from, or to the same page once more
	away    int  // links to anything else
	signing int  // of those to where one signs in
	lands   int  // of those to a country's or a language's pages
	asks    int  // fields to fill in, apart from those that search
	unlist  bool // search engines are to forget it

	link whither // where the link leads that is open
}

// whither is where a link leads.
type whither int

const (
	nowhere whither = iota
	homeward
	elsewhere
)

// bearings is where a page's links are followed from.
func (p Page) bearings() (b bearings) {
	if u, err := url.Parse(p.URL); err == nil {
		b.host = u.Hostname()
	}
	if u, err := url.Parse(cmp.Or(p.Asked, p.URL)); err == nil {
		b.path = strings.Trim(u.Path, "/")
	}
	return b
}

// mostLinks is how many links of a page are looked at: one that has more is no message.
const mostLinks = 40

// follow notes a link, the page's own or that of a frame.
func (b *bearings) follow(attrs []html.Attribute, own bool) {
	b.link = elsewhere
	if b.seen++; b.seen > mostLinks {
		return
	}
	to := attribute(attrs, "href")
	if goesBack(to) || goesBack(attribute(attrs, "onclick")) {
		if own {
			b.again++
		}
		return
	}
	u, err := url.Parse(to)
	if err != nil || to == "" || to[0] == '#' || u.Opaque != "" || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return
	}
	host, path := u.Hostname(), strings.Trim(u.Path, "/")
	same := path == b.path && path != "" && u.RawQuery == ""
	if b.here(host) && !same {
		b.within++
	}
	switch {
	case !own:
	case b.here(host) && same:
		b.again++
	case b.here(host) && path == "" && u.RawQuery == "":
		b.link = homeward
	default:
		b.leave(host, path)
	}
}

// overlook forgets where the links led that stand above the first heading: they are a menu, whatever it is made of.
func (b *bearings) overlook() {
	b.home, b.again, b.away, b.signing, b.lands = 0, 0, 0, 0, 0
}

func (b *bearings) leave(host, path string) {
	b.away++
	b.link = elsewhere
	if signsIn(path) {
		b.signing++
	}
	if label, _, _ := strings.Cut(host, "."); ofALand(path) || path == "" && ofALand(label) {
		b.lands++
	}
}

// here tells whether a link's host, if it names one, is the page's.
func (b *bearings) here(host string) bool {
	return host == "" || strings.TrimPrefix(host, "www.") == strings.TrimPrefix(b.host, "www.")
}

// goesBack tells a script that leads back, or loads the page once more.
func goesBack(script string) bool {
	return strings.Contains(script, "history.") || strings.Contains(script, "location.reload")
}

// read notes that the link that is open bears a text.
func (b *bearings) read(text string) {
	if b.link == homeward && squash(text) != "" && !strings.Contains(squash(b.host), squash(text)) {
		b.home++
	}
}

// signsIn tells a path where one signs in.
func signsIn(path string) bool {
	for part := range strings.FieldsFuncSeq(strings.ToLower(path), func(r rune) bool { return r == '/' || r == '.' }) {
		switch part {
		case "login", "log-in", "signin", "sign-in", "sso", "saml", "oauth", "oauth2", "auth", "authorize", "sessions":
			return true
		}
	}
	return false
}

// ofALand tells a path that is made of the signs of countries and languages alone.
func ofALand(path string) bool {
	n := 0
	for part := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '/' || r == '-' || r == '_' }) {
		if n++; len(part) != 2 || !letter(part[0]) || !letter(part[1]) {
			return false
		}
	}
	return n == 1 || n == 2
}

func letter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// field notes a field of a form of the page's own.
func (b *bearings) field(attrs []html.Attribute) {
	switch strings.ToLower(attribute(attrs, "type")) {
	case "hidden", "submit", "button", "image", "search":
	default:
		b.asks++
	}
}

// head notes what the head of a page says of where it belongs.
func (b *bearings) head(attrs []html.Attribute) {
	if strings.EqualFold(attribute(attrs, "name"), "robots") {
		b.unlist = strings.Contains(strings.ToLower(attribute(attrs, "content")), "noindex")
	}
}

func attribute(attrs []html.Attribute, key string) string {
	for _, a := range attrs {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
