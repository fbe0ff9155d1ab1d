package main

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// nearby answers only requests that name this machine, or the host of our own address. Where nobody signs in, this keeps out
// pages of other sites whose name was made to lead here: a browser takes those for the same site, and sends their name.
func nearby(next http.Handler, address string) http.Handler {
	own := ""
	if u, err := url.Parse(address); err == nil {
		own = u.Hostname()
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name := hostname(r.Host); !isHere(name) && !strings.EqualFold(name, own) {
			http.Error(w, "Gapwatch is open to this machine only: ask for it as localhost, or write its address into web.url.",
				http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// hostname is a Host header without its port.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.Trim(host, "[]")
}

// isHere tells whether a name is always this machine's.
func isHere(name string) bool {
	if ip, err := netip.ParseAddr(name); err == nil {
		return ip.IsLoopback()
	}
	name = strings.ToLower(name)
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}
