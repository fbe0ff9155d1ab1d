package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/web"
)

// size is how much a house holds.
type size struct {
	features, competitors, sources, captures, changes, accounts, annotations int
}

// transferLimit is the most that a page may weigh, in bytes.
const transferLimit = 1 << 20

// A large house is opened page by page. GAPWATCH_SCALE=1 fills it to its full size and holds the pages to their times; without
// it the house is a twentieth, and only what is sent is bounded.
func TestPagesOfALargeHouse(t *testing.T) {
	full := os.Getenv("GAPWATCH_SCALE") == "1"
	house, rounds := size{100, 20, 500, 3, 5000, 200, 2500}, 1
	if full {
		house, rounds = size{500, 50, 10000, 3, 100000, 2000, 50000}, 20
	}
	now := time.Date(2026, 11, 18, 6, 0, 0, 0, time.UTC)
	st := house.built(t, now)
	h := serve(t, st, now, web.Options{Settings: config.Web{Open: true}})
	for _, page := range []struct {
		path  string
		limit time.Duration
	}{
		{"/", 150 * time.Millisecond},
		{"/matrix/a", 150 * time.Millisecond},
		{"/changes", 150 * time.Millisecond},
		{"/changes?area=a&level=notable", 150 * time.Millisecond},
		{"/sources", 150 * time.Millisecond},
		{"/accounts", 150 * time.Millisecond},
		{"/gaps", 150 * time.Millisecond},
		{"/search?q=retention", 150 * time.Millisecond},
		{"/search?q=ret", 150 * time.Millisecond},
		{"/?week=2026-W40", 150 * time.Millisecond},
		{"/?minor", 150 * time.Millisecond},
		{"/matrix/a?gaps", 150 * time.Millisecond},
		{"/matrix/a?text=export", 150 * time.Millisecond},
		{"/matrix/a?open=1&open=2", 150 * time.Millisecond},
		{"/matrix/a?open=all", 150 * time.Millisecond},
		{"/matrix/a?as_of=2026-10-01", 150 * time.Millisecond},
		{"/matrix/a?compare=2026-10-01", 150 * time.Millisecond},
		{"/matrix/a?competitor=c1&competitor=c2", 150 * time.Millisecond},
		{"/matrix/a/f4/c3", 150 * time.Millisecond},
		{"/gaps/a/f4", 150 * time.Millisecond},
		{"/gaps?view=board", 150 * time.Millisecond},
		{"/gaps?leads", 150 * time.Millisecond},
		{"/gaps?all", 150 * time.Millisecond},
		{"/changes/777", 150 * time.Millisecond},
		{"/changes?competitor=c3", 150 * time.Millisecond},
		{"/changes?kind=price_changed", 150 * time.Millisecond},
		{"/changes?q=retention", 150 * time.Millisecond},
		{"/changes?q=ret&competitor=c3", 150 * time.Millisecond},
		{"/pricing", 150 * time.Millisecond},
		{"/pricing?area=a", 150 * time.Millisecond},
		{"/competitors", 150 * time.Millisecond},
		{"/competitors/c3", 150 * time.Millisecond},
		{"/sources/7", 150 * time.Millisecond},
		{"/accounts?q=7", 150 * time.Millisecond},
		{"/accounts/k7", 150 * time.Millisecond},
		{"/annotate", 150 * time.Millisecond},
		{"/annotate?text=retention", 150 * time.Millisecond},
		{"/annotate/gaps?what=retention", 150 * time.Millisecond},
		{"/queue", 150 * time.Millisecond},
		{"/queue?what=contested", 150 * time.Millisecond},
		{"/queue?what=inbox", 150 * time.Millisecond},
		{"/subscriptions", 150 * time.Millisecond},
		{"/subscriptions/new", 150 * time.Millisecond},
		{"/jobs", 150 * time.Millisecond},
		{"/settings", 150 * time.Millisecond},
		{"/api", 150 * time.Millisecond},
		{"/api/v1/areas/a/matrix", 50 * time.Millisecond},
		{"/api/v1/areas/a/matrix?gaps=true", 50 * time.Millisecond},
		{"/api/v1/cells/a/f4/c3", 50 * time.Millisecond},
		{"/api/v1/sources", 150 * time.Millisecond},
		{"/api/v1/accounts", 150 * time.Millisecond},
		{"/api/v1/annotations", 150 * time.Millisecond},
		{"/api/v1/leads", 150 * time.Millisecond},
		{"/api/v1/gaps", 150 * time.Millisecond},
		{"/api/v1/changes?limit=100", 150 * time.Millisecond},
	} {
		t.Run(strings.ReplaceAll(page.path, "/", " "), func(t *testing.T) {
			took, worked, bytes := openPage(t, h, page.path, rounds, func() {})
			at := len(took) * 95 / 100
			t.Logf("median %s, p95 %s; of the processor %s, p95 %s; %d bytes",
				took[len(took)/2], took[at], worked[len(worked)/2], worked[at], bytes)
			require.LessOrEqual(t, bytes, transferLimit)
			if full {
				require.LessOrEqual(t, took[at], page.limit)
			}
		})
	}
}

