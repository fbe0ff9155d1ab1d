package watch_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
	"github.com/gapwatch/gapwatch/watch"
)

// desk is one area with a feature, a competitor with a source, and three people.
type desk struct {
	st         *store.Store
	at         time.Time
	area       store.Area
	feature    store.Feature
	competitor store.Competitor
	source     store.Source
	ada, bo    watch.Person
	cy         watch.Person // has the name of the first
}

func newDesk(t *testing.T, st *store.Store) desk {
	t.Helper()
	ctx, d := t.Context(), desk{st: st, at: time.Date(2026, 11, 10, 6, 0, 0, 0, time.UTC)}
	users := []store.User{
		{Email: "ada@example.com", Role: "contributor", CreatedAt: d.at}, {Email: "bo@example.com", Role: "editor", CreatedAt: d.at},
		{Email: "cy@example.com", Name: "Ada", Role: "contributor", CreatedAt: d.at},
	}
	require.NoError(t, st.SaveUsers(ctx, users))
	d.ada = watch.Person{ID: users[0].ID, Name: "Ada", Actor: "ada@example.com"}
	d.cy = watch.Person{ID: users[2].ID, Name: "Ada", Actor: "cy@example.com"}
	d.bo = watch.Person{ID: users[1].ID, Name: "Bo", Actor: "bo@example.com", Edits: true, Money: true}
	areas := []store.Area{{Key: "replay", Name: "Session replay"}}
	require.NoError(t, st.SaveAreas(ctx, areas))
	features := []store.Feature{{AreaID: areas[0].ID, Key: "mobile", Name: "Mobile", OwnState: store.No}}
	require.NoError(t, st.SaveFeatures(ctx, features))
	competitors := []store.Competitor{{Key: "acme", Name: "Acme"}}
	require.NoError(t, st.SaveCompetitors(ctx, competitors))
	sources := []store.Source{{CompetitorID: competitors[0].ID, Kind: extract.Pricing, URL: "https://acme.test/pricing", NextCheckAt: d.at}}
	require.NoError(t, st.SaveSources(ctx, sources))
	require.NoError(t, st.SaveAccounts(ctx, []store.Account{{Key: "nw", Name: "Northwind"}}))
	d.area, d.feature, d.competitor, d.source = areas[0], features[0], competitors[0], sources[0]
	return d
}

func TestAnAnnotationIsNeverSilentlyOverwritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, d := t.Context(), newDesk(t, st)
		form := watch.AnnotationForm{Kind: "feature request", What: "They asked for it.", Feature: "replay/mobile", Account: "Northwind"}
		a, err := watch.Annotate(ctx, st, form, d.ada, d.at)
		require.NoError(t, err)
		require.Equal(t, "Ada", a.Author)

		form.What = "They asked twice."
		_, err = watch.ChangeAnnotation(ctx, st, a.ID, form, a.UpdatedAt, d.bo, d.at.Add(time.Minute))
		require.NoError(t, err, "an editor changes others' words")
		form.What = "From an old page."
		_, err = watch.ChangeAnnotation(ctx, st, a.ID, form, a.UpdatedAt, d.ada, d.at.Add(2*time.Minute))
		require.ErrorIs(t, err, watch.ErrChanged)
		kept, err := st.Annotation(ctx, a.ID)
		require.NoError(t, err)
		require.Equal(t, "They asked twice.", kept.What)
		require.Equal(t, "Ada", kept.Author)

		form.Account = ""
		_, err = watch.ChangeAnnotation(ctx, st, a.ID, form, kept.UpdatedAt, d.ada, d.at.Add(3*time.Minute))
		require.NoError(t, err)
		kept, err = st.Annotation(ctx, a.ID)
		require.NoError(t, err)
		require.NotNil(t, kept.AccountID, "who may not see the account does not take it away")
		_, err = watch.ChangeAnnotation(ctx, st, a.ID, form, kept.UpdatedAt, d.cy, d.at.Add(4*time.Minute))
		require.ErrorIs(t, err, watch.ErrNotYours, "a name is no proof")
	})
}

func TestAllThatIsWrongWithAnAnnotationIsSaidAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, d := t.Context(), newDesk(t, st)
		form := watch.AnnotationForm{
			Kind: "at risk", Feature: "replay/none", Account: "Nobody", Competitor: "none", NextKeyDate: "soon", Link: "javascript:x",
		}
		_, err := watch.Annotate(ctx, st, form, d.bo, d.at)
		var wrong watch.Flaws
		require.ErrorAs(t, err, &wrong)
		fields := make([]string, len(wrong))
		for i, f := range wrong {
			fields[i] = f.Field
		}
		require.ElementsMatch(t, []string{
			"next_key_date", "link", "account", "competitor", "feature", "what", "trigger", "owner",
		}, fields)
		form = watch.AnnotationForm{Kind: "none", What: "x", Account: "Brightvale", NewAccount: true}
		_, err = watch.Annotate(ctx, st, form, d.bo, d.at)
		require.ErrorAs(t, err, &wrong)
		_, err = st.AccountByKeyOrName(ctx, "Brightvale")
		require.ErrorIs(t, err, store.ErrNotFound, "what is not kept adds no account")
	})
}

