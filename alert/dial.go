package alert

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
)

// mailAnswers bounds what a mail server may say during one message, in bytes.
const mailAnswers = 256 << 10

var errTalksTooMuch = errors.New("the mail server says too much")

// mailDialer connects to the mail server through the guarded dialer. The connection ends with whole, the context of the
// attempt, whatever the server does meanwhile, and gives up on a server that does not stop talking.
func mailDialer(whole context.Context, o Outlet) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if o.Dial == nil {
			return nil, errors.New("no way out is set for mail")
		}
		conn, err := o.Dial(ctx, network, address)
		if err != nil {
			return nil, fmt.Errorf("connect to the mail server %s (one of your own has to stand in crawler.allow): %w", address, err)
		}
		bounded := &boundedConn{Conn: conn, left: mailAnswers}
		bounded.stop = context.AfterFunc(whole, func() { _ = conn.Close() })
		if o.Mail.Security != TLS {
			return bounded, nil
		}
		config := &tls.Config{MinVersion: tls.VersionTLS12}
		if o.TLS != nil {
			config = o.TLS.Clone()
		}
		config.ServerName = o.Mail.Host
		secure := tls.Client(bounded, config)
		if err := secure.HandshakeContext(ctx); err != nil {
			return nil, errors.Join(fmt.Errorf("secure the connection to the mail server: %w", err), conn.Close())
		}
		return secure, nil
	}
}

// boundedConn is a connection that reads only so much.
type boundedConn struct {
	net.Conn
	left int
	stop func() bool
}

// Read implements io.Reader.
func (c *boundedConn) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errTalksTooMuch
	}
	n, err := c.Conn.Read(p[:min(len(p), c.left)])
	c.left -= n
	return n, err
}

// Close implements io.Closer.
func (c *boundedConn) Close() error {
	c.stop()
	return c.Conn.Close()
}
