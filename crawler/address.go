package crawler

import (
	"net"
	"net/netip"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// refused is what people read when an address is refused; the class is what counts.
const refused = "address or scheme not allowed"

// CheckURL refuses addresses that could not be fetched by anybody's wish: other schemes than http and https,
// credentials in the address, control characters and backslashes (which parsers read differently), numbers that are
// no proper IP address, names that only mean this machine or network. Whether an address is public is decided later,
// at dial time, where DNS has answered. The error is a *Failure of class Blocked.
func CheckURL(raw string) error {
	_, err := parseURL(raw)
	return err
}

func parseURL(raw string) (*url.URL, error) {
	if len(raw) > Defaults().MaxURL {
		return nil, fail(Blocked, "%s: the address is longer than %d bytes", refused, Defaults().MaxURL)
	}
	for _, r := range raw {
		if r <= ' ' || r == '\\' || unicode.IsControl(r) || unicode.IsSpace(r) {
			return nil, fail(Blocked, "%s: the address holds a blank, a backslash or a control character", refused)
		}
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, fail(Blocked, "%s: the address cannot be read", refused)
	}
	return u, checkParsed(u)
}

func checkParsed(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fail(Blocked, "%s: only http and https can be watched, not %q", refused, u.Scheme)
	case u.User != nil:
		return fail(Blocked, "%s: credentials do not belong into an address", refused)
	case strings.Contains(u.Hostname(), "%"):
		return fail(Blocked, "%s: it names a network interface", refused)
	case u.Hostname() == "":
		return fail(Blocked, "%s: the address names no host", refused)
	}
	return checkHost(u.Hostname())
}

func checkHost(host string) error {
	ascii, err := idna.Lookup.ToASCII(host)
	if strings.ContainsFunc(host, func(r rune) bool { return r > unicode.MaxASCII }) {
		if err != nil {
			return fail(Blocked, "%s: the host is not a proper name", refused)
		}
		if _, err := netip.ParseAddr(ascii); err == nil {
			return fail(Blocked, "%s: the host is an IP address in disguise", refused)
		}
		host = ascii
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return nil
	}
	name := strings.ToLower(strings.TrimRight(host, "."))
	last := name[strings.LastIndexByte(name, '.')+1:]
	switch {
	case numeric(last):
		return fail(Blocked, "%s: the host is a number, not a name", refused)
	case localName(name, last):
		return fail(Blocked, "%s: the host only means something inside this network", refused)
	}
	return nil
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

// HostKey is what politeness is kept for: host and port, lower case. An address that cannot be read is its own key.
func HostKey(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Hostname() == "" {
		return "invalid"
	}
	return hostPort(u)
}

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(strings.ToLower(strings.TrimRight(u.Hostname(), ".")), port)
}

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
