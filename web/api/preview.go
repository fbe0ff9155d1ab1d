package api

import (
	"context"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// previewDays is how far back a preview looks.
const previewDays = 31

// Preview is what a subscription would have sent in the last month. Nothing was sent.
type Preview struct {
	Messages  []PreviewMessage `json:"messages"`
	Asked     int              `json:"asked" doc:"Published changes that it asks for."`
	Published int              `json:"published" doc:"Of so many."`
}

// PreviewMessage is one message.
type PreviewMessage struct {
	At      time.Time       `json:"at"`
	Title   string          `json:"title"`
	Text    string          `json:"text"`
	Changes []PreviewChange `json:"changes,omitempty"`
	Notes   []string        `json:"notes,omitempty" doc:"That it is late, or held something back."`
}

// PreviewChange is a change in a message.
type PreviewChange struct {
	Text  string `json:"text"`
	Level string `json:"level"`
}

// previewSaved previews a subscription that is kept.
func (a *API) previewSaved(ctx context.Context, in *BySubscription) (*One[Preview], error) {
	sub, err := a.own(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	return a.preview(ctx, sub)
}

// Wish is a subscription that nobody keeps yet.
type Wish struct {
	Body SubscriptionWords
}

func (a *API) previewWish(ctx context.Context, in *Wish) (*One[Preview], error) {
	sub := in.Body.over(store.Subscription{Key: "preview"}, caller(ctx))
	if err := a.checked(ctx, sub); err != nil {
		return nil, err
	}
	return a.preview(ctx, sub)
}

func (a *API) preview(ctx context.Context, sub store.Subscription) (*One[Preview], error) {
	if a.line == nil {
		return nil, errNoLook
	}
	p, err := a.line.Preview(ctx, sub, previewDays)
	if err != nil {
		return nil, err
	}
	out := Preview{Messages: []PreviewMessage{}, Asked: p.Asked, Published: p.Published}
	for _, m := range p.Messages {
		message := PreviewMessage{At: m.At, Title: m.Title, Text: m.Text, Notes: m.Notes}
		for _, c := range m.Changes {
			message.Changes = append(message.Changes, PreviewChange{c.Text, string(c.Level)})
		}
		if m.Change != nil {
			message.Changes = []PreviewChange{{m.Change.Text, string(m.Change.Level)}}
		}
		out.Messages = append(out.Messages, message)
	}
	return &One[Preview]{Body: out}, nil
}
