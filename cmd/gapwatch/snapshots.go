package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/store"
)

func newSnapshotsCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "snapshots", Short: "Verify, show and export the stored pages"}
	cmd.AddCommand(newSnapshotsVerifyCommand(a), newSnapshotsShowCommand(a), newSnapshotsExportCommand(a))
	return cmd
}

func newSnapshotsVerifyCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Restore every stored page and compare it with its sha256",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			p := newProgress(a, "verifying stored pages")
			count, err := st.VerifySnapshots(cmd.Context(), p.show)
			p.end()
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "%d stored pages are intact.\n", count)
			return nil
		},
	}
}

func newSnapshotsShowCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "Write one stored page, byte for byte as it was served",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return misusef("%q is not the number of a snapshot", args[0])
			}
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			body, err := st.Body(cmd.Context(), id)
			if err != nil {
				return fmt.Errorf("snapshot %d: %w", id, err)
			}
			_, err = a.out.Write(body)
			return err
		},
	}
}

func newSnapshotsExportCommand(a *app) *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:   "export --to DIR",
		Short: "Write one file per stored version",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if to == "" {
				return misusef("say where to: gapwatch snapshots export --to DIR")
			}
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			if err := os.MkdirAll(to, 0o755); err != nil {
				return err
			}
			var count int
			err = st.EachSnapshot(cmd.Context(), func(s store.Snapshot, body []byte) error {
				count++
				return os.WriteFile(filepath.Join(to, snapshotFile(s)), body, 0o644)
			})
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "Wrote %d stored versions to %s.\n", count, to)
			return nil
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "folder to write into")
	return cmd
}

// snapshotFile names a stored version: source, moment, snapshot.
func snapshotFile(s store.Snapshot) string {
	return fmt.Sprintf("source-%d-%s-%d", s.SourceID, s.At.UTC().Format("20060102T150405Z"), s.ID)
}
