package watch

import (
	"context"
	"errors"
	"fmt"

	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
)

// Peek is what an address says today, before anybody decides to watch it.
type Peek struct {
	URL      string // after redirects
	Document extract.Document
	What     string // what stands in the way, as a sentence; empty where the page was read
	Advice   string // what to do about it
}

// Peek looks once at an address that somebody may want to be watched, politely, and keeps nothing. It fails with Flaws
// where the wish is wrong; what stands in the way of reading the page is part of the answer.
func (l *Line) Peek(ctx context.Context, w SourceWish) (Peek, error) {
	if wrong := w.flaws(); len(wrong) > 0 {
		return Peek{}, wrong
	}
	kind := extract.Kind(w.Kind)
	page, res, err := l.bring(ctx, w.URL, kind, w.Render)
	if err != nil {
		return inTheWay(w.URL, err)
	}
	verdict, doc, err := extract.Examine(page)
	switch {
	case verdict.State != extract.OK:
		return blocked(res.FinalURL, verdict.Reason, pageTrouble(verdict.State, kind)), nil
	case err != nil:
		return blocked(res.FinalURL, err.Error(), readTrouble("", kind)), nil
	}
	return Peek{URL: res.FinalURL, Document: doc}, nil
}

// Discover proposes what to watch from a competitor's home page: the feeds it declares and the pages that its links call
// pricing or changelog. Only that one page is asked for.
func (l *Line) Discover(ctx context.Context, home string) ([]extract.Proposal, Peek, error) {
	if wrong := (SourceWish{Kind: string(extract.PageKind), URL: home}).flaws(); len(wrong) > 0 {
		return nil, Peek{}, wrong
	}
	page, res, err := l.bring(ctx, home, extract.PageKind, "")
	if err != nil {
		peek, err := inTheWay(home, err)
		return nil, peek, err
	}
	if v := extract.Health(page); v.State != extract.OK {
		return nil, blocked(res.FinalURL, v.Reason, pageTrouble(v.State, extract.PageKind)), nil
	}
	found, err := extract.Discover(page)
	if err != nil {
		return nil, blocked(res.FinalURL, err.Error(), Unreadable), nil
	}
	return found, Peek{URL: res.FinalURL}, nil
}

// bring fetches a page for its reader.
func (l *Line) bring(ctx context.Context, address string, kind extract.Kind, render string) (extract.Page, crawler.Response, error) {
	res, err := l.Crawler.Fetch(ctx, crawler.Request{URL: address, Full: true, Render: render, Feed: kind == extract.Feed})
	return extract.Page{
		Kind: kind, URL: res.FinalURL, Asked: address, ContentType: res.ContentType, Body: res.Body, Limits: l.Limits.Read,
	}, res, err
}

// inTheWay turns a fetch that failed into an answer; what is no failure of the site stays an error.
func inTheWay(address string, err error) (Peek, error) {
	var f *crawler.Failure
	if !errors.As(err, &f) {
		return Peek{}, fmt.Errorf("look at %s: %w", crawler.Mask(address), err)
	}
	return blocked(address, f.Reason, troubleOf(f)), nil
}

func blocked(address, reason string, t Trouble) Peek {
	what, advice := t.Words()
	if reason != "" {
		what += ": " + reason
	}
	return Peek{URL: address, What: what, Advice: advice}
}
