package alert

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// TestOurFeedIsOneThatWeCanRead writes a feed, of hostile words too, and reads it with the reader of competitors' feeds.
func TestOurFeedIsOneThatWeCanRead(t *testing.T) {
	sub := inventedSub()
	info := FeedInfo{Title: "Gapwatch: dana", Home: "https://gapwatch.example", Self: "https://gapwatch.example/feeds/dana/x.atom"}
	older := delivery(t, sub, author().One(sub, told(hostileNews(), "everything"), seenAt))
	newer := delivery(t, sub, author().One(sub, told(priceNews(), "everything"), seenAt))
	newer.CreatedAt = seenAt.Add(time.Hour)
	for _, order := range [][]store.Delivery{{older, newer}, {newer, older}} {
		var atom, again bytes.Buffer
		require.NoError(t, Atom(&atom, info, order))
		require.NoError(t, Atom(&again, info, order))
		require.Equal(t, atom.String(), again.String(), "the same deliveries give the same feed")
		doc, err := extract.Read(extract.Page{Kind: extract.Feed, URL: info.Self, ContentType: "application/atom+xml", Body: atom.Bytes()})
		require.NoError(t, err)
		require.Len(t, doc.Entries, 2)
		require.Equal(t, "Acme: Team plan 49 → 59 USD per user and month (▲ 20.4 %)", doc.Entries[0].Title)
		require.Equal(t, newer.CreatedAt, doc.Entries[0].Date.UTC())
		require.Equal(t, "https://gapwatch.example/changes/42", doc.Entries[0].URL)
		require.NotContains(t, atom.String(), "<script")

		var out bytes.Buffer
		require.NoError(t, JSONFeed(&out, info, order))
		var feed struct {
			Version string
			Items   []struct {
				ID        string
				Title     string
				Published time.Time `json:"date_published"`
			}
		}
		require.NoError(t, json.Unmarshal(out.Bytes(), &feed))
		require.Equal(t, "https://jsonfeed.org/version/1.1", feed.Version)
		require.Equal(t, "urn:gapwatch:"+newer.Key, feed.Items[0].ID)
		require.Equal(t, older.CreatedAt, feed.Items[1].Published)
	}
	var empty bytes.Buffer
	require.NoError(t, JSONFeed(&empty, info, nil))
	require.Contains(t, empty.String(), `"items"`)
}
