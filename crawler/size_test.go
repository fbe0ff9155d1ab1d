package crawler

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// zipped is size zeros in gzip, made without holding them.
func zipped(t *testing.T, size int64) []byte {
	t.Helper()
	var buf bytes.Buffer
	zw, err := gzip.NewWriterLevel(&buf, flate.BestSpeed)
	require.NoError(t, err)
	_, err = io.CopyN(zw, zeros{}, size)
	require.NoError(t, err)
	require.NoError(t, zw.Close())
	return buf.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// serve answers robots.txt with 404 and everything else by fn.
func serve(t *testing.T, fn http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == robotsPath {
			http.NotFound(w, r)
			return
		}
		fn(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func TestABombOfAGibibyteIsDefusedEarly(t *testing.T) {
	size := int64(1 << 30)
	if testing.Short() {
		size >>= 3
	}
	bomb := zipped(t, size)
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	})
	c := testCrawler(t, nil, site)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := c.Fetch(t.Context(), Request{URL: site.URL})
	runtime.ReadMemStats(&after)
	f := failure(t, err)
	require.Equal(t, ClassTooLarge, f.Class)
	require.EqualValues(t, 8<<20, f.Bytes)
	require.Contains(t, f.Reason, "limit 8388608 bytes")
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(24<<20))
}

func TestEqualWireBytesAreNotUnpacked(t *testing.T) {
	bomb := zipped(t, 64<<20)
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	})
	c := testCrawler(t, nil, site)
	sum := sha256.Sum256(bomb)
	res, err := c.Fetch(t.Context(), Request{URL: site.URL, WireHash: sum[:]})
	require.NoError(t, err, "unpacking would have failed")
	require.True(t, res.Equal)
	require.Nil(t, res.Body)
	require.Equal(t, sum[:], res.WireHash)
	require.EqualValues(t, len(bomb), res.WireBytes)
}

func TestABodyWaitsForRoomAsItCameAndTheSiteIsNotBlamed(t *testing.T) {
	page := zipped(t, 1<<20)
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(page)
	})
	const timeout = 200 * time.Millisecond
	c := testCrawler(t, func(s *Settings) { s.Timeout = timeout }, site)
	waited := false
	res, err := c.Fetch(t.Context(), Request{URL: site.URL, Room: func(context.Context) error {
		time.Sleep(2 * timeout)
		waited = true
		return nil
	}})
	require.NoError(t, err)
	require.True(t, waited)
	require.Len(t, res.Body, 1<<20)

	ctx, cancel := context.WithCancel(t.Context())
	_, err = c.Fetch(ctx, Request{URL: site.URL, Room: func(ctx context.Context) error { cancel(); return ctx.Err() }})
	require.Contains(t, failure(t, err).Reason, "called off")
}

func TestBodiesEndAtTheirLimit(t *testing.T) {
	endless := func(w http.ResponseWriter, _ *http.Request) {
		for line := bytes.Repeat([]byte("x"), 32<<10); ; {
			if _, err := w.Write(line); err != nil {
				return
			}
		}
	}
	coded := func(coding string, body []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", coding)
			_, _ = w.Write(body)
		}
	}
	plain := func(size int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(size))
			_, _ = w.Write(make([]byte, size))
		}
	}
	small := zipped(t, 1000)
	for _, tt := range []struct {
		name  string
		site  http.HandlerFunc
		class string
		size  int
	}{
		{"a body of exactly the limit is taken", plain(1 << 20), "", 1 << 20},
		{"one byte more is not", plain(1<<20 + 1), ClassTooLarge, 0},
		{"a body of exactly the limit is taken when packed", coded("gzip", zipped(t, 1<<20)), "", 1 << 20},
		{"one byte more is not when packed", coded("gzip", zipped(t, 1<<20+1)), ClassTooLarge, 0},
		{"a body without end is left", endless, ClassTooLarge, 0},
		{"a gzip body without end is left on the wire", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			endless(w, r)
		}, ClassTooLarge, 0},
		{"an empty body", plain(0), "", 0},
		{"an empty body that claims to be gzip", coded("gzip", nil), "", 0},
		{"gzip", coded("gzip", small), "", 1000},
		{"gzip of an application is not unpacked", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/gzip")
			_, _ = w.Write(small)
		}, "", len(small)},
		{"many gzip members are one body", coded("gzip", bytes.Repeat(zipped(t, 600<<10), 2)), ClassTooLarge, 0},
		{"gzip in gzip", coded("gzip, gzip", small), ClassDecode, 0},
		{"br was not offered", coded("br", small), ClassDecode, 0},
		{"zstd was not offered", coded("zstd", small), ClassDecode, 0},
		{"deflate was not offered", coded("deflate", small), ClassDecode, 0},
		{"an unknown coding", coded("x-evil", small), ClassDecode, 0},
		{"gzip that is none", coded("gzip", []byte("<p>hello")), ClassDecode, 0},
		{"gzip cut in half", coded("gzip", small[:len(small)/2]), ClassDecode, 0},
		{"gzip with a wrong sum", coded("gzip", append(bytes.Clone(small[:len(small)-1]), 77)), ClassDecode, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site := serve(t, tt.site)
			c := testCrawler(t, func(s *Settings) { s.MaxBody, s.MaxWire = 1<<20, 2<<20 }, site)
			res, err := c.Fetch(t.Context(), Request{URL: site.URL})
			if tt.class != "" {
				require.Equal(t, tt.class, failure(t, err).Class)
				return
			}
			require.NoError(t, err)
			require.Len(t, res.Body, tt.size)
		})
	}
}

