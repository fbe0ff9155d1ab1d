package watch

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// ReadArgs asks to understand a snapshot and to say what it changes.
type ReadArgs struct {
	SnapshotID int64     `json:"snapshot_id"`
	At         time.Time `json:"at"` // when the page was captured
}

// Kind names the job.
func (ReadArgs) Kind() string { return "read" }

// InsertOpts puts reading into its own queue: it needs the processor, not the network.
func (ReadArgs) InsertOpts() river.InsertOpts {
	// A read that fails for good is a change that nobody is told of, so it is tried for hours.
	return river.InsertOpts{Queue: ReadQueue, MaxAttempts: 10}
}

type readWorker struct {
	river.WorkerDefaults[ReadArgs]
	line *Line
}

// Work reads the snapshot and its base, decides, and writes everything that follows in one transaction.
func (w *readWorker) Work(ctx context.Context, job *river.Job[ReadArgs]) error {
	for {
		r, err := w.line.prepare(ctx, job.Args)
		if err != nil {
			return fmt.Errorf("read snapshot %d: %w", job.Args.SnapshotID, err)
		}
		err = finish(ctx, w.line.Store, job, func(tx *store.Store) error { return w.line.settleReading(ctx, tx, r) })
		if err == nil {
			w.line.at(Concluded)
		}
		if !errors.Is(err, errRulesMoved) {
			return err
		}
	}
}

// errRulesMoved: somebody gave the source other rules while a page was being read by the earlier ones.
var errRulesMoved = errors.New("the rules of the source have changed")

func (l *Line) settleReading(ctx context.Context, tx *store.Store, r reading) error {
	src, err := tx.LockSource(ctx, r.source.ID)
	if err != nil {
		return err
	}
	if r.outdated(src) {
		return nil
	}
	if src.RulesVersion != r.source.RulesVersion {
		return errRulesMoved
	}
	r.source = src
	err = l.conclude(ctx, tx, r)
	l.at(Concluding)
	return err
}

// reading is what a read job knows before it decides.
type reading struct {
	args     ReadArgs
	snapshot store.Snapshot
	source   store.Source
	rules    extract.Rules
	doc      extract.Document
	body     []byte        // of the page, where it is at hand
	base     *past         // what the source showed before, where there is a base
	first    bool          // there is no base: this is the baseline
	essence  []byte        // of doc
	same     bool          // doc has the essence of the base, which was not looked at any further
	known    []byte        // of the base, or of what may take its place, where the page has taught it; see diff.Known
	changes  []diff.Change // against the base
	class    string        // of a document that is not to be trusted; empty otherwise
	reason   string

	pondered pondered
	entries  map[string]store.Entry // that changes tell, as they are kept, by key
}

// look is which look at the base this one is: 1 for the first. It counts from what the source is when the reading is
// concluded, because another reading may have moved the base since the page came.
func (r reading) look() int { return r.source.Looks + 1 }

// outdated tells whether a newer snapshot or another read has overtaken this one.
func (r reading) outdated(now store.Source) bool {
	return now.LastSnapshotID == nil || *now.LastSnapshotID != r.snapshot.ID ||
		!sameID(now.BaseSnapshotID, r.source.BaseSnapshotID) ||
		sameID(now.BaseSnapshotID, &r.snapshot.ID)
}

// prepare does the slow part, outside of any transaction.
func (l *Line) prepare(ctx context.Context, args ReadArgs) (reading, error) {
	r := reading{args: args}
	var err error
	if r.snapshot, err = l.Store.Snapshot(ctx, args.SnapshotID); err != nil {
		return r, err
	}
	if r.source, err = l.Store.Source(ctx, r.snapshot.SourceID); err != nil {
		return r, err
	}
	if r.rules, err = l.rules(ctx, r.source); err != nil {
		return r, err
	}
	r.doc, err = l.document(ctx, r.source, r.rules, r.snapshot)
	if err = l.weigh(ctx, &r, err); err != nil || r.source.BaseSnapshotID == nil {
		return r, err
	}
	r.known, err = l.taughtLate(ctx, r)
	return r, err
}

