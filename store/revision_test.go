package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// onAll are all topics.
const onAll = store.OnLandscape | store.OnCells | store.OnCustomers

// counting keeps how often something was made.
func counting(t *testing.T, st *store.Store, on store.Topic) func() int {
	t.Helper()
	made := 0
	return func() int {
		n, err := store.Keep(t.Context(), st, on, "test", func() (int, error) { made++; return made, nil })
		require.NoError(t, err)
		return n
	}
}

func TestWhatIsKeptIsMadeAnewByTheFirstWrite(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		st, other := storetest.Open(t, address), storetest.Open(t, address) // another process
		ctx, w := t.Context(), newWorld(t, other)
		accounts := []store.Account{{Key: "k", Name: "K"}}
		var gap store.Gap
		note := store.Annotation{What: "They asked.", CreatedAt: monday, UpdatedAt: monday}
		kept := counting(t, st, onAll)
		last := kept()
		for _, write := range []struct {
			what string
			do   func() error
		}{
			{"an area", func() error { return other.SaveAreas(ctx, []store.Area{{Key: "more", Name: "More"}}) }},
			{"an area with another name", func() error { return other.SaveAreas(ctx, []store.Area{{Key: "more", Name: "Most"}}) }},
			{"a feature", func() error {
				return other.SaveFeatures(ctx, []store.Feature{{AreaID: w.feature.AreaID, Key: "more", Name: "More"}})
			}},
			{"a competitor", func() error { return other.SaveCompetitors(ctx, []store.Competitor{{Key: "more", Name: "More"}}) }},
			{"where a competitor matters", func() error {
				return other.SetAreaCompetitors(ctx, w.feature.AreaID, []store.AreaCompetitor{{CompetitorID: w.competitor.ID}})
			}},
			{"that it matters there no more", func() error { return other.SetAreaCompetitors(ctx, w.feature.AreaID, nil) }},
			{"a cell", func() error {
				_, err := other.SetCell(ctx, w.feature.ID, w.competitor.ID, store.CellValue{State: store.Yes}, store.Machine, monday)
				return err
			}},
			{"when a cell expires", func() error {
				value := store.CellValue{State: store.Yes, ExpiresAt: new(monday.AddDate(0, 1, 0))}
				_, err := other.SetCell(ctx, w.feature.ID, w.competitor.ID, value, store.Machine, monday)
				return err
			}},
			{"an account", func() error { return other.SaveAccounts(ctx, accounts) }},
			{"that an account is gone", func() error { return other.RemoveAccounts(ctx, []int64{accounts[0].ID}, monday) }},
			{"a gap", func() (err error) { gap, err = other.EnsureGap(ctx, w.feature.ID, monday); return err }},
			{"its status", func() error { return other.SetGapStatus(ctx, gap.ID, store.Shipped, "", monday) }},
			{"an annotation", func() error { return other.SaveAnnotation(ctx, &note) }},
			{"its gap", func() error { return other.MoveAnnotations(ctx, []int64{note.ID}, &gap.ID, monday) }},
		} {
			require.Equal(t, last, kept(), "nothing was written before %s", write.what)
			require.NoError(t, write.do(), write.what)
			require.Equal(t, last+1, kept(), write.what)
			last++
		}
	})
}

func TestWhatIsKeptStaysWhileOtherTopicsAreWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, w := t.Context(), newWorld(t, st)
		landscape, cells := counting(t, st, store.OnLandscape), counting(t, st, store.OnCells)
		_, err := st.EnsureGap(ctx, w.feature.ID, monday)
		require.NoError(t, err)
		first := landscape()
		require.NoError(t, st.SaveAccounts(ctx, []store.Account{{Key: "k", Name: "K"}}))
		require.Equal(t, first, landscape())
		before := cells()
		require.NoError(t, st.SaveAreas(ctx, []store.Area{{Key: "more", Name: "More"}}))
		require.Equal(t, before, cells())
	})
}

func TestWhatIsReadInATransactionIsNotKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, undo := t.Context(), errors.New("undo")
		names := func(st *store.Store) (names []string) {
			areas, err := store.Keep(ctx, st, onAll, "areas", func() ([]store.Area, error) { return st.Areas(ctx) })
			require.NoError(t, err)
			for _, a := range areas {
				names = append(names, a.Name)
			}
			return names
		}
		save := func(st *store.Store, name string) {
			require.NoError(t, st.SaveAreas(ctx, []store.Area{{Key: "a", Name: name}}))
		}
		save(st, "as it was")
		require.ErrorIs(t, st.InTx(ctx, func(tx *store.Store) error {
			save(tx, "undone")
			require.Equal(t, []string{"undone"}, names(tx))
			return undo
		}), undo)
		save(st, "as it is") // as many writes as if the transaction had happened
		require.Equal(t, []string{"as it is"}, names(st))
	})
}

