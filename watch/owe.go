package watch

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
)

// owe records the changes of one reading for each subscription that asks for them. What is to be told at once and may be
// becomes messages; the rest waits for its digest, or for the end of what holds it back.
func (l *Line) owe(
	ctx context.Context, tx *store.Store, known *landscape, src store.Source, changes []store.Change,
) error {
	news := make(map[int64]alert.News, len(changes))
	var rows []store.Telling
	for _, change := range changes {
		n := known.news(src, change)
		if known.asksForFeatures {
			n.Features = known.featurePaths(change)
		}
		if known.asksForAccounts {
			found, err := touches(ctx, tx, known, change)
			if err != nil {
				return err
			}
			n.Touches = found
		}
		news[change.ID] = n
		rows = append(rows, l.tellings(known, n)...)
	}
	fresh, err := tx.OweTellings(ctx, rows)
	if err != nil {
		return err
	}
	for _, of := range byTeller(fresh) {
		sub := known.subscription(of.teller)
		if sub.Scheduled() {
			continue
		}
		if err := l.tellNow(ctx, tx, sub, of.told(news, known)); err != nil {
			return err
		}
	}
	return nil
}

// oweRepeated owes news that was told before, from another address, to those who have not heard it: who asked for
// changelogs is not told by a feed.
func (l *Line) oweRepeated(
	ctx context.Context, tx *store.Store, known *landscape, src store.Source, changes []store.Change,
) error {
	for _, change := range changes {
		heard, err := l.heardAt(ctx, tx, known, change)
		if err != nil {
			return err
		}
		others := *known
		others.subscriptions = slices.DeleteFunc(slices.Clone(known.subscriptions), func(s store.Subscription) bool {
			return heard[alert.PlaceOf(s)]
		})
		if err := l.owe(ctx, tx, &others, src, []store.Change{change}); err != nil {
			return err
		}
	}
	return nil
}

// heardAt are the places where the news of a change was told.
func (l *Line) heardAt(
	ctx context.Context, tx *store.Store, known *landscape, change store.Change,
) (map[alert.Place]bool, error) {
	entry, err := tx.EntryByID(ctx, *change.EntryID)
	if err != nil {
		return nil, err
	}
	told, err := tx.ToldNews(ctx, firstOf(entry.Entry))
	if err != nil {
		return nil, err
	}
	heard := map[alert.Place]bool{}
	for _, sub := range known.subscriptions {
		if slices.Contains(told, sub.ID) {
			heard[alert.PlaceOf(sub)] = true
		}
	}
	return heard, nil
}

// tellings are the rows of a change: one for each subscription that asks for it, and for all of one place the same
// teller, so that whoever reads there is told once, with all reasons.
func (l *Line) tellings(known *landscape, n alert.News) []store.Telling {
	now := l.Now()
	places := map[alert.Place][]store.Subscription{}
	var rows []store.Telling
	for _, sub := range known.subscriptions {
		if !sub.Audience.Reads() {
			continue
		}
		why, ok := alert.Match(sub, n, known.called[sub.ID]...)
		if !ok {
			continue
		}
		place := alert.PlaceOf(sub)
		places[place] = append(places[place], sub)
		rows = append(rows, store.Telling{SubscriptionID: sub.ID, ChangeID: n.Change.ID, Why: why, CreatedAt: now})
	}
	for _, same := range places {
		teller := alert.Teller(same, now)
		for i, row := range rows {
			if slices.ContainsFunc(same, func(s store.Subscription) bool { return s.ID == row.SubscriptionID }) {
				rows[i].TellerID = teller.ID
			}
		}
	}
	return rows
}

// tellerGroup is what one subscription is to tell.
type tellerGroup struct {
	teller int64
	rows   []store.Telling
}

// byTeller groups rows, in the order of the subscriptions.
func byTeller(rows []store.Telling) []tellerGroup {
	var groups []tellerGroup
	for _, row := range rows {
		i := slices.IndexFunc(groups, func(g tellerGroup) bool { return g.teller == row.TellerID })
		if i < 0 {
			i = len(groups)
			groups = append(groups, tellerGroup{teller: row.TellerID})
		}
		groups[i].rows = append(groups[i].rows, row)
	}
	slices.SortFunc(groups, func(a, b tellerGroup) int { return cmp.Compare(a.teller, b.teller) })
	return groups
}

