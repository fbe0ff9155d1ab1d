package alert

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nicholas-fedor/shoutrrr/pkg/services/chat/discord"
	"github.com/nicholas-fedor/shoutrrr/pkg/services/chat/mattermost"
	"github.com/nicholas-fedor/shoutrrr/pkg/services/chat/rocketchat"
	"github.com/nicholas-fedor/shoutrrr/pkg/services/incident/pagerduty"
	"github.com/nicholas-fedor/shoutrrr/pkg/services/push/gotify"
	"github.com/nicholas-fedor/shoutrrr/pkg/services/push/pushover"
	"github.com/nicholas-fedor/shoutrrr/pkg/types"
)

// extra tells by services of the shoutrrr library (https://shoutrrr.nickfedor.com), where the operator allows it. Only
// those are offered that can be given a client, because all that leaves the program goes through the guarded one; the
// library's others would send by a client of their own.
func extra() channel {
	return channel{
		name:   "shoutrrr",
		target: "an address of the shoutrrr library, such as discord://token@id",
		check:  checkExtra,
		mask: func(target string) string {
			scheme, _, ok := strings.Cut(target, "://")
			if !ok {
				return "***"
			}
			return scheme + "://***"
		},
		people: true,
		send:   sendExtra,
	}
}

// extraText bounds a message, in characters: services split longer ones into several.
const extraText = 1800

// extraService is one service of the library: how it is made to send through a client of ours.
type extraService struct {
	scheme string
	start  func(to *url.URL, through *http.Client) (types.Sender, error)
}

// extraServices are the services that take a client. Each is one line.
func extraServices() []extraService {
	quiet := log.New(io.Discard, "", 0)
	return []extraService{
		{"discord", func(to *url.URL, through *http.Client) (types.Sender, error) {
			s := &discord.Service{}
			err := s.Initialize(to, quiet)
			s.HTTPClient, s.Sleeper = through, awake{}
			return s, err
		}},
		{"gotify", func(to *url.URL, through *http.Client) (types.Sender, error) {
			s := &gotify.Service{}
			if err := s.Initialize(to, quiet); err != nil {
				return nil, err
			}
			*s.GetHTTPClient() = *through
			return s, nil
		}},
		{"mattermost", func(to *url.URL, through *http.Client) (types.Sender, error) {
			s := &mattermost.Service{}
			if err := s.Initialize(to, quiet); err != nil {
				return nil, err
			}
			*s.GetHTTPClient() = *through
			return s, nil
		}},
		{"pagerduty", func(to *url.URL, through *http.Client) (types.Sender, error) {
			s := &pagerduty.Service{}
			s.SetHTTPClient(through)
			return s, s.Initialize(to, quiet)
		}},
		{"pushover", func(to *url.URL, through *http.Client) (types.Sender, error) {
			s := &pushover.Service{}
			err := s.Initialize(to, quiet)
			s.Client = through
			return s, err
		}},
		{"rocketchat", func(to *url.URL, through *http.Client) (types.Sender, error) {
			s := &rocketchat.Service{Client: through}
			return s, s.Initialize(to, quiet)
		}},
	}
}

// awake does not sleep: when to try again is decided by the delivery job.
type awake struct{}

// Sleep implements the library's Sleeper.
func (awake) Sleep(time.Duration) {}

func extraOf(target string) (extraService, *url.URL, error) {
	u, err := url.Parse(target)
	if err != nil || u.Scheme == "" {
		return extraService{}, nil, errors.New("this is no address of a service; write one such as discord://token@id")
	}
	var known []string
	for _, s := range extraServices() {
		if s.scheme == u.Scheme {
			return s, u, nil
		}
		known = append(known, s.scheme)
	}
	slices.Sort(known)
	return extraService{}, nil, fmt.Errorf("%s cannot be sent to: it would not go through the address guard; "+
		"the services that do are %s", u.Scheme, strings.Join(known, ", "))
}

// checkExtra lets the library look at the address, and nothing leaves.
func checkExtra(target string) error {
	service, to, err := extraOf(target)
	if err != nil {
		return err
	}
	if _, err := service.start(to, &http.Client{Transport: &onceThrough{}}); err != nil {
		return fmt.Errorf("the address is not complete for %s; see the library's page of the service", service.scheme)
	}
	return nil
}

func sendExtra(ctx context.Context, o Outlet, p parcel) (string, error) {
	if !o.Extra {
		return "", fmt.Errorf("the operator has not allowed it (setting alerts.shoutrrr): %w", ErrPermanent)
	}
	service, to, err := extraOf(p.sub.Target)
	if err != nil {
		return "", errors.Join(err, ErrPermanent)
	}
	way := &onceThrough{ctx: ctx, outlet: o}
	sender, err := service.start(to, &http.Client{Transport: way, CheckRedirect: o.Client.CheckRedirect})
	if err != nil {
		return "", fmt.Errorf("the address is not complete for %s: %w", service.scheme, ErrPermanent)
	}
	err = sender.Send(extraMessage(p.msg), &types.Params{})
	return way.result(err)
}

// extraMessage is the message as plain text in which nothing mentions anybody or becomes a link, but for ours.
func extraMessage(m Message) string {
	links := ""
	for _, l := range m.links() {
		links += "\n" + l.Text + ": " + l.Link
	}
	text := inert(clean(m.Title)) + "\n\n" + plain(m.short(), inert)
	if why := m.because(); why != "" {
		links += "\n" + inert(why)
	}
	return cut(text, max(200, extraText-len([]rune(links)))) + "\n" + links
}

// onceThrough lets a service of the library send one request, through the guarded client and within the attempt's time,
// and keeps what was answered: the library tells neither status nor Retry-After, and would try again by itself.
type onceThrough struct {
	ctx    context.Context // of the attempt: the library takes none
	outlet Outlet

	mu     sync.Mutex
	used   bool
	answer string
	err    error
}

var errOnce = errors.New("one request was answered already")

// RoundTrip implements http.RoundTripper.
func (t *onceThrough) RoundTrip(req *http.Request) (*http.Response, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ctx == nil || t.used {
		return nil, errOnce
	}
	t.used = true
	transport := t.outlet.Client.Transport
	if transport == nil {
		return nil, errors.New("no guarded way out is set")
	}
	ctx, cancel := context.WithCancel(t.ctx)
	defer cancel()
	res, err := transport.RoundTrip(req.WithContext(ctx))
	if err != nil {
		t.err = unaddressed(err)
		return nil, err
	}
	text := textOf(res, cancel)
	res.Body = io.NopCloser(strings.NewReader(text))
	t.answer, t.err = answered(res, line(text, answerShown), t.outlet.now())
	return res, nil
}

// result is what came of an attempt. Where there was an answer it counts alone: what was taken and answered in words that
// the library does not know is not sent again.
func (t *onceThrough) result(err error) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err != nil && !t.used {
		return "", fmt.Errorf("%w: %w", err, ErrPermanent) // it did not even ask: the address or the message is wrong
	}
	return t.answer, t.err
}
