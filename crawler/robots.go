package crawler

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

const robotsPath = "/robots.txt"

// rules are what a robots.txt says to one crawler, by RFC 9309.
type rules struct {
	rules []rule
	delay time.Duration // Crawl-delay, an extension that many sites use
}

type rule struct {
	allow   bool
	pattern string // percent-encoding normalised; may hold '*' and end in '$'
	line    string // as written, for people
}

// parseRobots reads a robots.txt for a product token. It never fails: lines that mean nothing are skipped, as the RFC
// asks. Groups of the token are merged; without one, those of '*' count.
func parseRobots(body []byte, token string) *rules {
	text := strings.TrimPrefix(string(body), "\ufeff")
	text = strings.ReplaceAll(text, "\r", "\n")
	var own, any rules
	var forOwn, forAny, inRules, ownFound bool
	for line := range strings.SplitSeq(text, "\n") {
		key, value, ok := field(line)
		if !ok {
			continue
		}
		switch key {
		case "user-agent":
			if inRules {
				forOwn, forAny, inRules = false, false, false
			}
			forAny = forAny || value == "*" || strings.HasPrefix(value, "* ")
			if strings.EqualFold(productToken(value), token) && token != "" {
				forOwn, ownFound = true, true
			}
		case "allow", "disallow":
			inRules = true
			if value == "" {
				continue // "Disallow:" forbids nothing
			}
			r := rule{allow: key == "allow", pattern: normalise(value), line: strings.TrimSpace(line)}
			if forOwn {
				own.rules = append(own.rules, r)
			}
			if forAny {
				any.rules = append(any.rules, r)
			}
		case "crawl-delay":
			if d := crawlDelay(value); forOwn {
				own.delay = max(own.delay, d)
			} else if forAny {
				any.delay = max(any.delay, d)
			}
		}
	}
	if ownFound {
		return &own
	}
	return &any
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
	if err != nil || seconds <= 0 {
		return 0
	}
	return time.Duration(min(seconds, 3600) * float64(time.Second))
}

// allowed tells whether an address may be fetched, and by which line not. The longest pattern that matches decides;
// between two of one length, Allow does.
func (r *rules) allowed(u *url.URL) (line string, ok bool) {
	path := normalise(u.EscapedPath())
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" || u.ForceQuery {
		path += "?" + normalise(u.RawQuery)
	}
	return r.allowedPath(path)
}

// allowedPath is allowed for a path with its query, as it stands in a request.
func (r *rules) allowedPath(path string) (line string, ok bool) {
	if path == robotsPath {
		return "", true
	}
	best := -1
	ok = true
	for _, rule := range r.rules {
		n := len(rule.pattern)
		if n < best || n == best && (ok || !rule.allow) || !match(rule.pattern, path) {
			continue
		}
		best, ok, line = n, rule.allow, rule.line
	}
	return line, ok
}

// match tells whether a pattern matches the beginning of a path. It keeps the set of places in the pattern that are
// reachable, so that its time is bounded by pattern times path, whatever the stars.
func match(pattern, path string) bool {
	if strings.IndexByte(pattern, '*') < 0 {
		if p, end := strings.CutSuffix(pattern, "$"); end {
			return path == p
		}
		return strings.HasPrefix(path, pattern)
	}
	anchored := strings.HasSuffix(pattern, "$")
	parts := strings.Split(strings.TrimSuffix(pattern, "$"), "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	rest := path[len(parts[0]):]
	last := len(parts) - 1
	for _, part := range parts[1:last] { // the leftmost place of each part is as good as any
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	if anchored {
		return strings.HasSuffix(rest, parts[last])
	}
	return strings.Contains(rest, parts[last])
}

// normalise makes equal what RFC 9309 compares as equal: bytes outside of ASCII are percent-encoded, the hex digits of
// encoded ones are upper case.
func normalise(s string) string {
	plain := true
	for i := range len(s) {
		if s[i] >= 0x80 || s[i] == '%' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 0x80:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			b.WriteString(strings.ToUpper(s[i : i+3]))
			i += 2
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
