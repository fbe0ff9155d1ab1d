package alert

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/alert/alerttest"
	"github.com/gapwatch/gapwatch/store"
)

func mailOutlet(o *alerttest.PostOffice, security string) Outlet {
	out := open()
	out.Dial = (&net.Dialer{}).DialContext
	out.Mail = Mail{Host: "127.0.0.1", Port: o.Port(), From: "Gapwatch <gapwatch@example.com>", Security: security}
	return out
}

func dana() store.Subscription {
	sub := inventedSub()
	sub.Channel, sub.Target = "email", "Dana <dana@example.com>"
	return sub
}

// TestAMailArrives and is what mailboxes want: two forms of the text, a thread, a way to end it, the same id every time.
func TestAMailArrives(t *testing.T) {
	office := alerttest.Open(t, &alerttest.PostOffice{})
	sub := dana()
	for _, n := range []News{priceNews(), priceNews(), hostileNews()} {
		d := delivery(t, sub, author().One(sub, told(n, "everything"), seenAt))
		answer, err := Send(t.Context(), mailOutlet(office, NoTLS), sub, d)
		require.NoError(t, err)
		require.Contains(t, answer, "queued as 4711")
	}
	letters := office.Letters()
	require.Len(t, letters, 3)
	first, second, evil := parsed(t, letters[0]), parsed(t, letters[1]), parsed(t, letters[2])
	require.Equal(t, "Acme: Team plan 49 → 59 USD per user and month (▲ 20.4 %)", first.subject)
	require.Equal(t, `"Gapwatch" <gapwatch@example.com>`, first.Get("From"))
	require.Equal(t, "auto-generated", first.Get("Auto-Submitted"))
	require.Regexp(t, `^<msg_[0-9a-f]{32}@example\.com>$`, first.Get("Message-Id"))
	require.Equal(t, first.Get("Message-Id"), second.Get("Message-Id"), "a repeat is known as one")
	require.Equal(t, first.Get("References"), second.Get("References"))
	require.NotEqual(t, first.Get("References"), evil.Get("References"), "each competitor has a thread of its own")
	require.Regexp(t, `^<https://gapwatch\.example/subscriptions/dana-pricing/leave\?token=[\w-]+>$`, first.Get("List-Unsubscribe"))
	require.Equal(t, "List-Unsubscribe=One-Click", first.Get("List-Unsubscribe-Post"))
	require.Equal(t, "Wed, 25 Nov 2026 07:12:00 +0000", first.Get("Date"))
	require.Contains(t, first.parts["text/plain"], "https://gapwatch.example/changes/42")
	require.Contains(t, first.parts["text/html"], `<a href="https://gapwatch.example/changes/42">`)

	require.Empty(t, evil.Get("Bcc"), "no header can be slipped in by a title")
	require.NotContains(t, evil.subject, "\n")
	require.Contains(t, evil.subject, "Bcc: all@example.com")
	for _, command := range office.Commands() {
		require.NotContains(t, command, "all@example.com")
	}
}

// TestMailIsSecured: by STARTTLS, from the first byte, or not at all, as the operator says.
func TestMailIsSecured(t *testing.T) {
	server, client := alerttest.Certificate(t)
	for _, tt := range []struct {
		name     string
		office   *alerttest.PostOffice
		security string
		trust    bool
		wrong    string
	}{
		{"by STARTTLS", &alerttest.PostOffice{TLS: server}, StartTLS, true, ""},
		{"from the first byte", &alerttest.PostOffice{TLS: server, First: true}, TLS, true, ""},
		{"a server that cannot is not told in clear", &alerttest.PostOffice{}, StartTLS, true, "STARTTLS"},
		{"a certificate that nobody vouches for", &alerttest.PostOffice{TLS: server}, StartTLS, false, "certificate"},
		{"the same from the first byte", &alerttest.PostOffice{TLS: server, First: true}, TLS, false, "certificate"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			office := alerttest.Open(t, tt.office)
			out := mailOutlet(office, tt.security)
			out.Mail.User, out.Mail.Password = "gapwatch", "S3cret-password"
			if tt.trust {
				out.TLS = client
			}
			_, err := Send(t.Context(), out, dana(), delivery(t, dana(), author().Test(dana(), seenAt)))
			if tt.wrong == "" {
				require.NoError(t, err)
				require.Len(t, office.Letters(), 1)
				return
			}
			require.ErrorContains(t, err, tt.wrong)
			require.NotErrorIs(t, err, ErrPermanent, "the operator can mend it")
			require.Empty(t, office.Letters())
			for _, command := range office.Commands() {
				require.NotContains(t, command, "AUTH", "no password goes over an open line")
			}
		})
	}
}

