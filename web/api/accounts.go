package api

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// AskAccounts chooses accounts.
type AskAccounts struct {
	Paging
	Text string `query:"q" doc:"Only those whose name holds it."`
}

// Account is a customer or prospect.
type Account struct {
	Key         string     `json:"key"`
	Name        string     `json:"name"`
	ARR         *int64     `json:"arr_minor,omitempty" doc:"In the currency's smallest unit; left out: not known."`
	Currency    string     `json:"currency,omitempty"`
	Owner       string     `json:"owner,omitempty"`
	RenewalDate *time.Time `json:"renewal_date,omitempty"`
}

func newAccount(a store.Account) Account {
	out := Account{Key: a.Key, Name: a.Name, Currency: a.Currency, Owner: a.Owner, RenewalDate: a.RenewalDate}
	if a.ARRKnown {
		out.ARR = &a.ARRMinor
	}
	return out
}

func (a *API) accounts(ctx context.Context, in *AskAccounts) (*List[Account], error) {
	after, err := in.parts(2)
	if err != nil {
		return nil, err
	}
	ask := store.AccountPage{Text: in.Text, Limit: in.Limit + 1}
	if after != nil {
		ask.Name, ask.Key = after[0], after[1]
	}
	rows, err := a.st(ctx).AccountPage(ctx, ask)
	return paged(rows, in.Limit, newAccount, func(a store.Account) string { return cursor(a.Name, a.Key) }), err
}

// ByAccount names an account by its path.
type ByAccount struct {
	Account string `path:"account" doc:"Key of the account."`
}

// AccountNotes is an account with what was said of it.
type AccountNotes struct {
	Account
	Annotations []Annotation `json:"annotations"`
}

func (a *API) account(ctx context.Context, in *ByAccount) (*One[AccountNotes], error) {
	acc, err := a.st(ctx).AccountByKeyOrName(ctx, in.Account)
	if err != nil {
		return nil, err
	}
	notes, err := a.st(ctx).Annotations(ctx, store.AnnotationFilter{AccountID: acc.ID})
	out := &One[AccountNotes]{Body: AccountNotes{Account: newAccount(acc), Annotations: []Annotation{}}}
	for _, n := range notes {
		out.Body.Annotations = append(out.Body.Annotations, a.newAnnotation(ctx, n))
	}
	return out, err
}

// AccountList is a list of accounts to be taken.
type AccountList struct {
	Currency string `query:"currency" default:"USD" doc:"ISO code of amounts that name none."`
	DryRun   bool   `query:"dry_run" doc:"Only say what it would do."`
	RawBody  []byte `contentType:"text/csv"`
}

// Imported says what became of a list of accounts.
type Imported struct {
	Accounts int  `json:"accounts" doc:"In the list."`
	New      int  `json:"new" doc:"That were not known before."`
	Changed  int  `json:"changed" doc:"That were known, and of which the list says something else."`
	Taken    bool `json:"taken"`
}

// importAccounts takes a list whole, or with a wrong line not at all.
func (a *API) importAccounts(ctx context.Context, in *AccountList) (*One[Imported], error) {
	list := watch.AccountList{Name: "list", Currency: in.Currency}
	plan, _, err := watch.PlanAccounts(ctx, a.st(ctx), bytes.NewReader(in.RawBody), list)
	if err != nil {
		return nil, huma.Error422UnprocessableEntity("The list was not taken.", linesOf(err)...)
	}
	out := &One[Imported]{Body: Imported{Accounts: len(plan), New: plan.New(), Changed: plan.Changed(), Taken: !in.DryRun}}
	if in.DryRun {
		return out, nil
	}
	return out, plan.Take(ctx, a.st(ctx))
}

// linesOf are the errors that were joined into one.
func linesOf(err error) []error {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		return joined.Unwrap()
	}
	return []error{err}
}
