package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// LinksKey is the purpose of the key that signs the links of messages.
const LinksKey = "links"

// subscriptionsView is who is told what.
type subscriptionsView struct {
	Rows []subscriptionRow
}

// subscriptionRow is a subscription with its address masked.
type subscriptionRow struct {
	store.Subscription
	Where string
	Mine  bool // may be changed by the viewer
	Own   bool // is for the viewer
	Muted bool
}

func (s *Server) subscriptions(w http.ResponseWriter, r *http.Request) error {
	rows, err := s.store.Subscriptions(r.Context())
	if err != nil {
		return err
	}
	var v subscriptionsView
	for _, sub := range rows {
		row := subscriptionRow{
			Subscription: sub, Where: alert.MaskTarget(sub.Channel, sub.Target), Mine: s.mine(r, sub), Own: watch.Subscribed(sub, who(r).User),
			Muted: alert.Muted(sub, s.now()),
		}
		if !row.Mine {
			row.Where = alert.HideTarget(sub.Channel, sub.Target)
		}
		v.Rows = append(v.Rows, row)
	}
	return s.show(w, r, "subscriptions.html", page{Title: "Subscriptions", Current: "/subscriptions", Body: v})
}

// mine tells whether a subscription is the viewer's own. Editors look after everybody's, but for what tells of accounts and
// ARR: who may not see them could send that to themselves.
func (s *Server) mine(r *http.Request, sub store.Subscription) bool {
	v := who(r)
	return v.May(string(Editor)) && (v.Money() || !sub.SeesMoney) || watch.Subscribed(sub, v.User)
}

// subscriptionMute rests a subscription for some days, or ends the rest.
func (s *Server) subscriptionMute(w http.ResponseWriter, r *http.Request) error {
	said := ""
	err := s.store.Alone(r.Context(), watch.TheSubscription(r.PathValue("key")), func(tx *store.Store) error {
		sub, err := s.subscriptionOf(r, tx)
		if err != nil {
			return err
		}
		if err := seen(r, sub.MutedUntil); err != nil {
			return err
		}
		said, err = s.rest(r, tx, sub)
		return err
	})
	if err != nil {
		return err
	}
	return s.done(w, r, "/subscriptions", said)
}

// rest mutes by what the form says: days, or none to end it.
func (s *Server) rest(r *http.Request, st *store.Store, sub store.Subscription) (string, error) {
	now := s.now().UTC()
	days := map[string]int{"1": 1, "7": 7, "14": 14, "28": 28}[r.PostFormValue("days")]
	if days == 0 {
		return "It speaks again.", st.MuteSubscription(r.Context(), sub.ID, nil, now)
	}
	until := now.AddDate(0, 0, days)
	return "Quiet until " + until.Format("2 Jan 2006") + ". What comes in the meantime is told then.",
		st.MuteSubscription(r.Context(), sub.ID, &until, now)
}

// subscriptionByToken finds the subscription of a link in a message, for people who are not signed in. A wrong token and
// a wrong name look the same.
func (s *Server) subscriptionByToken(r *http.Request, action string) (store.Subscription, error) {
	secret, err := s.store.SigningKey(r.Context(), LinksKey)
	if err != nil {
		return store.Subscription{}, err
	}
	key := r.PathValue("key")
	if !alert.CheckToken(secret, action, key, r.FormValue("token")) {
		return store.Subscription{}, store.ErrNotFound
	}
	return s.store.SubscriptionByKey(r.Context(), key)
}

// byLink is what a link in a message may do: rest, or leave. A page asks first, because mail programs open links by
// themselves; the button of a mailbox posts at once (RFC 8058).
func (s *Server) byLink(action string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		sub, err := s.subscriptionByToken(r, action)
		if err != nil {
			return err
		}
		return s.show(w, r, "bylink.html", page{Title: "Messages", Body: map[string]any{
			"Sub": sub, "Action": action, "Token": r.FormValue("token"), "Done": "",
		}})
	}
}

func (s *Server) byLinkPost(action string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		sub, err := s.subscriptionByToken(r, action)
		if err != nil {
			return err
		}
		said := "The subscription has ended. Nothing more is sent."
		if action == alert.ActionMute {
			if r.PostFormValue("days") == "" {
				r.PostForm.Set("days", "14")
			}
			said, err = s.rest(r, s.store, sub)
		} else {
			err = s.store.RemoveSubscriptions(r.Context(), []int64{sub.ID}, s.now().UTC())
		}
		if err != nil {
			return err
		}
		return s.show(w, r, "bylink.html", page{Title: "Messages", Body: map[string]any{"Sub": sub, "Done": said}})
	}
}

// feed is the news of one subscription for feed readers, behind an address that nobody can guess.
func (s *Server) feed(w http.ResponseWriter, r *http.Request) error {
	key, format, _ := strings.Cut(r.PathValue("file"), ".")
	sub, err := s.store.SubscriptionByKey(r.Context(), r.PathValue("key"))
	if err != nil {
		return err
	}
	secret, err := s.store.SigningKey(r.Context(), LinksKey)
	if err != nil {
		return err
	}
	if !alert.CheckFeedToken(secret, sub.Key, sub.Secret, key) {
		return store.ErrNotFound
	}
	deliveries, err := s.store.Deliveries(r.Context(), sub.ID, store.Sent, 0)
	if err != nil {
		return err
	}
	deliveries = slices.DeleteFunc(deliveries, func(d store.Delivery) bool { return len(d.Body) == 0 }) // pruned
	if n := len(deliveries); n > feedItems {
		deliveries = deliveries[n-feedItems:]
	}
	info := alert.FeedInfo{
		Title: "Gapwatch: " + sub.Key, Home: s.settings.URL, Self: alert.Links{Base: s.settings.URL, Secret: secret}.Feed(sub.Key, sub.Secret, format),
	}
	if format == "json" {
		w.Header().Set("Content-Type", "application/feed+json")
		return alert.JSONFeed(w, info, deliveries)
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	return alert.Atom(w, info, deliveries)
}

// feedItems is how many messages a feed holds.
const feedItems = 100
