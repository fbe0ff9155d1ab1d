package alert

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
)

func publishedAt(id int64, at time.Time) Told {
	n := priceNews()
	n.Change.ID, n.Change.PublishedAt, n.Change.DetectedAt = id, &at, at
	n.Change.Subject = fmt.Sprint("Plan", id)
	return told(n, "everything")
}

// TestPreview: what would have been sent is what would have been sent, wait and all.
func TestPreview(t *testing.T) {
	since, until := moment(t, "2026-10-25T09:00:00Z"), moment(t, "2026-11-25T09:00:00Z")
	pace := Pace{Burst: 3, Day: 4}
	var burst []Told
	for i := range 6 {
		burst = append(burst, publishedAt(int64(i), since.Add(time.Duration(i)*time.Second)))
	}
	var page []Told
	for i := range 5 {
		page = append(page, publishedAt(int64(i), since))
	}
	night := publishedAt(9, moment(t, "2026-10-26T23:00:00Z"))
	for _, tt := range []struct {
		name string
		sub  store.Subscription
		told []Told
		want []string
	}{
		{"nothing was published", store.Subscription{Channel: "slack"}, nil, nil},
		{"a page full of changes is one", store.Subscription{Channel: "webhook"}, page, []string{"2026-10-25T09:00:00Z 5"}},
		{"people get three and then one", store.Subscription{Channel: "slack"}, burst, []string{
			"2026-10-25T09:00:00Z 1", "2026-10-25T09:00:01Z 1", "2026-10-25T09:00:02Z 1", "2026-10-25T09:01:00Z 3",
		}},
		{"programs get all at once", store.Subscription{Channel: "webhook"}, burst[:4], []string{
			"2026-10-25T09:00:00Z 1", "2026-10-25T09:00:01Z 1", "2026-10-25T09:00:02Z 1", "2026-10-25T09:00:03Z 1",
		}},
		{"quiet hours end", store.Subscription{Channel: "slack", Quiet: "22:00-07:00", Zone: "Europe/Berlin"}, []Told{night}, []string{"2026-10-27T06:00:00Z 1"}},
		{"days", store.Subscription{Channel: "slack", Cadence: "daily", Zone: "Europe/Berlin"}, append([]Told{night}, page...), []string{
			"2026-10-26T07:30:00Z 5", "2026-10-27T07:30:00Z 1",
		}},
		{"weeks", store.Subscription{Channel: "slack", Cadence: "weekly", Weekday: "friday", SendAt: "16:00"}, append([]Told{night}, page...), []string{
			"2026-10-30T16:00:00Z 6",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			messages, err := author().Preview(tt.sub, tt.told, pace, since, until)
			require.NoError(t, err)
			var got []string
			for _, m := range messages {
				n := len(m.Changes)
				if m.Change != nil {
					n = 1
				}
				got = append(got, fmt.Sprint(m.At.UTC().Format(time.RFC3339), " ", n))
			}
			require.Equal(t, tt.want, got)
		})
	}
	day := pace
	day.Burst = 0
	messages, err := author().Preview(store.Subscription{Channel: "slack"}, burst, day, since, until)
	require.NoError(t, err)
	require.Len(t, messages, 5, "four of the day, and the rest on the next")
	require.Equal(t, moment(t, "2026-10-26T00:00:00Z"), messages[4].At.UTC())
	require.Len(t, messages[4].Changes, 2)
}
