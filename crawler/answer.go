package crawler

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"
)

// maxValidator bounds the ETag and Last-Modified that are kept to be sent back.
const maxValidator = 4 << 10

// respond judges the status and hands out what came.
func (c *Crawler) respond(x *exchange, moved string) (Response, error) {
	res := Response{
		Status:       x.status,
		FinalURL:     x.url.String(),
		Moved:        moved,
		ContentType:  x.header.Get("Content-Type"),
		ETag:         validator(x.header.Get("ETag")),
		LastModified: lastModified(x.header),
		MaxAge:       lifetime(x.header, time.Now()),
		WireHash:     x.wireHash,
		WireBytes:    x.wireSize,
		Body:         x.body,
		Equal:        x.equal,
	}
	asked := !x.request.Full && (x.request.ETag != "" || x.request.LastModified != "")
	switch {
	case x.status == http.StatusOK:
		return res, nil
	case x.status == http.StatusNotModified && asked:
		res.NotModified = true
		return res, nil
	}
	return Response{}, c.statusFailure(x.status, x.header)
}

// validator is a value fit to be sent back byte for byte. Others are not kept: the request would fail for ever.
func validator(v string) string {
	if len(v) > maxValidator || !httpguts.ValidHeaderFieldValue(v) {
		return ""
	}
	return v
}

// lastModified is the time of the last change, as it was written. It counts whole seconds, so one from the very second of
// the answer is not kept: the page may change again within it, and would be called unmodified for ever (RFC 9110, section
// 8.8.2.2).
func lastModified(header http.Header) string {
	v := validator(header.Get("Last-Modified"))
	changed, err := http.ParseTime(v)
	answered, missing := http.ParseTime(header.Get("Date"))
	if err == nil && missing == nil && !changed.Before(answered) {
		return ""
	}
	return v
}

// statusFailure is what an answer means that is not the page.
func (c *Crawler) statusFailure(status int, header http.Header) *Failure {
	f := &Failure{Class: ClassHTTPError, Status: status}
	switch code := status; {
	case code == http.StatusNotModified:
		f.Class, f.Reason = ClassProtocol, "it answered 304 (not modified) to a request that did not ask that"
	case code == http.StatusPartialContent:
		f.Class, f.Reason = ClassProtocol, "it answered 206 with a part of the page, which was not asked for"
	case code == http.StatusGone:
		f.Class, f.Reason = ClassGone, "it answered 410: the page is gone for good; look for its new address or remove the source"
	case code == http.StatusTooManyRequests, code == http.StatusServiceUnavailable:
		f.Class = ClassBackoff
		f.RetryAfter = retryAfter(header, c.settings)
		f.Reason = "it answered " + strconv.Itoa(code) + " and asks to be left alone"
		if f.RetryAfter > 0 {
			f.Reason += " for " + inWords(f.RetryAfter)
		}
	case code == http.StatusNotFound:
		f.Reason = "it answered 404: there is no such page; check the address"
	case code == http.StatusForbidden, code == http.StatusUnauthorized, code == http.StatusUnavailableForLegalReasons:
		f.Reason = "it answered " + strconv.Itoa(code) + ": it does not let this program in; ask the site, or watch another page"
	default:
		f.Reason = oneLine("it answered " + strconv.Itoa(code) + " " + http.StatusText(code) + " instead of the page")
	}
	return f
}

// retryAfter reads Retry-After (RFC 9110, 10.2.3), clamped. What cannot be read, and what lies in the past, counts as
// missing; the caller then backs off by itself.
func retryAfter(h http.Header, s Settings) time.Duration {
	wait := wished(h, time.Now(), s.RetryAfterHigh)
	if wait <= 0 {
		return 0
	}
	return min(max(wait, s.RetryAfterLow), s.RetryAfterHigh)
}

// wished is how long a site wants to be left alone: seconds or a date, most where a number is beyond counting.
func wished(h http.Header, now time.Time, most time.Duration) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	n, err := strconv.ParseInt(v, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange) && !strings.HasPrefix(v, "-"), err == nil && n > int64(most/time.Second):
		return most
	case err == nil:
		return time.Duration(max(n, 0)) * time.Second
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	if sent, err := http.ParseTime(h.Get("Date")); err == nil {
		now = sent // the site's clock measures its own wish
	}
	return at.Sub(now)
}

// lifetime is how long an answer may be believed (RFC 9111, 4.2.1): Cache-Control says, else Expires. 0 where neither does.
func lifetime(h http.Header, now time.Time) time.Duration {
	if age, said := maxAge(h.Get("Cache-Control")); said {
		return age
	}
	at, err := http.ParseTime(h.Get("Expires"))
	if err != nil {
		return 0
	}
	if sent, err := http.ParseTime(h.Get("Date")); err == nil {
		now = sent
	}
	return max(at.Sub(now), 0)
}

// maxAge is how long a Cache-Control lets an answer be believed; said tells whether it says so at all.
func maxAge(cacheControl string) (age time.Duration, said bool) {
	for part := range strings.SplitSeq(strings.ToLower(cacheControl), ",") {
		part = strings.TrimSpace(part)
		if part == "no-store" || part == "no-cache" {
			return 0, true
		}
		v, ok := strings.CutPrefix(part, "max-age=")
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.Trim(v, `"`), 10, 32)
		if errors.Is(err, strconv.ErrRange) && !strings.HasPrefix(v, "-") {
			n, err = 1<<31, nil
		}
		if err == nil {
			age, said = time.Duration(max(n, 0))*time.Second, true
		}
	}
	return age, said
}
