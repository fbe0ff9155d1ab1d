package main

import "github.com/spf13/cobra"

// newRootCommand lists every command, in the order a new user meets them.
func newRootCommand(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "gapwatch",
		Short: "Watch what competitors ship and charge, and prove every gap",
		Long: `Gapwatch watches competitors' changelogs, pricing pages and feeds, compares them by meaning,
and keeps a feature-gap matrix in which every cell can be proved.

Start here:
  gapwatch demo                 see the whole job on built-in sites
  gapwatch init                 write gapwatch.yaml and landscape.yaml to begin your own
  gapwatch crawl --all          look once at every source
  gapwatch report               read this week's gap report`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return misuse{err} })
	flags := root.PersistentFlags()
	flags.StringVar(&a.configPath, "config", "", "settings file (default: gapwatch.yaml where there is one)")
	flags.StringVar(&a.dataDir, "data", "", "folder that holds the database (default: ./gapwatch-data)")
	flags.BoolVar(&a.json, "json", false, "print data as JSON")
	root.AddCommand(
		newDemoCommand(a),
		newInitCommand(a),
		newApplyCommand(a),
		newDiscoverCommand(a),
		newSchemaCommand(a),
		newCrawlCommand(a),
		newServeCommand(a),
		newWorkerCommand(a),
		newJobsCommand(a),
		newSourceCommand(a),
		newRulesCommand(a),
		newSubscriptionCommand(a),
		newDeliveryCommand(a),
		newMatrixCommand(a),
		newCellCommand(a),
		newGapsCommand(a),
		newQueueCommand(a),
		newAccountCommand(a),
		newAnnotateCommand(a),
		newAnnotationsCommand(a),
		newReportCommand(a),
		newCheckCommand(a),
		newDiffCommand(a),
		newMatchCommand(a),
		newEvidenceCommand(a),
		newReplayCommand(a),
		newSnapshotsCommand(a),
		newPruneCommand(a),
		newDBCommand(a),
		newDoctorCommand(a),
		newVersionCommand(a),
	)
	return root
}
