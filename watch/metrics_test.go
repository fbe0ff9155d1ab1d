package watch_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
)

// figures are those of a line now: name and labels, as in jobs{queue=visit,state=done}, without gapwatch_.
func figures(t *testing.T, m *watch.Metrics) map[string]float64 {
	t.Helper()
	families, err := m.Registry().Gather()
	require.NoError(t, err)
	found := map[string]float64{}
	for _, f := range families {
		name, ours := strings.CutPrefix(f.GetName(), "gapwatch_")
		for _, row := range f.GetMetric() {
			var labels []string
			for _, l := range row.GetLabel() {
				labels = append(labels, l.GetName()+"="+l.GetValue())
			}
			full := name
			if len(labels) > 0 {
				full += "{" + strings.Join(labels, ",") + "}"
			}
			if ours {
				found[full] = row.GetCounter().GetValue() + row.GetGauge().GetValue()
			}
		}
	}
	return found
}

func TestFiguresSayWhatWasDoneAndWhatIsLate(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		s := &site{price: 49}
		l := watched(t, st, s)
		now := time.Now().UTC()
		l.Metrics = watch.NewMetrics(st, watch.Build{Version: "1.2.3", Revision: "abc", Go: "go1"}, func() time.Time { return now.Add(time.Minute) })
		f := figures(t, l.Metrics)
		require.Equal(t, 1.0, f["build_info{go=go1,revision=abc,version=1.2.3}"])
		require.Equal(t, 0.0, f["captures_total{outcome=failed}"], "what has not happened is 0 and not missing")
		require.Equal(t, 1.0, f["sources_due"])
		require.InDelta(t, 60, f["schedule_lag_seconds"], 10)

		crawl(t, l)
		s.set(func(s *site) { s.price = 59 })
		crawl(t, l)
		s.set(func(s *site) { s.status = 500 })
		crawl(t, l)
		f = figures(t, l.Metrics)
		require.Equal(t, 1.0, f["captures_total{outcome=new}"])
		require.GreaterOrEqual(t, f["captures_total{outcome=changed}"], 1.0)
		require.Equal(t, 1.0, f["captures_total{outcome=failed}"])
		require.Equal(t, 1.0, f["deliveries_total{channel=webhook,outcome=sent}"])
		require.Equal(t, 0.0, f["messages{channel=webhook,status=owed}"])
		require.Equal(t, 1.0, f["sources{state=watched}"])
		require.Equal(t, 0.0, f["schedule_lag_seconds"])
		require.Equal(t, 0.0, f["oldest_running_job_seconds"])
		require.Positive(t, f["database_bytes"])
		require.Positive(t, f["last_look_timestamp_seconds"])
		require.Equal(t, 1.0, f["database_up"])

		fresh, err := st.OweDelivery(ctx, &store.Delivery{SubscriptionID: 1, Tells: "test", Key: "k", CreatedAt: now})
		require.NoError(t, err)
		require.True(t, fresh)
		require.NoError(t, st.Insert(ctx, watch.VisitArgs{Host: "later"}, nil))
		f = figures(t, l.Metrics)
		require.Equal(t, 1.0, f["messages{channel=webhook,status=owed}"])
		require.Equal(t, 1.0, f["jobs{queue=visit,state=waiting}"])
		require.Positive(t, f["oldest_waiting_job_seconds{queue=visit}"])
	})
}

func TestFiguresWithoutADatabaseSaySo(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		st, err := store.Open(t.Context(), store.Options{Address: address})
		require.NoError(t, err)
		require.NoError(t, st.Migrate(t.Context()))
		require.NoError(t, st.Close())
		f := figures(t, watch.NewMetrics(st, watch.Build{}, time.Now))
		require.Equal(t, 0.0, f["database_up"])
		require.NotContains(t, f, "database_bytes")
		require.Contains(t, f, "captures_total{outcome=same}")
	})
}
