package crawler

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// guard is the only way out: it dials, and looks at the address that is really connected to, after DNS, so that no
// redirect, rebinding name or odd notation leads inside.
type guard struct {
	allow    map[string]bool // exact host:port
	proxy    *url.URL        // what everything goes through, where the operator says so
	public   *ssrf.Guardian
	resolver *net.Resolver
	timeout  time.Duration
}

func newGuard(s Settings) (*guard, error) {
	g := &guard{
		allow:    make(map[string]bool, len(s.Allow)),
		public:   ssrf.New(ssrf.WithAnyPort(), ssrf.WithNetworks("tcp4", "tcp6")),
		resolver: resolver(s.Resolver),
		timeout:  s.Timeout,
	}
	for _, hostport := range s.Allow {
		g.allow[strings.ToLower(hostport)] = true
	}
	if s.Proxy == "" {
		return g, nil
	}
	u, err := url.Parse(s.Proxy)
	if err != nil || u.Host == "" {
		return nil, errors.New("read proxy: not an address such as http://proxy.example:3128")
	}
	g.proxy = u
	return g, nil
}

// allows tells whether the operator excepts exactly this host:port from the rule that addresses are public.
func (g *guard) allows(hostport string) bool { return g.allow[strings.ToLower(hostport)] }

// dial connects to host:port as it was asked for.
func (g *guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if g.proxy != nil {
		return g.toProxy(ctx, network, address)
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fail(ClassBlocked, "%s: the address cannot be read", refused)
	}
	control := g.onlyPublic
	if g.allows(address) {
		control = exactly(host)
	} else if err := checkDial(host); err != nil {
		return nil, err
	}
	d := net.Dialer{Timeout: g.timeout, KeepAlive: 30 * time.Second, Resolver: g.resolver, Control: control}
	conn, err := d.DialContext(ctx, network, address)
	var f *Failure
	if errors.As(err, &f) { // the dialer wraps it in words about sockets
		return nil, f
	}
	return conn, err
}

// checkDial repeats for the dialer, which also serves webhooks and browsers, what parseURL says about hosts.
func checkDial(host string) error {
	if strings.Contains(host, "%") {
		return fail(ClassBlocked, "%s: it names a network interface", refused)
	}
	return checkHost(host)
}

// onlyPublic is asked for every address that is about to be connected to.
func (g *guard) onlyPublic(network, address string, c syscall.RawConn) error {
	if ap, err := netip.ParseAddrPort(address); err == nil && ap.Addr().Is4In6() {
		return fail(ClassBlocked, "%s: it leads to an IPv4 address in disguise", refused)
	}
	if err := g.public.Safe(network, address, c); err != nil {
		return fail(ClassBlocked, "%s: it leads to an address that is not public", refused)
	}
	return nil
}

// exactly lets an excepted address be connected to and nothing else: an address as it was written, or whatever private
// or public address an excepted name has, but never one that only routers and clouds answer on.
func exactly(host string) func(network, address string, c syscall.RawConn) error {
	written, err := netip.ParseAddr(host)
	literal := err == nil
	return func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		switch {
		case err != nil, literal && to.Addr().Unmap() != written.Unmap():
			return fail(ClassBlocked, "%s: it leads elsewhere than to the excepted address", refused)
		case !literal && (to.Addr().IsLinkLocalUnicast() || to.Addr().IsMulticast() || to.Addr().IsUnspecified()):
			return fail(ClassBlocked, "%s: the excepted name leads to a link-local address", refused)
		}
		return nil
	}
}

// toProxy connects to the operator's proxy and to nothing else.
func (g *guard) toProxy(ctx context.Context, network, address string) (net.Conn, error) {
	if !strings.EqualFold(address, proxyAddress(g.proxy)) {
		return nil, fail(ClassBlocked, "%s: everything goes through the proxy", refused)
	}
	d := net.Dialer{Timeout: g.timeout, KeepAlive: 30 * time.Second}
	conn, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, fmt.Errorf("connect to the proxy: %w", err)
	}
	return conn, nil
}

func proxyAddress(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// beforeProxy looks a target up before a proxy is asked for it, for a proxy dials by itself. What the proxy finds may
// differ from what is found here: it has to guard its own inside too.
func (g *guard) beforeProxy(ctx context.Context, target *url.URL) error {
	if g.allows(hostPort(target)) {
		return nil
	}
	if err := checkDial(target.Hostname()); err != nil {
		return err
	}
	r := g.resolver
	if r == nil {
		r = net.DefaultResolver
	}
	addrs, err := r.LookupNetIP(ctx, "ip", target.Hostname())
	if err != nil {
		return fmt.Errorf("look up before asking the proxy: %w", err)
	}
	for _, a := range addrs {
		network := "tcp6"
		if a = a.Unmap(); a.Is4() {
			network = "tcp4"
		}
		if err := g.onlyPublic(network, netip.AddrPortFrom(a, 80).String(), nil); err != nil {
			return err
		}
	}
	return nil
}

// resolver asks one server, or, where there is none, is the system's.
func resolver(server string) *net.Resolver {
	if server == "" {
		return nil
	}
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", server)
	}}
}