// TestNoPasswordInClear: without security a password is not even offered.
func TestNoPasswordInClear(t *testing.T) {
	office := alerttest.Open(t, &alerttest.PostOffice{})
	out := mailOutlet(office, NoTLS)
	out.Mail.Host, out.Mail.User, out.Mail.Password = "mail.test", "gapwatch", "S3cret-password"
	out.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, office.Addr().String())
	}
	_, err := Send(t.Context(), out, dana(), delivery(t, dana(), author().Test(dana(), seenAt)))
	require.Error(t, err)
	require.NotContains(t, err.Error(), "S3cret")
	require.Empty(t, office.Letters())
}

// TestMailAnswers: a mailbox that does not exist is final, everything else may be tried again, and what was taken is
// never sent twice.
func TestMailAnswers(t *testing.T) {
	for _, tt := range []struct {
		name      string
		answers   map[string]string
		failed    bool
		permanent bool
	}{
		{"no such mailbox", map[string]string{"RCPT": "550 5.1.1 no such user"}, true, true},
		{"a mailbox that is full", map[string]string{"RCPT": "452 4.2.2 full"}, true, false},
		{"greylisting", map[string]string{"RCPT": "450 4.7.1 try later"}, true, false},
		{"a sender that is refused is the operator's to mend", map[string]string{"MAIL": "550 5.7.1 who are you"}, true, false},
		{"content that is refused", map[string]string{"END": "554 5.7.1 spam"}, true, true},
		{"a busy server", map[string]string{"END": "451 4.3.0 busy"}, true, false},
		{"a server that hangs up before it takes the mail", map[string]string{"DATA": ""}, true, false},
		{"a server that hangs up after it took the mail", map[string]string{"RSET": "", "QUIT": ""}, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			office := alerttest.Open(t, &alerttest.PostOffice{Answers: tt.answers})
			_, err := Send(t.Context(), mailOutlet(office, NoTLS), dana(), delivery(t, dana(), author().Test(dana(), seenAt)))
			require.Equal(t, tt.failed, err != nil, err)
			require.Equal(t, tt.permanent, errors.Is(err, ErrPermanent), err)
		})
	}
}

// TestHostileMailServers: one that talks for ever, one that says nothing.
func TestHostileMailServers(t *testing.T) {
	flood := alerttest.Open(t, &alerttest.PostOffice{Flood: true})
	begun := time.Now()
	_, err := Send(t.Context(), mailOutlet(flood, NoTLS), dana(), delivery(t, dana(), author().Test(dana(), seenAt)))
	require.Error(t, err)
	require.Less(t, time.Since(begun), 5*time.Second)

	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer silent.Close()
	out := mailOutlet(&alerttest.PostOffice{Listener: silent}, NoTLS)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err = Send(ctx, out, dana(), delivery(t, dana(), author().Test(dana(), seenAt)))
	require.Error(t, err)
	require.NotErrorIs(t, err, ErrPermanent)
	require.Less(t, time.Since(begun), 8*time.Second)
}

func TestWithoutAMailServerTheErrorSaysWhatToDo(t *testing.T) {
	_, err := Send(t.Context(), open(), dana(), delivery(t, dana(), author().Test(dana(), seenAt)))
	require.ErrorContains(t, err, "write mail.host and mail.from into the settings")
	require.NotErrorIs(t, err, ErrPermanent)
}

// letter is a mail as a mailbox reads it.
type letter struct {
	mail.Header
	subject string
	parts   map[string]string
}

func parsed(t *testing.T, text string) letter {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(text))
	require.NoError(t, err)
	l := letter{Header: m.Header, parts: map[string]string{}}
	l.subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	require.NoError(t, err)
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	require.NoError(t, err)
	require.Equal(t, "multipart/alternative", kind)
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return l
		}
		require.NoError(t, err)
		body, err := io.ReadAll(quotedprintable.NewReader(p))
		require.NoError(t, err)
		kind, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type"))
		l.parts[kind] = string(body)
	}
}
