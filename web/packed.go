package web

import (
	"compress/gzip"
	"fmt"
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

// How answers are packed: small ones are not worth it, and a few bytes at random hide how well a secret among them fits what
// somebody planted (BREACH).
const (
	packedFrom = 512
	padding    = 32
)

// newPacker sends answers with gzip to whoever takes it: a large matrix is a table of few words.
func newPacker() (func(http.Handler) http.HandlerFunc, error) {
	pack, err := gzhttp.NewWrapper(
		gzhttp.MinSize(packedFrom), gzhttp.CompressionLevel(gzip.BestSpeed), gzhttp.EnableZstd(false),
		gzhttp.RandomJitter(padding, 0, false), gzhttp.SuffixETag("-gzip"),
	)
	if err != nil {
		return nil, fmt.Errorf("pack answers: %w", err)
	}
	return pack, nil
}
