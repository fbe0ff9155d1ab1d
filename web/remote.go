package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// remote is the address that a request comes from. Of what X-Forwarded-For says only the part is taken that a trusted proxy
// wrote: from the right on up to the first address that is not one of theirs. Whatever stands left of it anybody can write.
func (s *Server) remote(r *http.Request) string {
	from, ok := parseHop(r.RemoteAddr)
	if !ok {
		return r.RemoteAddr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, text := range slices.Backward(hops) {
		if !s.trusts(from) {
			break
		}
		hop, ok := parseHop(text)
		if !ok {
			break
		}
		from = hop
	}
	return from.String()
}

// caller is whom a request counts for: the address it comes from, or the network of one of IPv6, since whoever has an
// address there has as many as they like (RFC 6177).
func (s *Server) caller(r *http.Request) string {
	from := s.remote(r)
	if addr, err := netip.ParseAddr(from); err == nil && addr.Is6() {
		if network, err := addr.Prefix(64); err == nil {
			return network.String()
		}
	}
	return from
}

func (s *Server) trusts(addr netip.Addr) bool {
	return slices.ContainsFunc(s.trusted, func(network netip.Prefix) bool { return network.Contains(addr) })
}

// parseHop reads an address with or without a port.
func parseHop(text string) (netip.Addr, bool) {
	text = strings.TrimSpace(text)
	if at, err := netip.ParseAddrPort(text); err == nil {
		return at.Addr().Unmap().WithZone(""), true
	}
	addr, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return addr.Unmap().WithZone(""), err == nil
}
