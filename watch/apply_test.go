package watch

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

const twoCompetitors = `
areas:
- {key: replay, features: [{key: web}, {key: mobile, own: {state: partial, note: iOS only}}]}
- {key: flags, features: [{key: web}]}
competitors:
- {key: acme, areas: [replay, flags], best_in_class: [flags], sources: [{kind: page, url: "https://Acme.example/a", every: 2d}]}
- {key: globex, areas: [replay], sources: [{kind: page, url: "https://acme.example/a"}, {kind: feed, url: "file:///x"}]}
subscriptions:
- {key: team, channel: webhook, url: "https://hooks.example/x", competitors: [acme], kinds: [pricing], min_level: notable}
`

const oneCompetitor = `
areas:
- {key: replay, features: [{key: mobile, own: yes}]}
competitors:
- {key: acme, areas: [replay], sources: [{kind: page, url: "https://Acme.example/a"}]}
subscriptions: []
`

func parsed(t testing.TB, text string) config.Landscape {
	t.Helper()
	l, err := config.ParseLandscape("landscape.yaml", []byte(text))
	require.NoError(t, err)
	return l
}

// TestApply goes through the life of a landscape: new, unchanged, smaller, pruned, and back again.
func TestApply(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, now := t.Context(), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		apply := func(text string, prune bool) ApplyPlan {
			plan, err := Apply(ctx, st, parsed(t, text), ApplyOptions{Prune: prune, Now: now})
			require.NoError(t, err)
			return plan
		}
		plan := apply(twoCompetitors, false)
		require.Len(t, plan.Added, 2+3+2+3+1)
		sources, err := st.Sources(ctx, store.SourceFilter{})
		require.NoError(t, err)
		require.Len(t, sources, 3)
		require.Equal(t, "acme.example:443", sources[0].Host)
		require.EqualValues(t, 2*24*3600, sources[0].EverySeconds)
		require.True(t, sources[0].NextCheckAt.Equal(now))
		require.Equal(t, "invalid", sources[2].Host, "what cannot be fetched fails later and is not refused here")
		best, err := st.AreaCompetitors(ctx)
		require.NoError(t, err)
		require.Len(t, best, 3)

		before, err := st.Landscape(ctx)
		require.NoError(t, err)
		now = now.Add(time.Hour)
		plan = apply(twoCompetitors, true)
		require.Empty(t, plan.Added)
		require.Empty(t, plan.Changed)
		require.Empty(t, plan.Removed)
		after, err := st.Landscape(ctx)
		require.NoError(t, err)
		require.Equal(t, before, after, "applying twice changes nothing")

		plan = apply(oneCompetitor, false)
		require.Len(t, plan.Removed, 1+2+1+2+1, "area, features, competitor, sources, subscription")
		sources, err = st.Sources(ctx, store.SourceFilter{})
		require.NoError(t, err)
		require.Len(t, sources, 3, "nothing is removed unasked")
		require.EqualValues(t, 0, sources[0].EverySeconds)

		apply(oneCompetitor, true)
		sources, err = st.Sources(ctx, store.SourceFilter{})
		require.NoError(t, err)
		require.Len(t, sources, 1)
		features, err := st.Features(ctx, 0)
		require.NoError(t, err)
		require.Len(t, features, 1)
		subscriptions, err := st.Subscriptions(ctx)
		require.NoError(t, err)
		require.Empty(t, subscriptions)
		require.Empty(t, apply(oneCompetitor, true).Removed)

		apply(twoCompetitors, false)
		again, err := st.Sources(ctx, store.SourceFilter{})
		require.NoError(t, err)
		require.Len(t, again, 3)
		require.Equal(t, before.Sources[1].ID, again[1].ID, "what comes back keeps its history")

		trail, err := st.AuditTrail(ctx, time.Time{}, 0)
		require.NoError(t, err)
		require.Len(t, trail, 4, "what changed nothing is not worth a line")
		require.Equal(t, "0 added, 0 changed, 7 removed", trail[2].Detail)
	})
}

// What the database does not hold can be shown nowhere.
func TestAPasswordInAnAddressStaysInTheFile(t *testing.T) {
	plan := Plan(store.Landscape{}, parsed(t, `
competitors:
- key: acme
  sources:
  - {kind: page, url: "https://dana:opensesame@acme.example/a", rules: [{verb: remove, css: p}]}
  - {kind: page, url: "https://kim:opensesame@acme.example/a"}
`))
	require.Len(t, plan.sources, 1)
	require.Equal(t, "https://***@acme.example/a", plan.sources[0].row.URL)
	require.NotContains(t, fmt.Sprintf("%+v", plan), "opensesame")
}

