package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// Subscription is who is told what, where and when. Secrets are never answered.
type Subscription struct {
	Key         string     `json:"key"`
	Person      string     `json:"person,omitempty" doc:"Whose it is; of others' mail addresses only the first letter and the domain."`
	Audience    string     `json:"audience,omitempty"`
	Channel     string     `json:"channel"`
	Target      string     `json:"target,omitempty" doc:"Masked where it holds a secret, and where it is somebody else's mailbox."`
	Cadence     string     `json:"cadence"`
	Zone        string     `json:"zone,omitempty"`
	SendAt      string     `json:"send_at,omitempty"`
	Weekday     string     `json:"weekday,omitempty"`
	Quiet       string     `json:"quiet,omitempty"`
	Report      bool       `json:"report,omitempty"`
	Competitors []string   `json:"competitors,omitempty"`
	Areas       []string   `json:"areas,omitempty"`
	Features    []string   `json:"features,omitempty" doc:"As area/feature, by their keys."`
	Kinds       []string   `json:"kinds,omitempty"`
	Words       []string   `json:"words,omitempty"`
	MinLevel    string     `json:"min_level,omitempty"`
	MyAccounts  bool       `json:"my_accounts,omitempty"`
	MutedUntil  *time.Time `json:"muted_until,omitempty"`
	Mine        bool       `json:"mine" doc:"The caller may mute and end it."`
}

func newSubscription(ctx context.Context, s store.Subscription) Subscription {
	person, target, own := s.Person, alert.MaskTarget(s.Channel, s.Target), mine(ctx, s)
	if !own {
		person, target = alert.HideMailbox(person), alert.HideTarget(s.Channel, s.Target)
	}
	return Subscription{
		s.Key, person, string(s.Audience), s.Channel, target, s.Cadence, s.Zone, s.SendAt, s.Weekday,
		s.Quiet, s.Report, s.Competitors, s.Areas, s.Features, s.Kinds, s.Words, string(s.MinLevel), s.MyAccounts, s.MutedUntil, own,
	}
}

// mine tells whether a subscription is the caller's own. Editors look after everybody's, but for what tells of accounts and
// ARR: who may not see them could send that to themselves.
func mine(ctx context.Context, s store.Subscription) bool {
	c := caller(ctx)
	return c.Edits && (c.Money || !s.SeesMoney) || watch.Subscribed(s, store.User{ID: c.ID, Email: c.Email})
}

func (a *API) subscriptions(ctx context.Context, _ *None) (*List[Subscription], error) {
	rows, err := a.st(ctx).Subscriptions(ctx)
	return whole(rows, func(s store.Subscription) Subscription { return newSubscription(ctx, s) }), err
}

// BySubscription names a subscription by its path.
type BySubscription struct {
	Key string `path:"subscription" doc:"Key of the subscription."`
}

// own finds a subscription that the caller may change.
func (a *API) own(ctx context.Context, key string) (store.Subscription, error) {
	sub, err := a.st(ctx).SubscriptionByKey(ctx, key)
	if err == nil && !mine(ctx, sub) {
		err = huma.Error403Forbidden("This is somebody else's subscription; editors look after all of them.")
	}
	return sub, err
}

// seenOwn finds a subscription that the caller may change and has seen as it is now.
func (a *API) seenOwn(ctx context.Context, key string, seen Edit) (store.Subscription, error) {
	sub, err := a.own(ctx, key)
	if err == nil {
		err = seen.unchanged(newSubscription(ctx, sub))
	}
	return sub, err
}

// Mute rests a subscription.
type Mute struct {
	BySubscription
	Edit
	Body struct {
		Until *time.Time `json:"until" doc:"null: it speaks again."`
	}
}

func (a *API) muteSubscription(ctx context.Context, in *Mute) (*One[Subscription], error) {
	err := a.alone(ctx, watch.TheSubscription(in.Key), func(ctx context.Context) error {
		sub, err := a.seenOwn(ctx, in.Key, in.Edit)
		if err != nil {
			return err
		}
		return a.st(ctx).MuteSubscription(ctx, sub.ID, in.Body.Until, a.now().UTC())
	})
	if err != nil {
		return nil, err
	}
	sub, err := a.st(ctx).SubscriptionByKey(ctx, in.Key)
	return &One[Subscription]{Body: newSubscription(ctx, sub)}, err
}

// EndedSubscription is a subscription that is to end.
type EndedSubscription struct {
	BySubscription
	Edit
}

func (a *API) endSubscription(ctx context.Context, in *EndedSubscription) (*None, error) {
	return &None{}, a.alone(ctx, watch.TheSubscription(in.Key), func(ctx context.Context) error {
		sub, err := a.seenOwn(ctx, in.Key, in.Edit)
		if err != nil {
			return err
		}
		return a.st(ctx).RemoveSubscriptions(ctx, []int64{sub.ID}, a.now().UTC())
	})
}
