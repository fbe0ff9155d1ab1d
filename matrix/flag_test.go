package matrix

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
)

func TestAFlagFadesWhenItsDatePasses(t *testing.T) {
	date := nov(10)
	risk := store.Annotation{Kind: store.AtRisk, NextKeyDate: &date}
	for _, tt := range []struct {
		name string
		note store.Annotation
		now  time.Time
		want Flag
	}{
		{"no flag without a risk", store.Annotation{Kind: store.Churned, NextKeyDate: &date}, nov(9), NoFlag},
		{"before its date", risk, nov(9), Stands},
		{"on its very day", risk, nov(10).Add(23 * time.Hour), Stands},
		{"the day after", risk, nov(11), Passed},
		{"two weeks later", risk, nov(25), Lapsed},
		{"without a date it stands", store.Annotation{Kind: store.AtRisk}, nov(25), Undated},
	} {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.want, FlagOf(tt.note, tt.now)) })
	}
}

func TestWhatAnAnnotationNeeds(t *testing.T) {
	fields := func(a store.Annotation) (out []string) {
		for _, f := range AnnotationFlaws(a) {
			out = append(out, f.Field)
		}
		return out
	}
	require.Empty(t, fields(store.Annotation{Kind: store.FeatureRequest, What: "Could we have it?"}))
	require.Equal(t, []string{"kind", "what"}, fields(store.Annotation{Kind: "angry"}))
	require.Equal(t, []string{"account", "trigger", "owner", "next_key_date"},
		fields(store.Annotation{Kind: store.AtRisk, What: "They look around."}))
}
