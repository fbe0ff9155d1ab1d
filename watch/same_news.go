package watch

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// nearDays is how far apart entries may be dated to be compared at all.
const nearDays = 35

// item is a piece of news with all entries that tell it.
type item struct {
	first   int64          // the entry that told it first
	told    bool           // somebody could be told of it
	sources map[int64]bool // whose pages list an entry of it
	into    *item          // what it was joined to
}

func (i *item) now() *item {
	for i.into != nil {
		i = i.into
	}
	return i
}

// heard is an entry that was seen before, and that may tell the news of a new one.
type heard struct {
	story *diff.Story
	item  *item
	here  bool // on the source of the new one, which does not list it any more
}

// joinNews finds which entries, just seen for the first time on a source, tell what the competitor has told already from
// another address, and joins them: one item with several addresses. It fills in what they joined.
func (l *Line) joinNews(ctx context.Context, tx *store.Store, r reading, fresh []store.Entry) error {
	if len(fresh) == 0 {
		return nil
	}
	known, err := l.known(ctx, tx)
	if err != nil {
		return err
	}
	from, until := timeAround(fresh, r.args.At)
	near, err := tx.EntriesNear(ctx, r.source.CompetitorID, from, until)
	if err != nil {
		return err
	}
	name := known.competitors[r.source.CompetitorID].Name
	before := r.heardBefore(near, fresh, name)
	shared := sharedPages(r.doc.Entries, r.source.URL)
	for i := range fresh {
		e := &fresh[i]
		first, also := meet(*e, storyOf(*e, name, shared), before)
		if len(also) == 0 {
			continue
		}
		if first != e.ID {
			e.SameAs = &first
		}
		if err := tx.JoinEntries(ctx, first, also); err != nil {
			return err
		}
	}
	return nil
}

// meet settles with what an entry tells the same news, and who told it first: an item that people were told of before
// one that was merely there on a first capture, the oldest of those. Of the latter the new entry is the first, for nobody
// was told; what the same source has merely given another name is no news. Entries that a page lists side by side are
// different ones, whatever they look like: an item has one of each source.
func meet(e store.Entry, story *diff.Story, before []heard) (first int64, also []int64) {
	var same []*item
	renamed := false
	for _, h := range before {
		if it := h.item.now(); !it.sources[e.SourceID] && story.Same(h.story) {
			renamed = renamed || h.here
			if !slices.Contains(same, it) {
				same = append(same, it)
			}
		}
	}
	if len(same) == 0 {
		return e.ID, nil
	}
	slices.SortFunc(same, func(a, b *item) int {
		if a.told != b.told {
			return map[bool]int{true: -1, false: 1}[a.told]
		}
		return cmp.Compare(a.first, b.first)
	})
	one := same[0]
	also = []int64{one.first, e.ID}
	for _, other := range same[1:] {
		if one.absorb(other) {
			also = append(also, other.first)
		}
	}
	one.sources[e.SourceID] = true
	if !one.told && !e.Baseline && !renamed {
		one.first, one.told = e.ID, true
	}
	return one.first, also
}

// absorb makes two items one, unless a source lists both.
func (i *item) absorb(other *item) bool {
	for source := range other.sources {
		if i.sources[source] {
			return false
		}
	}
	for source := range other.sources {
		i.sources[source] = true
	}
	other.into = i
	return true
}

// heardBefore prepares the entries that new ones are compared with.
func (r reading) heardBefore(near []store.EntryView, fresh []store.Entry, competitor string) []heard {
	isNew := make(map[int64]bool, len(fresh))
	for _, e := range fresh {
		isNew[e.ID] = true
	}
	near = slices.DeleteFunc(near, func(v store.EntryView) bool { return isNew[v.ID] })
	listed := make(map[string]bool, len(r.doc.Entries))
	for _, e := range r.doc.Entries {
		listed[e.Key] = true
	}
	gone := func(v store.EntryView) bool { return v.SourceID == r.source.ID && !listed[v.Key] }
	items, shared := itemsOf(near, gone), sharedBySource(near)
	out := make([]heard, len(near))
	for i, v := range near {
		out[i] = heard{storyOf(v.Entry, competitor, shared[v.SourceID]), items[firstOf(v.Entry)], gone(v)}
	}
	return out
}

// itemsOf gathers entries to items, by the entry that told each first.
func itemsOf(entries []store.EntryView, gone func(store.EntryView) bool) map[int64]*item {
	items := map[int64]*item{}
	for _, v := range entries {
		first := firstOf(v.Entry)
		if items[first] == nil {
			items[first] = &item{first: first, sources: map[int64]bool{}}
		}
		it := items[first]
		it.told = it.told || !v.Baseline
		if !gone(v) {
			it.sources[v.SourceID] = true
		}
	}
	return items
}

func firstOf(e store.Entry) int64 {
	if e.SameAs != nil {
		return *e.SameAs
	}
	return e.ID
}

// storyOf prepares one entry. An address that it shares with others of its source is not its own; the time at which an
// entry of a first capture was seen says nothing of when it was published.
func storyOf(e store.Entry, competitor string, shared map[string]bool) *diff.Story {
	out := extract.Entry{Title: e.Title, Precision: e.Precision, Items: e.Items}
	if e.Date != nil {
		out.Date = *e.Date
	}
	if !shared[diff.Canonical(e.URL)] {
		out.URL = e.URL
	}
	seen := e.FirstSeenAt
	if e.Baseline {
		seen = time.Time{}
	}
	return diff.NewStory(out, competitor, seen)
}

// sharedPages are the addresses that several entries of a source have, and the source's own.
func sharedPages(entries []extract.Entry, sourceURL string) map[string]bool {
	times := map[string]int{diff.Canonical(sourceURL): 1}
	for _, e := range entries {
		times[diff.Canonical(e.URL)]++
	}
	shared := map[string]bool{diff.Canonical(sourceURL): true}
	for page, n := range times {
		shared[page] = shared[page] || n > 1
	}
	return shared
}

// sharedBySource are the shared addresses of each source.
func sharedBySource(entries []store.EntryView) map[int64]map[string]bool {
	addresses, urls := map[int64][]extract.Entry{}, map[int64]string{}
	for _, v := range entries {
		addresses[v.SourceID] = append(addresses[v.SourceID], extract.Entry{URL: v.URL})
		urls[v.SourceID] = v.SourceURL
	}
	shared := map[int64]map[string]bool{}
	for source, list := range addresses {
		shared[source] = sharedPages(list, urls[source])
	}
	return shared
}

// timeAround is the time in which entries may lie that tell the news of these.
func timeAround(entries []store.Entry, now time.Time) (from, until time.Time) {
	from, until = now, now
	for _, e := range entries {
		if e.Date != nil && e.Date.Before(from) {
			from = *e.Date
		}
		if e.Date != nil && e.Date.After(until) {
			until = *e.Date
		}
	}
	return from.AddDate(0, 0, -nearDays), until.AddDate(0, 0, nearDays)
}