// weigh finds out what a document that was read, or failed to be, says against the base.
func (l *Line) weigh(ctx context.Context, r *reading, err error) error {
	switch {
	case errors.Is(err, extract.ErrParse):
		r.class, r.reason = "parse", err.Error()
		return nil
	case errors.Is(err, extract.ErrDecode):
		r.class, r.reason = "decode", err.Error()
		return nil
	case err != nil:
		return err
	}
	r.essence = diff.Essence(r.doc)
	if r.source.BaseSnapshotID == nil {
		r.first, r.base = true, &past{}
		return l.ponder(ctx, r)
	}
	if r.same = r.source.ReadBy == reader(r.source) && diff.SameEssence(r.source.BaseEssence, r.essence); r.same {
		return nil
	}
	if err := l.compare(ctx, r); err != nil || len(r.changes) == 0 {
		return err
	}
	return l.ponder(ctx, r)
}

// compare finds the changes against the base, unless the page has collapsed.
func (l *Line) compare(ctx context.Context, r *reading) error {
	base, err := l.past(ctx, r.source, r.rules)
	if err != nil {
		return err
	}
	r.base = &base
	if reason, yes := extract.Collapsed(base.doc, r.doc); yes {
		r.class, r.reason = "suspect", reason
		return nil
	}
	r.changes = l.Limits.Diff.Documents(base.doc, r.doc, base.memory)
	return l.leaveTurns(ctx, r)
}

// leaveTurns leaves out text that the page turns by itself, where its bytes show that it does.
func (l *Line) leaveTurns(ctx context.Context, r *reading) error {
	if !diff.MayTurn(r.changes) {
		return nil
	}
	old, err := l.Store.Body(ctx, r.base.snapshot.ID)
	if err != nil {
		return err
	}
	if r.body == nil {
		if r.body, err = l.Store.Body(ctx, r.snapshot.ID); err != nil {
			return err
		}
	}
	r.changes = diff.WithoutTurns(r.changes, old, r.body)
	return nil
}

// conclude writes what a reading means.
func (l *Line) conclude(ctx context.Context, tx *store.Store, r reading) error {
	if r.base != nil && r.base.reread {
		if err := l.refresh(ctx, tx, r.source, *r.base); err != nil {
			return err
		}
	}
	if r.class != "" {
		return l.reject(ctx, tx, r)
	}
	if r.first {
		return l.accept(ctx, tx, r)
	}
	if len(r.changes) == 0 {
		return l.same(ctx, tx, r)
	}
	held, err := tx.HeldChanges(ctx, *r.source.BaseSnapshotID)
	if err != nil {
		return err
	}
	if r.source.Looks > 0 {
		if r.changes, err = l.untold(ctx, tx, r); err != nil {
			return err
		}
	}
	v := confirm(r.changes, heldBefore(held), r.look())
	if err := l.publish(ctx, tx, r, v.publish); err != nil {
		return err
	}
	if v.accept {
		return l.accept(ctx, tx, r)
	}
	return l.hold(ctx, tx, r, v.hold)
}

// hold keeps what needs a second look and asks for it at once. The base stays.
func (l *Line) hold(ctx context.Context, tx *store.Store, r reading, changes []diff.Change) error {
	if err := tx.HoldChanges(ctx, r.rows(changes)); err != nil {
		return err
	}
	if err := l.cache(ctx, tx, r); err != nil {
		return err
	}
	if err := tx.SetBase(ctx, r.source.ID, store.Base{Looks: r.look(), LookAgain: true}); err != nil {
		return err
	}
	if err := l.noteWell(ctx, tx, r.source, r.args.At); err != nil {
		return err
	}
	return tx.Insert(ctx, VisitArgs{Host: r.source.Host, Through: r.args.At}, nil)
}

// cache keeps the document, so that the next comparison need not read the page again.
func (l *Line) cache(ctx context.Context, tx *store.Store, r reading) error {
	return tx.SaveDocument(ctx, r.snapshot.ID, reader(r.source), r.pondered.document)
}

