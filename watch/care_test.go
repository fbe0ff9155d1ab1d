package watch

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// The database lists the sources that need a look by a condition of its own: it must choose whom their health would.
func TestWhoNeedsALookIsSaidAlikeByListAndHealth(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		competitors := []store.Competitor{{Key: "acme", Name: "Acme"}}
		require.NoError(t, st.SaveCompetitors(ctx, competitors))
		var sources []store.Source
		for _, path := range []string{"new", "well", "failing", "troubled", "robots", "moved", "paused", "silent", "paused and moved"} {
			sources = append(sources, store.Source{
				CompetitorID: competitors[0].ID, Kind: extract.Feed, URL: "https://acme.test/" + path, Host: "acme.test:443", NextCheckAt: noon,
			})
		}
		require.NoError(t, st.SaveSources(ctx, sources))
		looked := func(n int, outcome store.Outcome, change func(*store.Source)) store.CaptureRecord {
			r := store.CaptureRecord{Source: sources[n], Capture: store.Capture{At: noon, Outcome: outcome, Class: "ok"}}
			change(&r.Source)
			return r
		}
		require.NoError(t, st.RecordCaptures(ctx, []store.CaptureRecord{
			looked(1, store.OutcomeSame, func(*store.Source) {}),
			looked(2, store.OutcomeFailed, func(s *store.Source) { s.Failures, s.Trouble = 1, "timeout" }),
			looked(3, store.OutcomeFailed, func(s *store.Source) { s.Failures, s.Trouble = 9, "timeout" }),
			looked(4, store.OutcomeFailed, func(s *store.Source) { s.Failures, s.Trouble = 1, "robots" }),
			looked(5, store.OutcomeSame, func(s *store.Source) { s.MovedTo = "https://acme.test/there" }),
			looked(6, store.OutcomeSame, func(*store.Source) {}),
			looked(7, store.OutcomeSame, func(*store.Source) {}),
			looked(8, store.OutcomeSame, func(s *store.Source) { s.MovedTo = "https://acme.test/there" }),
		}))
		require.NoError(t, st.PauseSource(ctx, sources[6].ID, true))
		require.NoError(t, st.PauseSource(ctx, sources[8].ID, true))
		require.NoError(t, st.SetBase(ctx, sources[7].ID, store.Base{
			First: true, GoodAt: &noon, NewAt: &noon, Rhythm: &store.Rhythm{Every: time.Hour, QuietAfter: new(noon.Add(time.Hour))},
		}))

		schedule := NewSchedule(config.Defaults())
		for _, now := range []time.Time{noon, noon.Add(2 * time.Hour)} {
			all, err := st.Sources(ctx, store.SourceFilter{})
			require.NoError(t, err)
			standings := map[Standing]bool{}
			var want []string
			for _, src := range all {
				h := schedule.Health(src.Source, now)
				standings[h.Standing] = true
				if h.Standing.NeedsCare() || h.Standing == Failing || h.Standing == Resting && h.Trouble != "" {
					want = append(want, src.URL)
				}
			}
			listed, err := st.Sources(ctx, store.SourceFilter{Care: store.Care{Wanted: true, At: now}})
			require.NoError(t, err)
			var got []string
			for _, src := range listed {
				got = append(got, src.URL)
			}
			require.Equal(t, want, got)
			require.Equal(t, now.After(noon), standings[Silent])
		}
	})
}
