// Package alerttest holds what tests of messages stand on.
package alerttest

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// PostOffice is a tiny SMTP server that keeps what it takes.
type PostOffice struct {
	net.Listener
	TLS     *tls.Config       // for STARTTLS, or from the first byte
	First   bool              // TLS from the first byte
	Answers map[string]string // instead of 250, by verb
	Flood   bool              // greets for ever

	mu    sync.Mutex
	mails []string
	seen  []string // commands
}

func Open(t *testing.T, o *PostOffice) *PostOffice {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	o.Listener = l
	var open sync.WaitGroup
	open.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() { o.serve(conn) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); open.Wait() })
	return o
}

// Certificate is one that httptest made for 127.0.0.1, and a configuration that trusts it.
func Certificate(t *testing.T) (server, client *tls.Config) {
	t.Helper()
	srv := httptest.NewTLSServer(nil)
	t.Cleanup(srv.Close)
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	return &tls.Config{Certificates: srv.TLS.Certificates}, &tls.Config{RootCAs: roots}
}

// Port is where it listens.
func (o *PostOffice) Port() int { return o.Addr().(*net.TCPAddr).Port }

// Letters are the mails it took, as they came.
func (o *PostOffice) Letters() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.mails)
}

// Commands are the lines that it was sent outside of mails.
func (o *PostOffice) Commands() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.seen)
}

func (o *PostOffice) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	if o.First {
		conn = tls.Server(conn, o.TLS)
	}
	for o.Flood {
		if _, err := fmt.Fprintf(conn, "220-%s\r\n", strings.Repeat("hello ", 200)); err != nil {
			return
		}
	}
	say := func(text string) { _, _ = fmt.Fprintf(conn, "%s\r\n", text) }
	say("220 post.test ready")
	in := bufio.NewReader(conn)
	for {
		command, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(command)), " ")
		o.mu.Lock()
		o.seen = append(o.seen, strings.TrimSpace(command))
		o.mu.Unlock()
		answer, set := o.Answers[verb]
		switch {
		case set && answer == "":
			return // hangs up
		case set && verb != "END":
			say(answer)
		case verb == "EHLO":
			say("250-post.test")
			if o.TLS != nil && !o.First {
				say("250-STARTTLS")
			}
			say("250 AUTH PLAIN LOGIN")
		case verb == "STARTTLS":
			say("220 go on")
			secure := tls.Server(conn, o.TLS)
			conn, in = secure, bufio.NewReader(secure)
		case verb == "AUTH":
			say("235 welcome")
		case verb == "DATA":
			say("354 go on")
			if !o.take(in) {
				return
			}
			if answer, set := o.Answers["END"]; set {
				say(answer)
				continue
			}
			say("250 2.0.0 queued as 4711")
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// take reads one mail up to its dot.
func (o *PostOffice) take(in *bufio.Reader) bool {
	var mail strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			o.mu.Lock()
			o.mails = append(o.mails, mail.String())
			o.mu.Unlock()
			return true
		}
		mail.WriteString(line)
	}
}
