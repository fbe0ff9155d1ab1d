package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/store"
)

func newDBCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "db", Short: "Migrate, verify, back up, restore and move the database"}
	cmd.AddCommand(
		a.dbAction("migrate", "Bring the database to this program's version", func(ctx context.Context, st *store.Store) error {
			v, err := st.SchemaVersion(ctx) // opening has migrated already
			if err == nil {
				fmt.Fprintf(a.out, "The database is at version %d.\n", v)
			}
			return err
		}),
		a.dbAction("verify", "Check that the database is sound", func(ctx context.Context, st *store.Store) error {
			if err := st.Verify(ctx); err != nil {
				return err
			}
			fmt.Fprintln(a.out, "The database is sound.")
			return nil
		}),
		newBackupCommand(a),
		newRestoreCommand(a),
		newMoveCommand(a),
	)
	return cmd
}

// dbAction is a command that does one thing with the open database.
func (a *app) dbAction(use, short string, do func(context.Context, *store.Store) error) *cobra.Command {
	return &cobra.Command{
		Use:   use,
		Short: short,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			return do(cmd.Context(), st)
		},
	}
}

func newBackupCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Write a verified copy of the database to FILE",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			if err := st.Backup(cmd.Context(), args[0]); err != nil {
				return err
			}
			fmt.Fprintf(a.out, "Backed up to %s and verified. Restore with: gapwatch db restore %s\n", args[0], args[0])
			return nil
		},
	}
}

func newRestoreCommand(a *app) *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the place of the database",
		Long: `Verify a backup and put it in the place of the database. An existing database is kept unless --force is given.
Stop every other gapwatch process on this database first.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			settings, err := a.settings()
			if err != nil {
				return err
			}
			if err := store.Restore(cmd.Context(), args[0], a.address(settings), force); err != nil {
				return err
			}
			fmt.Fprintf(a.out, "Restored from %s.\n", args[0])
			return nil
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace an existing database")
	return cmd
}