// Somebody annotates a gap, and the next page knows: only what that changed is read again.
func TestTheFirstPageAfterAnAnnotation(t *testing.T) {
	firstPageAfter(t, annotateAGap, "/", "/?week=2026-W40", "/gaps", "/gaps?all", "/gaps/a/f4", "/matrix/a", "/matrix/a?open=1",
		"/api/v1/gaps", "/api/v1/areas/a/matrix")
}

// Somebody verifies a cell, and the next page knows: only the cells of its feature are read again.
func TestTheFirstPageAfterAVerification(t *testing.T) {
	written := 0
	verify := func(t *testing.T, st *store.Store, now time.Time) { written++; verifyACell(t, st, now, written) }
	firstPageAfter(t, verify, "/", "/?week=2026-W40", "/gaps", "/gaps?all", "/gaps/a/f4", "/matrix/a", "/matrix/a?open=1",
		"/matrix/a?compare=2026-10-01", "/matrix/a/f4/c3", "/queue", "/pricing", "/api/v1/gaps", "/api/v1/areas/a/matrix",
		"/api/v1/cells/a/f4/c3")
}

// Somebody adds a feature or a competitor, or takes it away again, and the next page knows: the whole matrix is laid out anew.
func TestTheFirstPageAfterTheLandscapeChanged(t *testing.T) {
	paths := []string{"/", "/gaps", "/gaps?all", "/gaps/a/f4", "/matrix/a", "/matrix/a?open=1", "/matrix/a/f4/c3", "/queue", "/pricing",
		"/api/v1/gaps", "/api/v1/areas/a/matrix"}
	var gone *time.Time
	t.Run("by a feature", func(t *testing.T) {
		firstPageAfter(t, func(t *testing.T, st *store.Store, now time.Time) {
			gone = inTurn(gone, now)
			row := store.Feature{AreaID: 1, Key: "new", Name: "New", Position: 1000, GroupName: "Group 3", RemovedAt: gone}
			require.NoError(t, st.SaveFeatures(t.Context(), []store.Feature{row}))
		}, paths...)
	})
	t.Run("by a competitor", func(t *testing.T) {
		firstPageAfter(t, func(t *testing.T, st *store.Store, now time.Time) {
			gone = inTurn(gone, now)
			require.NoError(t, st.SaveCompetitors(t.Context(), []store.Competitor{{Key: "new", Name: "New", RemovedAt: gone}}))
		}, paths...)
	})
}

// inTurn is no time after one, and a time after none.
func inTurn(last *time.Time, at time.Time) *time.Time {
	if last != nil {
		return nil
	}
	return &at
}

