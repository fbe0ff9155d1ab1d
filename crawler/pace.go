package crawler

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// maxHosts bounds how many hosts' clocks are remembered; those at rest are forgotten first.
const maxHosts = 20_000

// pace keeps the distance between fetches to one host within this process. Across processes one visit at a time does,
// and what the caller knows of the fetches of others.
type pace struct {
	parallel int
	gap      time.Duration
	mu       sync.Mutex
	hosts    map[string]*hostPace
}

type hostPace struct {
	slots chan struct{}
	mu    sync.Mutex
	next  time.Time // earliest start of the next fetch
	seen  time.Time // when somebody else fetched from it last
}

func newPace(s Settings) *pace {
	return &pace{parallel: max(1, s.HostParallel), gap: s.HostGap, hosts: map[string]*hostPace{}}
}

// enter waits for one of the host's places. The function it returns gives the place back.
func (p *pace) enter(ctx context.Context, host string) (release func(), err error) {
	h := p.host(host)
	select {
	case h.slots <- struct{}{}:
		return func() { <-h.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pace) host(name string) *hostPace {
	p.mu.Lock()
	defer p.mu.Unlock()
	h, ok := p.hosts[name]
	if !ok {
		if len(p.hosts) >= maxHosts {
			p.forget()
		}
		h = &hostPace{slots: make(chan struct{}, p.parallel)}
		p.hosts[name] = h
	}
	return h
}

// forget drops hosts that nobody is inside of and whose gap has passed.
func (p *pace) forget() {
	now := time.Now()
	for name, h := range p.hosts {
		h.mu.Lock()
		idle := len(h.slots) == 0 && h.next.Before(now)
		h.mu.Unlock()
		if idle {
			delete(p.hosts, name)
		}
	}
}

// wait lets the gap pass, or the longer one that the host's robots.txt asks for. Both get up to a quarter more by
// chance, so that fetches do not fall into step.
func (p *pace) wait(ctx context.Context, host string, crawlDelay time.Duration) error {
	now, start := p.book(host, crawlDelay)
	if !start.After(now) {
		return ctx.Err()
	}
	timer := time.NewTimer(start.Sub(now))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// saw remembers a fetch that another process has made.
func (p *pace) saw(host string, at time.Time) {
	h := p.host(host)
	h.mu.Lock()
	defer h.mu.Unlock()
	if at.After(h.seen) {
		h.seen = at
	}
}

// touch books a place in a host's time without waiting for it: a redirect from another host leads there now.
func (p *pace) touch(host string, crawlDelay time.Duration) { p.book(host, crawlDelay) }

// book takes the earliest start that is free and moves the next one behind it.
func (p *pace) book(host string, crawlDelay time.Duration) (now, start time.Time) {
	gap := max(p.gap, crawlDelay)
	if gap <= 0 {
		return now, start
	}
	gap += rand.N(gap/4 + 1)
	h := p.host(host)
	h.mu.Lock()
	defer h.mu.Unlock()
	now = time.Now()
	start = h.next
	if after := h.seen.Add(gap); start.Before(after) && h.seen.Before(now) {
		start = after
	}
	if start.Before(now) {
		start = now
	}
	h.next = start.Add(gap)
	return now, start
}
