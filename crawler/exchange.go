package crawler

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
)

// exchange is one fetch under way. It travels in the request's context, so that the transport, which sees every hop of
// a redirect, can keep what colly has no room for.
type exchange struct {
	request  Request
	maxBody  int64
	maxWire  int64
	truncate bool // a body over the limit is cut instead of refused
	phase    atomic.Value

	url      *url.URL // of the hop that answered
	status   int
	header   http.Header
	wireHash []byte
	wireSize int64
	equal    bool
	body     []byte
}

type exchangeKey struct{}

func withExchange(ctx context.Context, x *exchange) context.Context {
	return context.WithValue(ctx, exchangeKey{}, x)
}

// doing says what is under way, for the reason of a time-out.
func (x *exchange) doing() string {
	if phase, ok := x.phase.Load().(string); ok {
		return phase
	}
	return "connecting"
}

// bounded is the round tripper that colly sees: it reads bodies under limits, takes the hash of the bytes on the wire
// and undoes content coding only where they differ from what is known.
type bounded struct {
	next   http.RoundTripper
	maxURL int
}

// RoundTrip implements http.RoundTripper for one hop.
func (b *bounded) RoundTrip(req *http.Request) (*http.Response, error) {
	x, _ := req.Context().Value(exchangeKey{}).(*exchange)
	if x == nil {
		return nil, errors.New("request without an exchange")
	}
	x.phase.Store("waiting for its answer")
	res, err := b.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	x.phase.Store("reading its answer")
	x.url, x.status, x.header = req.URL, res.StatusCode, res.Header
	if redirects(res.StatusCode) {
		drain(res)
		if len(res.Header.Get("Location")) > b.maxURL {
			return nil, fail(Redirect, "it redirects to an address longer than %d bytes", b.maxURL)
		}
		return res, nil
	}
	if err := x.take(res); err != nil {
		return nil, err
	}
	return res, nil
}

func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// take reads the body of an answer that counts, and leaves colly an empty one.
func (x *exchange) take(res *http.Response) error {
	defer func() {
		res.Body.Close()
		res.Body = http.NoBody
		res.Uncompressed = true // colly must not unpack anything
	}()
	if res.StatusCode != http.StatusOK {
		drain(res)
		return nil
	}
	limit := x.maxWire
	gzipped, err := coding(res.Header)
	if err != nil {
		return err
	}
	if !gzipped {
		limit = min(limit, x.maxBody)
	}
	wire, err := x.readAll(res.Body, limit, res.ContentLength)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(wire)
	x.wireHash, x.wireSize = sum[:], int64(len(wire))
	if x.equal = bytes.Equal(x.wireHash, x.request.WireHash); x.equal {
		return nil
	}
	if !gzipped {
		x.body = wire
		return nil
	}
	x.body, err = x.unzip(wire)
	return err
}

// coding tells whether a body is gzipped. Only that was offered, and only one layer of it is undone: other decoders
// have no bound on what they make of a few bytes.
func coding(h http.Header) (gzipped bool, err error) {
	switch c := strings.ToLower(strings.TrimSpace(strings.Join(h.Values("Content-Encoding"), ","))); c {
	case "", "identity":
		return false, nil
	case "gzip", "x-gzip":
		return true, nil
	default:
		return false, fail(Decode, "unsupported content coding %s", c)
	}
}

// readAll reads up to a limit; more is an error, or cut off where that was asked for.
func (x *exchange) readAll(r io.Reader, limit, hint int64) ([]byte, error) {
	var buf bytes.Buffer
	if hint > 0 && hint <= 1<<20 { // a length is a claim: believe it where believing costs nothing
		buf.Grow(int(hint) + bytes.MinRead)
	}
	_, err := buf.ReadFrom(io.LimitReader(r, limit+1))
	if int64(buf.Len()) > limit {
		if x.truncate {
			return buf.Bytes()[:limit], nil
		}
		f := fail(TooLarge, "too large (limit %d bytes, stopped after reading %d)", limit, buf.Len())
		f.Bytes = int64(buf.Len())
		return nil, f
	}
	if err != nil {
		x.wireSize = int64(buf.Len())
		return nil, fmt.Errorf("read body: %w", err)
	}
	return buf.Bytes(), nil
}

// unzip undoes gzip under the limit of a body.
func (x *exchange) unzip(wire []byte) ([]byte, error) {
	zr, err := gzip.NewReader(bytes.NewReader(wire))
	if err != nil {
		return nil, fail(Decode, "its body says gzip and is not")
	}
	body, err := x.readAll(zr, x.maxBody, int64(len(wire))*4)
	var f *Failure
	if errors.As(err, &f) {
		return nil, f
	}
	if err != nil {
		return nil, fail(Decode, "its gzipped body is damaged or cut off (%s)", innermost(err))
	}
	return body, nil
}

// drain lets a small body pass, so that the connection can be used again, and drops a large one with it.
func drain(res *http.Response) {
	_, _ = io.CopyN(io.Discard, res.Body, 4<<10)
	res.Body.Close()
	res.Body = http.NoBody
}
