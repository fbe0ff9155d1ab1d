package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func newWorkerCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "worker",
		Short: "Keep watching, without the pages",
		Long: `Work on what is due until told to stop (interrupt, or SIGTERM), beside a gapwatch serve or without one. Any number may work
on one database, on several machines if it is PostgreSQL. They share the work: no host is visited by two at a time, and
the pause between two fetches of a host is kept by all together. What a worker that dies was at is taken over by
another within seconds, or by the next one to start.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.work(cmd.Context()) },
	}
}

func (a *app) work(ctx context.Context) error {
	st, settings, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	line, err := a.line(ctx, st, settings)
	if err != nil {
		return err
	}
	defer line.Crawler.Close()
	return a.withProbes(ctx, line, settings.Metrics.Listen, func(ctx context.Context) error {
		working, err := line.Serve(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintln(a.err, "Gapwatch works. Stop it with an interrupt or SIGTERM.")
		<-ctx.Done()
		return working.Stop(ctx)
	})
}
