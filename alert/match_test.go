package alert

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

func TestMatch(t *testing.T) {
	news := News{
		Change:        store.Change{Kind: diff.PriceChanged, Level: extract.Notable},
		CompetitorKey: "acme",
		Competitor:    "Acme",
		SourceKind:    extract.Pricing,
		Areas:         []string{"session-replay"},
	}
	for _, tt := range []struct {
		name string
		sub  store.Subscription
		why  string
		ok   bool
	}{
		{"an empty filter asks for everything", store.Subscription{}, "everything", true},
		{"a competitor that is asked for", store.Subscription{Competitors: []string{"acme"}}, "competitor Acme", true},
		{"a competitor that is not asked for", store.Subscription{Competitors: []string{"other"}}, "", false},
		{"an area in common", store.Subscription{Areas: []string{"x", "session-replay"}}, "area session-replay", true},
		{"no area in common", store.Subscription{Areas: []string{"x"}}, "", false},
		{"the kind of source", store.Subscription{Kinds: []string{"pricing"}}, "pricing", true},
		{"the kind of change", store.Subscription{Kinds: []string{"price_changed"}}, "pricing", true},
		{"another kind", store.Subscription{Kinds: []string{"feed"}}, "", false},
		{"the level is reached", store.Subscription{MinLevel: extract.Notable}, "notable and up", true},
		{"the level is not reached", store.Subscription{MinLevel: extract.Major}, "", false},
		{"none of the subscriber's accounts is touched", store.Subscription{MyAccounts: true}, "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			why, ok := Match(tt.sub, news)
			require.Equal(t, tt.ok, ok)
			require.Equal(t, tt.why, why)
		})
	}
}

func TestMuteEndsByItself(t *testing.T) {
	until := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	sub := store.Subscription{MutedUntil: &until}
	require.True(t, Muted(sub, until.Add(-time.Second)))
	require.False(t, Muted(sub, until))
}
