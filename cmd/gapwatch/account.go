package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

func newAccountCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "account", Short: "Import and list customers and prospects"}
	cmd.AddCommand(newAccountImportCommand(a), newAccountListCommand(a))
	return cmd
}

func newAccountImportCommand(a *app) *cobra.Command {
	var dryRun bool
	var currency string
	cmd := &cobra.Command{
		Use:   "import FILE.csv",
		Short: "Add or change accounts from a CSV file",
		Long: `Add or change accounts from a CSV file with a header line, with commas, semicolons or tabs between its columns. These may
stand in any order and have any of these names:

  name                          account, customer, company       (needed)
  key                           id, account id                   (default: the name)
  arr                           annual recurring revenue, revenue
  currency                      (default: --currency)
  owner                         account owner, csm
  renewal_date                  renewal, renews                  (2026-12-31)

An account that is known is found by its key, else by its name. What the list does not tell stays as it was, importing twice
changes nothing, and no account is removed.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			plan, err := planAccounts(cmd.Context(), st, args[0], currency)
			if err != nil {
				return err
			}
			what := fmt.Sprintf("%d accounts: %d new, %d changed", len(plan), plan.New(), plan.Changed())
			if dryRun {
				fmt.Fprintf(a.out, "Nothing is imported yet. %s.\n", what)
				return a.printAccounts(planned(plan))
			}
			if err := plan.Take(cmd.Context(), st); err != nil {
				return err
			}
			fmt.Fprintf(a.out, "Imported %s.\n", what)
			return nil
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "show what would be imported, and import nothing")
	cmd.Flags().StringVar(&currency, "currency", "USD", "currency of amounts that name none")
	return cmd
}

// planAccounts reads a list from a file and finds what it would do.
func planAccounts(ctx context.Context, st *store.Store, file, currency string) (watch.AccountPlan, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	plan, _, err := watch.PlanAccounts(ctx, st, f, watch.AccountList{Name: file, Currency: currency})
	return plan, err
}

// planned are the accounts as they would be kept.
func planned(plan watch.AccountPlan) []store.Account {
	out := make([]store.Account, len(plan))
	for i, l := range plan {
		out[i] = l.Is
	}
	return out
}

func newAccountListCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List accounts",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			accounts, err := st.Accounts(cmd.Context())
			if err != nil {
				return err
			}
			return a.printAccounts(accounts)
		},
	}
}

func (a *app) printAccounts(accounts []store.Account) error {
	if a.json {
		for _, acc := range accounts {
			if err := a.printJSON(acc); err != nil {
				return err
			}
		}
		return nil
	}
	t := a.table("Key", "Account", "ARR", "Owner", "Renewal")
	for _, acc := range accounts {
		arr, renewal := "unknown", ""
		if acc.ARRKnown {
			arr = matrix.FormatMoney(acc.ARRMinor, acc.Currency)
		}
		if acc.RenewalDate != nil {
			renewal = acc.RenewalDate.Format(time.DateOnly)
		}
		t.AppendRow([]any{acc.Key, acc.Name, arr, acc.Owner, renewal})
	}
	t.Render()
	return nil
}
