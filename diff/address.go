package diff

import (
	"net/url"
	"strings"
)

// Canonical is what makes an address the same page however it is written: without scheme, "www.", usual port, index
// page, last slash, marks of campaigns and readers, and places that every page has. A place within a page stays: the
// entries of a changelog are told apart by it. What is no address of the web stays as it is.
func Canonical(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return address
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	path := strings.TrimRight(withoutIndex(u.EscapedPath()), "/")
	out := host + path
	if q := withoutMarks(u.Query()).Encode(); q != "" {
		out += "?" + q
	}
	if f := u.EscapedFragment(); f != "" && !everywhere(f) {
		out += "#" + f
	}
	return out
}

func withoutIndex(path string) string {
	at := strings.LastIndexByte(path, '/') + 1
	switch strings.ToLower(path[at:]) {
	case "index.html", "index.htm", "index.php", "default.aspx":
		return path[:at]
	}
	return path
}

// withoutMarks drops what says where a reader came from and not where the page is.
func withoutMarks(q url.Values) url.Values {
	for key, values := range q {
		name := strings.ToLower(key)
		switch name {
		case "gclid", "fbclid", "msclkid", "yclid", "dclid", "mc_cid", "mc_eid", "igshid", "_hsenc", "_hsmi", "ref_src", "trk", "cmpid":
			q.Del(key)
		case "source", "ref", "from", "via":
			if v := strings.ToLower(strings.Join(values, "")); strings.HasPrefix(v, "rss") || strings.HasPrefix(v, "feed") {
				q.Del(key)
			}
		}
		if strings.HasPrefix(name, "utm_") || strings.HasPrefix(name, "hsa_") || strings.HasPrefix(name, "pk_") {
			q.Del(key)
		}
	}
	return q
}

// everywhere tells a place that every page has, or a mark in the place of one.
func everywhere(fragment string) bool {
	switch f := strings.ToLower(fragment); f {
	case "top", "content", "main", "main-content", "comments", "respond", "rss", "feed":
		return true
	default:
		return strings.HasPrefix(f, "utm_") || strings.HasPrefix(f, ":~:") || strings.HasPrefix(f, "ref=")
	}
}
