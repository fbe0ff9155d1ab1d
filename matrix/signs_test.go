package matrix_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// lending is an area whose words nobody has taught us: software of a library of tools.
func lending() *matrix.Catalogue {
	return matrix.NewCatalogue([]store.Feature{
		{ID: 1, Key: "loans", Name: "Loan history", Aliases: []string{"borrowing trail"}, Definition: "Who borrowed which tool, and when it came back.", GroupName: "Lending"},
		{ID: 2, Key: "waiting", Name: "Waiting list", Definition: "People who want a tool that is out are told when it is back.", GroupName: "Lending"},
		{ID: 3, Key: "doorcam", Name: "Doorcam", Definition: "A picture of everybody who comes in.", GroupName: "Desk"},
		{ID: 4, Key: "slips", Name: "Borrowing slips", Definition: "A printed slip with the day of return.", GroupName: "Desk"},
		{ID: 5, Key: "sharpening", Name: "Sharpening service", Definition: "Blades are sharpened before they go out again.", GroupName: "Workshop"},
		{ID: 6, Key: "blades", Name: "Blade register", Aliases: []string{"edge log"}, Definition: "The state of every saw and plane.", GroupName: "Workshop"},
		{ID: 7, Key: "saws", Name: "Saw register", Definition: "Teeth and length of every saw.", GroupName: "Workshop"},
		{ID: 8, Key: "environments", Name: "Environments", Definition: "A place to try changes in.", GroupName: "Platform"},
	}, nil)
}

func TestMatchInAnAreaNobodyHasTaughtUs(t *testing.T) {
	for _, tt := range []struct{ name, section, text, feature string }{
		{"a word of its name and a word of its description", "", "Printed slips", "slips"},
		{"a word that is its own proves it, whatever stands beside it", "", "Automatic sharpening of chisels", "sharpening"},
		{"two words written as one", "", "Waitlist", "waiting"},
		{"one word written as two", "", "Door cam with night vision", "doorcam"},
		{"an e before the word", "", "eSharpening", "sharpening"},
		{"the very name, though its words say little", "", "Environments", "environments"},
		{"nothing but everyday words", "", "Advanced reports", ""},
		{"a word that two features share proves neither", "", "Register", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := lending().Match(tt.section, tt.text)
			require.Equal(t, tt.feature, m.Feature, m)
		})
	}
}

// What is surer than what, whatever the scores are.
func TestHowSureAMatchIs(t *testing.T) {
	for _, tt := range []struct{ name, section, surer, text string }{
		{"the name, than a name with something beside it", "", "Sharpening service", "Sharpening of chisels"},
		{"below the heading of its group, than below none", "Workshop", "Sharpening of chisels", "Sharpening of chisels"},
		{"a word of its own, than one that others are called by, too", "", "Sharpening of chisels", "Register of chisels"},
		{"a name, than a sentence that speaks of it", "", "Sharpening of chisels", "Our volunteers meet on Fridays in the hall to talk about sharpening and much more"},
		{"what is there, than how much of it there is", "", "Loan history", "Maximum loan history"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			surer, text := lending().Match(tt.section, tt.surer), lending().Match("", tt.text)
			require.Greater(t, surer.Score, text.Score)
		})
	}
}

func TestWhatIsNeverTakenWithoutAsking(t *testing.T) {
	for _, tt := range []struct{ name, text string }{
		{"how much there is at most", "Maximum loan history"},
		{"how much there is in a time", "Loan history per month"},
		{"what something costs", "Price of the sharpening service"},
		{"what two features are called by", "Register"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Less(t, lending().Match("", tt.text).Score, matrix.Automatic)
			require.Empty(t, lending().All("", tt.text))
		})
	}
}

// A name that says "SDK" at its end is no proof that every SDK is the thing.
func TestAConceptIsNoMoreOfAFeatureThanOfItsName(t *testing.T) {
	tools := matrix.NewCatalogue([]store.Feature{
		{ID: 1, Key: "saws", Name: "Saw sharpening on phones", Aliases: []string{"mobile saw sharpening SDK"}},
		{ID: 2, Key: "planes", Name: "Plane sharpening"},
	}, nil)
	for _, text := range []string{"An SDK for Kotlin", "Ruby SDK"} {
		require.Less(t, tools.Match("", text).Score, matrix.Automatic, text)
	}
	require.GreaterOrEqual(t, tools.Match("", "Mobile saw sharpening SDK").Score, matrix.Automatic)
}

func TestNobodyIsOfferedAnythingSurerThanTheMatch(t *testing.T) {
	for _, text := range []string{"Blade and saw register", "Blade sharpening", "Register", "Tool register"} {
		m := lending().Match("", text)
		require.NotEmpty(t, m.Candidates, text)
		for _, c := range m.Candidates {
			require.LessOrEqual(t, c.Score, m.Score, text)
		}
	}
}

func TestAListNamesAllThatItLists(t *testing.T) {
	var keys []string
	for _, m := range lending().All("", "Blade and saw register") {
		keys = append(keys, m.Feature)
	}
	require.ElementsMatch(t, []string{"blades", "saws"}, keys)
}
