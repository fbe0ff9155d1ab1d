package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/config"
)

// schemaFolder holds the schemas of the files that init writes, beside them.
const schemaFolder = ".gapwatch"

func newInitCommand(a *app) *cobra.Command {
	var template string
	var force bool
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write gapwatch.yaml and landscape.yaml to begin with",
		Long: `Write two commented files into a folder (default: this one): gapwatch.yaml, every setting with its default, and
landscape.yaml, what to watch. Their JSON Schemas go into .gapwatch beside them, so that editors complete and check.

Templates of the landscape:
  minimal             one area and one competitor, to fill in
  product-analytics   real vendors of product analytics, session replay, feature flags, error tracking and surveys`,
		Example: "  gapwatch init --template product-analytics",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return misusef("name one folder: gapwatch init [DIR]")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			return a.init(dir, template, force)
		},
	}
	cmd.Flags().StringVar(&template, "template", "minimal", "landscape to begin with: "+strings.Join(config.Templates(), ", "))
	cmd.Flags().BoolVar(&force, "force", false, "overwrite files that are there")
	_ = cmd.RegisterFlagCompletionFunc("template",
		cobra.FixedCompletions(config.Templates(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// initFile is one file that init writes.
type initFile struct {
	path string
	text []byte
	keep bool // written by hand later: never overwritten without --force
}

func (a *app) init(dir, template string, force bool) error {
	files, err := initFiles(dir, template)
	if err != nil {
		return err
	}
	for _, f := range files {
		if _, err := os.Stat(f.path); err == nil && f.keep && !force {
			return fmt.Errorf("%s is there already; nothing was written (--force overwrites it)", f.path)
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, schemaFolder), 0o755); err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(f.path, f.text, 0o644); err != nil {
			return err
		}
	}
	a.sayNext(dir, files)
	return nil
}

func initFiles(dir, template string) ([]initFile, error) {
	schema := func(name string) string { return schemaFolder + "/" + name + ".schema.json" }
	landscape, err := config.LandscapeTemplate(template, schema("landscape"))
	if err != nil {
		return nil, misuse{err}
	}
	files := []initFile{
		{filepath.Join(dir, settingsFile), config.SettingsTemplate(schema("settings")), true},
		{filepath.Join(dir, landscapeFile), landscape, true},
	}
	for _, name := range []string{"settings", "landscape"} {
		text, err := config.Schema(name)
		if err != nil {
			return nil, err
		}
		files = append(files, initFile{path: filepath.Join(dir, filepath.FromSlash(schema(name))), text: text})
	}
	return files, nil
}

func (a *app) sayNext(dir string, files []initFile) {
	for _, f := range files {
		fmt.Fprintln(a.out, "Wrote", f.path)
	}
	in := ""
	if dir != "." {
		in = "  cd " + dir + "\n"
	}
	fmt.Fprintf(a.out, `
Next:
%s  edit landscape.yaml                         your areas, features and competitors
  gapwatch apply landscape.yaml --dry-run     see what would be watched
  gapwatch apply landscape.yaml
  gapwatch crawl --all                        look once: the first look is a silent baseline
`, in)
}
