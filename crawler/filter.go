package crawler

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
)

// filter is the HTTP proxy that a browser has to go through. It dials by the guard, counts what one page costs, and
// serves nobody while no page is being rendered. What it refuses it answers by closing the connection: a page's script
// would take any answer as a sign that something is there.
type filter struct {
	guard  *guard
	relay  *http.Transport
	server *http.Server
	addr   string
	page   atomic.Pointer[budget]
	done   chan error
}

// budget is what one page may still cost, and why hosts were not reached.
type budget struct {
	ctx       context.Context
	bytes     atomic.Int64
	conns     atomic.Int64
	mu        sync.Mutex
	refusals  map[string]*Failure // by host:port
	remaining int                 // refusals that may still be noted
}

func newBudget(ctx context.Context, s BrowserSettings) *budget {
	b := &budget{ctx: ctx, refusals: map[string]*Failure{}, remaining: s.MaxRequests}
	b.bytes.Store(s.MaxTraffic)
	b.conns.Store(int64(s.MaxRequests))
	return b
}

// startFilter begins to listen for a browser.
func startFilter(s Settings, g *guard) (*filter, error) {
	l, err := net.Listen("tcp", s.Browser.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen for the browser: %w", err)
	}
	f := &filter{guard: g, addr: l.Addr().String(), done: make(chan error, 1)}
	f.relay = &http.Transport{
		DialContext:            f.dial,
		DisableCompression:     true,
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: s.MaxHeader,
	}
	f.server = &http.Server{Handler: f, ReadHeaderTimeout: s.Browser.Timeout, MaxHeaderBytes: 64 << 10}
	go func() { f.done <- f.server.Serve(l) }()
	return f, nil
}

// close ends all connections and waits for the listener's end.
func (f *filter) close() error {
	err := f.server.Close()
	<-f.done
	return err
}

// ServeHTTP implements http.Handler: CONNECT for https and web sockets, anything else for http.
func (f *filter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	page := f.page.Load()
	if page == nil {
		hangUp(w)
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(page.ctx, cancel)()
	r = r.WithContext(context.WithValue(ctx, budgetKey{}, page))
	if r.Method == http.MethodConnect {
		f.tunnel(w, r)
		return
	}
	f.forward(w, r)
}

type budgetKey struct{}

// dial connects by the guard, on the page's account.
func (f *filter) dial(ctx context.Context, network, address string) (net.Conn, error) {
	page, _ := ctx.Value(budgetKey{}).(*budget)
	if page == nil {
		return nil, errors.New("no page is being rendered")
	}
	if page.conns.Add(-1) < 0 {
		return nil, page.note(address, fail(ClassTooLarge, "the page asks for too many further files"))
	}
	if _, port, err := net.SplitHostPort(address); err == nil && !webPort(port) && !f.guard.allows(address) {
		return nil, page.note(address, fail(ClassBlocked, "%s: port %s belongs to another service than the web", refused, port))
	}
	conn, err := f.guard.dial(ctx, network, address)
	if err != nil {
		return nil, page.note(address, explain(err, 0, "connecting"))
	}
	return &meteredConn{Conn: conn, page: page, stop: context.AfterFunc(page.ctx, func() { conn.Close() })}, nil
}

func (f *filter) forward(w http.ResponseWriter, r *http.Request) {
	out := r.Clone(r.Context())
	out.RequestURI = ""
	for _, name := range []string{"Proxy-Connection", "Proxy-Authorization", "Connection", "Keep-Alive", "Te", "Upgrade"} {
		out.Header.Del(name)
	}
	if r.URL.Scheme != "http" || r.URL.Host == "" {
		hangUp(w)
		return
	}
	res, err := f.relay.RoundTrip(out)
	if err != nil {
		hangUp(w)
		return
	}
	defer res.Body.Close()
	for name, values := range res.Header {
		if name != "Connection" && name != "Keep-Alive" && !strings.HasPrefix(name, "Proxy-") {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(res.StatusCode)
	if _, err := io.Copy(w, res.Body); err != nil {
		hangUp(w) // half an answer must not look like a whole one
	}
}

func (f *filter) tunnel(w http.ResponseWriter, r *http.Request) {
	out, err := f.dial(r.Context(), "tcp", r.Host)
	if err != nil {
		hangUp(w)
		return
	}
	defer out.Close()
	in, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer in.Close()
	defer context.AfterFunc(r.Context(), func() { in.Close() })()
	if _, err := io.WriteString(in, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return
	}
	var both sync.WaitGroup
	both.Go(func() {
		_, _ = io.Copy(out, buffered)
		out.Close()
	})
	_, _ = io.Copy(in, out)
	in.Close()
	both.Wait()
}

// hangUp closes the browser's connection without a word.
func hangUp(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		conn.Close()
		return
	}
	panic(http.ErrAbortHandler)
}

// note remembers why a host was not reached, for the sentence that people read.
func (b *budget) note(address string, f *Failure) *Failure {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.remaining > 0 {
		b.remaining--
		b.refusals[strings.ToLower(address)] = f
	}
	return f
}

// refusal is why a host was not reached, or nil.
func (b *budget) refusal(address string) *Failure {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.refusals[address]
}

// meteredConn ends when its page has received what it may, and with its page.
type meteredConn struct {
	net.Conn
	page *budget
	stop func() bool
}

// Read implements net.Conn.
func (c *meteredConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if c.page.bytes.Add(-int64(n)) < 0 {
		return 0, errors.New("the page has received too much")
	}
	return n, err
}

// Close implements net.Conn.
func (c *meteredConn) Close() error {
	c.stop()
	return c.Conn.Close()
}
