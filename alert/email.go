package alert

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"net/mail"
	"slices"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

//go:embed templates/mail.html
var mailPage string

// Mail says how mail leaves.
type Mail struct {
	Host     string // of the SMTP server; empty: no mail is sent
	Port     int
	User     string
	Password string
	From     string // "Gapwatch <gapwatch@example.com>"
	Security string // starttls (nothing goes out without it), tls (from the first byte) or none
}

// Ways to secure the connection to the SMTP server.
const (
	StartTLS = "starttls"
	TLS      = "tls"
	NoTLS    = "none"
)

// errNoMail says how to make mail work.
var errNoMail = errors.New("no mail server is set; write mail.host and mail.from into the settings")

// Email is the name of the channel that reaches people by mail.
const Email = "email"

// email tells a person by mail: text and HTML, one thread for each competitor, and what mailboxes need to offer an end of
// it (RFC 2369, RFC 8058). The Message-ID is made from the delivery's key, so that a repeat is known as one.
func email() channel {
	return channel{
		name:   Email,
		target: "a mail address such as dana@example.com",
		check:  checkMailbox,
		mask:   func(target string) string { return target },
		people: true,
		send:   sendMail,
		through: func(o Outlet) string {
			return fmt.Sprintf("%s, from %s", o.Mail.Host, o.Mail.From)
		},
	}
}

func checkMailbox(target string) error {
	if _, err := mail.ParseAddress(target); err != nil || strings.ContainsAny(target, "\r\n\x00") {
		return errors.New("this is no mail address; write one such as dana@example.com")
	}
	return nil
}

func sendMail(ctx context.Context, o Outlet, p parcel) (string, error) {
	if o.Mail.Host == "" || o.Mail.From == "" {
		return "", errNoMail
	}
	msg, err := mailOf(o.Mail.From, p)
	if err != nil {
		return "", errors.Join(err, ErrPermanent)
	}
	client, err := mailClient(ctx, o)
	if err != nil {
		return "", err
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if err != nil && !msg.IsDelivered() { // a server that took the message and then fails to say goodbye has it
		return "", mailFailure(ctx, err)
	}
	return line(msg.ServerResponse(), answerShown), nil
}

// mailClient connects through the guarded dialer. A password is told over a secured connection only, or to this machine.
func mailClient(ctx context.Context, o Outlet) (*gomail.Client, error) {
	s := o.Mail
	options := []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(sendTime), gomail.WithDialContextFunc(mailDialer(ctx, o)),
	}
	if o.TLS != nil {
		own := o.TLS.Clone()
		own.ServerName = s.Host
		options = append(options, gomail.WithTLSConfig(own))
	}
	switch s.Security {
	case TLS:
		options = append(options, gomail.WithSSL())
	case NoTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.User != "" {
		options = append(options, gomail.WithSMTPAuthCustom(&mailSignIn{mail: s}))
	}
	return gomail.NewClient(s.Host, options...)
}

// mailFailure tells what may be tried again: all but the server's final word on this message or this mailbox.
func mailFailure(ctx context.Context, err error) error {
	var sent *gomail.SendError
	if errors.As(err, &sent) && sent.ErrorCode() >= 500 {
		switch sent.Reason {
		case gomail.ErrSMTPRcptTo, gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
			return errors.Join(err, ErrPermanent)
		}
	}
	if ctx.Err() != nil {
		return fmt.Errorf("the mail server did not finish within %s", sendTime)
	}
	return err
}

// mailOf writes the mail of one delivery.
func mailOf(from string, p parcel) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := m.From(from); err != nil {
		return nil, fmt.Errorf("mail.from of the settings: %w", err)
	}
	if err := m.To(p.sub.Target); err != nil {
		return nil, err
	}
	domain := domainOf(from)
	m.Subject(line(p.msg.Title, titleLimit))
	m.SetMessageIDWithValue(p.key + "@" + domain)
	m.SetDateWithValue(dateOf(p))
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("List-Id", fmt.Sprintf("<%s.gapwatch.%s>", idWord(p.sub.Key), domain))
	if p.msg.Thread != "" {
		root := threadID(p, domain)
		m.SetGenHeaderPreformatted(gomail.HeaderReferences, root)
		m.SetGenHeaderPreformatted(gomail.HeaderInReplyTo, root)
	}
	if p.msg.Leave != "" {
		if m.SetListUnsubscribeOneClick(p.msg.Leave) != nil { // only https can be one click
			m.SetListUnsubscribe("<" + p.msg.Leave + ">")
		}
	}
	m.SetBodyString(gomail.TypeTextPlain, mailText(p.msg))
	html, err := mailHTML(p.msg)
	m.AddAlternativeString(gomail.TypeTextHTML, html)
	return m, err
}

// dateOf is when the message was written: the same for every attempt.
func dateOf(p parcel) time.Time {
	if p.at.IsZero() {
		return p.msg.At
	}
	return p.at
}

// threadID is the message that all mails of a thread refer to. It was never sent; mailboxes do not mind.
func threadID(p parcel, domain string) string {
	sum := sha256.Sum256([]byte(p.sub.Target + "\x00" + p.msg.Thread))
	return "<thread." + hex.EncodeToString(sum[:12]) + "@" + domain + ">"
}

func domainOf(from string) string {
	a, err := mail.ParseAddress(from)
	if err != nil {
		return "gapwatch.invalid"
	}
	return idWord(a.Address[strings.LastIndex(a.Address, "@")+1:])
}

// idWord keeps of a word what the headers of identifiers take.
func idWord(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '.' || r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, s)
}

// mailText is the message without markup.
func mailText(m Message) string {
	text := unlinked(clean(m.Title)) + "\n\n" + plain(unlinkedParts(m.long()), asIs)
	for _, l := range m.links() {
		text += "\n\n" + l.Text + ":\n" + l.Link
	}
	if why := m.because(); why != "" {
		text += "\n\n-- \n" + why
	}
	if m.Leave != "" {
		text += "\nEnd this subscription: " + m.Leave
	}
	return text + "\n"
}

// unlinkedParts breaks the addresses in what others wrote. Those in the small print are of watched pages and stay.
func unlinkedParts(parts []Part) []Part {
	for i, p := range parts {
		p.Heading, p.Lines, p.Items = unlinked(p.Heading), slices.Clone(p.Lines), slices.Clone(p.Items)
		for j := range p.Lines {
			p.Lines[j] = unlinked(p.Lines[j])
		}
		for j := range p.Items {
			p.Items[j].Text, p.Items[j].Quote = unlinked(p.Items[j].Text), unlinked(p.Items[j].Quote)
		}
		parts[i] = p
	}
	return parts
}

// mailPart is a part with what the page asks of it.
type mailPart struct {
	Part
	Lone bool
}

// mailHTML is the message as a page of its own: nothing is loaded, nothing runs.
func mailHTML(m Message) (string, error) {
	page, err := template.New("mail").Parse(mailPage)
	if err != nil {
		return "", fmt.Errorf("mail template: %w", err)
	}
	var parts []mailPart
	for _, p := range unlinkedParts(m.long()) {
		parts = append(parts, mailPart{p, p.lone()})
	}
	var b strings.Builder
	err = page.Execute(&b, map[string]any{
		"Title": unlinked(clean(m.Title)), "Parts": parts, "Links": m.links(), "Why": m.because(), "Leave": m.Leave,
	})
	return b.String(), err
}
