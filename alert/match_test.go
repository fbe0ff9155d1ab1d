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
		Change: store.Change{
			Kind: diff.PriceChanged, Level: extract.Notable, Subject: "Team", After: "59 USD", Quote: "Team plan with SSO, $59",
		},
		CompetitorKey: "acme",
		Competitor:    "Acme",
		SourceKind:    extract.Pricing,
		Areas:         []string{"session-replay"},
		Features:      []string{"session-replay/sso"},
		Touches:       []Touch{{Feature: "Single sign-on", Owner: "Dana Whitfield", Accounts: 2}},
	}
	for _, tt := range []struct {
		name   string
		sub    store.Subscription
		called []string
		why    string
		ok     bool
	}{
		{"an empty filter asks for everything", store.Subscription{}, nil, "everything", true},
		{"a competitor that is asked for", store.Subscription{Competitors: []string{"acme"}}, nil, "competitor Acme", true},
		{"a competitor that is not asked for", store.Subscription{Competitors: []string{"other"}}, nil, "", false},
		{"an area in common", store.Subscription{Areas: []string{"x", "session-replay"}}, nil, "area session-replay", true},
		{"no area in common", store.Subscription{Areas: []string{"x"}}, nil, "", false},
		{"a feature that it speaks of", store.Subscription{Features: []string{"x/y", "session-replay/sso"}}, nil, "feature session-replay/sso", true},
		{"a feature of the same name elsewhere", store.Subscription{Features: []string{"x/sso"}}, nil, "", false},
		{"the kind of source", store.Subscription{Kinds: []string{"pricing"}}, nil, "pricing", true},
		{"the kind of change", store.Subscription{Kinds: []string{"price_changed"}}, nil, "pricing", true},
		{"another kind", store.Subscription{Kinds: []string{"feed"}}, nil, "", false},
		{"the level is reached", store.Subscription{MinLevel: extract.Notable}, nil, "notable and up", true},
		{"the level is not reached", store.Subscription{MinLevel: extract.Major}, nil, "", false},
		{"a word that stands there", store.Subscription{Words: []string{"audit", "sso"}}, nil, "the word “sso”", true},
		{"no word that stands there", store.Subscription{Words: []string{"audit"}}, nil, "", false},
		{"an account of the person", store.Subscription{MyAccounts: true, Person: "dana whitfield"}, nil, "touches Single sign-on, a gap of 2 accounts of yours", true},
		{"an account of the user", store.Subscription{MyAccounts: true}, []string{"dana@example.com", "Dana Whitfield"}, "touches Single sign-on, a gap of 2 accounts of yours", true},
		{"an account of somebody else", store.Subscription{MyAccounts: true, Person: "Kim"}, nil, "", false},
		{"nobody in particular", store.Subscription{MyAccounts: true}, []string{""}, "", false},
		{
			"all of it", store.Subscription{Competitors: []string{"acme"}, Kinds: []string{"pricing"}, MinLevel: extract.Minor}, nil,
			"competitor Acme, pricing, minor and up", true,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			why, ok := Match(tt.sub, news, tt.called...)
			require.Equal(t, tt.ok, ok)
			require.Equal(t, tt.why, why)
		})
	}
}

func TestHasWord(t *testing.T) {
	for _, tt := range []struct {
		text, word string
		want       bool
	}{
		{"New: SSO for everybody", "sso", true},
		{"lessons learned", "sso", false},
		{"webhooks", "webhook", false},
		{"webhooks", "webhook*", true},
		{"our Webhook-signing", "webhook", true},
		{"single  sign-on\nis here", "Single Sign-On", true},
		{"Réglages avancés", "reglages", true},
		{"価格改定のお知らせ", "改定", true},
		{"a.b", "b", true},
		{"anything", "", false},
		{"anything", "*", false},
		{"sso", "sso", true},
		{"ssosso sso", "sso", true},
	} {
		require.Equal(t, tt.want, HasWord(tt.text, tt.word), "%q in %q", tt.word, tt.text)
	}
}

func TestMuteEndsByItself(t *testing.T) {
	until := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	sub := store.Subscription{MutedUntil: &until}
	require.True(t, Muted(sub, until.Add(-time.Second)))
	require.False(t, Muted(sub, until))
}
