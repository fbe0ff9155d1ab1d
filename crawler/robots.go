package crawler

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const robotsPath = "/robots.txt"

// Robots is what a robots.txt says to one crawler, by RFC 9309.
type Robots struct {
	CrawlDelay time.Duration // an extension that many sites use; 0 where it is not given

	rules []rule // longest first, Allow before Disallow: the first that matches decides
	bytes int
}

type rule struct {
	allow   bool
	pattern string // percent-encoding normalised; may hold '*' and end in '$'
}

// ParseRobots reads a robots.txt for a product token. It never fails: lines that mean nothing are skipped, as the RFC
// asks. Groups of the token are merged; without one, those of '*' count. Beyond the RFC, as large search engines do, a
// User-agent line may go on after the token ("Example/1.2"), and Crawl-delay is read.
func ParseRobots(body []byte, token string) *Robots {
	text := strings.TrimPrefix(string(body), "\ufeff")
	text = strings.ReplaceAll(text, "\r", "\n")
	p := robotsParser{token: token}
	for line := range strings.SplitSeq(text, "\n") {
		if key, value, ok := field(line); ok {
			p.line(key, value)
		}
	}
	r := &p.any
	if p.ownFound {
		r = &p.own
	}
	slices.SortStableFunc(r.rules, func(a, b rule) int {
		if n := cmp.Compare(len(b.pattern), len(a.pattern)); n != 0 || a.allow == b.allow {
			return n
		}
		if a.allow {
			return -1
		}
		return 1
	})
	for _, rule := range r.rules {
		r.bytes += len(rule.pattern) + 32
	}
	return r
}

// robotsParser is what has been read so far.
type robotsParser struct {
	token          string
	own, any       Robots
	ownFound       bool // there is a group of the token
	forOwn, forAny bool // the group being read speaks to the token, to everybody
	inRules        bool // the next User-agent begins another group
}

func (p *robotsParser) line(key, value string) {
	switch key {
	case "user-agent":
		p.userAgent(value)
	case "allow", "disallow":
		p.inRules = true
		if value == "" {
			return // "Disallow:" forbids nothing
		}
		r := rule{allow: key == "allow", pattern: strings.Clone(upperHex(encoded(value)))}
		if p.forOwn {
			p.own.rules = append(p.own.rules, r)
		}
		if p.forAny {
			p.any.rules = append(p.any.rules, r)
		}
	case "crawl-delay":
		delay := crawlDelay(value)
		if p.forOwn {
			p.own.CrawlDelay = max(p.own.CrawlDelay, delay)
		}
		if p.forAny {
			p.any.CrawlDelay = max(p.any.CrawlDelay, delay)
		}
	}
}

func (p *robotsParser) userAgent(value string) {
	if p.inRules {
		p.forOwn, p.forAny, p.inRules = false, false, false
	}
	p.forAny = p.forAny || value == "*" || strings.HasPrefix(value, "* ")
	if p.token != "" && strings.EqualFold(productToken(value), p.token) {
		p.forOwn, p.ownFound = true, true
	}
}

// field splits "Key: value # comment". Common misspellings of the keys are not repaired: a rule that the RFC does not
// know is none.
func field(line string) (key, value string, ok bool) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok = strings.Cut(line, ":")
	const blanks = " \t\v\f\x00" // ASCII alone: other blanks are part of a value
	return strings.ToLower(strings.Trim(key, blanks)), strings.Trim(value, blanks), ok
}

// productToken is the part of a User-agent line that counts: "Example/1.2" and "Example Bot" speak to Example.
func productToken(value string) string {
	end := strings.IndexFunc(value, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' || r == '_')
	})
	if end < 0 {
		return value
	}
	return value[:end]
}

func crawlDelay(value string) time.Duration {
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || !(seconds > 0) {
		return 0
	}
	return time.Duration(min(seconds, 3600) * float64(time.Second))
}

// Allowed tells whether a path, with its query and percent-encoded as in a request, may be fetched. The longest pattern that matches decides; between two of
// one length, Allow does.
func (r *Robots) Allowed(path string) bool {
	_, ok := r.verdict(path)
	return ok
}

// verdict is Allowed, and the line that forbids.
func (r *Robots) verdict(path string) (line string, ok bool) {
	path = upperHex(path)
	if path == robotsPath {
		return "", true
	}
	for _, rule := range r.rules {
		if matches(rule.pattern, path) {
			return "Disallow: " + rule.pattern, rule.allow
		}
	}
	return "", true
}

// pathOf is the part of an address that robots.txt speaks about.
func pathOf(u *url.URL) string {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" || u.ForceQuery {
		path += "?" + u.RawQuery
	}
	return encoded(path)
}

// matches tells whether a pattern matches the beginning of a path. The parts between stars are looked for from left to
// right and never again, so that time is bounded by the length of the path for each star.
func matches(pattern, path string) bool {
	pattern, anchored := strings.CutSuffix(pattern, "$")
	first, pattern, starred := strings.Cut(pattern, "*")
	if !strings.HasPrefix(path, first) {
		return false
	}
	path = path[len(first):]
	if !starred {
		return !anchored || path == ""
	}
	for {
		part, rest, more := strings.Cut(pattern, "*")
		if !more {
			return anchored && strings.HasSuffix(path, part) || !anchored && strings.Contains(path, part)
		}
		i := strings.Index(path, part) // the leftmost place is as good as any
		if i < 0 {
			return false
		}
		path, pattern = path[i+len(part):], rest
	}
}

// encoded writes bytes outside of ASCII the way they travel in a request.
func encoded(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0 {
		return s
	}
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c >= 0x80 {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// upperHex writes percent-encoded bytes in one way, for RFC 9309 takes "%c3" and "%C3" as equal.
func upperHex(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' && isHex(b[i+1]) && isHex(b[i+2]) {
			copy(b[i+1:], strings.ToUpper(s[i+1:i+3]))
			i += 2
		}
	}
	return string(b)
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
