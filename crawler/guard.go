package crawler

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// guard is the only way out: it dials, and looks at the address that is really connected to, after DNS, so that no
// redirect, rebinding name or odd notation leads inside.
type guard struct {
	allow   map[string]bool // exact host:port
	public  *ssrf.Guardian
	inside  *net.Dialer // for what the operator allows
	outside *net.Dialer
}

func newGuard(s Settings) *guard {
	g := &guard{
		allow:  make(map[string]bool, len(s.Allow)),
		public: ssrf.New(ssrf.WithAnyPort(), ssrf.WithNetworks("tcp4", "tcp6")),
	}
	for _, hostport := range s.Allow {
		g.allow[strings.ToLower(hostport)] = true
	}
	base := net.Dialer{Timeout: s.Timeout, KeepAlive: 30 * time.Second, Resolver: resolver(s.Resolver)}
	inside, outside := base, base
	outside.Control = g.control
	g.inside, g.outside = &inside, &outside
	return g
}

// control is asked for every address that is about to be connected to.
func (g *guard) control(network, address string, c syscall.RawConn) error {
	if ap, err := netip.ParseAddrPort(address); err == nil && ap.Addr().Is4In6() {
		return fail(Blocked, "%s: it leads to an IPv4 address in disguise", refused)
	}
	if err := g.public.Safe(network, address, c); err != nil {
		return fail(Blocked, "%s: it leads to an address that is not public", refused)
	}
	return nil
}

// dial connects to host:port as it was asked for.
func (g *guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if g.allow[strings.ToLower(address)] {
		return g.inside.DialContext(ctx, network, address)
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fail(Blocked, "%s: the address cannot be read", refused)
	}
	if strings.Contains(host, "%") {
		return nil, fail(Blocked, "%s: it names a network interface", refused)
	}
	if err := checkHost(host); err != nil {
		return nil, err
	}
	conn, err := g.outside.DialContext(ctx, network, address)
	var f *Failure
	if errors.As(err, &f) { // the dialer wraps it in words about sockets
		return nil, f
	}
	return conn, err
}

func resolver(server string) *net.Resolver {
	if server == "" {
		return nil
	}
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", server)
	}}
}

// transport is net/http's on the guarded dialer: no environment proxies, no content coding of its own.
func (g *guard) transport(s Settings) (*http.Transport, error) {
	roots, err := authorities(s.ExtraCA)
	if err != nil {
		return nil, err
	}
	return &http.Transport{
		DialContext:            g.dial,
		TLSClientConfig:        &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    s.Timeout,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true,
		MaxResponseHeaderBytes: s.MaxHeader,
		MaxIdleConnsPerHost:    max(2, s.HostParallel),
		MaxIdleConns:           256,
		IdleConnTimeout:        60 * time.Second,
		ReadBufferSize:         16 << 10,
	}, nil
}

// authorities are the system's, and those of a file where the operator names one.
func authorities(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read certificate authorities: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("read certificate authorities: %s holds no PEM certificate", file)
	}
	return pool, nil
}