// firstPageAfter opens each of some pages right after something was written.
func firstPageAfter(t *testing.T, write func(*testing.T, *store.Store, time.Time), paths ...string) {
	t.Helper()
	house, rounds, limit := size{100, 20, 500, 3, 5000, 200, 2500}, 1, time.Minute
	if os.Getenv("GAPWATCH_SCALE") == "1" {
		house, rounds, limit = size{500, 50, 10000, 3, 100000, 2000, 50000}, 20, 150*time.Millisecond
	}
	now := time.Date(2026, 11, 18, 6, 0, 0, 0, time.UTC)
	st := house.built(t, now)
	h := serve(t, st, now, web.Options{Settings: config.Web{Open: true}})
	for _, path := range paths {
		t.Run(strings.ReplaceAll(path, "/", " "), func(t *testing.T) {
			took, worked, _ := openPage(t, h, path, rounds, func() { write(t, st, now) })
			at := len(took) * 95 / 100
			t.Logf("median %s, p95 %s; of the processor %s, p95 %s", took[len(took)/2], took[at], worked[len(worked)/2], worked[at])
			require.LessOrEqual(t, took[at], limit)
		})
	}
}

// verifyACell says something else of a cell than the time before.
func verifyACell(t *testing.T, st *store.Store, now time.Time, n int) {
	t.Helper()
	value := store.CellValue{State: matrix.States()[n%4], Standing: store.Verified}
	_, err := st.SetCell(t.Context(), 3, 3, value, "Ines", now.Add(time.Duration(n)*time.Second))
	require.NoError(t, err)
}

// annotateAGap attaches an account to a gap.
func annotateAGap(t *testing.T, st *store.Store, now time.Time) {
	t.Helper()
	gap, err := st.EnsureGap(t.Context(), 3, now)
	require.NoError(t, err)
	a := store.Annotation{
		GapID: &gap.ID, AccountID: new(int64(1)), Kind: store.FeatureRequest, What: "They asked.", CreatedAt: now, UpdatedAt: now,
	}
	require.NoError(t, st.SaveAnnotation(t.Context(), &a))
}

// openPage opens a page some times, each time after something else was done, and returns how long it took each time, in order;
// how much of that the processor worked, which other programs on the machine hardly change; and how much was sent.
func openPage(t *testing.T, h http.Handler, path string, rounds int, first func()) (took, worked []time.Duration, bytes int) {
	t.Helper()
	for range rounds + 1 { // the first warms up
		first()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		began, before := time.Now(), processorTime(t)
		h.ServeHTTP(w, r)
		for w.Code == http.StatusTooManyRequests { // searches are answered faster than one person may ask
			time.Sleep(time.Second)
			w, began, before = httptest.NewRecorder(), time.Now(), processorTime(t)
			h.ServeHTTP(w, r)
		}
		took, worked = append(took, time.Since(began)), append(worked, processorTime(t)-before)
		require.Equal(t, http.StatusOK, w.Code)
		bytes = w.Body.Len()
	}
	if rounds > 1 {
		took, worked = took[1:], worked[1:]
	}
	slices.Sort(took)
	slices.Sort(worked)
	return took, worked, bytes
}

// processorTime is how long the process has kept a processor busy.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var use syscall.Rusage
	require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &use))
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// built is a filled store. GAPWATCH_SCALE_HOUSE names a file that keeps it from one run to the next: building takes minutes.
func (s size) built(t *testing.T, now time.Time) *store.Store {
	t.Helper()
	ctx, kept, address := t.Context(), os.Getenv("GAPWATCH_SCALE_HOUSE"), storetest.SQLiteAddress(t)
	if kept != "" {
		if _, err := os.Stat(kept); err == nil {
			require.NoError(t, store.Restore(ctx, kept, address, false))
			return storetest.Open(t, address)
		}
	}
	st, began := storetest.Open(t, address), time.Now()
	s.fill(t, st, now)
	t.Logf("filled in %s", time.Since(began).Round(time.Second))
	if kept != "" {
		require.NoError(t, st.Backup(ctx, kept))
	}
	return st
}

