package diff_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
)

// In a text that is kept in pieces, an edit is told by itself: what stands behind it has not moved.
func TestAnEditOfALongTextIsToldByItself(t *testing.T) {
	read := func(edited string) extract.Document {
		var s strings.Builder
		for i := range 1_000 {
			if i == 100 {
				s.WriteString(edited)
			}
			fmt.Fprintf(&s, "Export number %d is kept for a year. ", i)
		}
		doc, err := extract.Read(extract.Page{Kind: extract.PageKind, Body: []byte("<p>" + s.String() + "</p>")})
		require.NoError(t, err)
		return doc
	}
	changes := diff.Documents(read(""), read("Imports are limited to 50 files a day. "), diff.Memory{})
	require.Len(t, changes, 1)
	require.Equal(t, "Imports are limited to 50 files a day.", changes[0].After)
}
