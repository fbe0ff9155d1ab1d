package web

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// toldShown is how many of those who are told of a cell its page names.
const toldShown = 8

// told is somebody who is told of a cell.
type told struct {
	store.Subscription
	Name  string // of the person; empty: it is the team's
	Own   bool   // it is the viewer's
	Muted bool
}

// Narrow tells that the subscription is about few things and not about a whole competitor or area.
func (t told) Narrow() bool { return len(t.Features) > 0 || len(t.Words) > 0 }

// told finds who is told of a cell: first the viewer, then those who ask for the feature, by itself or by a word.
func (s *Server) told(ctx context.Context, v *cellView, by viewer) error {
	subs, err := s.store.Subscriptions(ctx)
	if err != nil {
		return err
	}
	people, err := s.store.Users(ctx)
	if err != nil {
		return err
	}
	names := append([]string{v.Feature.Name}, v.Feature.Aliases...)
	for _, sub := range subs {
		if !alert.FollowsCell(sub, v.Competitor.Key, v.Area.Key, v.Feature.Key, names) {
			continue
		}
		v.Told = append(v.Told, told{sub, subscriber(sub, people, by), watch.Subscribed(sub, by.User), alert.Muted(sub, s.now())})
	}
	slices.SortStableFunc(v.Told, func(a, b told) int { return b.rank() - a.rank() })
	if v.MoreTold = len(v.Told) - toldShown; v.MoreTold > 0 {
		v.Told = v.Told[:toldShown]
	}
	return nil
}

func (t told) rank() (n int) {
	if t.Own {
		n += 2
	}
	if t.Narrow() {
		n++
	}
	return n
}

// subscriber is how the person is called whom a subscription is for. Where no name is known it is the address: whole to
// those who look after people and to themselves, and without what others could write to.
func subscriber(sub store.Subscription, people []store.User, by viewer) string {
	address := sub.Person
	if i := slices.IndexFunc(people, func(u store.User) bool { return watch.Subscribed(sub, u) }); i >= 0 {
		if people[i].Name != "" {
			return people[i].Name
		}
		address = people[i].Email
	}
	if by.May(string(Admin)) || watch.Subscribed(sub, by.User) {
		return address
	}
	return alert.HideMailbox(address)
}

// SubscribePath is the form of a subscription to this cell: its competitor and its feature.
func (v cellView) SubscribePath() string {
	q := url.Values{
		"competitor": {v.Competitor.Key}, "feature": {store.FeaturePath(v.Area.Key, v.Feature.Key)},
		"key": {v.Competitor.Key + "-" + v.Feature.Key},
	}
	return "/subscriptions/new?" + q.Encode()
}

// freeKey is a name for a subscription that no other has: the one that is asked for, or it with a number.
func (s *Server) freeKey(ctx context.Context, asked string) (string, error) {
	for n := 1; ; n++ {
		key := asked
		if n > 1 {
			key = fmt.Sprintf("%s-%d", asked, n)
		}
		switch _, err := s.store.SubscriptionByKey(ctx, key); {
		case errors.Is(err, store.ErrNotFound):
			return key, nil
		case err != nil:
			return "", err
		}
	}
}
