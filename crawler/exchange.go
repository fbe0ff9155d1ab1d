package crawler

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"syscall"
)

// maxAttempts bounds how often one request is sent: once more on a fresh connection, where the first was dropped.
const maxAttempts = 2

// exchange is one request and its answer. It travels in the request's context to the round tripper below colly, which
// keeps there what colly has no room for.
type exchange struct {
	request  Request
	asked    *url.URL
	rules    *Robots // of the origin; nil: robots.txt itself is asked for
	maxBody  int64
	maxWire  int64
	truncate bool // a body over the limit is cut instead of refused

	phase    atomic.Value // what is under way, for the reason of a time-out
	attempts atomic.Int32
	answered atomic.Bool
	giveUp   context.CancelFunc

	url      *url.URL // as it was really sent
	status   int
	header   http.Header
	wireHash []byte
	wireSize int64
	equal    bool
	body     []byte // as on the wire, until it is opened
	gzipped  bool
	cut      bool // the wire held more than the limit
}

type exchangeKey struct{}

// in puts the exchange into a context, and lets it follow what the network is doing.
func (x *exchange) in(ctx context.Context) context.Context {
	ctx, x.giveUp = context.WithCancel(ctx)
	x.phase.Store("connecting")
	return httptrace.WithClientTrace(context.WithValue(ctx, exchangeKey{}, x), &httptrace.ClientTrace{
		DNSStart:             func(httptrace.DNSStartInfo) { x.phase.Store("looking up its name") },
		ConnectStart:         func(_, _ string) { x.phase.Store("connecting") },
		TLSHandshakeStart:    func() { x.phase.Store("shaking hands over TLS") },
		TLSHandshakeDone:     func(tls.ConnectionState, error) { x.phase.Store("connecting") },
		GotConn:              x.gotConn,
		GotFirstResponseByte: x.gotFirstByte,
	})
}

// gotConn counts the requests that are about to be sent: net/http sends again by itself, HTTP/2 up to seven times.
func (x *exchange) gotConn(httptrace.GotConnInfo) {
	x.phase.Store("waiting for the first byte")
	if x.attempts.Add(1) > maxAttempts {
		x.giveUp()
	}
}

func (x *exchange) gotFirstByte() {
	x.answered.Store(true)
	x.phase.Store("reading the headers of its answer")
}

// explain is the failure that an error of this exchange stands for.
func (x *exchange) explain(ctx context.Context, s Settings, err error) *Failure {
	var f *Failure
	switch {
	case errors.As(err, &f):
	case x.attempts.Load() > maxAttempts:
		f = fail(ClassProtocol, "the site dropped the request %d times without an answer", maxAttempts)
	case ctx.Err() != nil:
		f = explain(context.DeadlineExceeded, s.Timeout, x.phase.Load().(string))
	default:
		f = explain(err, 0, x.phase.Load().(string))
	}
	if f.Bytes == 0 {
		f.Bytes = x.wireSize
	}
	if f.Status == 0 {
		f.Status = x.status
	}
	return f
}

// bounded is the round tripper that colly sees: it asks what robots.txt allows, reads bodies under limits, takes the
// hash of the bytes on the wire and keeps them only where they differ from what is known.
type bounded struct {
	next http.RoundTripper
}

// RoundTrip implements http.RoundTripper for one hop.
func (b *bounded) RoundTrip(req *http.Request) (*http.Response, error) {
	x, _ := req.Context().Value(exchangeKey{}).(*exchange)
	if x == nil {
		return nil, errors.New("request without an exchange")
	}
	x.url = req.URL
	if origin(req.URL) != origin(x.asked) { // colly reads addresses by itself
		return nil, fail(ClassBlocked, "%s: the address can be read in two ways", refused)
	}
	if x.rules != nil {
		if line, ok := x.rules.verdict(pathOf(req.URL)); !ok {
			return nil, fail(ClassRobots, "disallowed by robots.txt (%s)", line)
		}
	}
	res, err := b.next.RoundTrip(req)
	if err != nil && x.again(req.Context(), err) {
		res, err = b.next.RoundTrip(req)
	}
	if err != nil {
		return nil, err
	}
	x.phase.Store("reading its answer")
	x.status, x.header = res.StatusCode, res.Header
	if res.StatusCode == http.StatusOK {
		err = x.take(res)
	} else if res.ContentLength >= 0 && res.ContentLength <= 4<<10 { // small: keep the connection
		_, _ = io.Copy(io.Discard, res.Body)
	}
	res.Body.Close()
	if err != nil {
		return nil, err
	}
	res.Body = http.NoBody
	res.Header = http.Header{} // neither colly nor net/http shall act on it: no redirects, no unpacking
	return res, nil
}

// again tells whether a request may be sent a second time: the connection went away before anything came back.
func (x *exchange) again(ctx context.Context, err error) bool {
	dropped := errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
	return dropped && ctx.Err() == nil && !x.answered.Load() && x.attempts.Load() == 1
}
