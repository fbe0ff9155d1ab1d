package matrix

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
)

func TestWordsOfLikeMeaning(t *testing.T) {
	like := func(a, b string) float64 {
		v, w := vectorOf(Stem(a)), vectorOf(Stem(b))
		return v.like(&w)
	}
	for _, tt := range []struct{ word, near, far string }{
		{"invoice", "billing", "forest"},
		{"instructor", "teacher", "pipeline"},
		{"warehouse", "storage", "poem"},
		{"gift", "donation", "antenna"},
	} {
		require.Greater(t, like(tt.word, tt.near), 0.35, tt)
		require.Less(t, like(tt.word, tt.far), 0.2, tt)
	}
	require.InDelta(t, 1, like("invoices", "invoice"), 1e-9)
	require.Zero(t, like("invoice", "zzqqx"), "a word that nobody knows")
}

func TestEveryWordOfTheFileIsFound(t *testing.T) {
	stems := []string{"alpha", "beta", "gamma"}
	vectors := map[string][]float64{}
	for i, s := range stems {
		vectors[s] = make([]float64, LikenessWidth)
		vectors[s][i] = 1
	}
	file := wordVectors(PackLikeness(stems, vectors))
	for i, s := range stems {
		v := file.of(s)
		require.NotZero(t, v.length, s)
		require.EqualValues(t, widest, slices.Max(v.figures[:]), s)
		require.EqualValues(t, widest, v.figures[i], s)
	}
	for _, s := range []string{"", "alph", "delta", "zeta"} {
		require.Zero(t, file.of(s).length, s)
	}
}

// What a page says in other words than the catalogue is offered, and no more than that.
func TestOtherWordsAreASuggestion(t *testing.T) {
	c := NewCatalogue([]store.Feature{
		{ID: 1, Key: "gifts", Name: "Gift aid claims", Definition: "Tax on donations is claimed back.", GroupName: "Money"},
		{ID: 2, Key: "rota", Name: "Volunteer rota", Definition: "Who helps on which day.", GroupName: "People"},
		{ID: 3, Key: "ferry", Name: "Ferry timetable", Definition: "When boats leave the harbour.", GroupName: "Travel"},
	}, nil)
	r := c.take("", "Ship departures")
	require.Equal(t, []int{2}, c.nearest(&r), r.near)
	require.Less(t, c.Match("", "Ship departures").Score, Automatic)
	require.Empty(t, c.Match("", "Wooden furniture").Feature)
}

func TestNothingIsNearInACatalogueWithoutFeatures(t *testing.T) {
	require.Empty(t, NewCatalogue(nil, nil).Match("Security", "Single sign-on"))
}

func TestLikesAreBounded(t *testing.T) {
	c := NewCatalogue([]store.Feature{{ID: 1, Key: "a", Name: "Alpha"}}, nil)
	c.likes.of = make(map[string][]float64)
	for i := range 3 * mostLikes {
		c.likeness(string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676)))
		require.LessOrEqual(t, len(c.likes.of), mostLikes)
	}
}
