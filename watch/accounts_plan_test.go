package watch

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

func TestWhatAListDoesNotTellStaysAsItWas(t *testing.T) {
	renews := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
	known := []store.Account{
		{ID: 1, Key: "A-4", Name: "Olive & Pine", ARRMinor: 3840000, ARRKnown: true, Currency: "USD", Owner: "Ines", RenewalDate: &renews},
		{ID: 2, Key: "ninefold rail", Name: "Ninefold Rail"}, // somebody annotated it before any list knew it
		{ID: 3, Key: "A-7", Name: "Larch"}, {ID: 4, Key: "A-8", Name: "larch"},
	}
	plan := func(list string) (AccountPlan, error) {
		rows, _, err := ReadAccounts(strings.NewReader(list), AccountList{Name: "list", Currency: "EUR"})
		require.NoError(t, err)
		return planAccounts(rows, known)
	}
	p, err := plan("key,name,owner\nA-4,Olive & Pine,Zed\n")
	require.NoError(t, err)
	want := known[0]
	want.Owner = "Zed"
	require.Equal(t, AccountPlan{{Was: known[0], Is: want}}, p)
	require.True(t, p[0].OwnerMoved())
	require.False(t, p[0].ARRMoved() || p[0].RenewalMoved())

	p, err = plan("key,name,arr,renewal_date\nA-4,Olive & Pine,,\n")
	require.NoError(t, err)
	require.True(t, p[0].Same(), "an empty cell tells nothing")

	p, err = plan("name,owner\nNINEFOLD RAIL,Zed\n")
	require.NoError(t, err)
	require.Zero(t, p.New(), "found by its name")
	require.EqualValues(t, 2, p[0].Is.ID)

	p, err = plan("key,name\nA-9,Ninefold Rail\n")
	require.NoError(t, err)
	require.Equal(t, "A-9", p[0].Is.Key, "it gets the key that it wanted for")
	require.EqualValues(t, 2, p[0].Is.ID)

	p, err = plan("key,name\nA-5,Olive & Pine\n")
	require.NoError(t, err)
	require.Equal(t, 1, p.New(), "another key, another account")

	_, err = plan("name,owner\nLarch,Zed\n")
	require.ErrorContains(t, err, "2 accounts are called Larch")

	p, err = plan("name,owner,arr\nFern,Zed,\nfern,,12\n")
	require.NoError(t, err)
	require.Len(t, p, 1, "named twice is one account")
	require.Equal(t, store.Account{Key: "fern", Name: "fern", Owner: "Zed", ARRMinor: 1200, ARRKnown: true, Currency: "EUR"}, p[0].Is)
}

func TestAPlanOfAccountsIsTaken(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		take := func(list string) AccountPlan {
			p, _, err := PlanAccounts(t.Context(), st, strings.NewReader(list), AccountList{Name: "list", Currency: "USD"})
			require.NoError(t, err)
			require.NoError(t, p.Take(t.Context(), st))
			return p
		}
		require.Equal(t, 2, take("name,arr\nOlive,100\nFern,200\n").New())
		again := take("name,arr\nOlive,100\nFern,200\n")
		require.Zero(t, again.New()+again.Changed(), "importing it again changes nothing")
		require.Equal(t, 1, take("key,name,owner\nA-1,Olive,Zed\n").Changed())
		a, err := st.AccountByKeyOrName(t.Context(), "A-1")
		require.NoError(t, err)
		require.Equal(t, "Zed", a.Owner)
		require.EqualValues(t, 10000, a.ARRMinor, "what was known stays")
		all, err := st.Accounts(t.Context())
		require.NoError(t, err)
		require.Len(t, all, 2)
	})
}
