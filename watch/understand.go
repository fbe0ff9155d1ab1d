package watch

import (
	"context"
	"runtime"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// traysPerSeat bounds the looks of all visits that have said something new and are not written yet: each holds a page
// and what was read from it.
const traysPerSeat = 4

// bulky is the size of a body from which it is read with nobody beside it: reading takes many times its size.
const bulky = 1 << 20

// desks bound how many pages are read at a time by visits: more would not be read sooner and cost memory.
type desks struct {
	once  sync.Once
	room  int64               // how many seats there are
	seats *semaphore.Weighted // for those that read
	trays chan struct{}       // for what was read, until it is written
}

func (d *desks) open() *desks {
	d.once.Do(func() {
		d.room = int64(runtime.GOMAXPROCS(0))
		d.seats = semaphore.NewWeighted(d.room)
		d.trays = make(chan struct{}, traysPerSeat*d.room)
	})
	return d
}

// sit waits for a seat to read a body of some size; the function it returns gives it back.
func (d *desks) sit(ctx context.Context, size int) (leave func(), err error) {
	d.open()
	seats := int64(1)
	if size >= bulky {
		seats = d.room
	}
	if err := d.seats.Acquire(ctx, seats); err != nil {
		return nil, err
	}
	return func() { d.seats.Release(seats) }, nil
}

// tray waits for a tray, which clear gives back; a look that has one keeps it.
func (lk *look) tray(ctx context.Context, d *desks) error {
	if lk.clear != nil {
		return nil
	}
	trays := d.open().trays
	select {
	case trays <- struct{}{}:
		lk.clear = func() { <-trays }
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// tidy gives back the tray.
func (lk *look) tidy() {
	if lk.clear != nil {
		lk.clear()
		lk.clear = nil
	}
}

// understand lets the capture gate judge a new body and reads it while it is at hand: it is parsed once, and most bodies
// say what the base says. Where that cannot be done now, a read job will do it.
func (l *Line) understand(ctx context.Context, lk *look) {
	if lk.tray(ctx, &l.desks) != nil {
		return // the visit has been called off
	}
	leave, err := l.desks.sit(ctx, lk.size)
	if err != nil {
		return
	}
	defer leave()
	defer lk.lighten()
	page := extract.Page{
		Kind:        lk.source.Kind,
		URL:         lk.response.FinalURL,
		Asked:       lk.source.URL,
		ContentType: lk.response.ContentType,
		Body:        lk.response.Body,
		Limits:      l.Limits.Read,
	}
	r := reading{source: lk.source, body: page.Body, args: ReadArgs{At: lk.ended}}
	if r.rules, err = l.rules(ctx, lk.source); err != nil {
		lk.verdict = extract.Health(page)
		l.pack(ctx, lk)
		return
	}
	page.Rules = r.rules
	page = page.Opened()
	if lk.verdict = extract.Health(page); lk.verdict.State != extract.OK {
		return
	}
	outline, _ := page.Outline()
	if r.same = says(r.source, outline, lk.ended); !r.same {
		r.doc, err = extract.Read(page)
	}
	var packing sync.WaitGroup
	packing.Go(func() { l.pack(ctx, lk) })
	defer packing.Wait()
	if !r.same {
		if l.weigh(ctx, &r, err) != nil {
			return
		}
		r.known = l.taught(ctx, r, outline)
	}
	r.body = nil
	if lk.reading = &r; r.same {
		r.doc = extract.Document{} // it has said all it has to say
	}
}

// pack makes a good body ready to be kept and lets go of it. What cannot be packed now is packed when it is kept.
func (l *Line) pack(ctx context.Context, lk *look) {
	if lk.verdict.State != extract.OK {
		return
	}
	if packed, err := l.Store.Pack(ctx, lk.source.ID, lk.bodyHash, lk.response.Body); err == nil {
		lk.packed, lk.response.Body = &packed, nil
	}
}

// forgetStale leaves to read jobs what was read against a base, or by rules, that others have moved meanwhile. The
// sources stay as they are until the transaction ends.
func forgetStale(ctx context.Context, tx *store.Store, batch []look) error {
	var ids []int64
	for _, lk := range batch {
		if lk.reading != nil {
			ids = append(ids, lk.source.ID)
		}
	}
	now, err := tx.LockSources(ctx, ids)
	if err != nil {
		return err
	}
	for i := range batch {
		if was, is := batch[i].source, now[batch[i].source.ID]; batch[i].reading != nil && !sameView(was, is) {
			batch[i].reading = nil
		}
	}
	return nil
}

// sameView tells whether all that a reading depends on is as it was.
func sameView(was, is store.Source) bool {
	return was.ID == is.ID && was.RulesVersion == is.RulesVersion && was.ReadBy == is.ReadBy && was.Looks == is.Looks &&
		sameID(was.BaseSnapshotID, is.BaseSnapshotID) && sameID(was.LastSnapshotID, is.LastSnapshotID)
}

// concludeNow writes what a reading means in the transaction that keeps the page. It reports false where that failed and
// nothing of it was written: then a read job has to do it.
func (l *Line) concludeNow(ctx context.Context, tx *store.Store, r reading) bool {
	err := tx.Apart(ctx, func(tx *store.Store) error { return l.conclude(ctx, tx, r) })
	if err != nil && ctx.Err() == nil {
		l.Log.WarnContext(ctx, "conclude a reading at once", "source", r.source.ID, "error", err)
	}
	return err == nil
}
