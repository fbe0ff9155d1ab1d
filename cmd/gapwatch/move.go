package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/store"
)

func newMoveCommand(a *app) *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:   "move --to ADDRESS",
		Short: "Copy everything into an empty database of either kind, and compare",
		Long: `Copy the whole database into an empty one: from a SQLite file to PostgreSQL, back, or to another of the same kind. Every table is
read again on both sides and compared by its number of rows and a checksum; where anything differs nothing is kept. Jobs
that wait come along, so that what is owed is still sent, once.

Stop every gapwatch process first: a database that others use is refused, and so is a target that holds anything. The old
database stays as it is; when the new one is in use, put it away.

  gapwatch db move --to postgres://gapwatch@db.example/gapwatch
  gapwatch db move --config on-postgres.yaml --to sqlite:///var/lib/gapwatch/gapwatch.db`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if to == "" {
				return misusef("say where to: gapwatch db move --to ADDRESS")
			}
			return a.moveTo(cmd.Context(), to)
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "the empty database: postgres://..., or sqlite:///path")
	return cmd
}

// movedLine is what was copied of one table, as data.
type movedLine struct {
	Table    string `json:"table"`
	Rows     int    `json:"rows"`
	Checksum string `json:"checksum"`
}

func (a *app) moveTo(ctx context.Context, to string) error {
	settings, err := a.settings()
	if err != nil {
		return err
	}
	if path := store.FileOf(to); path != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return fmt.Errorf("make the folder of the new database: %w", err)
		}
	}
	began := time.Now()
	moved, err := store.Move(ctx, a.address(settings), to, func(table string, rows int) {
		fmt.Fprintf(a.err, "%-20s %9d rows, the same on both sides\n", table, rows)
	})
	if err != nil {
		return err
	}
	rows := 0
	for _, m := range moved {
		rows += m.Rows
		if a.json {
			if err := a.printJSON(movedLine(m)); err != nil {
				return err
			}
		}
	}
	if !a.json {
		fmt.Fprintf(a.out, "Copied %d rows of %d tables in %s and compared them. Now write the new address into database.address.\n",
			rows, len(moved), time.Since(began).Round(time.Second/10))
	}
	return nil
}
