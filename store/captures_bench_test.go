package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// manySources saves n sources of one competitor and returns them.
func manySources(t testing.TB, st *store.Store, n int) []store.Source {
	t.Helper()
	competitors := []store.Competitor{{Key: "acme", Name: "Acme"}}
	require.NoError(t, st.SaveCompetitors(t.Context(), competitors))
	sources := make([]store.Source, n)
	for i := range sources {
		sources[i] = store.Source{
			CompetitorID: competitors[0].ID, Kind: extract.Pricing, URL: fmt.Sprintf("https://acme.example/%d", i),
			Host: "acme.example:443", NextCheckAt: monday, ETag: `"abc"`, WireHash: make([]byte, 32),
		}
	}
	require.NoError(t, st.SaveSources(t.Context(), sources))
	return sources
}

// unchanged are the records of a visit that found every source as it was.
func unchanged(sources []store.Source, at time.Time) []store.CaptureRecord {
	records := make([]store.CaptureRecord, len(sources))
	for i, source := range sources {
		source.NextCheckAt = at.Add(time.Hour)
		records[i] = store.CaptureRecord{Source: source, Capture: store.Capture{
			At: at, Outcome: store.OutcomeSame, Class: "not_modified", Status: 304, Bytes: 120, Millis: 80,
		}}
	}
	return records
}

func BenchmarkRecordingUnchangedSources(b *testing.B) {
	for _, open := range []func(testing.TB) string{storetest.SQLiteAddress, storetest.PostgresAddress} {
		address := open(b)
		b.Run(address[:6], func(b *testing.B) {
			st := storetest.Open(b, address)
			sources := manySources(b, st, 5000)
			records := unchanged(sources, monday)
			require.NoError(b, st.RecordCaptures(b.Context(), records))
			for i := range records {
				sources[i] = records[i].Source
			}
			at := monday
			for b.Loop() {
				at = at.Add(time.Hour)
				for batch := 0; batch < len(sources); batch += 64 {
					require.NoError(b, st.RecordCaptures(b.Context(),
						unchanged(sources[batch:min(batch+64, len(sources))], at)))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(sources)), "us/source")
		})
	}
}

func BenchmarkLoadingDueSources(b *testing.B) {
	st := storetest.SQLite(b)
	sources := manySources(b, st, 5000)
	require.NoError(b, st.RecordCaptures(b.Context(), unchanged(sources, monday)))
	for b.Loop() {
		due, err := st.DueSources(b.Context(), "acme.example:443", monday.Add(2*time.Hour), 500)
		require.NoError(b, err)
		require.Len(b, due, 500)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*500), "us/source")
}
