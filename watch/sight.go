package watch

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
)

// sightAge is how old what is known of the sources may get, by the line's clock, while many digests are written.
const sightAge = 30 * time.Second

// sightCache keeps the sources in memory while the digests of one moment are written.
type sightCache struct {
	mu   sync.Mutex
	at   time.Time
	seen sightings
}

// sightings are all sources, as they were seen last.
type sightings []sighting

type sighting struct {
	store.SourceView
	areas []string // in which its competitor matters
}

// sightings reads how all sources were seen.
func (l *Line) sightings(ctx context.Context) (sightings, error) {
	c := &l.sights
	c.mu.Lock()
	defer c.mu.Unlock()
	now := l.Now()
	if c.seen != nil && now.Sub(c.at).Abs() < sightAge {
		return c.seen, nil
	}
	known, err := l.known(ctx, l.Store)
	if err != nil {
		return nil, err
	}
	sources, err := l.Store.Sources(ctx, store.SourceFilter{})
	if err != nil {
		return nil, fmt.Errorf("what could be seen: %w", err)
	}
	seen := make(sightings, 0, len(sources))
	for _, src := range sources {
		if !src.Paused {
			seen = append(seen, sighting{src, known.areaKeys(src.CompetitorID)})
		}
	}
	c.at, c.seen = now, seen
	return seen, nil
}

// of is what could be seen since a time of the sources that a subscription follows.
func (s sightings) of(sub store.Subscription, since, now time.Time) alert.Sight {
	var sight alert.Sight
	for _, src := range s {
		if !alert.Follows(sub, src.CompetitorKey, src.areas, src.Kind) {
			continue
		}
		switch u, seen := seenSince(src.SourceView, since, now); {
		case seen:
			sight.Seen++
		case u.Reason == "":
			sight.NotDue++
		default:
			sight.Unseen = append(sight.Unseen, u)
		}
	}
	return sight
}

// seenSince tells whether a source was seen since a time. Where it was not and no reason is given, nobody was to look.
func seenSince(src store.SourceView, since, now time.Time) (alert.Unseen, bool) {
	u := alert.Unseen{Competitor: src.CompetitorName, Kind: string(src.Kind), URL: src.URL, Since: src.LastGoodAt}
	switch {
	case src.LastGoodAt != nil && !src.LastGoodAt.Before(since):
		return u, true
	case src.LastOutcome != "" && !src.LastOutcome.Good():
		u.Reason = src.LastReason
		if u.Reason == "" {
			u.Reason = src.LastClass
		}
	case src.LastOutcome == "" || src.NextCheckAt.Before(now.Add(-time.Hour)):
		u.Reason = "it was not looked at"
	}
	return u, false
}