// toTell is one change to tell, and the rows that ask for it.
type toTell struct {
	alert.Told
	rows []int64
}

// told joins the rows of each change: several subscriptions, one line.
func (g tellerGroup) told(news map[int64]alert.News, known *landscape) []toTell {
	var list []toTell
	for _, row := range g.rows {
		i := slices.IndexFunc(list, func(t toTell) bool { return t.News.Change.ID == row.ChangeID })
		if i < 0 {
			i = len(list)
			list = append(list, toTell{Told: alert.Told{News: news[row.ChangeID]}})
		}
		list[i].rows = append(list[i].rows, row.ID)
		list[i].Reasons = append(list[i].Reasons, alert.Reason{
			Subscription: known.subscription(row.SubscriptionID).Key, Why: row.Why,
		})
	}
	return list
}

// tellNow writes the messages about the changes of one reading, or leaves them waiting where they may not go yet.
func (l *Line) tellNow(ctx context.Context, tx *store.Store, sub store.Subscription, told []toTell) error {
	now := l.Now()
	sent, err := l.sent(ctx, tx, sub)
	if err != nil {
		return err
	}
	if until, _ := l.Pace.Hold(sub, now, sent); !until.IsZero() {
		return tx.SendBy(ctx, sub.ID, until)
	}
	if l.Pace.Folds(sub, now, sent, len(told)) {
		return l.tellTogether(ctx, tx, sub, told, sent, nil)
	}
	for _, t := range told {
		m := l.author().One(sub, t.Told, now)
		if l.Pace.Last(sub, now, sent) {
			m.Notes = append(m.Notes, l.Pace.LastNote())
		}
		sent = append(sent, now)
		if _, err := l.Deliver(ctx, tx, sub, fmt.Sprintf("change:%d", t.News.Change.ID), m, t.rows); err != nil {
			return err
		}
	}
	return nil
}

// tellTogether writes one message about several changes.
func (l *Line) tellTogether(
	ctx context.Context, tx *store.Store, sub store.Subscription, told []toTell, sent []time.Time, notes []string,
) error {
	now := l.Now()
	changes := make([]alert.Told, len(told))
	var rows []int64
	for i, t := range told {
		changes[i] = t.Told
		rows = append(rows, t.rows...)
	}
	m := l.author().List(sub, changes, notes, now)
	if l.Pace.Last(sub, now, sent) {
		m.Notes = append(m.Notes, l.Pace.LastNote())
	}
	_, err := l.Deliver(ctx, tx, sub, fmt.Sprintf("changes:%d", told[0].News.Change.ID), m, rows)
	return err
}

// sent is what pacing wants to know; nothing is asked for channels that are not paced.
func (l *Line) sent(ctx context.Context, tx *store.Store, sub store.Subscription) ([]time.Time, error) {
	if !alert.ForPeople(sub.Channel) {
		return nil, nil
	}
	return tx.InstantsSince(ctx, sub.ID, l.Pace.Since(sub, l.Now()), max(l.Pace.Day, l.Pace.Burst)+1)
}

// Deliver writes down that a message is owed to a subscription, under a name that makes it owed once, and has it sent. It
// reports false where that was owed before. tellings are the rows that it carries, if any. All of it happens with the
// transaction.
func (l *Line) Deliver(
	ctx context.Context, tx *store.Store, sub store.Subscription, tells string, m alert.Message, tellings []int64,
) (bool, error) {
	d, err := alert.Owe(sub, tells, m, l.Now())
	if err != nil {
		return false, err
	}
	owed, err := tx.OweDelivery(ctx, &d)
	if err != nil || !owed {
		return false, err
	}
	if err := tx.Carry(ctx, d.ID, tellings); err != nil {
		return true, err
	}
	return true, tx.Insert(ctx, DeliverArgs{DeliveryID: d.ID}, nil)
}

func (l *Line) author() alert.Author { return alert.Author{Links: l.Links, Quote: l.Limits.Quote} }