func TestABodyThatGrowsAThousandfoldIsNoPage(t *testing.T) {
	bomb := zipped(t, 4<<20)
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	})
	_, err := testCrawler(t, nil, site).Fetch(t.Context(), Request{URL: site.URL})
	f := failure(t, err)
	require.Equal(t, ClassTooLarge, f.Class)
	require.Contains(t, f.Reason, "on the wire become 4194304")
}

func TestHeadersEndAtTheirLimit(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Long", string(bytes.Repeat([]byte("x"), 300<<10)))
	})
	c := testCrawler(t, nil, site)
	_, err := c.Fetch(t.Context(), Request{URL: site.URL})
	f := failure(t, err)
	require.Equal(t, ClassTooLarge, f.Class)
	require.Contains(t, f.Reason, "headers")
}

func TestOneDeadlineForEverything(t *testing.T) {
	wait := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	drip := func(first string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, first)
			for tick := time.NewTicker(20 * time.Millisecond); ; {
				select {
				case <-tick.C:
					_, _ = io.WriteString(w, "x")
					_ = http.NewResponseController(w).Flush()
				case <-r.Context().Done():
					tick.Stop()
					return
				}
			}
		}
	}
	for _, tt := range []struct {
		name   string
		site   http.HandlerFunc
		reason string
	}{
		{"no answer", wait, "timed out after 300 ms while waiting for the first byte"},
		{"an answer in drops", drip("<p>"), "timed out after 300 ms while reading its answer"},
		{"slow redirects", func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-time.After(100 * time.Millisecond):
			case <-r.Context().Done():
			}
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
		}, "timed out after 300 ms"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site := serve(t, tt.site)
			c := testCrawler(t, func(s *Settings) { s.Timeout = 300 * time.Millisecond }, site)
			began := time.Now()
			_, err := c.Fetch(t.Context(), Request{URL: site.URL + "/a"})
			f := failure(t, err)
			require.Equal(t, ClassTimeout, f.Class)
			require.Contains(t, f.Reason, tt.reason)
			require.Less(t, time.Since(began), 3*time.Second)
		})
	}
}

func TestARequestIsSentAtMostTwice(t *testing.T) {
	var asked atomic.Int32
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			conn.Close()
		}
	})
	c := testCrawler(t, nil, site)
	_, err := c.Fetch(t.Context(), Request{URL: site.URL})
	f := failure(t, err)
	require.Equal(t, ClassProtocol, f.Class)
	require.EqualValues(t, 2, asked.Load())

	site = serve(t, func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1)%2 == 1 {
			panic(http.ErrAbortHandler)
		}
		html("second time")(w, r)
	})
	c = testCrawler(t, nil, site)
	res, err := c.Fetch(t.Context(), Request{URL: site.URL})
	require.NoError(t, err)
	require.Equal(t, "second time", string(res.Body))
}