// fill fills a store.
func (s size) fill(t *testing.T, st *store.Store, now time.Time) {
	t.Helper()
	f := filler{t: t, st: st, now: now, size: s}
	f.landscape()
	f.watched()
	f.cells()
	f.changes()
	f.said()
}

// filler fills a store step by step.
type filler struct {
	size
	t   *testing.T
	st  *store.Store
	now time.Time

	featureRows []store.Feature
	companies   []store.Competitor
	sourceRows  []store.Source
	snapshots   []store.Snapshot // two of each company's first source
}

// themes make the names of features and the subjects of changes.
func theme(i int) string {
	words := []string{"Retention", "Export", "Masking", "Sampling", "Alerts", "Audit", "Mobile", "Search", "Quota", "Import"}
	return words[i%len(words)]
}

func (f *filler) landscape() {
	ctx := f.t.Context()
	areas := []store.Area{{Key: "a", Name: "Session replay"}}
	require.NoError(f.t, f.st.SaveAreas(ctx, areas))
	states := matrix.States()
	for i := range f.features {
		f.featureRows = append(f.featureRows, store.Feature{
			AreaID: areas[0].ID, Key: fmt.Sprintf("f%d", i), Name: fmt.Sprintf("%s %d", theme(i), i), Position: i,
			GroupName: fmt.Sprintf("Group %d", i/25), OwnState: states[i%len(states)], Definition: "What it does, in a sentence.",
		})
	}
	require.NoError(f.t, f.st.SaveFeatures(ctx, f.featureRows))
	for i := range f.competitors {
		f.companies = append(f.companies, store.Competitor{Key: fmt.Sprintf("c%d", i), Name: fmt.Sprintf("Company %d", i)})
	}
	require.NoError(f.t, f.st.SaveCompetitors(ctx, f.companies))
}

func (f *filler) watched() {
	ctx := f.t.Context()
	kinds := []extract.Kind{extract.Pricing, extract.Changelog, extract.Feed, extract.PageKind}
	for i := range f.sources {
		c := f.companies[i%len(f.companies)]
		f.sourceRows = append(f.sourceRows, store.Source{
			CompetitorID: c.ID, Kind: kinds[i/len(f.companies)%len(kinds)], URL: fmt.Sprintf("https://%s.example/page/%d", c.Key, i),
			Host: c.Key + ".example:443", NextCheckAt: f.now.Add(time.Hour),
		})
	}
	require.NoError(f.t, f.st.SaveSources(ctx, f.sourceRows))
	for n := range f.captures {
		records := make([]store.CaptureRecord, len(f.sourceRows))
		for i, src := range f.sourceRows {
			outcome, class := store.OutcomeChanged, "ok"
			if (i+n)%100 == 0 {
				outcome, class = store.OutcomeFailed, "timeout"
			}
			src.Failures = map[bool]int{true: 1}[outcome == store.OutcomeFailed]
			records[i] = store.CaptureRecord{Source: src, Capture: store.Capture{
				At: f.now.Add(-time.Duration(f.captures-n) * 60 * time.Hour), Outcome: outcome, Class: class, Status: 200, Bytes: 9000,
			}}
		}
		require.NoError(f.t, f.st.RecordCaptures(ctx, records))
	}
	for i := range f.companies {
		for range 2 {
			snap := store.Snapshot{SourceID: f.sourceRows[i].ID, At: f.now, FinalURL: f.sourceRows[i].URL}
			require.NoError(f.t, f.st.SaveSnapshot(ctx, &snap, []byte("a page")))
			f.snapshots = append(f.snapshots, snap)
		}
	}
}

