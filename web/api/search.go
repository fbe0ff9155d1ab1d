package api

import (
	"context"
	"strings"

	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// AskSearch is what is searched for.
type AskSearch struct {
	Text  string   `query:"q" required:"true" maxLength:"200" doc:"All of these words; the last may be the beginning of one."`
	Kind  []string `query:"kind,explode" enum:"change,entry,evidence,annotation,feature"`
	Limit int      `query:"limit" minimum:"1" maximum:"100" default:"40"`
}

// Hit is one place where the words stand.
type Hit struct {
	Kind    store.HitKind `json:"kind"`
	ID      int64         `json:"id"`
	Title   string        `json:"title"`
	Snippet []SnippetPart `json:"snippet"`
}

// SnippetPart is a piece of a found text.
type SnippetPart struct {
	Text   string `json:"text"`
	Marked bool   `json:"marked,omitempty" doc:"It was searched for."`
}

func (a *API) search(ctx context.Context, in *AskSearch) (*List[Hit], error) {
	var kinds []store.HitKind
	for _, k := range in.Kind {
		kinds = append(kinds, store.HitKind(k))
	}
	hits, err := a.st(ctx).Search(ctx, in.Text, kinds, in.Limit)
	if err != nil {
		return nil, err
	}
	hits, err = report.Findable(ctx, a.st(ctx), hits)
	return whole(hits, newHit), err
}

func newHit(h store.Hit) Hit {
	out := Hit{Kind: h.Kind, ID: h.ID, Title: h.Title, Snippet: []SnippetPart{}}
	for text := h.Snippet; text != ""; {
		before, rest, found := strings.Cut(text, store.MarkFrom)
		if before != "" {
			out.Snippet = append(out.Snippet, SnippetPart{Text: before})
		}
		if !found {
			break
		}
		var marked string
		marked, text, _ = strings.Cut(rest, store.MarkTo)
		out.Snippet = append(out.Snippet, SnippetPart{marked, true})
	}
	return out
}
