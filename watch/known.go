package watch

import (
	"context"
	"time"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// says tells whether a page is known to say what the source's base says, so that it need not be read.
func says(src store.Source, page extract.Outline, at time.Time) bool {
	return src.BaseSnapshotID != nil && src.ReadBy == reader(src) && diff.ParseKnown(src.BaseKnown).Says(page, at)
}

// taught is what a page that was read has taught: about the base where it says the same, else about itself, should it take
// the base's place. It is nil where there is nothing new.
func (l *Line) taught(ctx context.Context, r reading, page extract.Outline) []byte {
	src, known := r.source, diff.Known{}
	if len(page.Texts) == 0 {
		return nil
	}
	if src.ReadBy == reader(src) {
		known = diff.ParseKnown(src.BaseKnown)
	}
	if !r.same {
		return known.On(page, r.args.At).Bytes()
	}
	if len(src.BaseKnown) > 0 && known.Fresh(r.args.At) && !known.Of(page) {
		return nil // pages of this shape were not to be learned from, or others are more frequent
	}
	base, err := l.outline(ctx, src, *src.BaseSnapshotID)
	if err != nil {
		return nil // it will be told when the base is needed to compare
	}
	return known.Learn(base, page, r.doc, r.args.At).Bytes()
}

// taughtLate is what a page has taught that was not read when it came. Where it does not say what the base says nothing is
// known any more: it may have been taken for the same.
func (l *Line) taughtLate(ctx context.Context, r reading) ([]byte, error) {
	if !r.same {
		return []byte{}, nil
	}
	page, err := l.outline(ctx, r.source, r.snapshot.ID)
	if err != nil {
		return nil, err
	}
	return l.taught(ctx, r, page), nil
}

// unread tells whether the newest page of a source was taken for what its base says, so long ago that it is to be read: a
// site that sends it for weeks would never be looked at again.
func (l *Line) unread(ctx context.Context, src store.Source, at time.Time) bool {
	known := diff.ParseKnown(src.BaseKnown)
	if len(src.BaseKnown) == 0 || src.LastSnapshotID == nil || sameID(src.LastSnapshotID, src.BaseSnapshotID) || known.Fresh(at) {
		return false
	}
	last, err := l.Store.Snapshot(ctx, *src.LastSnapshotID)
	return err == nil && known.Before(last.At)
}

// outline draws a page of a source.
func (l *Line) outline(ctx context.Context, src store.Source, id int64) (extract.Outline, error) {
	page, err := l.Store.Page(ctx, id, src.Kind)
	if err != nil {
		return extract.Outline{}, err
	}
	page.Limits = l.Limits.Read
	outline, _ := page.Opened().Outline()
	return outline, nil
}

// known is what the look has taught about the base that stands.
func (lk *look) known() []byte {
	if lk.reading == nil || !lk.reading.same {
		return nil
	}
	return lk.reading.known
}
