package watch_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
)

// titles are the titles of the messages of one type that came.
func (s *site) titles(t *testing.T, kind string) []string {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var titles []string
	for _, body := range s.told {
		var m struct{ Type, Title string }
		require.NoError(t, json.Unmarshal([]byte(body), &m))
		if m.Type == kind {
			titles = append(titles, m.Title)
		}
	}
	return titles
}

// operated is watched with an operator beside the reader, told in the same place of the test's clock.
func operated(t *testing.T, st *store.Store, s *site) (line *watch.Line, pass func(d time.Duration)) {
	t.Helper()
	line = watched(t, st, s)
	line.Schedule.TellAfter = 3
	subs, err := st.Subscriptions(t.Context())
	require.NoError(t, err)
	require.NoError(t, st.SaveSubscriptions(t.Context(), []store.Subscription{{
		Key: "operators", Audience: store.Operators, Channel: "webhook", Cadence: "instant", Target: subs[0].Target,
	}}))
	now := time.Now().UTC()
	line.Now = func() time.Time { return now }
	return line, func(d time.Duration) {
		now = now.Add(d)
		later, err := st.JobList(t.Context(), store.JobFilter{States: []store.JobState{store.JobLater}})
		require.NoError(t, err)
		for _, job := range later { // the queue goes by a clock of its own
			_, err := st.RetryJob(t.Context(), job.ID)
			require.NoError(t, err)
		}
	}
}

// TestOperatorsAreToldOnceOfATrouble: one notice when a source has failed often enough, one when it is seen again, none
// in between, none of a hiccup, and readers hear nothing of it.
func TestOperatorsAreToldOnceOfATrouble(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{price: 49}
		line, pass := operated(t, st, s)
		look := func() {
			pass(2 * time.Hour)
			crawl(t, line)
		}
		look()
		s.set(func(s *site) { s.status = 502 })
		look()
		look()
		s.set(func(s *site) { s.status = 0 })
		look()
		require.Empty(t, s.titles(t, "notice"), "two failures are nothing yet")
		s.set(func(s *site) { s.status = 502 })
		for range 6 {
			look()
		}
		require.Equal(t, []string{"Acme, pricing: the site answers with an error of its own"}, s.titles(t, "notice"))
		s.set(func(s *site) { s.status, s.price = 0, 59 })
		look()
		look()
		require.Equal(t, "Acme, pricing: seen again", s.titles(t, "notice")[1])
		require.Len(t, s.titles(t, "notice"), 2)
		require.Len(t, s.titles(t, "change"), 1, "the reader is told of the change, the operator is not")
		episodes, err := st.Episodes(t.Context(), 0, time.Time{})
		require.NoError(t, err)
		require.Len(t, episodes, 1)
		require.NotNil(t, episodes[0].EndedToldAt)
		require.Nil(t, onlySource(t, st).EpisodeID)
	})
}

// TestAPageThatLostItsContentIsATroubleToo: every look brings new bytes that a reader does not trust. They count as
// failures in a row, and the source backs off.
func TestAPageThatLostItsContentIsATroubleToo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{price: 49}
		line, pass := operated(t, st, s)
		crawl(t, line)
		s.set(func(s *site) {
			s.page = "<title>Pricing</title><main><h1>Our new site is coming to you in the next weeks, stay with us</h1></main>"
		})
		for range 4 {
			pass(2 * time.Hour)
			crawl(t, line)
		}
		src := onlySource(t, st)
		require.Equal(t, 4, src.Failures)
		require.Equal(t, string(watch.Collapsed), src.Trouble)
		require.Greater(t, src.NextCheckAt.Sub(*src.LastCheckedAt), 7*time.Hour)
		require.Equal(t, []string{"Acme, pricing: what the page was watched for is gone from it"}, s.titles(t, "notice"))
		s.set(func(s *site) { s.page = "" })
		pass(2 * time.Hour)
		crawl(t, line)
		require.Len(t, s.titles(t, "notice"), 2)
		require.Zero(t, onlySource(t, st).Failures)
	})
}

