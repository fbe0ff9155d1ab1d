package alert

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
)

// TestEachMessageOnEachChannel compares every kind of message on every channel with a file.
func TestEachMessageOnEachChannel(t *testing.T) {
	for name, m := range inventedMessages() {
		t.Run(name, func(t *testing.T) {
			golden(t, name+"/webhook.json", pretty(t, m))
			golden(t, name+"/slack.json", pretty(t, slackMessage(m)))
			golden(t, name+"/teams.json", pretty(t, teamsMessage(m)))
			golden(t, name+"/ntfy.json", pretty(t, ntfyMessageOf("our-topic", m)))
			golden(t, name+"/shoutrrr.txt", []byte(extraMessage(m)))
			golden(t, name+"/mail.txt", []byte(mailText(m)))
			html, err := mailHTML(m)
			require.NoError(t, err)
			golden(t, name+"/mail.html", []byte(html))
			var feed bytes.Buffer
			require.NoError(t, Atom(&feed, FeedInfo{Title: "Gapwatch: dana", Home: "https://gapwatch.example", Self: "https://gapwatch.example/feeds/x"},
				[]store.Delivery{delivery(t, inventedSub(), m)}))
			golden(t, name+"/atom.xml", feed.Bytes())
		})
	}
}

// TestWhatTheyWroteStaysText looks, on every channel, for what their words could become.
func TestWhatTheyWroteStaysText(t *testing.T) {
	for _, name := range []string{"hostile", "changes", "digest", "notice"} {
		m := inventedMessages()[name]
		slackJSON := string(raw(t, slackMessage(m)))
		for _, mention := range []string{"<!", "<@", "<#", "<http://evil", "<https://evil", "https://evil", "<script"} {
			require.NotContains(t, slackJSON, mention, "slack, %s", name)
		}
		html, err := mailHTML(m)
		require.NoError(t, err)
		require.NotContains(t, html, "<script")
		require.NotContains(t, html, `href="https://evil`)
		for channel, text := range map[string]string{
			"slack": slackJSON, "teams": string(raw(t, teamsMessage(m))), "ntfy": string(raw(t, ntfyMessageOf("x", m))),
			"shoutrrr": extraMessage(m), "mail": mailText(m), "html": html, "title": m.Title,
		} {
			for _, r := range []string{"\x00", "\x1b", "\u202e", "\u202c", "\r"} {
				require.NotContains(t, text, r, "%s, %s", channel, name)
			}
			if channel == "teams" || channel == "ntfy" || channel == "shoutrrr" {
				for _, mark := range []string{"](", "https://evil", "www.evil", "@everyone", "<!"} {
					require.NotContains(t, text, mark, "%s, %s", channel, name)
				}
			}
		}
		require.NotContains(t, m.Title, "\n")
	}
}

// raw is JSON in which marks are not written as escapes.
func raw(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	require.NoError(t, enc.Encode(v))
	return b.Bytes()
}

// TestMessagesAreBounded writes far too many changes with far too many words.
func TestMessagesAreBounded(t *testing.T) {
	n := priceNews()
	n.Change.Quote, n.Change.After = strings.Repeat("word ", 5000), strings.Repeat("after ", 5000)
	n.Change.Subject = strings.Repeat("subject ", 5000)
	one := author().One(inventedSub(), told(n, "everything"), seenAt)
	require.LessOrEqual(t, len([]rune(one.Title)), titleLimit)
	require.LessOrEqual(t, len([]rune(one.Quote)), 500)
	many := make([]Told, 900)
	for i := range many {
		many[i] = told(n, "everything")
	}
	m := author().List(inventedSub(), many, nil, seenAt)
	require.Len(t, m.Changes, 200)
	require.Equal(t, 700, m.More)
	slackBody := slackMessage(m)
	require.LessOrEqual(t, len(slackBody.Blocks), 50)
	for _, b := range slackBody.Blocks {
		if b.Text != nil {
			require.LessOrEqual(t, len([]rune(b.Text.Text)), 3000)
		}
	}
	require.Less(t, len(raw(t, teamsMessage(m))), 28<<10)
	require.LessOrEqual(t, len(ntfyMessageOf("x", m).Message), 4096)
	require.LessOrEqual(t, len([]rune(extraMessage(m))), 2000)
}

func TestTargets(t *testing.T) {
	for _, tt := range []struct{ name, channel, target, wrong, shown string }{
		{"a webhook", "webhook", "https://hooks.example/in/S3cretS3cret", "", "https://hooks.example/***"},
		{"a webhook without an address", "webhook", "", "the address is missing", "***"},
		{"a webhook that is none", "webhook", "ftp://x/y", "no web address", "ftp://x/***"},
		{"a password in the address", "slack", "https://a:b@hooks.slack.com/x", "name or password", "https://hooks.slack.com/***"},
		{"a mailbox", "email", "Dana <dana@example.com>", "", "Dana <dana@example.com>"},
		{"no mailbox", "email", "dana", "no mail address", "dana"},
		{"a mailbox with another header", "email", "dana@example.com\r\nBcc: x@example.com", "no mail address", "dana@example.com\r\nBcc: x@example.com"},
		{"a topic", "ntfy", "https://ntfy.sh/our-topic", "", "https://ntfy.sh/***"},
		{"a topic without its name", "ntfy", "https://ntfy.sh/", "topic is missing", "https://ntfy.sh/"},
		{"a feed", "feed", "", "", ""},
		{"a feed with an address", "feed", "https://x.example/", "leave its address out", ""},
		{"a service that takes our client", "shoutrrr", "gotify://push.example/AzyoeNS.D4iJLVa", "", "gotify://***"},
		{"a service that does not", "shoutrrr", "telegram://token@telegram?chats=1", "would not go through the address guard", "telegram://***"},
		{"an incomplete service", "shoutrrr", "pushover://x", "not complete", "pushover://***"},
		{"no such channel", "pager", "x", `there is no channel "pager"`, "***"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := CheckTarget(tt.channel, tt.target)
			if tt.wrong == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, tt.wrong)
			}
			require.Equal(t, tt.shown, MaskTarget(tt.channel, tt.target))
		})
	}
}

func TestTokensOpenOneThing(t *testing.T) {
	key, other := []byte("one installation"), []byte("another")
	token := Token(key, ActionMute, "dana")
	require.True(t, CheckToken(key, ActionMute, "dana", token))
	require.False(t, CheckToken(other, ActionMute, "dana", token))
	require.False(t, CheckToken(key, ActionLeave, "dana", token))
	require.False(t, CheckToken(key, ActionMute, "dan", token))
	require.False(t, CheckToken(nil, ActionMute, "dana", Token(nil, ActionMute, "dana")), "no key signs nothing")
	feed := FeedToken(key, "dana", "salt")
	require.True(t, CheckFeedToken(key, "dana", "salt", feed))
	require.False(t, CheckFeedToken(key, "dana", "another salt", feed), "another secret is another address")
	l := Links{Base: "https://gapwatch.example/", Secret: key}
	require.Equal(t, "https://gapwatch.example/subscriptions/dana/mute?token="+token, l.Mute("dana"))
	require.Empty(t, Links{}.Mute("dana"))
}
