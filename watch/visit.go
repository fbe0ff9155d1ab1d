package watch

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"

	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// Bounds of one visit.
const (
	visitSources = 500                   // sources taken from the database at a time
	visitTime    = 4 * time.Minute       // after which the rest waits for the next visit
	batchLooks   = 64                    // looks committed together
	batchBytes   = 2 << 20               // or when the bodies of pages that said something new weigh this much
	batchWait    = 15 * time.Millisecond // or when nothing more came for this long
)

// VisitArgs asks for a visit to one host. Only the host makes it unique, so two visits to a host never overlap.
type VisitArgs struct {
	Host    string    `json:"host" river:"unique"`
	Through time.Time `json:"through"` // sources due at this time are visited
}

// Kind names the job.
func (VisitArgs) Kind() string { return "visit" }

// InsertOpts puts visits into their own queue, one per host.
func (VisitArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: VisitQueue, MaxAttempts: 5, UniqueOpts: river.UniqueOpts{
		ByArgs: true,
	}}
}

type visitWorker struct {
	river.WorkerDefaults[VisitArgs]
	line *Line
}

// Work looks at the host's due sources until none is left, the time is up or the process is to stop; what is left is due
// again at once.
func (w *visitWorker) Work(ctx context.Context, job *river.Job[VisitArgs]) error {
	l := w.line
	last, err := l.Store.LastLook(ctx, job.Args.Host)
	if err != nil {
		return err
	}
	if last != nil {
		l.Crawler.Saw(job.Args.Host, *last)
	}
	until := time.Now().Add(visitTime)
	for time.Now().Before(until) && !l.stopping.Load() {
		sources, err := l.Store.DueSources(ctx, job.Args.Host, job.Args.Through, visitSources)
		if err != nil {
			return err
		}
		if len(sources) == 0 {
			break
		}
		if sources, err = l.inHours(ctx, sources); err != nil {
			return err
		}
		if err := l.visit(ctx, sources, until); err != nil {
			return err
		}
	}
	return finish(ctx, l.Store, job, func(*store.Store) error { return nil })
}

// inHours puts off the sources whose hours are over, as they are when a server was down while they were due.
func (l *Line) inHours(ctx context.Context, sources []store.Source) ([]store.Source, error) {
	now := l.Now()
	closed := map[int64]time.Time{}
	for _, src := range sources {
		if until, yes := l.Schedule.closed(src, now); yes {
			closed[src.ID] = until
		}
	}
	if len(closed) == 0 {
		return sources, nil
	}
	open := slices.DeleteFunc(sources, func(src store.Source) bool { _, yes := closed[src.ID]; return yes })
	return open, l.Store.Reschedule(ctx, closed)
}

// visit fetches some sources of one host and commits what came, in batches.
func (l *Line) visit(ctx context.Context, sources []store.Source, until time.Time) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	looks := make(chan look)
	var rests atomic.Bool // the site asked to be left alone
	go func() {
		defer close(looks)
		crew := crew{most: l.Parallel}
		crew.each(ctx, sources, func(src store.Source) {
			if rests.Load() || l.stopping.Load() || time.Now().After(until) {
				return
			}
			lk := look{source: src}
			crew.wait(func() { l.call(ctx, &lk) })
			rests.Store(rests.Load() || asksForRest(lk.err))
			l.judge(ctx, &lk)
			looks <- lk
		})
	}()
	return l.commitAll(ctx, cancel, looks)
}

// asksForRest tells whether a fetch ended with a site's wish to be left alone for a while.
func asksForRest(err error) bool {
	var f *crawler.Failure
	return errors.As(err, &f) && f.Class == crawler.ClassBackoff && f.RetryAfter > 0
}

// commitAll commits looks in batches until there are no more; after an error it only lets the fetchers end.
func (l *Line) commitAll(ctx context.Context, cancel func(), looks <-chan look) error {
	var failed error
	for {
		batch := gather(looks)
		if len(batch) == 0 {
			if failed == nil {
				failed = ctx.Err()
			}
			return failed
		}
		if failed == nil && ctx.Err() == nil {
			failed = l.commit(ctx, batch)
		}
		if failed != nil {
			cancel()
		}
		for i := range batch {
			batch[i].tidy()
		}
	}
}

// gather waits for a look and takes what else comes within a moment. It returns nothing once the channel is closed.
func gather(looks <-chan look) []look {
	first, ok := <-looks
	if !ok {
		return nil
	}
	batch, size := []look{first}, first.weight()
	wait := time.NewTimer(batchWait)
	defer wait.Stop()
	for len(batch) < batchLooks && size < batchBytes {
		select {
		case lk, ok := <-looks:
			if !ok {
				return batch
			}
			batch, size = append(batch, lk), size+lk.weight()
		case <-wait.C:
			return batch
		}
	}
	return batch
}

// weight is how much memory a look takes until it is committed: nothing where it said nothing new.
func (lk look) weight() int {
	if lk.packed != nil && lk.reading != nil && lk.reading.same {
		return 0
	}
	return lk.size
}

