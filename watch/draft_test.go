package watch_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/draft"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
)

// oracle is a language model that answers as a test says, and remembers what it was asked.
type oracle struct {
	mu     sync.Mutex
	asked  []string
	answer func(question string) string // empty: an error
}

func (o *oracle) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	o.asked = append(o.asked, string(body))
	answer := o.answer(string(body))
	if answer == "" {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	content, _ := json.Marshal(answer)
	fmt.Fprintf(w, `{"choices":[{"message":{"content":%s}}]}`, content)
}

// model switches the oracle on.
func (o *oracle) model(t *testing.T, l *watch.Line, perDay int) {
	t.Helper()
	srv := httptest.NewServer(o)
	t.Cleanup(srv.Close)
	l.Drafting = watch.Drafting{Model: &draft.Model{Address: srv.URL, Name: "small", Client: srv.Client()}, PerDay: perDay}
}

// truthful answers with what the site's page says.
func truthful(question string) string {
	if strings.Contains(question, "You sum up one change") {
		return `{"summary":"Team costs $59 per user now.","quote":"$59 per user and month"}`
	}
	return `{"feature":"search","quote":"Heatmaps"}`
}

// changed is a line on which a price has moved and a phrase matches nothing.
func changed(t *testing.T, st *store.Store) (*watch.Line, store.ChangeView, store.Phrase) {
	t.Helper()
	s := &site{price: 49}
	l := watched(t, st, s)
	crawl(t, l)
	s.set(func(s *site) { s.price = 59 })
	changes := crawl(t, l)
	require.Len(t, changes, 1)
	phrases, err := st.OpenPhrases(t.Context(), 0)
	require.NoError(t, err)
	require.Len(t, phrases, 1)
	return l, changes[0], phrases[0]
}

func TestAModelDraftsAndAPersonTakes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		l, change, phrase := changed(t, st)
		require.NoError(t, st.SaveAccounts(ctx, []store.Account{{Key: "globex", Name: "Globex Corporation", Currency: "USD"}}))
		require.NoError(t, l.Draft(ctx), "without a model nothing is asked")
		o := &oracle{answer: truthful}
		o.model(t, l, 10)
		require.NoError(t, l.Draft(ctx))
		require.Len(t, o.asked, 2)
		require.NotContains(t, strings.Join(o.asked, " "), "Globex", "nothing of accounts goes out")

		summary, err := st.Summary(ctx, change.ID, true)
		require.NoError(t, err)
		require.Equal(t, []any{"Team costs $59 per user now.", "$59 per user and month", "small", false},
			[]any{summary.Text, summary.Quote, summary.Model, summary.Taken})
		_, err = st.Summary(ctx, change.ID, false)
		require.ErrorIs(t, err, store.ErrNotFound, "switched off, a draft is out of sight")
		mappings, err := st.Mappings(ctx, []int64{phrase.ID})
		require.NoError(t, err)
		require.Len(t, mappings, 1)
		feature, err := st.FeatureByKey(ctx, "replay", "search")
		require.NoError(t, err)
		require.Equal(t, feature.ID, *mappings[0].FeatureID)
		phrase, err = st.Phrase(ctx, phrase.ID)
		require.NoError(t, err)
		require.Equal(t, store.PhraseOpen, phrase.Decision, "a draft decides nothing")

		require.NoError(t, l.Draft(ctx))
		require.Len(t, o.asked, 2, "nothing is asked twice")
		require.NoError(t, st.DecideSummary(ctx, change.ID, true, "Ines", l.Now()))
		require.NoError(t, watch.MapPhrase(ctx, st, phrase.ID, feature, "ines", l.Now()))
		_, err = st.Summary(ctx, change.ID, false)
		require.NoError(t, err, "what a person took stays when the model is switched off")
		n, err := st.CountDrafts(ctx, l.Now().Add(-time.Hour))
		require.NoError(t, err)
		require.Equal(t, store.DraftCounts{Asked: 2, Taken: 2}, n)
		require.NoError(t, st.Verify(ctx))
	})
}

func TestWhatAModelInventsIsNoDraft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		l, change, phrase := changed(t, st)
		o := &oracle{answer: func(question string) string {
			if strings.Contains(question, "You sum up one change") {
				return `{"summary":"Team costs $59 now, Enterprise too.","quote":"Enterprise costs $59 per user"}`
			}
			return `{"feature":"billing","quote":"Heatmaps"}`
		}}
		o.model(t, l, 10)
		require.NoError(t, l.Draft(ctx))
		_, err := st.Summary(ctx, change.ID, true)
		require.ErrorIs(t, err, store.ErrNotFound)
		require.ErrorIs(t, st.DecideSummary(ctx, change.ID, true, "Ines", l.Now()), store.ErrNotFound, "nobody can take it")
		mappings, err := st.Mappings(ctx, []int64{phrase.ID})
		require.NoError(t, err)
		require.Empty(t, mappings)
		n, err := st.CountDrafts(ctx, l.Now().Add(-time.Hour))
		require.NoError(t, err)
		require.Equal(t, store.DraftCounts{Asked: 2, Refused: 2}, n)
		require.NoError(t, l.Draft(ctx))
		require.Len(t, o.asked, 2, "and it is not asked again until it gives in")
	})
}

func TestAModelIsAskedNoMoreThanTheDayAllows(t *testing.T) {
	st := storetest.SQLite(t)
	l, _, _ := changed(t, st)
	o := &oracle{answer: truthful}
	o.model(t, l, 1)
	require.NoError(t, l.Draft(t.Context()))
	require.NoError(t, l.Draft(t.Context()))
	require.Len(t, o.asked, 1)
	now := l.Now().Add(25 * time.Hour)
	l.Now = func() time.Time { return now }
	require.NoError(t, l.Draft(t.Context()))
	require.Len(t, o.asked, 2)
}

// A model that is out of reach holds nothing up and loses nothing: it is asked later.
func TestAModelThatIsAway(t *testing.T) {
	st := storetest.SQLite(t)
	l, change, _ := changed(t, st)
	o := &oracle{answer: func(string) string { return "" }}
	o.model(t, l, 10)
	require.ErrorContains(t, l.Draft(t.Context()), "503")
	o.answer = truthful
	require.NoError(t, l.Draft(t.Context()))
	_, err := st.Summary(t.Context(), change.ID, true)
	require.NoError(t, err)
}