// same records that other bytes meant the same. The base stays: it says what this page says, and is read already.
func (l *Line) same(ctx context.Context, tx *store.Store, r reading) error {
	if r.source.Looks > 0 {
		if err := tx.DropHeld(ctx, *r.source.BaseSnapshotID); err != nil {
			return err
		}
	}
	if r.source.LastClass == "ok" {
		if err := tx.SettleReading(ctx, r.source, store.OutcomeSame, "no_change"); err != nil {
			return err
		}
	}
	base := store.Base{GoodAt: &r.args.At}
	if r.same || len(r.known) == 0 {
		base.Known = r.known
	}
	if err := tx.SetBase(ctx, r.source.ID, base); err != nil {
		return err
	}
	return l.noteWell(ctx, tx, r.source, r.args.At)
}

// accept makes the document the new base and learns from it.
func (l *Line) accept(ctx context.Context, tx *store.Store, r reading) error {
	if r.source.BaseSnapshotID != nil {
		if err := tx.DropHeld(ctx, *r.source.BaseSnapshotID); err != nil {
			return err
		}
	}
	if err := l.learn(ctx, tx, r); err != nil {
		return err
	}
	if err := tx.SaveMemory(ctx, r.source.ID, r.pondered.memory); err != nil {
		return err
	}
	if err := l.noteWell(ctx, tx, r.source, r.args.At); err != nil {
		return err
	}
	by := reader(r.source)
	base := store.Base{
		SnapshotID: &r.snapshot.ID, GoodAt: &r.args.At, ReadBy: &by, Essence: r.essence, Known: r.known, First: r.first,
	}
	if len(r.changes) > 0 {
		src := r.source
		src.LastNewAt, src.QuietSince, src.QuietLooks = &r.args.At, &r.args.At, 0
		next := l.Schedule.next(src, r.args.At)
		base.NewAt, base.NextBy = &r.args.At, &next
		if _, err := tx.EndEpisode(ctx, src.ID, store.GoneQuiet, r.args.At); err != nil {
			return err
		}
	}
	if r.first || len(r.changes) > 0 {
		var err error
		if base.Rhythm, err = rhythmOf(ctx, tx, r.source.ID, r.args.At); err != nil {
			return err
		}
	}
	if err := tx.SetBase(ctx, r.source.ID, base); err != nil {
		return err
	}
	return l.cache(ctx, tx, r) // now that it is the base: the document of the one before is let go of
}

// reject marks the capture as not to be trusted: the base stays, and what the next request says is forgotten, so that
// the same bytes are judged again and not taken for an unchanged page.
func (l *Line) reject(ctx context.Context, tx *store.Store, r reading) error {
	src := r.source
	src.Failures++
	src.Trouble = string(readTrouble(r.class, src.Kind))
	rejection := store.Rejection{
		Outcome:     store.OutcomeFailed,
		Class:       r.class,
		Reason:      r.reason,
		Trouble:     src.Trouble,
		NextCheckAt: l.Schedule.afterFailure(src, r.args.At),
	}
	if r.class == "suspect" {
		rejection.Outcome = store.OutcomeSuspect
	}
	if err := tx.RejectReading(ctx, r.source, rejection); err != nil {
		return err
	}
	return l.noteTrouble(ctx, tx, src, r.reason, r.args.At)
}

// rows turns changes into the rows that carry their identity.
func (r reading) rows(changes []diff.Change) []store.Change {
	rows := make([]store.Change, 0, len(changes))
	for _, c := range changes {
		var entryID *int64
		if c.Entry != nil && r.entries[c.Entry.Key].ID != 0 {
			id := r.entries[c.Entry.Key].ID
			entryID = &id
		}
		rows = append(rows, store.Change{
			EntryID:        entryID,
			SourceID:       r.source.ID,
			CompetitorID:   r.source.CompetitorID,
			Kind:           c.Kind,
			Subject:        c.Subject,
			Before:         c.Before,
			After:          c.After,
			Quote:          c.Quote,
			Level:          c.Level,
			BaseSnapshotID: *r.source.BaseSnapshotID,
			SnapshotID:     r.snapshot.ID,
			Fingerprint:    diff.Fingerprint(c),
			ReadBy:         reader(r.source),
			DetectedAt:     r.args.At,
		})
	}
	return rows
}

func sameID(a, b *int64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
