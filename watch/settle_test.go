package watch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

func testSchedule() Schedule {
	return Schedule{Pace: Pace{Every: time.Hour}, Longest: 24 * time.Hour}
}

// known is a source with a base, as it stands before a look.
func known() store.Source {
	one, good := int64(1), noon.Add(-time.Hour)
	return store.Source{
		ID: 7, URL: "https://acme.test/pricing", ETag: `"a"`, WireHash: []byte("w1"),
		LastSnapshotID: &one, BaseSnapshotID: &one, LastGoodAt: &good,
	}
}

func TestSettleFailure(t *testing.T) {
	s := settle(look{source: known(), ended: noon, err: &crawler.Failure{Class: "timeout", Reason: "timed out"}}, testSchedule())
	require.Equal(t, store.OutcomeFailed, s.capture.Outcome)
	require.Equal(t, "timeout", s.capture.Class)
	require.False(t, s.keep)
	require.Equal(t, known().BaseSnapshotID, s.source.BaseSnapshotID)
	require.Equal(t, 1, s.source.Failures)
	require.Equal(t, noon.Add(time.Hour), s.source.NextCheckAt)
}

func TestSettleRetryAfterKeepsAway(t *testing.T) {
	f := &crawler.Failure{Class: "backoff", Reason: "busy", RetryAfter: 3 * time.Hour}
	s := settle(look{source: known(), ended: noon, err: f}, testSchedule())
	require.Equal(t, noon.Add(3*time.Hour), *s.source.NotBefore)
}

func TestSettleGonePauses(t *testing.T) {
	s := settle(look{source: known(), ended: noon, err: &crawler.Failure{Class: "gone", Reason: "gone"}}, testSchedule())
	require.Equal(t, store.OutcomeGone, s.capture.Outcome)
	require.True(t, s.source.Paused)
	require.Equal(t, string(Gone), s.source.Trouble)
}

func TestSettleNotModified(t *testing.T) {
	s := settle(look{source: known(), ended: noon, response: crawler.Response{Status: 304, NotModified: true}}, testSchedule())
	require.Equal(t, store.OutcomeSame, s.capture.Outcome)
	require.Equal(t, "not_modified", s.capture.Class)
	require.Equal(t, `"a"`, s.source.ETag, "validators outlive a 304")
	require.False(t, s.again)
}

func TestSettleNotModifiedWithoutAnythingKept(t *testing.T) {
	s := settle(look{source: store.Source{}, ended: noon, response: crawler.Response{NotModified: true}}, testSchedule())
	require.Equal(t, store.OutcomeFailed, s.capture.Outcome)
	require.NotEmpty(t, s.capture.Reason)
}

func TestSettleSecondLookOfTheSameBytes(t *testing.T) {
	src, two := known(), int64(2)
	src.LastSnapshotID, src.LookAgain, src.Looks = &two, true, 1
	s := settle(look{source: src, ended: noon, response: crawler.Response{Equal: true, WireHash: []byte("w1")}}, testSchedule())
	require.True(t, s.again, "the newest snapshot is read again: its held changes are seen twice")
	require.False(t, s.keep)
}

func TestSettleSuspectIsNeverKept(t *testing.T) {
	lk := look{
		source:   known(),
		ended:    noon,
		response: crawler.Response{Status: 200, Body: []byte("checking your browser"), WireHash: []byte("w2")},
		verdict:  extract.Verdict{State: extract.Blocked, Reason: "a bot check stands before the page"},
		bodyHash: "check", lastHash: "page",
	}
	s := settle(lk, testSchedule())
	require.Equal(t, store.OutcomeSuspect, s.capture.Outcome)
	require.Equal(t, "suspect", s.capture.Class)
	require.False(t, s.keep)
	require.Equal(t, []byte("w1"), s.source.WireHash, "the next look compares with the last good page")
}

func TestSettleFreshBody(t *testing.T) {
	lk := look{
		source:   known(),
		ended:    noon,
		response: crawler.Response{Status: 200, Body: []byte("<p>new"), ETag: `"b"`, WireHash: []byte("w2")},
		verdict:  extract.Verdict{State: extract.OK},
		bodyHash: "new", lastHash: "old",
	}
	s := settle(lk, testSchedule())
	require.Equal(t, store.OutcomeChanged, s.capture.Outcome)
	require.True(t, s.keep)
	require.Equal(t, `"b"`, s.source.ETag)
}

func TestSettleOtherBytesOfTheSameMeaning(t *testing.T) {
	lk := look{
		source:   known(),
		ended:    noon,
		response: crawler.Response{Status: 200, Body: []byte("<p>new"), ETag: `"b"`, WireHash: []byte("w2")},
		verdict:  extract.Verdict{State: extract.OK},
		bodyHash: "new", lastHash: "old",
		reading: &reading{same: true},
	}
	s := settle(lk, testSchedule())
	require.Equal(t, store.OutcomeSame, s.capture.Outcome)
	require.Equal(t, "no_change", s.capture.Class)
	require.True(t, s.keep, "the bytes are kept")
	require.Equal(t, []byte("w2"), s.source.WireHash)
}

func TestSettleEqualBodyInOtherWireBytes(t *testing.T) {
	lk := look{
		source:   known(),
		ended:    noon,
		response: crawler.Response{Status: 200, Body: []byte("same"), WireHash: []byte("w2")},
		verdict:  extract.Verdict{State: extract.OK},
		bodyHash: "h", lastHash: "h",
	}
	s := settle(lk, testSchedule())
	require.Equal(t, store.OutcomeSame, s.capture.Outcome)
	require.Equal(t, []byte("w2"), s.source.WireHash)
	require.False(t, s.keep)
}

func TestBackOffDoublesUpToADay(t *testing.T) {
	s, src := testSchedule(), known()
	for failures, want := range map[int]time.Duration{1: time.Hour, 2: 2 * time.Hour, 4: 8 * time.Hour, 9: 24 * time.Hour, 400: 24 * time.Hour} {
		src.Failures = failures
		require.Equal(t, noon.Add(want), s.afterFailure(src, noon), "after %d failures", failures)
	}
}

func TestFullFetchNowAndThen(t *testing.T) {
	s, src := testSchedule(), known()
	s.FullEvery = 24 * time.Hour
	require.True(t, s.full(src, noon), "never fetched whole")
	yesterday := noon.Add(-25 * time.Hour)
	src.FullFetchAt = &yesterday
	require.True(t, s.full(src, noon), "long ago")
	src.FullFetchAt = &noon
	require.False(t, s.full(src, noon))
	src.LookAgain = true
	require.True(t, s.full(src, noon), "a second look asks for the whole page")
}
