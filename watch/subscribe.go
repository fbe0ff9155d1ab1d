package watch

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// Subscribe keeps a subscription, a new one or one changed from old, and reads it back. old is the zero value for a new
// one. Whoever calls has checked it.
func Subscribe(ctx context.Context, st *store.Store, old store.Subscription, sub *store.Subscription, at time.Time) error {
	var moved []int64
	if old.ID != 0 && Moved(old, *sub) {
		moved = []int64{old.ID}
	}
	return st.InTx(ctx, func(tx *store.Store) error {
		if err := SaveSubscriptions(ctx, tx, []store.Subscription{*sub}, moved, at); err != nil {
			return err
		}
		var err error
		*sub, err = tx.SubscriptionByKey(ctx, sub.Key)
		return err
	})
}

// SubscriptionFlaws says what is wrong with a subscription as somebody filled it in, all of it at once. Unlike
// CheckSubscription it asks the store which competitors and areas there are.
func SubscriptionFlaws(ctx context.Context, st *store.Store, s store.Subscription) (Flaws, error) {
	var out Flaws
	look := func(field string, err error) {
		if err != nil {
			out = append(out, matrix.Flaw{Field: field, Text: asSentence(err)})
		}
	}
	look("key", config.CheckKey(s.Key))
	look("channel", config.CheckWord(config.Channel(s.Channel)))
	look("cadence", config.CheckWord(config.Cadence(s.Cadence)))
	if len(out) == 0 {
		look("to", CheckSubscription(s))
	}
	if s.MinLevel != extract.Level("") {
		look("min_level", config.CheckWord(config.Level(s.MinLevel)))
	}
	for _, kind := range s.Kinds {
		look("kind", config.CheckWord(config.NewsKind(kind)))
	}
	if s.MyAccounts && s.Person == "" && s.UserID == nil {
		out = append(out, matrix.Flaw{Field: "person", Text: "Say whose accounts are meant."})
	}
	unknown, err := unknownKeys(ctx, st, s)
	return append(out, unknown...), err
}

// unknownKeys are the competitors, areas and features of a subscription that are not there.
func unknownKeys(ctx context.Context, st *store.Store, s store.Subscription) (Flaws, error) {
	competitors, err := st.Competitors(ctx)
	if err != nil {
		return nil, err
	}
	areas, err := st.Areas(ctx)
	if err != nil {
		return nil, err
	}
	var out Flaws
	for _, key := range s.Competitors {
		if !slices.ContainsFunc(competitors, func(c store.Competitor) bool { return c.Key == key }) {
			out = append(out, matrix.Flaw{Field: "competitor", Text: "There is no competitor " + key + "."})
		}
	}
	for _, key := range s.Areas {
		if !slices.ContainsFunc(areas, func(a store.Area) bool { return a.Key == key }) {
			out = append(out, matrix.Flaw{Field: "area", Text: "There is no area " + key + "."})
		}
	}
	if len(s.Features) == 0 {
		return out, nil
	}
	features, err := FeaturePaths(ctx, st)
	for _, path := range s.Features {
		if !slices.Contains(features, path) {
			out = append(out, matrix.Flaw{Field: "feature", Text: "There is no feature " + path + "; write it as area/feature, by their keys."})
		}
	}
	return out, err
}

// FeaturePaths names every feature of every area as subscriptions do.
func FeaturePaths(ctx context.Context, st *store.Store) ([]string, error) {
	areas, err := st.Areas(ctx)
	if err != nil {
		return nil, err
	}
	keys := make(map[int64]string, len(areas))
	for _, a := range areas {
		keys[a.ID] = a.Key
	}
	features, err := st.Features(ctx, 0)
	var paths []string
	for _, f := range features {
		if key, ok := keys[f.AreaID]; ok {
			paths = append(paths, store.FeaturePath(key, f.Key))
		}
	}
	return paths, err
}

// asSentence is an error as people read it.
func asSentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}
