package watch

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// knowledgeAge is how old the landscape in memory may get; a change of the landscape works within this time.
const knowledgeAge = 10 * time.Second

// knowledge keeps the landscape in memory, because every read job asks for it and it hardly ever changes.
type knowledge struct {
	mu        sync.Mutex
	loaded    time.Time
	landscape *landscape
}

// landscape is what read jobs ask of the areas, competitors and subscriptions.
type landscape struct {
	competitors   map[int64]store.Competitor
	areas         map[int64]store.Area
	areasOf       map[int64][]int64 // of a competitor
	catalogues    map[int64]*matrix.Catalogue
	subscriptions []store.Subscription

	asksForFeatures bool               // some subscription does
	asksForAccounts bool               // likewise
	called          map[int64][]string // under which names a subscription's user may own accounts, by subscription
}

// known returns the landscape, loading it where it is missing or old. Nobody waits for another's loading: the one who
// waits may be in a transaction and hold the connection that the other needs.
func (l *Line) known(ctx context.Context, tx *store.Store) (*landscape, error) {
	if kept := l.knowledge.young(); kept != nil {
		return kept, nil
	}
	fresh, err := loadLandscape(ctx, tx)
	if err != nil {
		return nil, err
	}
	l.knowledge.keep(fresh)
	return fresh, nil
}

// young is the landscape, unless it is missing or old.
func (k *knowledge) young() *landscape {
	k.mu.Lock()
	defer k.mu.Unlock()
	if time.Since(k.loaded) >= knowledgeAge {
		return nil
	}
	return k.landscape
}

func (k *knowledge) keep(fresh *landscape) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.landscape, k.loaded = fresh, time.Now()
}

func loadLandscape(ctx context.Context, tx *store.Store) (*landscape, error) {
	rows, err := tx.Landscape(ctx)
	if err != nil {
		return nil, err
	}
	learned, err := tx.DecidedPhrases(ctx)
	if err != nil {
		return nil, err
	}
	fresh := newLandscape(rows, learned)
	if err := fresh.callNames(ctx, tx); err != nil {
		return nil, err
	}
	return fresh, nil
}

// newLandscape arranges rows for questions.
func newLandscape(rows store.Landscape, learned []store.Phrase) *landscape {
	known := &landscape{
		competitors: make(map[int64]store.Competitor, len(rows.Competitors)),
		areas:       make(map[int64]store.Area, len(rows.Areas)),
		areasOf:     make(map[int64][]int64),
		catalogues:  make(map[int64]*matrix.Catalogue, len(rows.Areas)),
	}
	features := make(map[int64][]store.Feature)
	for _, f := range rows.Features {
		if f.RemovedAt == nil {
			features[f.AreaID] = append(features[f.AreaID], f)
		}
	}
	var all []int64
	for _, a := range rows.Areas {
		if a.RemovedAt != nil {
			continue
		}
		all = append(all, a.ID)
		known.areas[a.ID] = a
		known.catalogues[a.ID] = matrix.NewCatalogue(features[a.ID], phrasesOf(learned, a.ID))
	}
	for _, ac := range rows.AreaCompetitors {
		known.areasOf[ac.CompetitorID] = append(known.areasOf[ac.CompetitorID], ac.AreaID)
	}
	for _, c := range rows.Competitors {
		known.competitors[c.ID] = c
		if len(known.areasOf[c.ID]) == 0 {
			known.areasOf[c.ID] = all // a competitor that names no area matters in all of them
		}
	}
	known.subscriptions = slices.DeleteFunc(slices.Clone(rows.Subscriptions), func(s store.Subscription) bool {
		return s.RemovedAt != nil
	})
	known.asksForFeatures = slices.ContainsFunc(known.subscriptions, func(s store.Subscription) bool { return len(s.Features) > 0 })
	return known
}

// callNames learns what people who want to hear of their own accounts are called.
func (k *landscape) callNames(ctx context.Context, tx *store.Store) error {
	k.asksForAccounts = slices.ContainsFunc(k.subscriptions, func(s store.Subscription) bool { return s.MyAccounts })
	if !k.asksForAccounts {
		return nil
	}
	users, err := tx.Users(ctx)
	if err != nil {
		return err
	}
	k.called = map[int64][]string{}
	for _, sub := range k.subscriptions {
		k.called[sub.ID] = namesOf(sub, users)
	}
	return nil
}

// namesOf are the names of the users that a subscription is for.
func namesOf(sub store.Subscription, users []store.User) []string {
	var names []string
	for _, u := range users {
		if Subscribed(sub, u) {
			names = append(names, u.Email, u.Name)
		}
	}
	return names
}

// subscription finds a subscription that is not removed.
func (k *landscape) subscription(id int64) store.Subscription {
	i := slices.IndexFunc(k.subscriptions, func(s store.Subscription) bool { return s.ID == id })
	if i < 0 {
		return store.Subscription{ID: id}
	}
	return k.subscriptions[i]
}

func phrasesOf(phrases []store.Phrase, areaID int64) []store.Phrase {
	var of []store.Phrase
	for _, p := range phrases {
		if p.AreaID == areaID {
			of = append(of, p)
		}
	}
	return of
}

// news describes a change to those who match subscriptions.
func (k *landscape) news(src store.Source, change store.Change) alert.News {
	c := k.competitors[change.CompetitorID]
	n := alert.News{
		Change:        change,
		CompetitorKey: c.Key,
		Competitor:    c.Name,
		SourceURL:     src.URL,
		SourceKind:    src.Kind,
	}
	n.Areas = k.areaKeys(change.CompetitorID)
	return n
}

// areaKeys are the areas in which a competitor matters.
func (k *landscape) areaKeys(competitorID int64) []string {
	var keys []string
	for _, id := range k.areasOf[competitorID] {
		keys = append(keys, k.areas[id].Key)
	}
	return keys
}
