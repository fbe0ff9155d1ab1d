package alert

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// Message is what one subscription is told: what changed, the words that prove it, and why it was sent.
type Message struct {
	Type       string          `json:"type"` // always "change"
	Text       string          `json:"text"` // one sentence
	Competitor string          `json:"competitor"`
	SourceURL  string          `json:"source_url"`
	SourceKind extract.Kind    `json:"source_kind"`
	Kind       diff.ChangeKind `json:"kind"`
	Subject    string          `json:"subject"`
	Before     string          `json:"before"`
	After      string          `json:"after"`
	Quote      string          `json:"quote"`
	Level      extract.Level   `json:"level"`
	SeenAt     time.Time       `json:"seen_at"`
	Why        string          `json:"why"` // why this subscription got it
}

// Compose writes the message about one change for one subscription, with at most quoteLimit characters of the quote.
func Compose(n News, why string, quoteLimit int) Message {
	c := n.Change
	text := diff.Sentence(diff.Change{
		Kind: c.Kind, Subject: c.Subject, Before: c.Before, After: c.After, Quote: c.Quote, Level: c.Level,
	})
	return Message{
		Type:       "change",
		Text:       n.Competitor + ": " + text,
		Competitor: n.Competitor,
		SourceURL:  n.SourceURL,
		SourceKind: n.SourceKind,
		Kind:       c.Kind,
		Subject:    c.Subject,
		Before:     c.Before,
		After:      c.After,
		Quote:      cut(c.Quote, quoteLimit),
		Level:      c.Level,
		SeenAt:     c.DetectedAt,
		Why:        why,
	}
}

// Owe makes the delivery that carries a message: its Tells is the identity that makes it owed once.
func Owe(sub store.Subscription, n News, why string, quoteLimit int, now time.Time) (store.Delivery, error) {
	body, err := json.Marshal(Compose(n, why, quoteLimit))
	if err != nil {
		return store.Delivery{}, err
	}
	tells := fmt.Sprintf("change:%d", n.Change.ID)
	return store.Delivery{
		SubscriptionID: sub.ID,
		Tells:          tells,
		Key:            deliveryKey(sub.Key, n, tells),
		Body:           body,
		Status:         store.Owed,
		CreatedAt:      now,
	}, nil
}

// cut shortens a text to a number of characters.
func cut(s string, limit int) string {
	r := []rune(s)
	if len(r) <= limit {
		return s
	}
	return string(r[:limit-1]) + "…"
}
