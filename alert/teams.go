package alert

import "context"

// teams tells a channel or chat of Microsoft Teams by a workflow's webhook, with an Adaptive Card
// (https://adaptivecards.io/explorer/AdaptiveCard.html). What others wrote is in text runs, which know no Markdown.
func teams() channel {
	return channel{
		name:   "teams",
		target: "the address of a workflow that posts to a channel when a webhook request is received",
		check:  checkWeb("https://prod-00.westeurope.logic.azure.com/workflows/..."),
		mask:   maskAddress,
		people: true,
		send: func(ctx context.Context, o Outlet, p parcel) (string, error) {
			return postJSON(ctx, o, p.sub.Target, teamsMessage(p.msg), nil)
		},
	}
}

// teamsSize bounds one card, in bytes; Teams takes 28 KB.
const teamsSize = 20 << 10

type teamsBody struct {
	Type        string            `json:"type"`
	Attachments []teamsAttachment `json:"attachments"`
}

type teamsAttachment struct {
	ContentType string    `json:"contentType"`
	Content     teamsCard `json:"content"`
}

type teamsCard struct {
	Schema  string         `json:"$schema"`
	Type    string         `json:"type"`
	Version string         `json:"version"`
	Text    string         `json:"fallbackText"`
	Body    []teamsElement `json:"body"`
	Actions []teamsAction  `json:"actions,omitempty"`
	MSTeams map[string]any `json:"msteams"`
}

type teamsElement struct {
	Type    string     `json:"type"`
	Inlines []teamsRun `json:"inlines"`
	Spacing string     `json:"spacing,omitempty"`
}

type teamsRun struct {
	Type   string `json:"type"`
	Text   string `json:"text"`
	Weight string `json:"weight,omitempty"`
	Size   string `json:"size,omitempty"`
	Subtle bool   `json:"isSubtle,omitempty"`
	Italic bool   `json:"italic,omitempty"`

	Action *teamsAction `json:"selectAction,omitempty"` // what a click on it does
}

type teamsAction struct {
	Type  string `json:"type"`
	Title string `json:"title"`
	URL   string `json:"url"`
}

func teamsMessage(m Message) teamsBody {
	card := teamsCard{
		Schema: "http://adaptivecards.io/schemas/adaptive-card.json", Type: "AdaptiveCard", Version: "1.4",
		Text: inert(clean(m.Title)), MSTeams: map[string]any{"width": "Full"},
	}
	card.add("", teamsRun{Text: clean(m.Title), Weight: "Bolder", Size: "Medium"})
	for _, p := range m.short() {
		card.part(p)
	}
	card.bound()
	if why := m.because(); why != "" {
		card.add("Medium", teamsRun{Text: why, Subtle: true, Size: "Small"})
	}
	for _, l := range m.links() {
		card.Actions = append(card.Actions, teamsAction{"Action.OpenUrl", l.Text, l.Link})
	}
	return teamsBody{Type: "message", Attachments: []teamsAttachment{
		{ContentType: "application/vnd.microsoft.card.adaptive", Content: card},
	}}
}

func (c *teamsCard) add(spacing string, run teamsRun) {
	run.Type, run.Text = "TextRun", inert(run.Text)
	c.Body = append(c.Body, teamsElement{Type: "RichTextBlock", Inlines: []teamsRun{run}, Spacing: spacing})
}

func (c *teamsCard) part(p Part) {
	if p.Heading != "" {
		c.add("Medium", teamsRun{Text: p.Heading, Weight: "Bolder"})
	}
	for _, l := range p.Lines {
		c.add("Small", teamsRun{Text: l})
	}
	for _, it := range p.Items {
		text := "• " + it.Text
		if p.lone() {
			text = it.Text
		}
		if it.Text != "" {
			c.add("Small", teamsRun{Text: text})
		}
		if it.Quote != "" {
			c.add("None", teamsRun{Text: "“" + it.Quote + "”", Italic: true})
		}
		if it.Note != "" {
			c.add("None", teamsRun{Text: it.Note, Subtle: true, Size: "Small"})
		}
		if it.Link != "" {
			c.add("None", teamsRun{Text: "Proof", Size: "Small", Action: &teamsAction{"Action.OpenUrl", "Proof", it.Link}})
		}
	}
}

// bound keeps the card to what Teams takes.
func (c *teamsCard) bound() {
	size := 0
	for i, e := range c.Body {
		size += len(e.Inlines[0].Text) + 200 // what stands around it
		if e.Inlines[0].Action != nil {
			size += len(e.Inlines[0].Action.URL)
		}
		if size > teamsSize {
			c.Body = c.Body[:i]
			c.add("Small", teamsRun{Text: "The rest is in Gapwatch."})
			return
		}
	}
}
