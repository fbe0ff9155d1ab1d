package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/text/currency"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
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
		Long: `Add or change accounts from a CSV file with a header line. Columns, in any order and by any of these names:

  name                          account, customer, company       (needed)
  key                           id, account id                   (default: the name)
  arr                           annual recurring revenue, revenue
  currency                      (default: --currency)
  owner                         account owner, csm
  renewal_date                  renewal, renews                  (2026-12-31)

Importing twice changes nothing; no account is removed.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			accounts, err := readAccounts(args[0], currency)
			if err != nil {
				return err
			}
			if dryRun {
				fmt.Fprintf(a.out, "%d accounts would be imported.\n", len(accounts))
				return a.printAccounts(accounts)
			}
			st, _, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			if err := st.SaveAccounts(cmd.Context(), accounts); err != nil {
				return err
			}
			fmt.Fprintf(a.out, "Imported %d accounts.\n", len(accounts))
			return nil
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "show what would be imported, and import nothing")
	cmd.Flags().StringVar(&currency, "currency", "USD", "currency of amounts that name none")
	return cmd
}

// accountColumns are the names under which lists keep what we ask for.
var accountColumns = map[string][]string{
	"key":          {"key", "id", "account id", "account_id"},
	"name":         {"name", "account", "customer", "company", "account name"},
	"arr":          {"arr", "annual recurring revenue", "revenue", "annual revenue"},
	"currency":     {"currency", "arr currency"},
	"owner":        {"owner", "account owner", "csm", "account manager"},
	"renewal_date": {"renewal_date", "renewal date", "renewal", "renews"},
}

// readAccounts reads a list whole and reports every line that is wrong, or none is taken.
func readAccounts(file, currency string) ([]store.Account, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: it has no header line: %w", file, err)
	}
	columns := map[string]int{}
	for field, names := range accountColumns {
		for i, h := range head {
			if slices.Contains(names, strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))) {
				columns[field] = i
			}
		}
	}
	if _, ok := columns["name"]; !ok {
		return nil, fmt.Errorf("%s:1: no column is called name (or account, customer, company); found %s", file, strings.Join(head, ", "))
	}
	var out []store.Account
	var wrong []error
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, errors.Join(wrong...)
		}
		line, _ := r.FieldPos(0)
		if err == nil {
			var acc store.Account
			if acc, err = readAccount(row, columns, currency); err == nil {
				out = append(out, acc)
				continue
			}
		}
		wrong = append(wrong, fmt.Errorf("%s:%d: %w", file, line, err))
		if len(wrong) > 20 {
			return nil, errors.Join(wrong...)
		}
	}
}

func readAccount(row []string, columns map[string]int, currencyCode string) (store.Account, error) {
	field := func(name string) string {
		if i, ok := columns[name]; ok && i < len(row) {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	acc := store.Account{Key: field("key"), Name: field("name"), Owner: field("owner"), Currency: strings.ToUpper(field("currency"))}
	if acc.Name == "" {
		return acc, errors.New("the name is empty")
	}
	if acc.Key == "" {
		acc.Key = matrix.Fold(acc.Name)
	}
	if acc.Currency == "" {
		acc.Currency = strings.ToUpper(currencyCode)
	}
	if arr := field("arr"); arr != "" {
		minor, err := minorUnits(arr, acc.Currency)
		if err != nil {
			return acc, err
		}
		acc.ARRMinor, acc.ARRKnown = minor, true
	}
	if date := field("renewal_date"); date != "" {
		t, _, ok := extract.ParseDate(date, time.Time{})
		if !ok {
			return acc, fmt.Errorf("%q is not a date; write it like 2026-12-31", date)
		}
		acc.RenewalDate = &t
	}
	return acc, nil
}

// minorUnits reads an amount into the smallest unit of its currency.
func minorUnits(text, code string) (int64, error) {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return 0, fmt.Errorf("%q is not a currency; write its ISO code such as USD or EUR", code)
	}
	m, ok := extract.ParseMoney(text)
	if !ok {
		return 0, fmt.Errorf("%q is not an amount; write it like 84000 or 84,000.00", text)
	}
	if m.Currency != "" && m.Currency != code && strings.ContainsAny(text, "€£¥") {
		return 0, fmt.Errorf("the amount %q is not in %s, the currency of its line", text, code)
	}
	places, _ := currency.Standard.Rounding(unit)
	return m.Decimal().Shift(int32(places)).Round(0).IntPart(), nil
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
