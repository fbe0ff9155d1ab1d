package store_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/riverqueue/river"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// These make the test program do something with the database at an address and end: another process, for tests that
// need one.
const (
	childMigrates = "GAPWATCH_TEST_MIGRATE"
	childWorks    = "GAPWATCH_TEST_WORK" // begins a job that does not end
)

func TestMain(m *testing.M) {
	for name, do := range map[string]func(string) error{childMigrates: migrateAndEnd, childWorks: workForEver} {
		if address := os.Getenv(name); address != "" {
			if err := do(address); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			os.Exit(0)
		}
	}
	os.Exit(storetest.Main(m))
}

// workForEver begins one job, says so, and waits to be killed.
func workForEver(address string) error {
	ctx := context.Background()
	st, err := store.Open(ctx, store.Options{Address: address})
	if err != nil {
		return err
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, river.WorkFunc(func(context.Context, *river.Job[visitArgs]) error {
		fmt.Println("working")
		select {}
	}))
	jobs, err := st.Jobs(workers, store.JobOptions{})
	if err != nil {
		return err
	}
	if err := jobs.Start(ctx); err != nil {
		return err
	}
	select {}
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
