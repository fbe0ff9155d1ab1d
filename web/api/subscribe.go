package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// SubscriptionWords are what a subscription asks for, and where it is told.
type SubscriptionWords struct {
	Channel     string   `json:"channel" doc:"email, feed, or another channel of the settings; those are an editor's to use."`
	Target      string   `json:"target,omitempty" maxLength:"2000" doc:"Where it goes; left out of a change: as it was."`
	Cadence     string   `json:"cadence" enum:"instant,daily,weekly"`
	Zone        string   `json:"zone,omitempty" doc:"IANA name; left out: UTC."`
	SendAt      string   `json:"send_at,omitempty" doc:"Time of the day, such as 08:00."`
	Weekday     string   `json:"weekday,omitempty" doc:"Of what comes weekly; left out: monday."`
	Quiet       string   `json:"quiet,omitempty" doc:"Hours without messages, such as 20:00-07:00."`
	Report      bool     `json:"report,omitempty" doc:"The weekly report too."`
	Competitors []string `json:"competitors,omitempty" doc:"Keys; left out: all."`
	Areas       []string `json:"areas,omitempty" doc:"Keys; left out: all."`
	Features    []string `json:"features,omitempty" doc:"Single features, as area/feature by their keys; left out: all, and what speaks of none."`
	Kinds       []string `json:"kinds,omitempty" doc:"Kinds of sources; left out: all."`
	Words       []string `json:"words,omitempty" doc:"One of them must stand in the news."`
	MinLevel    string   `json:"min_level,omitempty" enum:"minor,notable,major"`
	MyAccounts  bool     `json:"my_accounts,omitempty" doc:"Only what touches a gap that the person's accounts are annotated on."`
	Team        bool     `json:"team,omitempty" doc:"It is nobody's own; only for editors."`
}

// over lays the words over a subscription.
func (w SubscriptionWords) over(sub store.Subscription, c Caller) store.Subscription {
	if w.Target != "" || w.Channel != sub.Channel {
		sub.Target = w.Target
	}
	sub.Channel, sub.Cadence, sub.Zone, sub.SendAt, sub.Weekday = w.Channel, w.Cadence, cmp.Or(w.Zone, "UTC"), w.SendAt, w.Weekday
	sub.Quiet, sub.Report, sub.Competitors, sub.Areas, sub.Kinds = w.Quiet, w.Report, w.Competitors, w.Areas, w.Kinds
	sub.Features, sub.Words, sub.MinLevel, sub.MyAccounts = w.Features, w.Words, extract.Level(w.MinLevel), w.MyAccounts
	if w.Team && c.Edits {
		sub.Person, sub.UserID = "", nil
	} else if sub.ID == 0 {
		sub.Person = c.Email
		if c.ID != 0 {
			sub.UserID = &c.ID
		}
	}
	return sub
}

// checked fails for a subscription with something wrong in it, all of it at once.
func (a *API) checked(ctx context.Context, sub store.Subscription) error {
	flaws, err := watch.SubscriptionFlaws(ctx, a.st(ctx), sub)
	if err != nil {
		return err
	}
	names := map[string]string{"to": "target", "competitor": "competitors", "area": "areas", "feature": "features", "kind": "kinds"}
	for i, f := range flaws {
		flaws[i].Field = cmp.Or(names[f.Field], f.Field)
	}
	if len(flaws) > 0 {
		return flaws
	}
	c := caller(ctx)
	return watch.MayReach(sub, c.Email, c.Edits)
}

// NewSubscription is a subscription that is to be made.
type NewSubscription struct {
	Body struct {
		Key string `json:"key" doc:"Its name, for ever."`
		SubscriptionWords
	}
}

func (a *API) subscribe(ctx context.Context, in *NewSubscription) (*Made[Subscription], error) {
	sub := in.Body.over(store.Subscription{Key: in.Body.Key}, caller(ctx))
	if err := a.checked(ctx, sub); err != nil {
		return nil, err
	}
	err := a.alone(ctx, watch.TheSubscription(sub.Key), func(ctx context.Context) error {
		switch _, err := a.st(ctx).SubscriptionByKey(ctx, sub.Key); {
		case err == nil:
			return huma.Error409Conflict("There is a subscription of this name already.")
		case !errors.Is(err, store.ErrNotFound):
			return err
		}
		return watch.Subscribe(ctx, a.st(ctx), store.Subscription{}, &sub, a.now().UTC())
	})
	if err != nil {
		return nil, err
	}
	return &Made[Subscription]{
		Status: http.StatusCreated, Location: Base + "/subscriptions/" + sub.Key, Body: newSubscription(ctx, sub),
	}, nil
}

func (a *API) subscription(ctx context.Context, in *BySubscription) (*One[Subscription], error) {
	sub, err := a.st(ctx).SubscriptionByKey(ctx, in.Key)
	return &One[Subscription]{Body: newSubscription(ctx, sub)}, err
}

// ChangedSubscription is a subscription as it is to be from now on.
type ChangedSubscription struct {
	BySubscription
	Edit
	Body SubscriptionWords
}

func (a *API) changeSubscription(ctx context.Context, in *ChangedSubscription) (*One[Subscription], error) {
	var sub store.Subscription
	err := a.alone(ctx, watch.TheSubscription(in.Key), func(ctx context.Context) error {
		old, err := a.seenOwn(ctx, in.Key, in.Edit)
		if err != nil {
			return err
		}
		sub = in.Body.over(old, caller(ctx))
		if err := a.checked(ctx, sub); err != nil {
			return err
		}
		return watch.Subscribe(ctx, a.st(ctx), old, &sub, a.now().UTC())
	})
	if err != nil {
		return nil, err
	}
	return &One[Subscription]{Body: newSubscription(ctx, sub)}, nil
}