func TestAFailureIsNotKeptAndTheOldestGoes(t *testing.T) {
	st, ctx := storetest.SQLite(t), context.Background()
	_, err := store.Keep(ctx, st, onAll, "k", func() (int, error) { return 1, errors.New("broken") })
	require.Error(t, err)
	made := 0
	ask := func(key string) {
		_, err := store.Keep(ctx, st, onAll, key, func() (int, error) { made++; return made, nil })
		require.NoError(t, err)
	}
	ask("k")
	require.Equal(t, 1, made)
	for i := range store.KeptValues {
		ask(fmt.Sprint(i))
		ask("0")
	}
	before := made
	ask("0")
	require.Equal(t, before, made, "what is used stays")
	ask("k")
	require.Equal(t, before+1, made, "what was not used for longest has gone")
}

// Writers of every topic who meet at the database wait for nobody for long and do not stop each other.
func TestWritersOfTopicsDoNotDeadlock(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx, w := t.Context(), newWorld(t, st)
		const writers, rounds = 4, 20
		errs := make(chan error, writers)
		for n := range writers {
			go func() {
				var err error
				for i := range rounds {
					err = errors.Join(err, st.InTx(ctx, func(tx *store.Store) error {
						account := []store.Account{{Key: fmt.Sprintf("%d-%d", n, i)}}
						feature := []store.Feature{{AreaID: w.feature.AreaID, Key: fmt.Sprintf("%d-%d", n, i)}}
						if n%2 == 0 {
							return errors.Join(tx.SaveAccounts(ctx, account), tx.SaveFeatures(ctx, feature))
						}
						return errors.Join(tx.SaveFeatures(ctx, feature), tx.SaveAccounts(ctx, account))
					}))
				}
				errs <- err
			}()
		}
		for range writers {
			select {
			case err := <-errs:
				require.NoError(t, err)
			case <-time.After(time.Minute):
				require.Fail(t, "writers wait for each other")
			}
		}
	})
}

// written are the features whose cells were written since a number, and the number now.
func written(t *testing.T, st *store.Store, since int64) ([]int64, int64) {
	t.Helper()
	ids, now, err := st.CellsWritten(t.Context(), since)
	require.NoError(t, err)
	return ids, now
}

func TestOnlyFeaturesWhoseCellsWereWrittenAreTold(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		st, other := storetest.Open(t, address), storetest.Open(t, address)
		ctx, w := t.Context(), newWorld(t, other)
		more := []store.Feature{{AreaID: w.feature.AreaID, Key: "more", Name: "More"}}
		require.NoError(t, other.SaveFeatures(ctx, more))
		set := func(feature int64, value store.CellValue) {
			_, err := other.SetCell(ctx, feature, w.competitor.ID, value, store.Machine, monday)
			require.NoError(t, err)
		}
		set(w.feature.ID, store.CellValue{State: store.Yes})
		set(more[0].ID, store.CellValue{State: store.Yes})
		ids, now := written(t, st, 0)
		require.Equal(t, []int64{w.feature.ID, more[0].ID}, ids)
		ids, _ = written(t, st, now)
		require.Empty(t, ids)

		exec := func(statement string, args ...any) {
			require.NoError(t, other.Gorm().Exec(statement, args...).Error)
		}
		for _, write := range []struct {
			what string
			do   func()
			want []int64
		}{
			{"another state", func() { set(more[0].ID, store.CellValue{State: store.No}) }, []int64{more[0].ID}},
			{"when it expires", func() {
				set(more[0].ID, store.CellValue{State: store.No, ExpiresAt: new(monday)})
			}, []int64{more[0].ID}},
			{"its history", func() { exec("UPDATE cell_versions SET note = 'n' WHERE feature_id = ?", more[0].ID) }, []int64{more[0].ID}},
			{"a step that is gone", func() { exec("DELETE FROM cell_versions WHERE feature_id = ?", more[0].ID) }, []int64{more[0].ID}},
			{"a cell that is gone", func() { exec("DELETE FROM cells WHERE feature_id = ?", w.feature.ID) }, []int64{w.feature.ID}},
			{"a cell of another feature", func() {
				exec("UPDATE cells SET feature_id = ? WHERE feature_id = ?", w.feature.ID, more[0].ID)
			}, []int64{w.feature.ID, more[0].ID}},
		} {
			write.do()
			ids, now = written(t, st, now)
			require.Equal(t, write.want, ids, write.what)
		}
	})
}
