package main

import (
	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/config"
)

func newSchemaCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:       "schema settings|landscape",
		Short:     "Print the JSON Schema of gapwatch.yaml or landscape.yaml",
		Long:      "Print the JSON Schema of a file, for editors and checks. 'gapwatch init' writes both beside the files.",
		ValidArgs: []string{"settings", "landscape"},
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return misusef("say which: gapwatch schema settings, or gapwatch schema landscape")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := config.Schema(args[0])
			if err != nil {
				return misuse{err}
			}
			_, err = a.out.Write(text)
			return err
		},
	}
}