func TestAFileThatWasAppliedIsKnown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		mark := Fingerprint("landscape.yaml", []byte(twoCompetitors), false)
		require.NotEqual(t, mark, Fingerprint("landscape.yaml", []byte(twoCompetitors), true))
		known := func() bool {
			yes, err := Applied(ctx, st, mark)
			require.NoError(t, err)
			return yes
		}
		require.False(t, known())
		apply := func() {
			_, err := Apply(ctx, st, parsed(t, twoCompetitors), ApplyOptions{Now: time.Now(), Fingerprint: mark})
			require.NoError(t, err)
			require.True(t, known())
		}
		apply()
		require.NoError(t, st.PauseSource(ctx, 1, true))
		require.True(t, known(), "a file says nothing of pauses")
		l, err := st.Landscape(ctx)
		require.NoError(t, err)
		for name, change := range map[string]func() error{
			"area":               func() error { return st.SaveAreas(ctx, l.Areas[:1]) },
			"feature":            func() error { return st.SaveFeatures(ctx, l.Features[:1]) },
			"competitor":         func() error { return st.SaveCompetitors(ctx, l.Competitors[:1]) },
			"source":             func() error { return st.SaveSources(ctx, l.Sources[:1]) },
			"subscription":       func() error { return st.SaveSubscriptions(ctx, l.Subscriptions[:1]) },
			"competitor of area": func() error { return st.SetAreaCompetitors(ctx, l.Areas[0].ID, nil) },
			"removed source":     func() error { return st.RemoveSources(ctx, []int64{l.Sources[0].ID}, time.Now()) },
		} {
			require.NoError(t, change())
			require.False(t, known(), name)
			apply()
		}
	})
}

func TestPlan(t *testing.T) {
	current := store.Landscape{
		Areas:           []store.Area{{ID: 1, Key: "replay", Name: "Replay"}},
		Features:        []store.Feature{{ID: 5, AreaID: 1, Key: "web", Name: "Web", OwnState: store.Yes}},
		Competitors:     []store.Competitor{{ID: 2, Key: "acme", Name: "Acme", Homepage: "https://acme.example/"}},
		AreaCompetitors: []store.AreaCompetitor{{AreaID: 1, CompetitorID: 2, BestInClass: true}},
		Sources: []store.Source{{
			ID: 3, CompetitorID: 2, Kind: extract.Pricing, URL: "https://acme.example/p", Host: "acme.example:443", Paused: true,
		}},
	}
	rows := []struct {
		name, file, text string
		want             []string
	}{
		{"an empty file asks for nothing", "l.yaml", "", nil},
		{"what is left out of an area is left alone", "l.yaml", "areas: [{key: replay, name: Replay}]", nil},
		{
			"an area with another list of features", "l.yaml", "areas: [{key: replay, name: Replay, features: [{key: new}]}]",
			[]string{"+ feature replay/new: new; ours unknown; place 1", "- feature replay/web"},
		},
		{
			"a change names what differs only", "l.yaml",
			"areas: [{key: replay, name: Replay, features: [{key: web, name: Web, own: no, aliases: [a, b]}]}]",
			[]string{"~ feature replay/web: ours yes -> ours no; also a, b"},
		},
		{
			"a competitor of the file decides its areas", "l.yaml",
			"competitors: [{key: acme, name: Acme, homepage: 'https://acme.example/'}]",
			[]string{"~ competitors of area replay: acme (best in class) -> none"},
		},
		{
			"a list of sources changes no names and no areas", "l.csv", "acme,feed,https://acme.example/f",
			[]string{"+ source acme feed https://acme.example/f", "- source acme pricing https://acme.example/p"},
		},
		{
			"a competitor that goes takes its sources along", "l.yaml", "competitors: []",
			[]string{"- competitor acme", "- source acme pricing https://acme.example/p"},
		},
		{
			"an area may name a competitor that was applied before", "l.yaml",
			"areas: [{key: flags, competitors: [acme]}]",
			[]string{"+ area flags: flags", "~ competitors of area flags: none -> acme", "- area replay", "- feature replay/web"},
		},
		{
			"a competitor of nowhere", "l.yaml", "areas: [{key: replay, name: Replay, competitors: [initech]}]",
			[]string{`! area replay names competitor "initech", which there is not`,
				"~ competitors of area replay: acme (best in class) -> acme (best in class), initech"},
		},
		{
			"a subscription to features that are there, or come with it, and to one of nowhere", "l.yaml",
			"areas: [{key: replay, name: Replay, features: [{key: web, name: Web, own: yes}, {key: new}]}]\n" +
				"subscriptions: [{key: s, channel: feed, features: [replay/web, replay/new, replay/none]}]",
			[]string{
				"+ feature replay/new: new; ours unknown; place 2",
				"+ subscription s: feed instant; zone UTC; features replay/web, replay/new, replay/none; address e3b0c4",
				`! subscription s names feature "replay/none", which there is not`,
			},
		},
		{
			"a secret in an address is not shown", "l.csv", "acme,feed,https://me:secret@acme.example/f",
			[]string{"+ source acme feed https://***@acme.example/f", "- source acme pricing https://acme.example/p"},
		},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			want, err := config.ParseFile(row.file, []byte(row.text))
			require.NoError(t, err)
			require.ElementsMatch(t, row.want, planLines(Plan(current, want)))
		})
	}
}

