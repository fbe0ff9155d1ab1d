package watch

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// look is one fetch of a source, as it ended.
type look struct {
	source   store.Source
	started  time.Time
	ended    time.Time
	response crawler.Response
	err      error
	verdict  extract.Verdict // of the capture gate, where there is a new body
	bodyHash string          // hex sha256 of a new body
	size     int             // of a new body
	packed   *store.Packed   // a new body as it is to be kept; the body itself is then let go of
	lastHash string          // of the newest snapshot that passed the gate
	reading  *reading        // what a new body means, where that could be worked out at once
	clear    func()          // gives back its tray, once it is written or lost; nil: it has none
	unread   bool            // the newest snapshot was not read for too long
}

// settled is what a look means: the capture to record, the source as it stands after it, and the bytes to keep.
type settled struct {
	source  store.Source
	capture store.Capture
	keep    bool // there are new bytes to keep and to read
	again   bool // the newest snapshot is to be read although it is not new: changes wait for it, or it never was
}

// settle turns a look into rows. It is pure.
func settle(l look, s Schedule) settled {
	src := l.source
	c := store.Capture{
		SourceID:  src.ID,
		At:        l.ended,
		SeenUntil: l.ended,
		Times:     1,
		Status:    l.response.Status,
		Bytes:     l.response.WireBytes,
		Millis:    l.ended.Sub(l.started).Milliseconds(),
		FinalURL:  l.response.FinalURL,
	}
	var f *crawler.Failure
	switch {
	case errors.As(l.err, &f):
		return failed(src, c, f, s)
	case l.response.NotModified:
		return unchanged(src, c, "not_modified", l, s)
	case l.response.Equal, src.LastSnapshotID != nil && l.bodyHash == l.lastHash:
		return unchanged(src, c, "no_change", l, s)
	case l.verdict.State != extract.OK:
		return suspect(src, c, l.verdict, s)
	case l.reading != nil && l.reading.same:
		return sameMeaning(src, c, l, s)
	}
	return fresh(src, c, l, s)
}

// failed: nothing was had. The source backs off and keeps its base.
func failed(src store.Source, c store.Capture, f *crawler.Failure, s Schedule) settled {
	c.Outcome, c.Class, c.Reason = store.OutcomeFailed, f.Class, f.Reason
	c.Status, c.Bytes = f.Status, f.Bytes
	src.Failures++
	src.Trouble = string(troubleOf(f))
	src.NextCheckAt = s.afterFailure(src, c.At)
	switch f.Class {
	case crawler.ClassBackoff:
		until := c.At.Add(f.RetryAfter)
		src.NotBefore = &until
	case crawler.ClassGone:
		c.Outcome = store.OutcomeGone
		src.Paused = true
	}
	return settled{source: src, capture: c}
}

// suspect: something came, but not the page. It is never compared and never a base.
func suspect(src store.Source, c store.Capture, v extract.Verdict, s Schedule) settled {
	c.Outcome, c.Class, c.Reason = store.OutcomeSuspect, "suspect", v.Reason
	src.Failures++
	src.Trouble = string(pageTrouble(v.State, src.Kind))
	src.NextCheckAt = s.afterFailure(src, c.At)
	return settled{source: src, capture: c}
}

// unchanged: the site says, or the bytes show, that the newest snapshot still stands.
func unchanged(src store.Source, c store.Capture, class string, l look, s Schedule) settled {
	c.Outcome, c.Class = store.OutcomeSame, class
	c.SnapshotID = src.LastSnapshotID
	if class == "not_modified" && src.LastSnapshotID == nil {
		c.Outcome, c.Class = store.OutcomeFailed, "protocol"
		c.Reason = "the site answered 304 (not modified) although nothing was ever fetched from it"
		src.Failures++
		src.Trouble = string(OddAnswer)
		src.NextCheckAt = s.afterFailure(src, c.At)
		return settled{source: src, capture: c}
	}
	remember(&src, l)
	src.Failures, src.Trouble = 0, ""
	src.NotBefore = nil
	src.WishSeconds = int64(l.response.MaxAge / time.Second)
	src.NextCheckAt = s.next(src, c.At)
	again := l.unread || src.Looks > 0 && src.BaseSnapshotID != nil && *src.LastSnapshotID != *src.BaseSnapshotID
	return settled{source: src, capture: c, again: again}
}

// sameMeaning: other bytes that say what the base says. They are kept, and nothing follows from them.
func sameMeaning(src store.Source, c store.Capture, l look, s Schedule) settled {
	now := fresh(src, c, l, s)
	now.source.Failures, now.source.Trouble = 0, ""
	now.capture.Outcome = store.OutcomeSame
	if now.capture.Class == "ok" {
		now.capture.Class = "no_change"
	}
	return now
}

// fresh: new bytes that passed the gate. What they mean is the read job's question, and so is whether the source fails.
func fresh(src store.Source, c store.Capture, l look, s Schedule) settled {
	c.Outcome, c.Class = store.OutcomeChanged, "ok"
	if src.BaseSnapshotID == nil {
		c.Outcome = store.OutcomeNew
	}
	c.Bytes = int64(l.size)
	if l.response.Moved != "" {
		c.Class = "moved"
		c.Reason = fmt.Sprintf("the page has moved for good to %s: change the source's address", l.response.Moved)
	}
	remember(&src, l)
	src.NotBefore = nil
	src.WishSeconds = int64(l.response.MaxAge / time.Second)
	src.NextCheckAt = s.next(src, c.At)
	return settled{source: src, capture: c, keep: true}
}

// remember keeps what the next request can say.
func remember(src *store.Source, l look) {
	if l.response.NotModified {
		return
	}
	src.MovedTo = l.response.Moved // empty again where a site takes it back
	src.ETag, src.LastModified = l.response.ETag, l.response.LastModified
	if !bytes.Equal(src.WireHash, l.response.WireHash) {
		src.WireHash = l.response.WireHash
	}
	src.FullFetchAt = &l.ended
}
