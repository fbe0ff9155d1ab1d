package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// previewDays is how far back the preview of a subscription looks.
const previewDays = 31

// subscriptionFormView is the form of one subscription, with what it would have sent in the last month.
type subscriptionFormView struct {
	Sub         store.Subscription
	Fresh       bool // it is not kept yet
	Team        bool // it is not the viewer's own
	MayTeam     bool
	Competitors []store.Competitor
	Channels    []string
	Features    []string // every one that may be named
	Kinds       []extract.Kind
	Wrong       map[string]string
	Preview     *watch.Preview
	Feed        string // its address, for those who may see it
	CanPreview  bool
	Seen        string       // mark of what the form was made of
	Conflict    []difference // what somebody else has put otherwise in the meantime

	Cadences, Weekdays, Levels []string
}

// Has tells whether a list of the subscription names a word.
func (v subscriptionFormView) Has(list []string, word any) bool {
	return slices.Contains(list, fmt.Sprint(word))
}

func (s *Server) subscriptionNew(w http.ResponseWriter, r *http.Request) error {
	v := who(r)
	sub := store.Subscription{Person: v.Email, Cadence: "daily", Zone: v.Location().String(), SendAt: alert.DefaultSendAt, Channel: alert.Email, Target: watch.MailAddress(v.Email)}
	q := r.URL.Query()
	sub.Competitors, sub.Areas, sub.Features = q["competitor"], q["area"], q["feature"]
	for _, word := range q["word"] { // commas part words in the form
		sub.Words = append(sub.Words, splitWords(word)...)
	}
	if key := q.Get("key"); key != "" {
		var err error
		if sub.Key, err = s.freeKey(r.Context(), key); err != nil {
			return err
		}
	}
	return s.subscriptionPage(w, r, subscriptionFormView{Sub: sub, Fresh: true}, http.StatusOK)
}

