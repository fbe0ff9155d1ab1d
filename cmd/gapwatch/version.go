package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/extract"
)

// version is the release; a build from a checkout adds its revision.
const version = "0.1.0"

func newVersionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of the program, its readers and Go",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			v := map[string]any{
				"version":  version,
				"revision": revision(),
				"reader":   extract.ReaderVersion,
				"go":       runtime.Version(),
			}
			if a.json {
				return a.printJSON(v)
			}
			_, err := fmt.Fprintf(a.out, "gapwatch %s (revision %s, reader %d, %s)\n",
				v["version"], v["revision"], v["reader"], v["go"])
			return err
		},
	}
}

// revision is the commit the binary was built from, where the build recorded it.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return "unknown"
}
