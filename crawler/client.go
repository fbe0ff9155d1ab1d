package crawler

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"
)

// newTransport is net/http's on the guarded dialer: no environment proxies, no content coding of its own.
func newTransport(s Settings, g *guard) (*http.Transport, error) {
	roots, err := authorities(s.ExtraCA)
	if err != nil {
		return nil, err
	}
	t := &http.Transport{
		DialContext:            g.dial,
		TLSClientConfig:        &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    s.Timeout,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true,
		MaxResponseHeaderBytes: s.MaxHeader,
		MaxIdleConnsPerHost:    max(2, s.HostParallel),
		MaxIdleConns:           256,
		IdleConnTimeout:        60 * time.Second,
	}
	if g.proxy != nil {
		t.Proxy = func(req *http.Request) (*url.URL, error) { return g.proxy, g.beforeProxy(req.Context(), req.URL) }
	}
	return t, nil
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

// Client is an HTTP client on the guarded dialer for everything else that leaves the program: webhooks, sign-in. It
// knows no robots.txt, no pace and no retry. It follows no redirects, for what is signed or secret must not be sent on,
// and its answers end with an error where a page would.
func (c *Crawler) Client() *http.Client {
	return &http.Client{
		Transport:     &capped{next: c.base, limit: c.settings.MaxBody},
		Timeout:       c.settings.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Dial connects to host:port through the guard, for what does not speak HTTP: mail.
func (c *Crawler) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	return c.guard.dial(ctx, network, address)
}

// TLS is how connections that Dial begins are secured: the authorities that the settings name count here too.
func (c *Crawler) TLS() *tls.Config { return c.base.TLSClientConfig.Clone() }

// capped bounds the bodies of answers.
type capped struct {
	next  http.RoundTripper
	limit int64
}

// RoundTrip implements http.RoundTripper.
func (t *capped) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	res.Body = &cappedBody{ReadCloser: res.Body, limit: t.limit, left: t.limit}
	return res, nil
}

type cappedBody struct {
	io.ReadCloser
	limit, left int64
}

// Read implements io.Reader.
func (b *cappedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, fail(ClassTooLarge, "too large (limit %d bytes)", b.limit)
	}
	return n, err
}
