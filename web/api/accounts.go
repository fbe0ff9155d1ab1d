package api

import (
	"context"
	"time"

	"github.com/gapwatch/gapwatch/store"
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
