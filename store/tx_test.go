package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func TestTransactionsAtTheSameTimeDoNotFailEachOther(t *testing.T) {
	const writers, each = 8, 40
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		var group sync.WaitGroup
		errs := make(chan error, writers*each)
		for w := range writers {
			group.Go(func() {
				for i := range each {
					errs <- st.InTx(ctx, func(tx *store.Store) error {
						if _, err := tx.Areas(ctx); err != nil { // reads first, then writes
							return err
						}
						if err := tx.SaveAreas(ctx, []store.Area{{Key: fmt.Sprintf("%d-%d", w, i)}}); err != nil {
							return err
						}
						return tx.Insert(ctx, visitArgs{Host: fmt.Sprintf("%d-%d", w, i)}, nil)
					})
				}
			})
		}
		group.Wait()
		close(errs)
		for err := range errs {
			require.NoError(t, err)
		}
		areas, err := st.Areas(ctx)
		require.NoError(t, err)
		require.Len(t, areas, writers*each)
		require.Equal(t, writers*each, countJobs(t, st, "available"))
	})
}

func TestAPanicOrAnEndedContextLeavesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		for i := range 40 {
			require.Panics(t, func() {
				_ = st.InTx(t.Context(), func(tx *store.Store) error {
					require.NoError(t, tx.SaveAreas(t.Context(), []store.Area{{Key: fmt.Sprint("panic", i)}}))
					panic("boom")
				})
			})
			ctx, cancel := context.WithCancel(t.Context())
			require.Error(t, st.InTx(ctx, func(tx *store.Store) error {
				require.NoError(t, tx.SaveAreas(ctx, []store.Area{{Key: fmt.Sprint("cancel", i)}}))
				require.NoError(t, tx.Insert(ctx, visitArgs{Host: fmt.Sprint(i)}, nil))
				cancel()
				return tx.SaveAreas(ctx, []store.Area{{Key: fmt.Sprint("after", i)}})
			}))
		}
		areas, err := st.Areas(t.Context())
		require.NoError(t, err)
		require.Empty(t, areas)
		require.Zero(t, countJobs(t, st, "available"))
	})
}

func TestAConnectionThatDropsInATransactionLeavesNothing(t *testing.T) {
	st := storetest.Open(t, storetest.PostgresAddress(t))
	ctx := t.Context()
	err := st.InTx(ctx, func(tx *store.Store) error {
		require.NoError(t, tx.SaveAreas(ctx, []store.Area{{Key: "lost"}}))
		var pid int
		require.NoError(t, tx.Gorm().Raw("SELECT pg_backend_pid()").Scan(&pid).Error)
		require.NoError(t, st.Gorm().Exec("SELECT pg_terminate_backend(?)", pid).Error)
		return tx.SaveAreas(ctx, []store.Area{{Key: "lost too"}})
	})
	require.Error(t, err)
	areas, err := st.Areas(ctx) // the next one gets a sound connection
	require.NoError(t, err)
	require.Empty(t, areas)
}

func TestAnErrorIsTheCallersOwn(t *testing.T) {
	boom := errors.New("boom")
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		require.ErrorIs(t, st.InTx(t.Context(), func(*store.Store) error { return boom }), boom)
	})
}

func TestWhatComesInIsCleanedOnBothDatabases(t *testing.T) {
	tokyo := time.FixedZone("tokyo", 9*3600)
	at := time.Date(2026, 3, 2, 18, 30, 0, 123456789, tokyo)
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		areas := []store.Area{{Key: "a\x00b", Name: "broken \xff text", RemovedAt: &at}}
		require.NoError(t, st.SaveAreas(ctx, areas))
		l, err := st.Landscape(ctx)
		require.NoError(t, err)
		require.Equal(t, "ab", l.Areas[0].Key)
		require.Equal(t, "broken \uFFFD text", l.Areas[0].Name)
		require.Equal(t, time.Date(2026, 3, 2, 9, 30, 0, 123456000, time.UTC), *l.Areas[0].RemovedAt)
		_, err = st.AreaByKey(ctx, "a\x00b")
		require.ErrorIs(t, err, store.ErrNotFound) // removed, but the question itself is no error
	})
}
