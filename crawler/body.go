package crawler

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// chunkSize is how much of a body is read at a time.
const chunkSize = 64 << 10

// chunkPool keeps what bodies are read into: hostile ones would otherwise leave garbage faster than it is collected.
var chunkPool = sync.Pool{New: func() any { return new([chunkSize]byte) }}

// chunks hold a body of unknown length without ever copying it to grow.
type chunks struct {
	list []*[chunkSize]byte
	size int64
	cut  bool // there was more than the limit
}

// fill reads up to a limit and one byte more, which tells whether there was more. What sum is given sees every byte.
func (c *chunks) fill(r io.Reader, limit int64, sum hash.Hash) error {
	for {
		at := int(c.size % chunkSize)
		if at == 0 {
			c.list = append(c.list, chunkPool.Get().(*[chunkSize]byte))
		}
		last := c.list[len(c.list)-1]
		room := last[at:min(chunkSize, int64(at)+limit+1-c.size)]
		n, err := r.Read(room)
		c.size += int64(n)
		if sum != nil {
			sum.Write(room[:n])
		}
		if c.size > limit {
			c.size, c.cut = limit, true
			return nil
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// bytes is one copy of everything, of exactly its size.
func (c *chunks) bytes() []byte {
	out := make([]byte, 0, c.size)
	for _, chunk := range c.list {
		out = append(out, chunk[:min(chunkSize, c.size-int64(len(out)))]...)
	}
	return out
}

// usualChunks are as many as a usual body fills. More are not kept for the next one.
const usualChunks = 16

// free gives back what the next body will need. Nothing that bytes returned is touched.
func (c *chunks) free() {
	for _, chunk := range c.list[:min(len(c.list), usualChunks)] {
		chunkPool.Put(chunk)
	}
	c.list = nil
}

// take reads the body of an answer that counts as it is on the wire. A body whose wire bytes are known already is not
// kept.
func (x *exchange) take(res *http.Response) error {
	gzipped, err := coding(res.Header)
	if err != nil {
		return err
	}
	limit := x.maxWire
	if !gzipped {
		limit = min(limit, x.maxBody)
	}
	if res.ContentLength > limit && !x.truncate {
		return fail(ClassTooLarge, "too large (limit %d bytes, the site announces %d)", limit, res.ContentLength)
	}
	var wire chunks
	defer wire.free()
	sum := sha256.New()
	err = wire.fill(res.Body, limit, sum)
	x.wireSize = wire.size
	if err != nil {
		return fmt.Errorf("read body: %w", err)
	}
	if wire.cut && !x.truncate {
		return x.tooLarge(limit)
	}
	x.wireHash = sum.Sum(nil)
	if x.equal = bytes.Equal(x.wireHash, x.request.WireHash); x.equal {
		return nil
	}
	x.body, x.gzipped, x.cut = wire.bytes(), gzipped && wire.size > 0, wire.cut
	return nil
}

// open undoes the content coding of a body, once there is room for it.
func (x *exchange) open(ctx context.Context) error {
	if !x.gzipped {
		return nil
	}
	if x.request.Room != nil {
		if err := x.request.Room(ctx); err != nil {
			return err
		}
	}
	return x.unzip()
}

func (x *exchange) tooLarge(limit int64) *Failure {
	f := fail(ClassTooLarge, "too large (limit %d bytes, stopped reading there)", limit)
	f.Bytes = limit
	return f
}

// A body that grows beyond ratioFrom bytes may be at most maxRatio times as large as it was on the wire.
const (
	ratioFrom = 1 << 20
	maxRatio  = 400
)

// unzip undoes gzip under the limit of a body.
func (x *exchange) unzip() error {
	zr, err := gzip.NewReader(bytes.NewReader(x.body))
	if err != nil {
		return fail(ClassDecode, "its body says gzip and is not")
	}
	var plain chunks
	defer plain.free()
	err = plain.fill(zr, x.maxBody, nil)
	switch {
	case plain.cut && !x.truncate:
		return x.tooLarge(x.maxBody)
	case err != nil && !(x.truncate && x.cut):
		return fail(ClassDecode, "its gzipped body is damaged or cut off (%s)", innermost(err))
	}
	if plain.size > ratioFrom && plain.size > maxRatio*max(1, x.wireSize) {
		return fail(ClassTooLarge, "too large: %d bytes on the wire become %d, as no page that is meant to be read does",
			x.wireSize, plain.size)
	}
	x.body = plain.bytes()
	return nil
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
		return false, fail(ClassDecode, "unsupported content coding %.40q: only gzip was offered", c)
	}
}
