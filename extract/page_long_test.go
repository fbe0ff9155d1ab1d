package extract_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
)

// A page may hold one text of its whole size. It is kept in pieces that a message can carry and a comparison can bear.
func TestEndlessTextIsKeptInPieces(t *testing.T) {
	for name, text := range map[string]string{
		"sentences":          strings.Repeat("It does this. And that! ", 2_000),
		"words":              strings.Repeat("exports ", 5_000),
		"figures":            strings.Repeat("$1 $2 ", 9_000),
		"no blank":           strings.Repeat("x", 50_000),
		"letters of 4 bytes": strings.Repeat("\U0001F600", 12_000),
		"a dot in each word": strings.Repeat("v1.2.3", 9_000),
		"the last one short": strings.Repeat("w", 8_000) + " end",
	} {
		doc, err := extract.Read(extract.Page{Kind: extract.PageKind, Body: []byte("<p>" + text + "</p>")})
		require.NoError(t, err, name)
		said := ""
		for _, b := range doc.Blocks {
			require.LessOrEqual(t, len(b.Text), 8_000, name)
			said += b.Text
		}
		require.Equal(t, strings.ReplaceAll(text, " ", ""), strings.ReplaceAll(said, " ", ""), "%s: all is kept", name)
	}
}

// What a heading says stands with every text below it, so it is kept as short as any field.
func TestAnEndlessHeadingIsNotRepeatedBelow(t *testing.T) {
	page := "<h2>" + strings.Repeat("exports ", 900) + "</h2>" + strings.Repeat("<p>Yes, all.</p>", 50)
	doc, err := extract.Read(extract.Page{Kind: extract.PageKind, Body: []byte(page)})
	require.NoError(t, err)
	require.Len(t, doc.Blocks, 51)
	require.Len(t, doc.Blocks[50].Section, 500)
}

// A long text does not take the room of what stands below it.
func TestAnEndlessTextLeavesRoomForTheRest(t *testing.T) {
	page := "<p>" + strings.Repeat("It does this. ", 80_000) + "</p><p>Team $49</p>"
	doc, err := extract.Read(extract.Page{Kind: extract.PageKind, Body: []byte(page)})
	require.NoError(t, err)
	require.Equal(t, "Team $49", doc.Blocks[len(doc.Blocks)-1].Text)
}