// lighten gives back at once the tray of a look that said nothing new.
func (lk *look) lighten() {
	if lk.weight() == 0 {
		lk.tidy()
	}
}

// call fetches the source of a look.
func (l *Line) call(ctx context.Context, lk *look) {
	src := lk.source
	lk.started = l.Now()
	full := l.Schedule.full(src, lk.started)
	req := crawler.Request{
		URL:      src.URL,
		WireHash: src.WireHash,
		Full:     full,
		Render:   src.Render,
		Feed:     src.Kind == extract.Feed,
		Room:     func(ctx context.Context) error { return lk.tray(ctx, &l.desks) },
	}
	if !full {
		req.ETag, req.LastModified = src.ETag, src.LastModified
	}
	lk.response, lk.err = l.Crawler.Fetch(ctx, req)
	l.at(Fetched)
	lk.ended = l.Now()
}

// judge lets the capture gate judge what came, and has a new body read.
func (l *Line) judge(ctx context.Context, lk *look) {
	src := lk.source
	if lk.err != nil {
		lk.tidy()
		return
	}
	lk.unread = l.unread(ctx, src, lk.ended)
	if lk.response.NotModified || lk.response.Equal {
		return
	}
	lk.bodyHash, lk.size = store.BlobHash(lk.response.Body), len(lk.response.Body)
	if src.LastSnapshotID != nil {
		if last, err := l.Store.Snapshot(ctx, *src.LastSnapshotID); err == nil {
			lk.lastHash = last.BlobHash
		}
	}
	if lk.bodyHash == lk.lastHash {
		lk.tidy()
		return
	}
	l.understand(ctx, lk)
}

// commit writes a batch of looks: captures, sources, new snapshots, and what was read from them, or the jobs that read
// them.
func (l *Line) commit(ctx context.Context, batch []look) error {
	records := make([]store.CaptureRecord, len(batch))
	err := l.Store.InTx(ctx, func(tx *store.Store) error {
		if err := forgetStale(ctx, tx, batch); err != nil {
			return err
		}
		todo := make([]*ReadArgs, len(batch))
		for i, lk := range batch {
			s := settle(lk, l.Schedule)
			var err error
			if todo[i], err = l.keep(ctx, tx, &batch[i], &s); err != nil {
				return err
			}
			records[i] = store.CaptureRecord{
				Source: s.source, Capture: s.capture, Kept: s.keep, Known: lk.known(), LookedAgain: lk.source.LookAgain,
			}
		}
		if err := tx.RecordCaptures(ctx, records); err != nil {
			return err
		}
		if err := rest(ctx, tx, records); err != nil {
			return err
		}
		if err := l.noteCaptures(ctx, tx, records); err != nil {
			return err
		}
		var next []river.InsertManyParams
		for i, args := range todo {
			if args != nil && !l.readNow(ctx, tx, batch[i].reading, records[i].Source) {
				next = append(next, river.InsertManyParams{Args: *args})
			}
		}
		err := tx.InsertMany(ctx, next)
		l.at(Keeping)
		return err
	})
	if err == nil {
		l.at(Kept)
		l.Metrics.captured(records)
	}
	return err
}

// readNow does what a read job would, where the page has been read already.
func (l *Line) readNow(ctx context.Context, tx *store.Store, r *reading, src store.Source) bool {
	if r == nil {
		return false
	}
	r.source = src
	return l.concludeNow(ctx, tx, *r)
}

func save(ctx context.Context, tx *store.Store, lk *look, snap *store.Snapshot) error {
	if lk.packed == nil {
		return tx.SaveSnapshot(ctx, snap, lk.response.Body)
	}
	return tx.SavePacked(ctx, snap, *lk.packed)
}

// keep stores a new body and says what is to be read, if anything.
func (l *Line) keep(ctx context.Context, tx *store.Store, lk *look, s *settled) (*ReadArgs, error) {
	if s.again {
		return &ReadArgs{SnapshotID: *s.source.LastSnapshotID, At: lk.ended}, nil
	}
	if !s.keep {
		return nil, nil
	}
	snap := store.Snapshot{
		SourceID:    s.source.ID,
		At:          lk.ended,
		ContentType: lk.response.ContentType,
		FinalURL:    lk.response.FinalURL,
	}
	if err := save(ctx, tx, lk, &snap); err != nil {
		return nil, err
	}
	s.capture.SnapshotID = &snap.ID
	s.source.LastSnapshotID = &snap.ID
	args := ReadArgs{SnapshotID: snap.ID, At: lk.ended}
	if r := lk.reading; r != nil {
		r.snapshot, r.args = snap, args
		if r.same && s.source.Looks == 0 {
			return nil, nil // the capture has said it all
		}
	}
	return &args, nil
}

// rest keeps every worker away from hosts that asked for it, whichever of their pages said so.
func rest(ctx context.Context, tx *store.Store, records []store.CaptureRecord) error {
	for _, r := range records {
		if until := r.Source.NotBefore; r.Capture.Class == crawler.ClassBackoff && until != nil && until.After(r.Capture.At) {
			if err := tx.RestHost(ctx, r.Source.Host, *until); err != nil {
				return err
			}
		}
	}
	return nil
}
