package matrix

import (
	"sort"
	"strings"

	"github.com/gapwatch/gapwatch/store"
)

// ARR is combined annual recurring revenue with its arithmetic: the sum over distinct accounts, never per annotation.
// Currencies are never added to each other: each has its own total.
type ARR struct {
	Totals     []Total   `json:"totals"`
	Counted    []ARRLine `json:"counted"`
	NotCounted []ARRLine `json:"not_counted,omitempty"`
}

// Total is the sum in one currency, in its smallest unit.
type Total struct {
	Minor    int64  `json:"minor"`
	Currency string `json:"currency"`
}

// ARRLine is one account of the sum, or what was left out and why.
type ARRLine struct {
	Account  string `json:"account"`
	Key      string `json:"key,omitempty"` // of the account
	Minor    int64  `json:"minor"`
	Currency string `json:"currency"`
	Why      string `json:"why,omitempty"`
	id       int64  // of the account: names can be alike
}

// CombinedARR adds up the accounts of annotations. An account with two annotations counts once; one whose ARR is not
// known, and annotations without an account, are listed as not counted.
func CombinedARR(annotations []store.Annotation, accounts []store.Account) ARR {
	return combinedARR(annotations, AccountsByID(accounts))
}

// AccountsByID finds accounts by their ids: what sums over many gaps are made of.
func AccountsByID(accounts []store.Account) map[int64]store.Account {
	byID := make(map[int64]store.Account, len(accounts))
	for _, a := range accounts {
		byID[a.ID] = a
	}
	return byID
}

func combinedARR(annotations []store.Annotation, byID map[int64]store.Account) ARR {
	var out ARR
	sums := map[string]int64{}
	for _, line := range Ledger(annotations, byID) {
		switch line.Why {
		case "":
			sums[line.Currency] += line.Minor
			out.Counted = append(out.Counted, line)
		case accountGone:
		default:
			out.NotCounted = append(out.NotCounted, line)
		}
	}
	out.Totals = sorted(sums)
	return out
}

// Why an annotation adds nothing to the sum.
const (
	noAccount   = "an annotation without an account"
	accountGone = "its account is gone"
	countedOnce = "a second annotation of the same account"
	arrUnknown  = "its ARR is not known"
)

// Ledger says of every annotation what its account adds to the combined ARR, and why it adds nothing where it does not:
// one line each, in their order. An account counts at its first annotation.
func Ledger(annotations []store.Annotation, byID map[int64]store.Account) []ARRLine {
	out := make([]ARRLine, len(annotations))
	seen := map[int64]bool{}
	for i, n := range annotations {
		if n.AccountID == nil {
			out[i] = ARRLine{Why: noAccount}
			continue
		}
		account, ok := byID[*n.AccountID]
		out[i] = ARRLine{Account: account.Name, Key: account.Key, Minor: account.ARRMinor, Currency: account.Currency, id: account.ID}
		switch {
		case !ok:
			out[i].Why = accountGone
		case seen[account.ID]:
			out[i].Why = countedOnce
		case !account.ARRKnown:
			out[i].Why = arrUnknown
		}
		seen[account.ID] = true
	}
	return out
}

// sorted lists sums by currency, the one that weighs most first.
func sorted(sums map[string]int64) []Total {
	var out []Total
	for code, sum := range sums {
		out = append(out, Total{sum, code})
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		return a.Weight() > b.Weight() || a.Weight() == b.Weight() && a.Currency < b.Currency
	})
	return out
}

// Accounts is how many distinct accounts the sum is about, those whose ARR is not known included.
func (a ARR) Accounts() int {
	n := len(a.Counted)
	for _, l := range a.NotCounted {
		if l.Why == arrUnknown {
			n++
		}
	}
	return n
}

// String writes the totals: "$588,660 and €40,000", or "none".
func (a ARR) String() string {
	if len(a.Totals) == 0 {
		return "none"
	}
	parts := make([]string, len(a.Totals))
	for i, t := range a.Totals {
		parts[i] = FormatMoney(t.Minor, t.Currency)
	}
	return strings.Join(parts, " and ")
}

// Together is the combined ARR of everybody in some sums: an account that is in several counts once.
func Together(sums []ARR) ARR {
	var out ARR
	seen := map[int64]bool{}
	totals := map[string]int64{}
	for _, sum := range sums {
		for _, l := range sum.Counted {
			if !seen[l.id] {
				seen[l.id] = true
				out.Counted = append(out.Counted, l)
				totals[l.Currency] += l.Minor
			}
		}
	}
	out.Totals = sorted(totals)
	return out
}
