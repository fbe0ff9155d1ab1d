package watch

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
)

func TestConfirm(t *testing.T) {
	price := diff.Change{Kind: diff.PriceChanged, Subject: "Team", Before: "49", After: "59", SecondLook: true}
	entry := diff.Change{Kind: diff.EntryAdded, Subject: "Hello"}
	seen := map[string]bool{diff.Fingerprint(price): true}
	for _, tt := range []struct {
		name    string
		changes []diff.Change
		held    map[string]bool
		looks   int
		publish []diff.Change
		hold    []diff.Change
		accept  bool
	}{
		{"nothing changed: the new document is the base", nil, nil, 1, nil, nil, true},
		{"what is sure is told at once", []diff.Change{entry}, nil, 1, []diff.Change{entry}, nil, true},
		{"a price that moved waits for a second look", []diff.Change{price}, nil, 1, nil, []diff.Change{price}, false},
		{"a price that another look shows too is told", []diff.Change{price}, seen, 2, []diff.Change{price}, nil, true},
		{
			"what is sure does not wait for what is not",
			[]diff.Change{entry, price}, nil, 1, []diff.Change{entry}, []diff.Change{price}, false,
		},
		{"a page that shows something else on every look is taken as it is", []diff.Change{price}, nil, 3, nil, nil, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := confirm(tt.changes, tt.held, tt.looks)
			require.Equal(t, verdict{tt.publish, tt.hold, tt.accept}, v)
		})
	}
}
