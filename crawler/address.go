package crawler

import (
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// refused is what people read when an address is refused; the class is what counts.
const refused = "address or scheme not allowed"

// parseURL refuses addresses that could not be fetched by anybody's wish: other schemes than http and https,
// credentials in the address, control characters and backslashes (which parsers read differently), numbers that are
// no proper IP address, names that only mean this machine or network. Whether an address is public is decided later,
// at dial time, where DNS has answered. The error is a *Failure of class Blocked.
func parseURL(raw string, longest int) (*url.URL, error) {
	if len(raw) > longest {
		return nil, fail(ClassBlocked, "%s: the address is longer than %d bytes", refused, longest)
	}
	if err := checkText(raw); err != nil {
		return nil, err
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, fail(ClassBlocked, "%s: the address cannot be read", refused)
	}
	u.Fragment, u.RawFragment = "", "" // it never travels
	if err := checkParsed(u); err != nil {
		return u, err
	}
	if ascii, err := idna.Lookup.ToASCII(u.Hostname()); err == nil && ascii != u.Hostname() && !strings.Contains(ascii, ":") {
		u.Host = strings.Replace(u.Host, u.Hostname(), ascii, 1)
	}
	return u, nil
}

// checkText refuses what parsers of addresses disagree about.
func checkText(raw string) error {
	for _, r := range raw {
		if r <= ' ' || r == '\\' || unicode.IsControl(r) || unicode.IsSpace(r) {
			return fail(ClassBlocked, "%s: the address holds a blank, a backslash or a control character", refused)
		}
	}
	return nil
}

func checkParsed(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fail(ClassBlocked, "%s: only http and https can be watched, not %q", refused, u.Scheme)
	case u.User != nil:
		return fail(ClassBlocked, "%s: credentials do not belong into an address", refused)
	case strings.Contains(u.Hostname(), "%"):
		return fail(ClassBlocked, "%s: it names a network interface", refused)
	case u.Hostname() == "":
		return fail(ClassBlocked, "%s: the address names no host", refused)
	case !webPort(u.Port()):
		return fail(ClassBlocked, "%s: port %s belongs to another service than the web", refused, u.Port())
	}
	return checkHost(u.Hostname())
}

// webPort tells whether a web site may be behind a port: the two well-known ones, or one above them that no widely
// used other service has. An HTTP request is a command to some of those.
func webPort(port string) bool {
	n, err := strconv.Atoi(port)
	switch {
	case port == "":
		return true
	case err != nil || n < 1 || n > 65535:
		return false
	case n < 1024:
		return n == 80 || n == 443
	}
	switch n {
	case 1433, 1521, 2049, 2375, 3306, 3389, 5060, 5061, 5432, 5900, 6000, 6379, 6667, 6697, 9042, 10080, 11211, 27017:
		return false
	}
	return true
}

func checkHost(host string) error {
	ascii, err := idna.Lookup.ToASCII(host)
	if strings.ContainsFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) {
		if err != nil {
			return fail(ClassBlocked, "%s: the host is not a proper name", refused)
		}
		if _, err := netip.ParseAddr(ascii); err == nil {
			return fail(ClassBlocked, "%s: the host is an IP address in disguise", refused)
		}
		host = ascii
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return nil
	}
	if strings.ContainsFunc(host, notInName) {
		return fail(ClassBlocked, "%s: the host is not a proper name", refused)
	}
	name := strings.ToLower(strings.TrimRight(host, "."))
	last := name[strings.LastIndexByte(name, '.')+1:]
	switch {
	case numeric(last):
		return fail(ClassBlocked, "%s: the host is a number, not a name", refused)
	case localName(name, last):
		return fail(ClassBlocked, "%s: the host only means something inside this network", refused)
	}
	return nil
}

func notInName(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' || r == '_')
}

// numeric tells a last label that some resolvers would take for part of an IPv4 address (decimal, octal, hex).
func numeric(label string) bool {
	if label == "" {
		return true
	}
	if hex, ok := strings.CutPrefix(label, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}

// localName tells the special-use names of RFC 6761, 6762, 8375 and ICANN's private-use one.
func localName(name, last string) bool {
	switch last {
	case "localhost", "local", "internal", "localdomain":
		return true
	}
	return name == "home.arpa" || strings.HasSuffix(name, ".home.arpa")
}

// HostKey is what politeness is kept for: host and port, lower case. Addresses that cannot be read share one key.
func HostKey(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Hostname() == "" {
		return "invalid"
	}
	return hostPort(u)
}

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" && u.Scheme == "http" {
		port = "80"
	} else if port == "" {
		port = "443"
	}
	return net.JoinHostPort(strings.ToLower(strings.TrimRight(u.Hostname(), ".")), port)
}

// origin is what robots.txt speaks for and credentials are kept to.
func origin(u *url.URL) string { return u.Scheme + "://" + hostPort(u) }

// Mask writes an address without the password it may hold.
func Mask(raw string) string {
	scheme, rest, ok := strings.Cut(raw, "://")
	if !ok {
		return raw
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	at := strings.LastIndexByte(rest[:end], '@')
	if at < 0 {
		return raw
	}
	return scheme + "://***@" + rest[at+1:]
}
