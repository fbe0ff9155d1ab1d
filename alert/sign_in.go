package alert

import (
	"bytes"
	"errors"
	"slices"
	"strconv"

	"github.com/wneessen/go-mail/smtp"
)

// mailIterations is how often a mail server may have a password hashed: ten times what is asked for today, and a second's work.
const mailIterations = 1_000_000

// Errors of signing in to the mail server.
var (
	errNoSignIn   = errors.New("the mail server offers no way to sign in that is known here (SCRAM, PLAIN, LOGIN)")
	errMuchToHash = errors.New("the mail server wants a password to be hashed too often")
)

// mailSignIn signs in to the mail server, in the best of the ways that it offers. Those that tell the password itself refuse to
// over an open line, unless it ends on this machine.
type mailSignIn struct {
	mail Mail
	smtp.Auth
}

// Start implements smtp.Auth.
func (m *mailSignIn) Start(server *smtp.ServerInfo) (string, []byte, error) {
	offers := func(way string) bool { return slices.Contains(server.Auth, way) }
	switch s := m.mail; {
	case offers("SCRAM-SHA-256"):
		m.Auth = smtp.ScramSHA256Auth(s.User, s.Password)
	case offers("SCRAM-SHA-1"):
		m.Auth = smtp.ScramSHA1Auth(s.User, s.Password)
	case offers("PLAIN"):
		m.Auth = smtp.PlainAuth("", s.User, s.Password, s.Host, false)
	case offers("LOGIN"):
		m.Auth = smtp.LoginAuth(s.User, s.Password, s.Host, false)
	default:
		return "", nil, errNoSignIn
	}
	return m.Auth.Start(server)
}

// Next implements smtp.Auth. A server of SCRAM says how often the password is hashed (RFC 5802, section 5.1); the library
// hashes as often as it is told to, and does not stop when the attempt is over.
func (m *mailSignIn) Next(said []byte, more bool) ([]byte, error) {
	for part := range bytes.SplitSeq(said, []byte(",")) {
		if times, ok := bytes.CutPrefix(part, []byte("i=")); ok {
			if n, err := strconv.Atoi(string(times)); err != nil || n > mailIterations {
				return nil, errMuchToHash
			}
		}
	}
	return m.Auth.Next(said, more)
}
