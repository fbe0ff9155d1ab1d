package config

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"time"
)

// leastRetention keeps what people may still ask for: the week of the report, and the month that sources and previews show.
const leastRetention = Duration(31 * 24 * time.Hour)

// flaws are what is wrong with settings beyond the form of each.
func (s Settings) flaws() []flaw {
	var flaws []flaw
	wrong := func(path, format string, args ...any) {
		flaws = append(flaws, flaw{path, fmt.Sprintf(format, args...)})
	}
	for i, pair := range s.Crawler.Allow {
		if !hostPort(pair, false) {
			wrong(index("crawler.allow", i), "write host:port, such as 127.0.0.1:8080, not %q", clip(pair))
		}
	}
	if r := s.Crawler.Resolver; r != "" && !hostPort(r, false) {
		wrong("crawler.resolver", "write host:port, such as 127.0.0.1:53, not %q", clip(r))
	}
	if p := s.Crawler.Proxy; p != "" && !proxyAddress(p) {
		wrong("crawler.proxy", "write an address such as http://proxy.example:3128 (http, https or socks5)")
	}
	if s.Crawler.RetryAfterMin > s.Crawler.RetryAfterMax {
		wrong("crawler.retry_after_min", "%s is more than retry_after_max, %s",
			s.Crawler.RetryAfterMin, s.Crawler.RetryAfterMax)
	}
	if s.Schedule.Fastest > s.Schedule.Slowest {
		wrong("schedule.fastest", "%s is longer than slowest, %s", s.Schedule.Fastest, s.Schedule.Slowest)
	}
	if span := s.Retention.Pages; span != 0 && span < leastRetention {
		wrong("retention.pages", "write at least %s, or 0s for ever", leastRetention)
	}
	if span := s.Retention.Messages; span != 0 && span < leastRetention {
		wrong("retention.messages", "write at least %s, or 0s for ever", leastRetention)
	}
	switch {
	case s.Mail.Host != "" && s.Mail.From == "":
		wrong("mail.from", "write whom mail is from, such as Gapwatch <gapwatch@example.com>")
	case s.Mail.From != "" && !mailbox(s.Mail.From):
		wrong("mail.from", "write a mail address such as Gapwatch <gapwatch@example.com>, not %q", clip(s.Mail.From))
	case s.Mail.Password != "" && s.Mail.User == "":
		wrong("mail.user", "write the name that goes with mail.password")
	}
	switch m := s.Model; {
	case m.Address != "" && !webAddress(m.Address):
		wrong("model.address", "write an address such as https://api.openai.com/v1, without a name or key in it")
	case m.Address != "" && m.Name == "":
		wrong("model.name", "write which model is asked, as model.address calls it")
	}
	if l := s.Metrics.Listen; l != "" && !hostPort(l, true) {
		wrong("metrics.listen", "write host:port, such as 127.0.0.1:9464, not %q", clip(l))
	}
	for i, text := range s.Web.Trusted {
		if _, err := Network(text); err != nil {
			wrong(index("web.trusted_proxies", i), "%s, not %q", err, clip(text))
		}
	}
	if !hostPort(s.Web.Listen, true) {
		wrong("web.listen", "write host:port, such as 127.0.0.1:8080 or :8080, not %q", clip(s.Web.Listen))
	}
	return flaws
}

// Network is a network such as 10.0.0.0/8, or one address. All addresses at once are none: everybody could say who asks.
func Network(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil && addr.Zone() == "" {
		return netip.PrefixFrom(addr.Unmap(), addr.Unmap().BitLen()), nil
	}
	network, err := netip.ParsePrefix(text)
	if err != nil || network.Bits() == 0 || network.Addr().Is4In6() {
		return netip.Prefix{}, errors.New("write a network such as 10.0.0.0/8 or an address such as 127.0.0.1")
	}
	return network.Masked(), nil
}

// hostPort tells host:port; a listener may leave out its host.
func hostPort(text string, listener bool) bool {
	host, port, err := net.SplitHostPort(text)
	if err != nil || host == "" && !listener {
		return false
	}
	_, err = net.LookupPort("tcp", port)
	return err == nil
}

func mailbox(text string) bool {
	_, err := mail.ParseAddress(text)
	return err == nil
}

func webAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && u.User == nil && (u.Scheme == "http" || u.Scheme == "https")
}

func proxyAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && slices.Contains([]string{"http", "https", "socks5"}, u.Scheme)
}