// TestAPageThatIsGonePausesWithOneNotice, and whoever resumes it is told when it is seen.
func TestAPageThatIsGonePausesWithOneNotice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{price: 49}
		line, pass := operated(t, st, s)
		crawl(t, line)
		s.set(func(s *site) { s.status, s.visits = 410, 0 })
		for range 4 {
			pass(48 * time.Hour)
			crawl(t, line)
		}
		require.Equal(t, 1, s.visits)
		require.Len(t, s.titles(t, "notice"), 1)
		src := onlySource(t, st)
		require.True(t, src.Paused)
		require.Equal(t, store.OutcomeGone, src.LastOutcome)
		s.set(func(s *site) { s.status = 0 })
		require.NoError(t, st.PauseSource(t.Context(), src.ID, false))
		pass(time.Hour)
		crawl(t, line)
		require.Equal(t, "Acme, pricing: seen again", s.titles(t, "notice")[1])
	})
}

// TestASourceThatFallsSilentIsToldOnce, and is well again when it has news.
func TestASourceThatFallsSilentIsToldOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{price: 20}
		line, pass := operated(t, st, s)
		crawl(t, line)
		news := func() {
			for range 5 {
				pass(7 * 24 * time.Hour)
				s.set(func(s *site) { s.price++ })
				require.Len(t, crawl(t, line), 1)
			}
		}
		silence := func(looks int) {
			for range looks {
				pass(3 * 24 * time.Hour)
				crawl(t, line)
			}
		}
		news()
		require.EqualValues(t, 7*86400, onlySource(t, st).NewsEverySeconds)
		require.Empty(t, s.titles(t, "notice"))
		silence(10)
		require.Equal(t, []string{"Acme, pricing: quiet for longer than usual"}, s.titles(t, "notice"))
		require.Equal(t, watch.Silent, line.Schedule.Health(onlySource(t, st).Source, line.Now()).Standing)
		news()
		require.Equal(t, watch.Well, line.Schedule.Health(onlySource(t, st).Source, line.Now()).Standing)
	})
}

// TestWhatHappensWithinAMinuteIsOneMessage: a network that is down does not make a message of every source.
func TestWhatHappensWithinAMinuteIsOneMessage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{price: 49}
		line, pass := operated(t, st, s)
		src := onlySource(t, st).Source
		base := strings.TrimSuffix(src.URL, "/pricing")
		line.Schedule.TellAfter = 1
		for _, path := range []string{"/a", "/b", "/c", "/d"} {
			src.ID, src.URL = 0, base+path // pages that there are not
			require.NoError(t, st.SaveSources(t.Context(), []store.Source{src}))
		}
		crawl(t, line)
		for range 3 {
			pass(2 * time.Hour)
			crawl(t, line)
		}
		notices := s.titles(t, "notice")
		require.NotEmpty(t, notices)
		require.LessOrEqual(t, len(notices), 2, "those of the first moment, and those that came within the minute after")
		episodes, err := st.Episodes(t.Context(), 0, time.Time{})
		require.NoError(t, err)
		require.Len(t, episodes, 4)
		for _, e := range episodes {
			require.NotNil(t, e.BeganToldAt)
			require.Nil(t, e.EndedAt)
		}
	})
}

// TestATroubleThatBeganWhileAnotherWasTold: its own notice is not asked for then, because one is under way.
func TestATroubleThatBeganWhileAnotherWasTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s := &site{price: 49}
		line, _ := operated(t, st, s)
		began, err := st.BeginEpisode(t.Context(), &store.Episode{
			SourceID: onlySource(t, st).ID, Kind: store.InTrouble, Class: string(watch.NotFound), Since: line.Now(), BeganAt: line.Now(),
		})
		require.NoError(t, err)
		require.True(t, began)
		s.set(func(s *site) { s.status = 404 })
		crawl(t, line)
		require.Equal(t, []string{"Acme, pricing: there is no such page any more (404)"}, s.titles(t, "notice"))
	})
}