// planLines writes a plan one step a line.
func planLines(p ApplyPlan) []string {
	var lines []string
	for _, part := range []struct {
		sign  string
		steps []ApplyStep
	}{{"+", p.Added}, {"~", p.Changed}, {"-", p.Removed}} {
		for _, s := range part.steps {
			line := part.sign + " " + s.What + " " + s.Name
			if s.Before != "" || s.After != "" {
				line += ": " + strings.TrimPrefix(s.Before+" -> "+s.After, " -> ")
			}
			lines = append(lines, line)
		}
	}
	for _, text := range p.Problems {
		lines = append(lines, "! "+text)
	}
	return lines
}

// TestTheFileKnowsTheWordsOfTheRooms holds the words a landscape file may use against those that mean something.
func TestTheFileKnowsTheWordsOfTheRooms(t *testing.T) {
	var text strings.Builder
	text.WriteString("competitors:\n- key: acme\n  sources:\n")
	for _, kind := range extract.Kinds() {
		fmt.Fprintf(&text, "  - {kind: %s, url: x}\n", kind)
	}
	text.WriteString("  - kind: page\n    url: y\n    rules:\n")
	for _, verb := range []extract.Verb{extract.RemoveText, extract.DoNotAlert} {
		fmt.Fprintf(&text, "    - {verb: %s, css: p}\n", verb)
	}
	text.WriteString("areas:\n- key: a\n  features:\n")
	for i, state := range []store.State{
		store.Yes, store.Partial, store.Beta, store.Planned, store.No, store.Unknown, store.NotApplicable,
	} {
		fmt.Fprintf(&text, "  - {key: f%d, own: %s}\n", i, state)
	}
	text.WriteString("subscriptions:\n")
	for _, level := range []extract.Level{extract.Major, extract.Notable, extract.Minor} {
		fmt.Fprintf(&text, "- {key: %s, channel: webhook, url: x, min_level: %s, kinds: [", level, level)
		for _, kind := range []diff.ChangeKind{
			diff.PriceChanged, diff.PlanAdded, diff.PlanRemoved, diff.PlanRenamed, diff.LimitChanged, diff.FeatureAdded,
			diff.FeatureRemoved, diff.BillingChanged, diff.EntryAdded, diff.EntryChanged, diff.EntryRemoved, diff.TextChanged,
		} {
			fmt.Fprintf(&text, "%s, ", kind)
		}
		text.WriteString("]}\n")
	}
	parsed(t, text.String())
}

func BenchmarkApplyTenThousandSourcesAgain(b *testing.B) {
	st := storetest.SQLite(b)
	var text strings.Builder
	text.WriteString("competitors:\n")
	for i := range 10_000 {
		if i%5 == 0 {
			fmt.Fprintf(&text, "- key: c%d\n  sources:\n", i/5)
		}
		fmt.Fprintf(&text, "  - {kind: page, url: \"http://127.0.0.1:18080/%d\"}\n", i)
	}
	want, start := parsed(b, text.String()), time.Now()
	_, err := Apply(b.Context(), st, want, ApplyOptions{Now: start})
	require.NoError(b, err)
	b.Logf("first time: %s", time.Since(start))
	b.ReportAllocs()
	for b.Loop() {
		plan, err := Apply(b.Context(), st, want, ApplyOptions{Now: time.Now()})
		require.NoError(b, err)
		require.Equal(b, 12_000, plan.Same)
	}
}
