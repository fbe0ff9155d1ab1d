package alert

import (
	"context"
	"strings"
)

// slack tells a Slack channel by an incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks)
// in Block Kit. What others wrote is in plain text objects and escaped besides, so that it neither mentions anybody nor
// becomes a link or type.
func slack() channel {
	return channel{
		name:   "slack",
		target: "the address of an incoming webhook, such as https://hooks.slack.com/services/...",
		check:  checkWeb("https://hooks.slack.com/services/..."),
		mask:   maskAddress,
		people: true,
		send: func(ctx context.Context, o Outlet, p parcel) (string, error) {
			return postJSON(ctx, o, p.sub.Target, slackMessage(p.msg), nil)
		},
	}
}

// Bounds of Block Kit (https://docs.slack.dev/reference/block-kit/blocks).
const (
	slackBlocks = 45   // of 50
	slackHeader = 150  // characters
	slackText   = 2900 // of 3,000 characters
)

type slackBlock struct {
	Type     string     `json:"type"`
	Text     *slackObj  `json:"text,omitempty"`
	Elements []slackObj `json:"elements,omitempty"`
}

type slackObj struct {
	Type     string `json:"type"`
	Text     string `json:"text"`
	Emoji    *bool  `json:"emoji,omitempty"`
	Verbatim *bool  `json:"verbatim,omitempty"`
}

type slackBody struct {
	Text        string       `json:"text"` // in notifications
	Blocks      []slackBlock `json:"blocks"`
	UnfurlLinks bool         `json:"unfurl_links"`
	UnfurlMedia bool         `json:"unfurl_media"`
	LinkNames   bool         `json:"link_names"`
}

func slackMessage(m Message) slackBody {
	b := slackBody{Text: slackEscape(m.Title), Blocks: []slackBlock{
		{Type: "header", Text: slackPlain(cut(clean(m.Title), slackHeader))},
	}}
	for _, p := range m.short() {
		b.part(p)
	}
	if len(b.Blocks) > slackBlocks {
		b.Blocks = append(b.Blocks[:slackBlocks:slackBlocks], slackSection("The rest is in Gapwatch."))
	}
	var links []string
	for _, l := range m.links() {
		links = append(links, "<"+slackEscapeAddress(l.Link)+"|"+slackEscape(l.Text)+">")
	}
	if len(links) > 0 {
		yes := true
		b.Blocks = append(b.Blocks, slackBlock{Type: "section", Text: &slackObj{
			Type: "mrkdwn", Text: strings.Join(links, "  ·  "), Verbatim: &yes,
		}})
	}
	if why := m.because(); why != "" {
		b.Blocks = append(b.Blocks, slackContext(why))
	}
	return b
}

func (b *slackBody) part(p Part) {
	if p.Heading != "" {
		b.Blocks = append(b.Blocks, slackSection(p.Heading))
	}
	for _, l := range p.Lines {
		b.Blocks = append(b.Blocks, slackSection(l))
	}
	for _, it := range p.Items {
		text := "• " + it.Text
		if p.lone() {
			text = it.Text
		}
		if it.Quote != "" {
			text += "\n“" + it.Quote + "”"
		}
		if it.Text != "" {
			b.Blocks = append(b.Blocks, slackSection(text))
		}
		if it.Note != "" || it.Link != "" {
			b.Blocks = append(b.Blocks, slackContext(it.Note).linked(it.Link))
		}
	}
}

func slackSection(text string) slackBlock {
	return slackBlock{Type: "section", Text: slackPlain(cut(text, slackText))}
}

func slackContext(text string) slackBlock {
	return slackBlock{Type: "context", Elements: []slackObj{*slackPlain(cut(text, slackText))}}
}

// linked adds a link of ours to small print.
func (b slackBlock) linked(link string) slackBlock {
	if link == "" {
		return b
	}
	yes := true
	proof := slackObj{Type: "mrkdwn", Text: "<" + slackEscapeAddress(link) + "|Proof>", Verbatim: &yes}
	b.Elements = append(b.Elements, proof)
	if b.Elements[0].Text == "" {
		b.Elements = b.Elements[1:]
	}
	return b
}

func slackPlain(text string) *slackObj {
	no := false
	return &slackObj{Type: "plain_text", Text: slackEscape(text), Emoji: &no}
}

// slackEscape writes the three characters that Slack gives a meaning as it wants them written, and breaks addresses up,
// so that none becomes a link.
func slackEscape(text string) string {
	return strings.NewReplacer(
		"&", "&amp;", "<", "&lt;", ">", "&gt;", "://", ":\u200b//", "www.", "www\u200b.",
	).Replace(text)
}

// slackEscapeAddress keeps an address of ours within its link.
func slackEscapeAddress(address string) string {
	return strings.NewReplacer("&", "&amp;", "<", "%3C", ">", "%3E", "|", "%7C").Replace(address)
}
