package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	headersSuffix = ".headers"
	// smallBody is the size below which sites send a page as it is.
	smallBody = 1 << 10
)

// answer is how a page is sent, where it is not simply sent.
type answer struct {
	status int
	delay  time.Duration
	close  bool // hang up without an answer
	header http.Header
}

// parseAnswer reads a .headers file.
func parseAnswer(text []byte) (answer, error) {
	a := answer{header: http.Header{}}
	for i, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			return a, fmt.Errorf("line %d: want 'key: value', got %q", i+1, line)
		}
		if err := a.set(strings.TrimSpace(key), strings.TrimSpace(value)); err != nil {
			return a, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return a, nil
}

func (a *answer) set(key, value string) (err error) {
	switch key {
	case "status":
		a.status, err = strconv.Atoi(value)
	case "delay":
		a.delay, err = time.ParseDuration(value)
	case "close":
		a.close, err = strconv.ParseBool(value)
	default:
		a.header.Add(key, value)
	}
	return err
}

// handler serves the pages of one host.
func (s *savedSites) handler(host string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
			return
		}
		p, err := s.page(host, r.URL.Path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			s.notFound(w, host)
		case err != nil:
			http.Error(w, err.Error(), http.StatusInternalServerError)
		default:
			s.send(w, r, host, p)
		}
	})
}

// notFound answers with the site's own page for that, where it saved one.
func (s *savedSites) notFound(w http.ResponseWriter, host string) {
	p, err := s.page(host, "/404")
	if err != nil {
		http.Error(w, "404 page not found", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", contentType(p))
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write(p.body) // the client may have gone
}

// send answers with a page. What is the same for everybody gets validators; what differs on each request gets none.
func (s *savedSites) send(w http.ResponseWriter, r *http.Request, host string, p savedPage) {
	if p.answer.delay > 0 {
		select {
		case <-time.After(p.answer.delay):
		case <-r.Context().Done():
			return
		}
	}
	if p.answer.close {
		panic(http.ErrAbortHandler)
	}
	varies := false
	if s.noise {
		n := s.count(host, p.name)
		p.body, varies = fillNoise(p.body, noiseFacts{today: s.date(), times: n, seed: host + p.name})
	}
	p.body = moveDates(p.body, s.days)
	h := w.Header()
	h.Set("Content-Type", contentType(p))
	h.Set("Vary", "Accept-Encoding")
	if varies {
		h.Set("Cache-Control", "private, no-store")
	} else if p.hasBody && p.answer.status == 0 {
		setValidators(h, p)
	}
	maps.Copy(h, p.answer.header)
	body := encode(w, r, p)
	if p.answer.status != 0 && p.answer.status != http.StatusOK {
		h.Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(p.answer.status)
		_, _ = w.Write(body) // the client may have gone
		return
	}
	var modified time.Time // the zero time stands for unknown
	if h.Get("Etag") != "" {
		modified = p.since()
	}
	http.ServeContent(w, r, "", modified, bytes.NewReader(body))
}

// setValidators lets a client ask whether the page is still the one it has; ServeContent answers.
func setValidators(h http.Header, p savedPage) {
	sum := sha256.Sum256(p.body)
	h.Set("Etag", `"`+hex.EncodeToString(sum[:8])+`"`)
}

// since is the moment from which a page stands, or the zero time where the name of its date does not tell.
func (p savedPage) since() time.Time {
	day, _ := time.Parse(time.DateOnly, p.date[:min(len(p.date), len(time.DateOnly))])
	return day
}

// encode compresses a page for clients that take it, as sites do; the same page always gives the same bytes.
func encode(w http.ResponseWriter, r *http.Request, p savedPage) []byte {
	h := w.Header()
	if len(p.body) < smallBody || h.Get("Content-Encoding") != "" || !acceptsGzip(r) {
		return p.body
	}
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	_, _ = z.Write(p.body) // a buffer takes everything
	_ = z.Close()
	h.Set("Content-Encoding", "gzip")
	if tag := h.Get("Etag"); tag != "" {
		h.Set("Etag", strings.TrimSuffix(tag, `"`)+`-gzip"`)
	}
	return buf.Bytes()
}

func acceptsGzip(r *http.Request) bool {
	return slices.ContainsFunc(strings.Split(r.Header.Get("Accept-Encoding"), ","), func(part string) bool {
		return strings.TrimSpace(part) == "gzip"
	})
}

// contentType goes by the file's name, else by its bytes. Only text that is UTF-8 is called so: an old page says its
// character set itself.
func contentType(p savedPage) string {
	kind := mime.TypeByExtension(path.Ext(p.name))
	if kind == "" {
		kind = http.DetectContentType(p.body)
	}
	kind, _, _ = strings.Cut(kind, ";")
	if strings.HasPrefix(kind, "text/") && utf8.Valid(p.body) {
		kind += "; charset=utf-8"
	}
	return kind
}
