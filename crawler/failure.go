package crawler

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode"
)

// Classes of failure.
const (
	ClassBlocked   = "blocked"    // refused by the address policy
	ClassTooLarge  = "too_large"  // a size limit
	ClassTimeout   = "timeout"    // the deadline
	ClassRedirect  = "redirect"   // a loop, too many, or a broken one
	ClassProtocol  = "protocol"   // malformed HTTP, a dropped connection, no such host
	ClassTLS       = "tls"        // the certificate or the handshake
	ClassDecode    = "decode"     // content coding
	ClassHTTPError = "http_error" // a 4xx or 5xx
	ClassBackoff   = "backoff"    // 429 or 503: the site asks to wait
	ClassGone      = "gone"       // 410
	ClassRobots    = "robots"     // forbidden by robots.txt, or it cannot be had
)

// maxReason bounds a reason, in bytes.
const maxReason = 380

// Failure is why nothing was brought: a class for programs, a sentence for people. Every error of Fetch is one; that of
// an ended context holds the context's error.
type Failure struct {
	Class      string
	Reason     string        // one line, without secrets
	Status     int           // of the answer, if there was one
	RetryAfter time.Duration // of class backoff: how long to stay away
	Bytes      int64         // read before it failed
	Err        error
}

// Error implements error.
func (f *Failure) Error() string { return f.Class + ": " + f.Reason }

// Unwrap implements errors.Unwrap.
func (f *Failure) Unwrap() error { return f.Err }

func fail(class, format string, args ...any) *Failure {
	return &Failure{Class: class, Reason: oneLine(fmt.Sprintf(format, args...))}
}

// oneLine makes any text fit to be shown: no control characters, bounded.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > maxReason {
		s = strings.ToValidUTF8(s[:maxReason], "") + "…"
	}
	return s
}

// calledOff is the failure of a fetch whose caller did not want to wait any longer. It says nothing about the site.
func calledOff(ctx context.Context) *Failure {
	return &Failure{Class: ClassTimeout, Reason: "the fetch was called off before it ended", Err: context.Cause(ctx)}
}

// inWords writes a duration for people: "12 s", "90 min".
func inWords(d time.Duration) string {
	switch {
	case d < time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	case d < 10*time.Minute:
		return strconv.FormatFloat(d.Round(100*time.Millisecond).Seconds(), 'f', -1, 64) + " s"
	case d < 10*time.Hour:
		return strconv.Itoa(int(d.Round(time.Minute).Minutes())) + " min"
	}
	return strconv.Itoa(int(d.Round(time.Hour).Hours())) + " h"
}

// explain turns what the network said into a Failure. doing says what was under way when time ran out, and limit how
// much there was, if that is known.
func explain(err error, limit time.Duration, doing string) *Failure {
	var f *Failure
	if errors.As(err, &f) {
		return f
	}
	f = &Failure{Err: err}
	switch {
	case timedOut(err):
		f.Class, f.Reason = ClassTimeout, "timed out while "+doing
		if limit > 0 {
			f.Reason = "timed out after " + inWords(limit) + " while " + doing
		}
	case explainTLS(err, f), explainNetwork(err, f), explainText(err, f):
	default:
		f.Class, f.Reason = ClassProtocol, oneLine("the answer is not proper HTTP: "+innermost(err))
	}
	return f
}

func timedOut(err error) bool {
	var t interface{ Timeout() bool }
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) ||
		errors.As(err, &t) && t.Timeout()
}

func explainTLS(err error, f *Failure) bool {
	var (
		invalid x509.CertificateInvalidError
		unknown x509.UnknownAuthorityError
		host    x509.HostnameError
		verify  *tls.CertificateVerificationError
		record  tls.RecordHeaderError
		alert   tls.AlertError
	)
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		f.Reason = "its certificate has expired or is not valid yet; if it looks right in a browser, check this machine's clock"
	case errors.As(err, &invalid):
		f.Reason = oneLine("its certificate cannot be used: " + invalid.Error())
	case errors.As(err, &unknown):
		f.Reason = "its certificate is signed by an authority that is not trusted"
	case errors.As(err, &host):
		f.Reason = "its certificate is for another name"
	case errors.As(err, &verify):
		f.Reason = oneLine("its certificate cannot be verified: " + innermost(err))
	case errors.As(err, &record), strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"):
		f.Reason = "it does not speak TLS on this address"
	case errors.As(err, &alert), strings.Contains(err.Error(), "tls: "):
		f.Reason = oneLine("the TLS handshake failed: " + innermost(err))
	default:
		return false
	}
	f.Class = ClassTLS
	return true
}

func explainNetwork(err error, f *Failure) bool {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		f.Reason = "its name is not known to DNS; check the address"
	case errors.As(err, &dns):
		f.Reason = oneLine("DNS did not answer for its name: " + dns.Err)
	case errors.Is(err, syscall.ECONNREFUSED):
		f.Reason = "connection refused: nothing answers at this address and port"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		f.Reason = "the site dropped the connection"
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		f.Reason = "the site cannot be reached from here"
	default:
		return false
	}
	f.Class = ClassProtocol
	return true
}

// explainText handles what net/http tells by words alone.
func explainText(err error, f *Failure) bool {
	text := err.Error()
	switch {
	case strings.Contains(text, "server response headers exceeded"), strings.Contains(text, "header list"):
		f.Class, f.Reason = ClassTooLarge, "its response headers are too large"
	case strings.Contains(text, "EOF"):
		f.Class, f.Reason = ClassProtocol, "the answer ended before it was complete"
	default:
		return false
	}
	return true
}

// innermost is the deepest error's text: the outer ones repeat the address.
func innermost(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}
