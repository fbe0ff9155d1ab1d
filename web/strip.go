package web

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// How a month of looks is drawn: one mark a day.
const (
	stripDays  = 30
	stripPitch = 6 // from one day to the next, in units of the picture
)

// healthStrip is a month of looks at a source, as a picture and in words.
type healthStrip struct {
	Marks []stripMark
	Says  string
	Width int
}

// stripMark is all days of one kind, as one outline: a page of two hundred sources has six thousand days.
type stripMark struct {
	Kind string // new, same, susp, fail, none
	Path string
}

// fare is how a source fares, for the pages.
type fare struct {
	watch.Health
	Strip healthStrip
}

// Tone is how loud its standing is said: bad, warn or nothing.
func (f fare) Tone() string {
	switch f.Standing {
	case watch.Troubled, watch.Failing:
		return "bad"
	case watch.Silent, watch.Moving:
		return "warn"
	}
	return ""
}

// schedule is the one that this server's line keeps, or the one of the default settings where it has none.
func (s *Server) schedule() watch.Schedule {
	if s.line == nil {
		return watch.NewSchedule(config.Defaults())
	}
	return s.line.Schedule
}

// fares says how sources fare, by id, with a month of looks by the days of a zone.
func (s *Server) fares(ctx context.Context, sources []store.Source, zone *time.Location) (map[int64]fare, error) {
	ids := make([]int64, len(sources))
	for i, src := range sources {
		ids[i] = src.ID
	}
	now := s.now()
	spans, err := s.store.Spans(ctx, ids, now.AddDate(0, 0, -stripDays))
	if err != nil {
		return nil, err
	}
	of := map[int64][]store.Span{}
	for _, span := range spans {
		of[span.SourceID] = append(of[span.SourceID], span)
	}
	out, schedule := make(map[int64]fare, len(sources)), s.schedule()
	for _, src := range sources {
		out[src.ID] = fare{schedule.Health(src, now), drawStrip(watch.Strip(of[src.ID], now, stripDays, zone))}
	}
	return out, nil
}

// stripKinds are the kinds of days in the order they are told in, and what each looks like from where its day begins.
func stripKinds() []struct {
	day         watch.Day
	kind, shape string
} {
	return []struct {
		day         watch.Day
		kind, shape string
	}{
		{watch.DayNews, "new", " 1h4v14h-4z"},
		{watch.DaySame, "same", " 10h4v5h-4z"},
		{watch.DaySuspect, "susp", " 6h4v8h-4z"},
		{watch.DayFailed, "fail", " 9l4 5m0-5l-4 5"},
		{watch.DayNone, "none", " 13h2v2h-2z"},
	}
}

// drawStrip places a mark for each day and counts them in words.
func drawStrip(days []watch.Day) healthStrip {
	out := healthStrip{Width: len(days) * stripPitch}
	var parts []string
	for _, k := range stripKinds() {
		var path strings.Builder
		n := 0
		for i, day := range days {
			if day == k.day {
				n++
				path.WriteString("M" + strconv.Itoa(i*stripPitch) + k.shape)
			}
		}
		if n > 0 {
			out.Marks = append(out.Marks, stripMark{k.kind, path.String()})
			parts = append(parts, k.day.Word()+" on "+countOf(n, "day", "days"))
		}
	}
	out.Says = fmt.Sprintf("The last %d days: %s.", len(days), strings.Join(parts, ", "))
	return out
}