func TestAPersonsWordOnACellNeedsTheCellAsItStands(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, d := t.Context(), newDesk(t, st)
		verify := func(word watch.CellWord, seen time.Time, by watch.Person, at time.Time) error {
			return watch.VerifyCell(ctx, st, d.feature.ID, d.competitor.ID, word, seen, by, at)
		}
		require.NoError(t, verify(watch.CellWord{State: store.Partial, PlanFrom: "Pro"}, time.Time{}, d.ada, d.at))
		require.ErrorIs(t, verify(watch.CellWord{State: store.Yes}, time.Time{}, d.bo, d.at.Add(time.Hour)), watch.ErrChanged)
		cell, err := st.Cell(ctx, d.feature.ID, d.competitor.ID)
		require.NoError(t, err)
		require.Equal(t, store.Partial, cell.State)
		var wrong watch.Flaws
		require.ErrorAs(t, verify(watch.CellWord{State: "maybe", Expires: "2020-01-01"}, cell.UpdatedAt, d.bo, d.at), &wrong)
		require.Len(t, wrong, 2)

		gap, err := watch.ChangeGap(ctx, st, d.feature.ID, watch.GapWord{Status: store.Watching, Owner: "Ines"}, &time.Time{}, d.at)
		require.NoError(t, err)
		require.Equal(t, "Ines", gap.Owner)
		_, err = watch.ChangeGap(ctx, st, d.feature.ID, watch.GapWord{Status: store.Shipped}, &time.Time{}, d.at.Add(time.Hour))
		require.ErrorIs(t, err, watch.ErrChanged)
	})
}

func TestANewFeatureNeverTakesThePlaceOfAnother(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, d := t.Context(), newDesk(t, st)
		snap := store.Snapshot{SourceID: d.source.ID, At: d.at, FinalURL: d.source.URL}
		require.NoError(t, st.SaveSnapshot(ctx, &snap, []byte("Mobile")))
		phrases := []store.Phrase{{
			AreaID: d.area.ID, CompetitorID: d.competitor.ID, SourceID: d.source.ID, SnapshotID: snap.ID, Text: "Mobile",
			FoldedText: "mobile", FirstSeenAt: d.at, LastSeenAt: d.at,
		}}
		require.NoError(t, st.SavePhrases(ctx, phrases))
		var wrong watch.Flaws
		_, err := watch.NewFeature(ctx, st, phrases[0].ID, "", "ada", d.at)
		require.ErrorAs(t, err, &wrong)
		kept, err := st.FeatureByKey(ctx, "replay", "mobile")
		require.NoError(t, err)
		require.Equal(t, store.No, kept.OwnState)
		f, err := watch.NewFeature(ctx, st, phrases[0].ID, "Mobile apps", "ada", d.at)
		require.NoError(t, err)
		require.Equal(t, store.Unknown, f.OwnState)
	})
}

func TestASourceIsAddedOnceAndOnlyIfItCanBeWatched(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, d := t.Context(), newDesk(t, st)
		wish := watch.SourceWish{Competitor: "acme", Kind: "changelog", URL: "https://acme.test/changelog", Every: time.Hour}
		src, err := watch.AddSource(ctx, st, wish, d.at)
		require.NoError(t, err)
		require.Equal(t, "acme.test:443", src.Host)
		require.True(t, d.at.Equal(src.NextCheckAt), "it is looked at first as soon as somebody is free")
		var wrong watch.Flaws
		_, err = watch.AddSource(ctx, st, wish, d.at)
		require.ErrorAs(t, err, &wrong)
		require.NoError(t, st.RemoveSources(ctx, []int64{src.ID}, d.at))
		again, err := watch.AddSource(ctx, st, wish, d.at)
		require.NoError(t, err)
		require.Equal(t, src.ID, again.ID, "what it showed is remembered")
		for _, bad := range []watch.SourceWish{
			{Competitor: "acme", Kind: "blog", URL: "https://acme.test/"},
			{Competitor: "acme", Kind: "page", URL: "file:///etc/passwd"},
			{Competitor: "acme", Kind: "page", URL: "https://me:secret@acme.test/"},
			{Competitor: "none", Kind: "page", URL: "https://acme.test/"},
		} {
			_, err = watch.AddSource(ctx, st, bad, d.at)
			require.ErrorAs(t, err, &wrong, "%+v", bad)
		}
	})
}

func TestASubscriptionIsThatOfAnAccountOrAMailAddressAndOfNoName(t *testing.T) {
	id := int64(7)
	dana := store.User{ID: 7, Email: "dana@example.com"}
	require.True(t, watch.Subscribed(store.Subscription{UserID: &id}, dana))
	require.True(t, watch.Subscribed(store.Subscription{Person: "Dana@example.com"}, dana))
	require.False(t, watch.Subscribed(store.Subscription{Person: "kim@example.com"}, store.User{ID: 8, Name: "kim@example.com"}))
	require.False(t, watch.Subscribed(store.Subscription{}, store.User{}))
}
