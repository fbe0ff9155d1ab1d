package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// AccountLine is what a line of a list makes of an account.
type AccountLine struct {
	Was store.Account // zero: there was none
	Is  store.Account
}

// New tells whether there was no such account.
func (l AccountLine) New() bool { return l.Was == store.Account{} }

// Same tells whether the line says nothing that was not known.
func (l AccountLine) Same() bool {
	return l.Was.Key == l.Is.Key && l.Was.Name == l.Is.Name && !l.ARRMoved() && !l.OwnerMoved() && !l.RenewalMoved()
}

// ARRMoved tells whether an account that was known gets another ARR.
func (l AccountLine) ARRMoved() bool {
	return !l.New() && (l.Was.ARRKnown != l.Is.ARRKnown || l.Was.ARRMinor != l.Is.ARRMinor || l.Was.Currency != l.Is.Currency)
}

// OwnerMoved tells whether an account that was known gets another owner.
func (l AccountLine) OwnerMoved() bool { return !l.New() && l.Was.Owner != l.Is.Owner }

// RenewalMoved tells whether an account that was known gets another renewal date.
func (l AccountLine) RenewalMoved() bool {
	was, is := l.Was.RenewalDate, l.Is.RenewalDate
	return !l.New() && (was == nil) != (is == nil) || was != nil && is != nil && !was.Equal(*is)
}

// AccountPlan is what taking a list does, line by line.
type AccountPlan []AccountLine

// New is how many accounts it adds.
func (p AccountPlan) New() int { return p.count(AccountLine.New) }

// Changed is how many accounts that were known it changes.
func (p AccountPlan) Changed() int {
	return p.count(func(l AccountLine) bool { return !l.New() && !l.Same() })
}

func (p AccountPlan) count(is func(AccountLine) bool) (n int) {
	for _, l := range p {
		if is(l) {
			n++
		}
	}
	return n
}

// PlanAccounts reads a list and finds what taking it does to the accounts that are known, and the names of its columns.
// Its error tells every line that is wrong; nothing should be taken then.
func PlanAccounts(ctx context.Context, st *store.Store, in io.Reader, list AccountList) (AccountPlan, []string, error) {
	rows, head, err := ReadAccounts(in, list)
	if err != nil {
		return nil, head, err
	}
	known, err := st.Accounts(ctx)
	if err != nil {
		return nil, head, err
	}
	plan, err := planAccounts(rows, known)
	return plan, head, err
}

// Take writes what a plan adds and changes.
func (p AccountPlan) Take(ctx context.Context, st *store.Store) error {
	var rows []store.Account
	for _, l := range p {
		if !l.Same() {
			rows = append(rows, l.Is)
		}
	}
	return st.SaveAccounts(ctx, rows)
}

// planAccounts lays the lines of a list over the accounts that are known. An account is the one with the line's key, or
// the only one with its name unless each has a key of its own. What a line does not tell stays as it was.
func planAccounts(rows, known []store.Account) (AccountPlan, error) {
	book := newAccountBook(known)
	var plan AccountPlan
	var wrong []error
	for _, row := range rows {
		at, err := book.find(row)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		if at < 0 {
			if row.Key == "" {
				row.Key = matrix.Fold(row.Name)
			}
			book.add(row, len(plan))
			plan = append(plan, AccountLine{Is: row})
			continue
		}
		if book.line[at] < 0 {
			book.line[at] = len(plan)
			plan = append(plan, AccountLine{Was: book.all[at]})
		}
		book.all[at] = told(book.all[at], row)
		plan[book.line[at]].Is = book.all[at]
	}
	return plan, errors.Join(wrong...)
}

// told is an account with what a line tells of it.
func told(is, row store.Account) store.Account {
	is.Name = row.Name
	if row.Key != "" {
		is.Key = row.Key
	}
	if row.ARRKnown {
		is.ARRMinor, is.ARRKnown, is.Currency = row.ARRMinor, true, row.Currency
	}
	if row.Owner != "" {
		is.Owner = row.Owner
	}
	if row.RenewalDate != nil {
		is.RenewalDate = row.RenewalDate
	}
	return is
}

// accountBook finds accounts by key and by name.
type accountBook struct {
	all    []store.Account
	line   []int // of the plan, for each; -1: the list has not spoken of it
	byKey  map[string]int
	byName map[string][]int // in any case
}

func newAccountBook(known []store.Account) *accountBook {
	b := &accountBook{byKey: map[string]int{}, byName: map[string][]int{}}
	for _, a := range known {
		b.add(a, -1)
	}
	return b
}

func (b *accountBook) add(a store.Account, line int) {
	i := len(b.all)
	b.all, b.line = append(b.all, a), append(b.line, line)
	b.byKey[a.Key] = i
	name := strings.ToLower(a.Name)
	b.byName[name] = append(b.byName[name], i)
}

// find returns which account a line speaks of; -1 where it is a new one.
func (b *accountBook) find(row store.Account) (int, error) {
	if i, ok := b.byKey[row.Key]; ok && row.Key != "" {
		return i, nil
	}
	named := b.byName[strings.ToLower(row.Name)]
	switch {
	case len(named) == 0, row.Key != "" && ownKey(b.all[named[0]]):
		return -1, nil
	case row.Key == "" && len(named) > 1:
		return -1, fmt.Errorf("%d accounts are called %s: tell them apart by a column key", len(named), row.Name)
	}
	return named[0], nil
}

// ownKey tells whether an account has a key that somebody gave it, and not its name for want of one.
func ownKey(a store.Account) bool { return a.Key != matrix.Fold(a.Name) }
