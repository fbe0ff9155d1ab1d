package watch

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/store"
)

func TestConfirm(t *testing.T) {
	price := diff.Change{Kind: diff.PriceChanged, Subject: "Team", Before: "49", After: "59", SecondLook: true}
	entry := diff.Change{Kind: diff.EntryAdded, Subject: "Hello"}
	other := diff.Change{Kind: diff.TextChanged, Subject: "Request", Before: "1", After: "4", SecondLook: true}
	showed := func(changes ...diff.Change) (held []store.Change) {
		for _, c := range changes {
			held = append(held, store.Change{
				Kind: c.Kind, Subject: c.Subject, Before: c.Before, After: c.After, Fingerprint: diff.Fingerprint(c),
			})
		}
		return held
	}
	turned := func(after string) diff.Change {
		c := other
		c.After = after
		return c
	}
	for _, tt := range []struct {
		name    string
		changes []diff.Change
		held    []store.Change
		looks   int
		publish []diff.Change
		hold    []diff.Change
		accept  bool
	}{
		{"nothing changed: the new document is the base", nil, nil, 1, nil, nil, true},
		{"what is sure is told at once", []diff.Change{entry}, nil, 1, []diff.Change{entry}, nil, true},
		{"a price that moved waits for a second look", []diff.Change{price}, nil, 1, nil, []diff.Change{price}, false},
		{"a price that another look shows too is told", []diff.Change{price}, showed(price), 2, []diff.Change{price}, nil, true},
		{
			"what is sure does not wait for what is not",
			[]diff.Change{entry, price}, nil, 1, []diff.Change{entry}, []diff.Change{price}, false,
		},
		{"a place that shows something else waits", []diff.Change{other}, showed(turned("2")), 2, nil, []diff.Change{other}, false},
		{
			"a place that shows something else on every look is taken as it is",
			[]diff.Change{other}, showed(turned("2"), turned("3")), 3, nil, nil, true,
		},
		{
			"what came up meanwhile in another place gets its second look",
			[]diff.Change{other, price}, showed(turned("2"), turned("3")), 3, nil, []diff.Change{price}, false,
		},
		{
			"and is told then",
			[]diff.Change{other, price}, showed(turned("2"), turned("3"), price), 4, []diff.Change{price}, nil, true,
		},
		{
			"words that turn do not keep the base from what was confirmed",
			[]diff.Change{other, price}, showed(turned("2"), price), 2, []diff.Change{price}, nil, true,
		},
		{
			"words that are new do",
			[]diff.Change{other, price}, showed(price), 2, []diff.Change{price}, []diff.Change{other}, false,
		},
		{"nobody is looked at for ever", []diff.Change{other, price}, showed(turned("2")), 6, nil, nil, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := confirm(tt.changes, heldBefore(tt.held), tt.looks)
			require.Equal(t, verdict{tt.publish, tt.hold, tt.accept}, v)
		})
	}
}
