package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/extract"
)

// Home is a home page that is to be looked at.
type Home struct {
	Body struct {
		URL string `json:"url" maxLength:"4096" doc:"The home page of a company; only that one page is asked for."`
	}
}

// Discovery is what may be watched of a company. Nothing is kept by looking.
type Discovery struct {
	URL     string             `json:"url" doc:"Where the page was found."`
	Sources []extract.Proposal `json:"sources" doc:"Feeds, changelogs, pricing pages and sitemaps, with the reason why each is proposed."`
	What    string             `json:"what,omitempty" doc:"What stood in the way, in a sentence."`
	Advice  string             `json:"advice,omitempty" doc:"What to do about that."`
}

var (
	errNoLook = huma.Error501NotImplemented("This server does not look at pages itself; another one does.")
	errSlower = huma.Error429TooManyRequests("That was many looks at other people's sites; wait a little.")
)

func (a *API) discover(ctx context.Context, in *Home) (*One[Discovery], error) {
	if err := a.mayLook(ctx); err != nil {
		return nil, err
	}
	found, peek, err := a.line.Discover(ctx, in.Body.URL)
	if err != nil {
		return nil, err
	}
	return &One[Discovery]{Body: Discovery{
		URL: peek.URL, Sources: append([]extract.Proposal{}, found...), What: peek.What, Advice: peek.Advice,
	}}, nil
}

// mayLook fails where the caller may not have a page of somebody else's looked at now.
func (a *API) mayLook(ctx context.Context) error {
	switch {
	case a.line == nil:
		return errNoLook
	case !a.door.MayLook(caller(ctx).Email):
		return huma.ErrorWithHeaders(errSlower, http.Header{"Retry-After": {a.door.Wait}})
	}
	return nil
}
