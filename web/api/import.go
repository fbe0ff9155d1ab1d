package api

import (
	"bytes"
	"context"
	"errors"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/watch"
)

// AccountList is a list of accounts to be taken, with what its columns are. A column that is not named here is found by the
// names that lists usually use.
type AccountList struct {
	Currency    string `query:"currency" default:"USD" doc:"ISO code of amounts that name none."`
	DryRun      bool   `query:"dry_run" doc:"Only say what it would do."`
	Name        string `query:"column.name" doc:"Column that holds the name of the account."`
	Key         string `query:"column.key" doc:"Column that holds its key."`
	ARR         string `query:"column.arr" doc:"Column that holds its annual recurring revenue."`
	In          string `query:"column.currency" doc:"Column that holds the currency of that."`
	Owner       string `query:"column.owner" doc:"Column that holds its owner."`
	RenewalDate string `query:"column.renewal_date" doc:"Column that holds when it renews."`
	RawBody     []byte `contentType:"text/csv"`
}

// list is how the list is to be read.
func (in *AccountList) list() watch.AccountList {
	return watch.AccountList{Name: "list", Currency: in.Currency, Columns: map[string]string{
		"name": in.Name, "key": in.Key, "arr": in.ARR, "currency": in.In, "owner": in.Owner, "renewal_date": in.RenewalDate,
	}}
}

// linesShown is how many lines of a list a preview holds.
const linesShown = 200

// Imported says what became of a list of accounts.
type Imported struct {
	Accounts int               `json:"accounts" doc:"In the list."`
	New      int               `json:"new" doc:"That were not known before."`
	Changed  int               `json:"changed" doc:"That were known, and of which the list says something else."`
	Taken    bool              `json:"taken"`
	Columns  []string          `json:"columns" doc:"What the list calls its columns."`
	Mapping  map[string]string `json:"mapping" doc:"Field to the column that it is read from."`
	Lines    []ImportedLine    `json:"lines" doc:"What is new or changed, the first 200 of it."`
}

// ImportedLine is what a line of a list makes of an account.
type ImportedLine struct {
	Was *Account `json:"was,omitempty" doc:"Left out: there was none."`
	Is  Account  `json:"is"`
}

// importAccounts takes a list whole, or with a wrong line not at all.
func (a *API) importAccounts(ctx context.Context, in *AccountList) (*One[Imported], error) {
	plan, head, err := watch.PlanAccounts(ctx, a.st(ctx), bytes.NewReader(in.RawBody), in.list())
	if err != nil {
		return nil, huma.Error422UnprocessableEntity("The list was not taken.", linesOf(err)...)
	}
	out := &One[Imported]{Body: Imported{
		Accounts: len(plan), New: plan.New(), Changed: plan.Changed(), Taken: !in.DryRun,
		Columns: head, Mapping: in.list().Found(head), Lines: importedLines(plan),
	}}
	if in.DryRun {
		return out, nil
	}
	return out, plan.Take(ctx, a.st(ctx))
}

// importedLines are the first lines of a plan that do something.
func importedLines(plan watch.AccountPlan) []ImportedLine {
	out := []ImportedLine{}
	for _, l := range plan {
		if l.Same() || len(out) == linesShown {
			continue
		}
		line := ImportedLine{Is: newAccount(l.Is)}
		if !l.New() {
			was := newAccount(l.Was)
			line.Was = &was
		}
		out = append(out, line)
	}
	return out
}

// linesOf are the errors that were joined into one.
func linesOf(err error) []error {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		return joined.Unwrap()
	}
	return []error{err}
}