// cells proves every cell, most of them from the beginning, one in a hundred in this week.
func (f *filler) cells() {
	ctx, states := f.t.Context(), matrix.States()
	require.NoError(f.t, f.st.InTx(ctx, func(tx *store.Store) error {
		for i, feature := range f.featureRows {
			rows := make([]store.Evidence, len(f.companies))
			for j, c := range f.companies {
				snap := f.snapshots[2*j]
				rows[j] = store.Evidence{
					FeatureID: feature.ID, CompetitorID: c.ID, SourceID: snap.SourceID, SnapshotID: snap.ID, Phrase: feature.Name,
					Quote: feature.Name + " is in every plan", State: states[(i+j)%4], PlanFrom: "Team", URL: snap.FinalURL,
					ObservedAt: f.now.AddDate(0, -3, 0), ConfirmedAt: f.now,
				}
			}
			if err := tx.SaveEvidence(ctx, rows); err != nil {
				return err
			}
			for j, e := range rows {
				at := f.now.AddDate(0, -3, 0)
				if (i*len(rows)+j)%100 == 0 {
					at = f.now.Add(-time.Hour)
				}
				value := matrix.Decide(f.now, nil, []store.Evidence{e})
				if _, err := tx.SetCell(ctx, e.FeatureID, e.CompetitorID, value, store.Machine, at); err != nil {
					return err
				}
			}
		}
		return nil
	}))
}

// changes tells changes over two years, so that a week has some hundreds.
func (f *filler) changes() {
	ctx := f.t.Context()
	levels := []extract.Level{extract.Minor, extract.Minor, extract.Notable, extract.Major}
	kinds := diff.Kinds()
	step := 2 * 365 * 24 * time.Hour / time.Duration(f.size.changes)
	for i := 0; i < f.size.changes; i += 1000 {
		at := f.now.Add(-step * time.Duration(f.size.changes-i))
		rows := make([]store.Change, 0, 1000)
		for n := i; n < min(i+1000, f.size.changes); n++ {
			j := n % len(f.companies)
			rows = append(rows, store.Change{
				SourceID: f.sourceRows[j].ID, CompetitorID: f.companies[j].ID, Kind: kinds[n%len(kinds)],
				Subject: fmt.Sprintf("%s of plan %d", theme(n/7), n), Before: "30 days", After: "60 days", Quote: "kept for 60 days",
				Level: levels[n%len(levels)], BaseSnapshotID: f.snapshots[2*j].ID, SnapshotID: f.snapshots[2*j+1].ID,
				Fingerprint: fmt.Sprint(n), DetectedAt: at,
			})
		}
		_, err := f.st.PublishChanges(ctx, rows, at)
		require.NoError(f.t, err)
	}
}

// said annotates half of the features by many accounts.
func (f *filler) said() {
	ctx := f.t.Context()
	accounts := make([]store.Account, f.accounts)
	for i := range accounts {
		accounts[i] = store.Account{
			Key: fmt.Sprintf("k%d", i), Name: fmt.Sprintf("Account %d", i), ARRMinor: int64(i) * 1000, ARRKnown: i%9 > 0, Currency: "USD",
			Owner: fmt.Sprintf("Owner %d", i%40),
		}
	}
	require.NoError(f.t, f.st.SaveAccounts(ctx, accounts))
	kinds := matrix.AnnotationKinds()
	step := 2 * 365 * 24 * time.Hour / time.Duration(f.annotations)
	require.NoError(f.t, f.st.InTx(ctx, func(tx *store.Store) error {
		gaps := make([]store.Gap, len(f.featureRows)/2)
		for i := range gaps {
			var err error
			if gaps[i], err = tx.EnsureGap(ctx, f.featureRows[2*i].ID, f.now); err != nil {
				return err
			}
		}
		for i := range f.annotations {
			at, due := f.now.Add(-step*time.Duration(f.annotations-i)), f.now.AddDate(0, 0, i%90-20)
			a := store.Annotation{
				GapID: &gaps[i%len(gaps)].ID, AccountID: &accounts[i%len(accounts)].ID, Kind: kinds[i%len(kinds)], NextKeyDate: &due,
				What: "They asked about " + theme(i) + " again.", Author: "Ines", Owner: "Jonas", CreatedAt: at, UpdatedAt: at,
			}
			if err := tx.SaveAnnotation(ctx, &a); err != nil {
				return err
			}
		}
		return nil
	}))
}
