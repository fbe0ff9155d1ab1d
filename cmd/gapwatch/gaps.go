package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

func newGapsCommand(a *app) *cobra.Command {
	var area string
	cmd := &cobra.Command{
		Use:   "gaps",
		Short: "List gaps with the accounts and the money behind them",
		Long: `List the features in which a competitor is ahead of us, or that customers asked for, by combined ARR: the sum over
distinct accounts, shown with its arithmetic. Currencies are never added to each other.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			views, err := readGaps(cmd.Context(), st, area)
			if err != nil {
				return err
			}
			return a.printGaps(views)
		},
	}
	cmd.Flags().StringVar(&area, "area", "", "key of an area (default: all)")
	return cmd
}

func readGaps(ctx context.Context, st *store.Store, area string) ([]matrix.GapView, error) {
	only, err := report.AreaOf(ctx, st, area)
	if err != nil {
		return nil, err
	}
	return report.Gaps(ctx, st, only, nil)
}

func (a *app) printGaps(views []matrix.GapView) error {
	if a.json {
		for _, v := range views {
			if err := a.printJSON(gapOut(v)); err != nil {
				return err
			}
		}
		return nil
	}
	if len(views) == 0 {
		fmt.Fprintln(a.out, "No gaps. A gap appears when a competitor's state is ahead of ours, or when somebody annotates a feature.")
		return nil
	}
	t := a.table("Feature", "Status", "Ahead of us", "Accounts", "Combined ARR", "Next key date")
	for _, v := range views {
		t.AppendRow([]any{v.Feature.Name, status(v), strings.Join(aheadNames(v), ", "), v.ARR.Accounts(), v.ARR.String(), dateOrBlank(v)})
	}
	t.Render()
	for _, v := range views {
		if lines := report.Arithmetic(v.ARR); len(lines) > 0 {
			fmt.Fprintf(a.out, "\n%s: %s\n", v.Feature.Name, v.ARR)
			for _, line := range lines {
				fmt.Fprintf(a.out, "    %s\n", line)
			}
		}
	}
	return nil
}

func gapOut(v matrix.GapView) map[string]any {
	return map[string]any{
		"feature": v.Feature.Key, "name": v.Feature.Name, "status": status(v), "ahead": aheadNames(v),
		"accounts": v.ARR.Accounts(), "arr": v.ARR, "next_key_date": v.NextKeyDate, "annotations": len(v.Annotations),
	}
}

func status(v matrix.GapView) string {
	if v.Gap == nil {
		return "new"
	}
	return string(v.Gap.Status)
}

func aheadNames(v matrix.GapView) []string {
	names := make([]string, len(v.Ahead))
	for i, a := range v.Ahead {
		names[i] = a.Competitor.Name
	}
	return names
}

func dateOrBlank(v matrix.GapView) string {
	if v.NextKeyDate == nil {
		return ""
	}
	return v.NextKeyDate.Format("2006-01-02")
}
