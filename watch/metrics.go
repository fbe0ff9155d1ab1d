package watch

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/store"
)

// Metrics are figures for Prometheus. What this process does is counted here; what all of them have before them is read
// from the database when somebody asks.
type Metrics struct {
	store      *store.Store
	now        func() time.Time
	captures   *prometheus.CounterVec
	deliveries *prometheus.CounterVec
	build      prometheus.Gauge
}

// Build says what program this is.
type Build struct{ Version, Revision, Go string }

// figuresTime bounds the reading of one scrape.
const figuresTime = 5 * time.Second

// NewMetrics counts for one process. The outcomes and channels there are begin at 0, so that none seems to be missing.
func NewMetrics(st *store.Store, build Build, now func() time.Time) *Metrics {
	m := &Metrics{
		store: st,
		now:   now,
		captures: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "gapwatch_captures_total",
			Help: "Looks at sources by this process, as the fetch ended. A page of other bytes is changed, whatever it means.",
		}, []string{"outcome"}),
		deliveries: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "gapwatch_deliveries_total",
			Help: "Attempts of this process to send a message: sent, again (it will be tried again) or failed (for good).",
		}, []string{"channel", "outcome"}),
		build: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "gapwatch_build_info", Help: "Which program this is; always 1.",
			ConstLabels: prometheus.Labels{"version": build.Version, "revision": build.Revision, "go": build.Go},
		}),
	}
	m.build.Set(1)
	for _, o := range []store.Outcome{
		store.OutcomeNew, store.OutcomeSame, store.OutcomeChanged, store.OutcomeSuspect, store.OutcomeFailed, store.OutcomeGone,
	} {
		m.captures.WithLabelValues(string(o))
	}
	for _, channel := range alert.Channels() {
		for _, outcome := range []string{"sent", "again", "failed"} {
			m.deliveries.WithLabelValues(channel, outcome)
		}
	}
	return m
}

// Registry holds the figures, and those of the process and its runtime. It is nobody else's.
func (m *Metrics) Registry() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(m.captures, m.deliveries, m.build, newStock(m),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}

// captured counts looks that were written down; without metrics nothing is counted.
func (m *Metrics) captured(records []store.CaptureRecord) {
	if m == nil {
		return
	}
	for _, r := range records {
		m.captures.WithLabelValues(string(r.Capture.Outcome)).Inc()
	}
}

// tried counts an attempt to send a message.
func (m *Metrics) tried(channel string, status store.DeliveryStatus) {
	if m == nil {
		return
	}
	outcome := "again"
	if status == store.Sent || status == store.Failed {
		outcome = string(status)
	}
	m.deliveries.WithLabelValues(channel, outcome).Inc()
}

// stock collects what the database says when it is asked.
type stock struct {
	m *Metrics

	up, size, free                    *prometheus.Desc
	sources, due, lag, look, messages *prometheus.Desc
	jobs, waiting, running            *prometheus.Desc
}

func newStock(m *Metrics) stock {
	describe := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("gapwatch_"+name, help, labels, nil)
	}
	return stock{
		m:        m,
		up:       describe("database_up", "Whether the database answers."),
		size:     describe("database_bytes", "Room that the database takes."),
		free:     describe("database_free_bytes", "Of that, what is free for new rows (SQLite)."),
		sources:  describe("sources", "Sources by what becomes of them.", "state"),
		due:      describe("sources_due", "Sources that could be looked at now."),
		lag:      describe("schedule_lag_seconds", "How long the source that waits longest has been due."),
		look:     describe("last_look_timestamp_seconds", "When a source was looked at last."),
		messages: describe("messages", "Messages that are owed or have failed for good.", "channel", "status"),
		jobs:     describe("jobs", "Jobs by queue and state.", "queue", "state"),
		waiting:  describe("oldest_waiting_job_seconds", "How long the job that waits longest could have run.", "queue"),
		running:  describe("oldest_running_job_seconds", "How long the oldest running job has run."),
	}
}

// Describe implements prometheus.Collector.
func (s stock) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		s.up, s.size, s.free, s.sources, s.due, s.lag, s.look, s.messages, s.jobs, s.waiting, s.running,
	} {
		ch <- d
	}
}

// Collect implements prometheus.Collector. Where the database does not answer, only that is said.
func (s stock) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), figuresTime)
	defer cancel()
	now := s.m.now()
	f, err := s.m.store.Figures(ctx, now)
	var queues []store.QueueCount
	if err == nil {
		queues, err = s.m.store.QueueCounts(ctx)
	}
	var size store.DatabaseSize
	if err == nil {
		size, err = s.m.store.Size(ctx)
	}
	if err != nil {
		ch <- gauge(s.up, 0)
		return
	}
	ch <- gauge(s.up, 1)
	ch <- gauge(s.size, float64(size.Total))
	ch <- gauge(s.free, float64(size.Free))
	s.collectFigures(ch, f, now)
	s.collectQueues(ch, queues, now)
}

func gauge(d *prometheus.Desc, value float64, labels ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
}

// since is how long ago something was; 0 where it was not.
func since(at *time.Time, now time.Time) float64 {
	if at == nil {
		return 0
	}
	return max(now.Sub(*at).Seconds(), 0)
}

func (s stock) collectFigures(ch chan<- prometheus.Metric, f store.Figures, now time.Time) {
	ch <- gauge(s.sources, float64(f.Watched), "watched")
	ch <- gauge(s.sources, float64(f.Paused), "paused")
	ch <- gauge(s.sources, float64(f.InTrouble), "in_trouble")
	ch <- gauge(s.due, float64(f.Due))
	ch <- gauge(s.lag, since(f.DueSince, now))
	ch <- gauge(s.running, since(f.OldestRunning, now))
	if f.LastLook != nil {
		ch <- gauge(s.look, float64(f.LastLook.Unix()))
	}
	for _, channel := range alert.Channels() {
		ch <- gauge(s.messages, float64(f.Owed[channel]), channel, string(store.Owed))
		ch <- gauge(s.messages, float64(f.Failed[channel]), channel, string(store.Failed))
	}
}

func (s stock) collectQueues(ch chan<- prometheus.Metric, queues []store.QueueCount, now time.Time) {
	for _, q := range queues {
		for _, state := range store.JobStates() {
			ch <- gauge(s.jobs, float64(q.Counts[state]), q.Queue, string(state))
		}
		ch <- gauge(s.waiting, since(q.Oldest, now), q.Queue)
	}
}