func (s *Server) subscriptionPage(w http.ResponseWriter, r *http.Request, v subscriptionFormView, status int) (err error) {
	if v.Competitors, err = s.store.Competitors(r.Context()); err != nil {
		return err
	}
	if v.Features, err = watch.FeaturePaths(r.Context(), s.store); err != nil {
		return err
	}
	v.Channels, v.Kinds, v.CanPreview = watch.OwnChannels(), extract.Kinds(), s.line != nil
	if v.MayTeam = who(r).May(string(Editor)); v.MayTeam {
		v.Channels = alert.Channels()
	}
	v.Cadences, v.Levels = []string{"instant", "daily", "weekly"}, []string{"major", "notable", "minor"}
	v.Weekdays = []string{"tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
	title := "A new subscription"
	if !v.Fresh {
		title = v.Sub.Key
		if v.Sub.Channel == alert.Feed && s.line != nil {
			v.Feed = s.line.Links.Feed(v.Sub.Key, v.Sub.Secret, "atom")
		}
	}
	return s.render(w, r, status, "subscription.html", page{Title: title, Current: "/subscriptions", Body: v})
}

// subscriptionAdd shows what a new subscription would have sent, or keeps it.
func (s *Server) subscriptionAdd(w http.ResponseWriter, r *http.Request) error {
	sub := store.Subscription{Key: strings.TrimSpace(r.PostFormValue("key"))}
	return s.subscriptionPost(w, r, sub, true)
}

// subscriptionOf is the subscription that the address names, if the viewer may change it. Whoever writes asks again within the
// transaction: whose it is may have changed.
func (s *Server) subscriptionOf(r *http.Request, st *store.Store) (store.Subscription, error) {
	sub, err := st.SubscriptionByKey(r.Context(), r.PathValue("key"))
	if err == nil && !s.mine(r, sub) {
		err = errForbidden
	}
	return sub, err
}

func (s *Server) subscriptionForm(w http.ResponseWriter, r *http.Request) error {
	sub, err := s.subscriptionOf(r, s.store)
	if err != nil {
		return err
	}
	v := subscriptionFormView{Sub: sub, Team: !watch.Subscribed(sub, who(r).User)}
	if v.Seen, err = mark(sub); err != nil {
		return err
	}
	return s.subscriptionPage(w, r, v, http.StatusOK)
}

func (s *Server) subscriptionSave(w http.ResponseWriter, r *http.Request) error {
	sub, err := s.subscriptionOf(r, s.store)
	if err != nil {
		return err
	}
	return s.subscriptionPost(w, r, sub, false)
}

// subscriptionPost lays the form over a subscription, and previews or keeps it.
func (s *Server) subscriptionPost(w http.ResponseWriter, r *http.Request, old store.Subscription, fresh bool) error {
	ctx := r.Context()
	v := subscriptionFormView{Sub: old, Fresh: fresh, Seen: r.PostFormValue("seen")}
	if err := readSubscription(r, &v); err != nil {
		return err
	}
	flaws, err := watch.SubscriptionFlaws(ctx, s.store, v.Sub)
	if err != nil {
		return err
	}
	v.Wrong = flawsOf(flaws)
	s.checkOwn(r, &v)
	if fresh && len(v.Wrong) == 0 {
		if _, err := s.store.SubscriptionByKey(ctx, v.Sub.Key); err == nil {
			v.Wrong["key"] = nameTaken
		}
	}
	if len(v.Wrong) > 0 {
		return s.subscriptionPage(w, r, v, http.StatusUnprocessableEntity)
	}
	if r.PostFormValue("preview") != "" && s.line != nil {
		onlyLooked(w)
		preview, err := s.line.Preview(ctx, v.Sub, previewDays)
		if err != nil {
			return err
		}
		v.Preview = &preview
		return s.subscriptionPage(w, r, v, http.StatusOK)
	}
	return s.subscriptionKeep(w, r, old, v)
}

// subscriptionKeep keeps what was typed, unless somebody else has changed the subscription since the form was opened: then
// both are shown.
func (s *Server) subscriptionKeep(w http.ResponseWriter, r *http.Request, old store.Subscription, v subscriptionFormView) error {
	err := s.store.Alone(r.Context(), watch.TheSubscription(v.Sub.Key), func(tx *store.Store) error {
		now, err := tx.SubscriptionByKey(r.Context(), v.Sub.Key)
		switch {
		case v.Fresh && err == nil: // somebody else has just given it this name
			v.Wrong = map[string]string{"key": nameTaken}
			return watch.ErrChanged
		case v.Fresh && errors.Is(err, store.ErrNotFound):
			return watch.Subscribe(r.Context(), tx, store.Subscription{}, &v.Sub, s.now().UTC())
		case err != nil:
			return err
		case !s.mine(r, now):
			return errForbidden
		}
		old = now
		if err := seen(r, old); err != nil {
			return err
		}
		return watch.Subscribe(r.Context(), tx, old, &v.Sub, s.now().UTC())
	})
	switch {
	case errors.Is(err, watch.ErrChanged) && v.Fresh:
		return s.subscriptionPage(w, r, v, http.StatusUnprocessableEntity)
	case errors.Is(err, watch.ErrChanged):
		v.Conflict = differences(old, v.Sub)
		if v.Seen, err = mark(old); err != nil {
			return err
		}
		return s.subscriptionPage(w, r, v, http.StatusConflict)
	case err != nil:
		return err
	}
	return s.done(w, r, "/subscriptions", "Kept. "+upperFirst(v.Sub.Key)+" is told from now on.")
}

// nameTaken is said of a name that another subscription has.
const nameTaken = "There is a subscription of this name already."

// readSubscription takes what the form says. What it does not offer stays as it is.
func readSubscription(r *http.Request, v *subscriptionFormView) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("the form could not be read")
	}
	form, viewer := r.PostForm, who(r)
	text := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	sub := &v.Sub
	sub.Cadence, sub.Zone, sub.SendAt = text("cadence"), text("zone"), text("at")
	sub.Weekday, sub.Quiet = text("weekday"), text("quiet")
	sub.Competitors, sub.Areas, sub.Kinds = form["competitor"], form["area"], form["kind"]
	sub.Features, sub.Words = splitWords(text("features")), splitWords(text("words"))
	sub.MinLevel, sub.MyAccounts, sub.Report = extract.Level(text("min_level")), form.Has("my_accounts"), form.Has("report")
	if channel, to := text("channel"), text("to"); channel != sub.Channel || to != "" {
		sub.Channel, sub.Target = channel, to
	}
	if sub.Channel == alert.Feed {
		sub.Target = ""
	}
	if v.Team = form.Get("whose") == "team" && viewer.May(string(Editor)); !v.Team {
		sub.Person, sub.UserID = viewer.Email, nil
		if viewer.ID != 0 {
			sub.UserID = &viewer.ID
		}
	} else if v.Fresh {
		sub.Person, sub.UserID = "", nil
	}
	return nil
}

// splitWords parts words at commas.
func splitWords(text string) []string {
	var out []string
	for _, w := range strings.Split(text, ",") {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// checkOwn keeps people who are no editors to their own mailbox: Gapwatch writes to strangers in nobody's name.
func (s *Server) checkOwn(r *http.Request, v *subscriptionFormView) {
	if v.Wrong == nil {
		v.Wrong = map[string]string{}
	}
	viewer := who(r)
	if err := watch.MayReach(v.Sub, viewer.Email, viewer.May(string(Editor))); err != nil {
		v.Wrong["to"] = upperFirst(err.Error()) + "."
	}
}

// subscriptionEnd ends a subscription; what was delivered stays on record.
func (s *Server) subscriptionEnd(w http.ResponseWriter, r *http.Request) error {
	err := s.store.Alone(r.Context(), watch.TheSubscription(r.PathValue("key")), func(tx *store.Store) error {
		sub, err := s.subscriptionOf(r, tx)
		if err != nil {
			return err
		}
		if err := seen(r, sub); err != nil {
			return err
		}
		return tx.RemoveSubscriptions(r.Context(), []int64{sub.ID}, s.now().UTC())
	})
	if err != nil {
		return err
	}
	return s.done(w, r, "/subscriptions", "Ended. What was sent stays on record.")
}
