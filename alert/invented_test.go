package alert

import (
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares with a file under testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

// hostile is what a competitor might write to reach further than its page.
const hostile = "<!channel> @everyone <script>alert(1)</script> [win](https://evil.test/x) www.evil.test " +
	"*bold* \x00\x1b[31m\u202egnp.exe\u202c\r\nBcc: all@example.com & {{DATE(2026-01-01T00:00:00Z)}}"

var seenAt = time.Date(2026, 11, 25, 7, 12, 0, 0, time.UTC)

func inventedSub() store.Subscription {
	return store.Subscription{ID: 7, Key: "dana-pricing", Zone: "Europe/Berlin", Cadence: "instant"}
}

func author() Author {
	return Author{Links: Links{Base: "https://gapwatch.example", Secret: []byte("a secret of this installation")}, Quote: 500}
}

func priceNews() News {
	return News{
		Change: store.Change{
			ID: 42, Kind: diff.PriceChanged, Subject: "Team", Before: "49 USD per user and month",
			After: "59 USD per user and month", Quote: "Team $59 per user and month", Level: extract.Major, DetectedAt: seenAt,
		},
		CompetitorKey: "acme", Competitor: "Acme", SourceURL: "https://acme.test/pricing", SourceKind: extract.Pricing,
		Areas: []string{"session-replay"},
	}
}

func hostileNews() News {
	return News{
		Change: store.Change{
			ID: 43, Kind: diff.EntryAdded, Subject: hostile, After: hostile, Quote: hostile, Level: extract.Notable, DetectedAt: seenAt,
		},
		CompetitorKey: "bolt", Competitor: "Bolt <b>& Co", SourceURL: "https://bolt.test/changelog?a=1&b=2",
		SourceKind: extract.Changelog,
	}
}

func told(n News, why string) Told {
	return Told{News: n, Reasons: []Reason{{Subscription: "dana-pricing", Why: why}}}
}

// inventedMessages are one of each kind, by the name of their golden files.
func inventedMessages() map[string]Message {
	a, sub, at := author(), inventedSub(), seenAt.Add(2*time.Second)
	last := seenAt.AddDate(0, 0, -3)
	both := Told{News: priceNews(), Reasons: []Reason{
		{Subscription: "dana-pricing", Why: "pricing"}, {Subscription: "dana-accounts", Why: "touches Session search, a gap of 2 accounts of yours"},
	}}
	digest := Digest{
		Name: "2026-11-25", Day: seenAt.Add(18 * time.Minute), Due: seenAt.Add(18 * time.Minute), From: seenAt.AddDate(0, 0, -1), Elsewhere: 2,
		Sight: Sight{Seen: 4, Unseen: []Unseen{
			{Competitor: "Calm", Kind: "pricing", URL: "https://calm.test/pricing", Reason: "it answered 503 " + hostile, Since: &last},
		}},
	}
	quiet := Digest{Name: "2026-11-25", Day: seenAt, Due: seenAt, From: seenAt.AddDate(0, 0, -1), Sight: Sight{Seen: 6, NotDue: 1}}
	return map[string]Message{
		"change":  a.One(sub, told(priceNews(), "competitor Acme, pricing, notable and up"), at),
		"hostile": a.One(sub, told(hostileNews(), "everything"), at),
		"changes": a.List(sub, []Told{both, told(hostileNews(), "everything")}, []string{HeldNote(HeldBurst, 2)}, at),
		"digest":  a.Digest(sub, digest, []Told{told(priceNews(), "pricing"), told(hostileNews(), "everything")}, at),
		"quiet":   a.Digest(sub, quiet, nil, at),
		"notice": a.Sign(sub, Notice("Acme pricing cannot be seen since Wed 25 Nov", []string{"It answered 403.", hostile},
			"https://gapwatch.example/sources/3", at)),
		"test": a.Test(sub, at),
	}
}

// delivery is the delivery of a message, as the store keeps it.
func delivery(t *testing.T, sub store.Subscription, m Message) store.Delivery {
	t.Helper()
	d, err := Owe(sub, "test", m, seenAt)
	require.NoError(t, err)
	return d
}

func pretty(t *testing.T, v any) []byte {
	t.Helper()
	out, err := json.MarshalIndent(v, "", "  ")
	require.NoError(t, err)
	return append(out, '\n')
}

// open is an outlet without a guard, for receivers of the test.
func open() Outlet {
	return Outlet{
		Client: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		Now:    time.Now,
	}
}
