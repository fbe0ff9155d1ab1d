package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/watch"
)

// Paging is how lists are read page by page.
type Paging struct {
	Cursor string `query:"cursor" doc:"next of the page before; empty: the first page."`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100" doc:"The most that a page holds."`
}

// Page is a part of a list.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Cursor of the next page; left out on the last one."`
}

// List is an answer that is a page.
type List[T any] struct{ Body Page[T] }

// One is an answer about one thing.
type One[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// Edit is what a request that changes something carries: the version that the program has seen.
type Edit struct {
	IfMatch string `header:"If-Match" doc:"ETag of what is changed, as it was seen; * for whatever stands."`
}

// cursor hides where a page ended.
func cursor(parts ...string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join(parts, "\x00")))
}

// parts are what a cursor hides: as many as it was made of, none for the first page.
func (p Paging) parts(n int) ([]string, error) {
	if p.Cursor == "" {
		return nil, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	parts := strings.Split(string(text), "\x00")
	if err != nil || len(parts) != n {
		return nil, errCursor
	}
	return parts, nil
}

// number is the cursor of a list that goes by one number; 0 for the first page.
func (p Paging) number() (int64, error) {
	parts, err := p.parts(1)
	if err != nil || parts == nil {
		return 0, err
	}
	n, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil || n < 0 {
		return 0, errCursor
	}
	return n, nil
}

// paged makes a page of rows of which one more than the limit was asked for; next says where a row stands.
func paged[R, T any](rows []R, limit int, item func(R) T, next func(R) string) *List[T] {
	out := &List[T]{Body: Page[T]{Items: []T{}}}
	if len(rows) > limit {
		rows = rows[:limit]
		out.Body.Next = next(rows[limit-1])
	}
	for _, r := range rows {
		out.Body.Items = append(out.Body.Items, item(r))
	}
	return out
}

// byID is where a row stands in a list that goes by ids.
func byID(id int64) string { return cursor(strconv.FormatInt(id, 10)) }

// sliced is a page of a list that is made as a whole.
func sliced[R, T any](rows []R, p Paging, item func(R) T) (*List[T], error) {
	from, err := p.number()
	if err != nil {
		return nil, err
	}
	rows = rows[min(int(from), len(rows)):]
	return paged(rows, p.Limit, item, func(R) string { return byID(from + int64(p.Limit)) }), nil
}

// whole is a list that fits on one page.
func whole[R, T any](rows []R, item func(R) T) *List[T] {
	return paged(rows, len(rows), item, nil)
}

// version names the state of a row that was changed at a time; the zero time stands for a row that is not there yet.
func version(t time.Time) string {
	if t.IsZero() {
		return `"v0"`
	}
	return `"v` + strconv.FormatInt(t.UnixMicro(), 36) + `"`
}

// tagOf is an ETag out of a version, which may be empty, and a hash.
func tagOf(version, hash string) string {
	if version == "" {
		return `"` + hash + `"`
	}
	return strings.TrimSuffix(version, `"`) + "." + hash + `"`
}

// version is the one that a program has seen, without what is a hash of the answer; * means whatever stands.
func (e Edit) version() (string, error) {
	if e.IfMatch == "" {
		return "", errNoMatch
	}
	text, _, _ := strings.Cut(strings.Trim(e.IfMatch, `"`), ".")
	return text, nil
}

// seen is the version that a program has seen: the time of the change that led to it. Nil means whatever stands.
func (e Edit) seen() (*time.Time, error) {
	text, err := e.version()
	if err != nil || text == "*" {
		return nil, err
	}
	text, ok := strings.CutPrefix(text, "v")
	micros, err := strconv.ParseInt(text, 36, 64)
	if !ok || err != nil {
		return &time.Time{}, errNoMatch
	}
	if micros == 0 {
		return &time.Time{}, nil
	}
	at := time.UnixMicro(micros).UTC()
	return &at, nil
}

// is fails unless a program has seen the version of a thing that stands.
func (e Edit) is(tag string) error {
	seen, err := e.version()
	if err == nil && seen != "*" && `"`+seen+`"` != tag {
		err = watch.ErrChanged
	}
	return err
}

// unchanged fails unless a program has seen a thing as it is now: where rows keep no time of their last change, their ETag is
// the hash of the answer alone.
func (e Edit) unchanged(now any) error {
	seen, err := e.version()
	if err != nil || seen == "*" {
		return err
	}
	var b bytes.Buffer
	if err := encode(&b, now); err != nil {
		return fmt.Errorf("compare with what was seen: %w", err)
	}
	if strings.TrimSuffix(seen, "-gzip") != hashOf(b.Bytes()) {
		return watch.ErrChanged
	}
	return nil
}

// hashOf tells answers apart.
func hashOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:8])
}

// made is the answer about a thing that was made under an address.
func made[T any](at string, id int64, one *One[T]) *Made[T] {
	return &Made[T]{
		Status: http.StatusCreated, Location: Base + at + strconv.FormatInt(id, 10), ETag: one.ETag, Body: one.Body,
	}
}
