package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

func newMatchCommand(a *app) *cobra.Command {
	var file, area string
	cmd := &cobra.Command{
		Use:   "match --catalogue FILE --area KEY -",
		Short: "Say which feature of a catalogue each phrase names",
		Long: `Read phrases from standard input, one JSON object {"section", "text"} a line, and print for each which feature of the
catalogue it names, how sure that is, and what else it may be. At ` + fmt.Sprint(matrix.Automatic) + ` and above a match becomes evidence by itself;
from ` + fmt.Sprint(matrix.Suggested) + ` it is a suggestion.`,
		Example: `  echo '{"section": "Privacy", "text": "Mask inputs"}' | gapwatch match --catalogue landscape.yaml --area session-replay --json -`,
		Args:    cobra.MaximumNArgs(1),
		RunE: func(*cobra.Command, []string) error {
			catalogue, err := readCatalogue(file, area)
			if err != nil {
				return err
			}
			return eachLine(a.in, func(line string) error { return a.matchLine(catalogue, line) })
		},
	}
	catalogueFlags(cmd, &file, &area)
	return cmd
}

func catalogueFlags(cmd *cobra.Command, file, area *string) {
	cmd.Flags().StringVar(file, "catalogue", "", "landscape file that holds the area's features")
	cmd.Flags().StringVar(area, "area", "", "key of the area")
	_ = cmd.MarkFlagRequired("catalogue")
	_ = cmd.MarkFlagRequired("area")
}

func (a *app) matchLine(c *matrix.Catalogue, line string) error {
	var phrase struct{ Section, Text string }
	if err := json.Unmarshal([]byte(line), &phrase); err != nil {
		return fmt.Errorf(`a line is not {"section", "text"}: %w`, err)
	}
	m := c.Match(phrase.Section, phrase.Text)
	if !a.json {
		_, err := fmt.Fprintf(a.out, "%-40s %-30s %.2f\n", phrase.Text, m.Feature, m.Score)
		return err
	}
	if m.Candidates == nil {
		m.Candidates = []store.Candidate{}
	}
	return a.printJSON(map[string]any{"feature": orNull(m.Feature), "score": m.Score, "candidates": m.Candidates})
}

// catalogueFile is the part of a landscape file that matching needs. It is read leniently: a catalogue that somebody
// else keeps may hold keys that we do not know, and they do not change what a feature is called.
type catalogueFile struct {
	Areas []struct {
		Key      string
		Features []struct {
			Key, Name, Definition, Group string
			Aliases                      []string
		}
	}
}

// readCatalogue reads one area's features from a landscape file. Their ids are their places in the file.
func readCatalogue(file, area string) (*matrix.Catalogue, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var catalogue catalogueFile
	if err := yaml.Unmarshal(data, &catalogue); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for _, ar := range catalogue.Areas {
		if ar.Key != area {
			continue
		}
		features := make([]store.Feature, len(ar.Features))
		for i, f := range ar.Features {
			features[i] = store.Feature{
				ID: int64(i + 1), Key: f.Key, Name: f.Name, Definition: f.Definition, GroupName: f.Group, Aliases: f.Aliases,
			}
		}
		return matrix.NewCatalogue(features, nil), nil
	}
	return nil, misusef("%s has no area %q", file, area)
}

func newEvidenceCommand(a *app) *cobra.Command {
	var file, area, competitor, base string
	cmd := &cobra.Command{
		Use:   "evidence --catalogue FILE --area KEY PAGE",
		Short: "Say what one pricing page proves for the matrix, storing nothing",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			catalogue, err := readCatalogue(file, area)
			if err != nil {
				return err
			}
			page, err := a.page(cmd.Context(), args[0], extract.Pricing, base, "")
			if err != nil {
				return err
			}
			doc, err := extract.Read(page)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			return a.printEvidence(catalogue, doc)
		},
	}
	catalogueFlags(cmd, &file, &area)
	cmd.Flags().StringVar(&competitor, "competitor", "", "key of the competitor; shown only")
	cmd.Flags().StringVar(&base, "base-url", "", "address that a saved page came from")
	return cmd
}

// cellOut is a cell as the command prints it: what is in beta or only on request is had in part.
type cellOut struct {
	Feature  string      `json:"feature"`
	State    store.State `json:"state"`
	Stage    store.State `json:"stage,omitempty"` // "beta", where that is why it is partial
	PlanFrom *string     `json:"from_plan"`
	AddOn    bool        `json:"add_on"`
	Limit    *string     `json:"limit"`
	Quote    string      `json:"quote"`
}

func (a *app) printEvidence(c *matrix.Catalogue, doc extract.Document) error {
	cells := []cellOut{}
	for _, cell := range c.Cells(doc) {
		out := cellOut{
			Feature: cell.Feature, State: cell.State, PlanFrom: orNull(cell.PlanFrom), AddOn: cell.AddOn,
			Limit: orNull(cell.LimitText), Quote: cell.Quote,
		}
		if out.State == store.Beta {
			out.State, out.Stage = store.Partial, store.Beta
		}
		cells = append(cells, out)
	}
	if a.json {
		return a.printJSON(map[string]any{"cells": cells})
	}
	t := a.table("Feature", "State", "From plan", "Limit", "Quote")
	for _, cell := range cells {
		t.AppendRow([]any{cell.Feature, cell.State, deref(cell.PlanFrom), deref(cell.Limit), cell.Quote})
	}
	t.Render()
	return nil
}
