package store_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// childAddress makes the test program migrate a database and end: another process, for tests that need one.
const childAddress = "GAPWATCH_TEST_MIGRATE"

func TestMain(m *testing.M) {
	if address := os.Getenv(childAddress); address != "" {
		if err := migrateAndEnd(address); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(storetest.Main(m))
}

func migrateAndEnd(address string) error {
	ctx := context.Background()
	st, err := store.Open(ctx, store.Options{Address: address})
	if err != nil {
		return err
	}
	if err := st.Migrate(ctx); err != nil {
		return err
	}
	return st.Close()
}
