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
