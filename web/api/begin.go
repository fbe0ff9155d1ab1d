package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/watch"
)

// Look asks what an address says today, before anybody decides to watch it.
type Look struct {
	Body struct {
		Kind   string `json:"kind" enum:"changelog,pricing,feed,page,sitemap"`
		URL    string `json:"url" maxLength:"4096"`
		Render string `json:"render,omitempty" enum:"browser" doc:"Where the page is empty without scripts."`
	}
}

// Seen is what is read of an address. Nothing is kept by looking.
type Seen struct {
	URL     string          `json:"url" doc:"Where the page was found."`
	Title   string          `json:"title,omitempty"`
	Plans   []extract.Plan  `json:"plans"`
	Entries []extract.Entry `json:"entries"`
	Lines   []string        `json:"lines" doc:"The first lines of the page that are no menu and no footer."`
	Notes   []string        `json:"notes,omitempty" doc:"What could not be read."`
	What    string          `json:"what,omitempty" doc:"What stood in the way, in a sentence."`
	Advice  string          `json:"advice,omitempty" doc:"What to do about that."`
}

// linesSeen is how many lines of a page are shown before it is watched.
const linesSeen = 100

func (a *API) look(ctx context.Context, in *Look) (*One[Seen], error) {
	if err := a.mayLook(ctx); err != nil {
		return nil, err
	}
	peek, err := a.line.Peek(ctx, watch.SourceWish{Kind: in.Body.Kind, URL: in.Body.URL, Render: in.Body.Render})
	if err != nil {
		return nil, err
	}
	doc := peek.Document
	out := Seen{
		URL: peek.URL, Title: doc.Title, Plans: append([]extract.Plan{}, doc.Plans...), Entries: append([]extract.Entry{}, doc.Entries...),
		Lines: []string{}, Notes: doc.Notes, What: peek.What, Advice: peek.Advice,
	}
	for _, b := range doc.Blocks {
		if !b.Frame && len(out.Lines) < linesSeen {
			out.Lines = append(out.Lines, b.Text)
		}
	}
	return &One[Seen]{Body: out}, nil
}

// Beginning is what is to be watched of several companies at once.
type Beginning struct {
	Body struct {
		Area        string          `json:"area,omitempty" maxLength:"200" doc:"Name of a product area of ours; added, unless it is there."`
		Competitors []NewCompetitor `json:"competitors" minItems:"1" maxItems:"100"`
	}
}

// NewCompetitor is a company; what is there already stays as it is.
type NewCompetitor struct {
	Name    string        `json:"name" maxLength:"200"`
	Home    string        `json:"home,omitempty" maxLength:"4096" doc:"Its home page."`
	Sources []WatchedWish `json:"sources" minItems:"1" maxItems:"100"`
}

// WatchedWish is an address of a company that is to be watched.
type WatchedWish struct {
	Kind string `json:"kind" enum:"changelog,pricing,feed,page,sitemap"`
	URL  string `json:"url" maxLength:"4096"`
}

// Begun says how much is new.
type Begun struct {
	Sources int `json:"sources" doc:"Addresses that are watched from now on."`
}

func (a *API) begin(ctx context.Context, in *Beginning) (*One[Begun], error) {
	b := watch.Beginning{Area: in.Body.Area}
	for _, c := range in.Body.Competitors {
		wish := watch.NewCompetitor{Name: c.Name, Home: c.Home}
		for _, s := range c.Sources {
			wish.Sources = append(wish.Sources, watch.SourceWish{Kind: s.Kind, URL: s.URL})
		}
		b.Competitors = append(b.Competitors, wish)
	}
	n, err := watch.Begin(ctx, a.st(ctx), b, a.now().UTC())
	return &One[Begun]{Body: Begun{n}}, err
}

// Demo is how far the demo's data is that comes into an empty installation.
type Demo struct {
	Runs  bool   `json:"runs"`
	Done  bool   `json:"done"`
	Look  int    `json:"look,omitempty" doc:"The look at all its addresses that is under way..."`
	Looks int    `json:"looks,omitempty" doc:"...of how many."`
	Seen  int    `json:"seen,omitempty" doc:"How many addresses this look has seen..."`
	All   int    `json:"all,omitempty" doc:"...of how many."`
	Wrong string `json:"wrong,omitempty" doc:"Why it did not come; then nothing was kept."`
}

func (a *API) demo(context.Context, *None) (*One[Demo], error) {
	return &One[Demo]{Body: a.door.Demo()}, nil
}

func (a *API) fillDemo(ctx context.Context, in *None) (*One[Demo], error) {
	began, err := a.door.FillDemo(ctx)
	if err != nil {
		return nil, err
	}
	if !began {
		return nil, huma.Error409Conflict("The demo comes into an empty installation only, and only once.")
	}
	return a.demo(ctx, in)
}
