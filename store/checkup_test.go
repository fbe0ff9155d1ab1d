package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func TestTryingOutADatabaseWritesNothing(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		ctx := t.Context()
		st := storetest.Open(t, address)
		require.NoError(t, st.CheckWritable(ctx))
		trail, err := st.AuditTrail(ctx, time.Time{}, 0)
		require.NoError(t, err)
		require.Empty(t, trail)
		at, off, err := st.Clock(ctx)
		require.NoError(t, err)
		require.Less(t, off, time.Minute)
		require.WithinDuration(t, time.Now(), at, time.Minute)

		reader, err := store.Open(context.Background(), store.Options{Address: address, ReadOnly: true})
		require.NoError(t, err)
		defer reader.Close()
		require.Error(t, reader.CheckWritable(ctx))
	})
}
