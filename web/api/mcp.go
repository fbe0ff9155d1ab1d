package api

import (
	"context"
	"net/http"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/gapwatch/gapwatch/extract"
)

// found is how many things a tool answers where the asker names no number.
const found = 50

// Assistant answers programs that speak the Model Context Protocol, over streamable HTTP without sessions: tools that read
// the same as the addresses of the API, with the rights of whoever asks. behindProxy says that people sign in, so that a
// request under another name than localhost is no attack.
func (a *API) Assistant(behindProxy bool) http.Handler {
	schemas := mcp.NewSchemaCache()
	return mcp.NewStreamableHTTPHandler(func(r *http.Request) *mcp.Server {
		return a.assistant(caller(r.Context()), schemas)
	}, &mcp.StreamableHTTPOptions{Stateless: true, JSONResponse: true, DisableLocalhostProtection: behindProxy})
}

// assistant is a server of tools for one caller.
func (a *API) assistant(c Caller, schemas *mcp.SchemaCache) *mcp.Server {
	s := mcp.NewServer(&mcp.Implementation{Name: "gapwatch", Version: a.version}, &mcp.ServerOptions{
		Instructions: "What competitors ship and charge, with proof. Say nothing of a cell that its evidence does not say: unknown is not no. " +
			"Keys of features and competitors come from search, gaps and changes.",
		SchemaCache: schemas,
	})
	tool(a, s, c, "search", "Features, quotes, entries, changes and annotations that hold all of some words.", a.searchTool)
	tool(a, s, c, "gaps", "Features in which competitors are ahead of us or that customers asked for, the most combined ARR first, with its arithmetic where the asker may see it.", a.gapsTool)
	tool(a, s, c, "cell", "Whether a competitor has a feature: the state, one sentence that is safe to say, the verbatim quotes that prove it with their addresses and dates, and its history.", a.cellTool)
	tool(a, s, c, "changes", "What changed at competitors, the newest first: prices, plans, limits, features, entries.", a.changesTool)
	tool(a, s, c, "prices", "What competitors charge now, plan by plan.", a.pricesTool)
	tool(a, s, c, "report", "The gap report of a week: what could not be seen, what shipped, which prices and cells moved, which gaps cost customers.", a.reportTool)
	return s
}

// tool adds a tool that reads.
func tool[In, Out any](a *API, s *mcp.Server, c Caller, name, what string, do func(context.Context, In) (Out, error)) {
	closed := false
	t := &mcp.Tool{Name: name, Description: what, Annotations: &mcp.ToolAnnotations{ReadOnlyHint: true, OpenWorldHint: &closed}}
	mcp.AddTool(s, t, func(ctx context.Context, _ *mcp.CallToolRequest, in In) (*mcp.CallToolResult, any, error) {
		out, err := do(WithCaller(ctx, c), in)
		if err != nil {
			return nil, nil, a.explained(ctx, "mcp "+name, err)
		}
		return nil, out, nil
	})
}

type searchInput struct {
	Text string `json:"text" jsonschema:"words that all have to stand in what is found"`
}

func (a *API) searchTool(ctx context.Context, in searchInput) (Page[Hit], error) {
	return pageOf(a.search(ctx, &AskSearch{Text: in.Text, Limit: found}))
}

type gapsInput struct {
	Area   string `json:"area,omitempty" jsonschema:"key of an area; all where it is left out"`
	AtRisk bool   `json:"at_risk,omitempty" jsonschema:"only gaps over which an account is at risk"`
	Bare   bool   `json:"bare,omitempty" jsonschema:"also gaps that no customer was annotated on"`
	Cursor string `json:"cursor,omitempty" jsonschema:"next of the answer before"`
}

func (a *API) gapsTool(ctx context.Context, in gapsInput) (Page[Gap], error) {
	return pageOf(a.gaps(ctx, &AskGaps{Paging: Paging{in.Cursor, found}, Area: in.Area, AtRisk: in.AtRisk, Bare: in.Bare}))
}

type cellInput struct {
	Area       string `json:"area" jsonschema:"key of the area"`
	Feature    string `json:"feature" jsonschema:"key of the feature"`
	Competitor string `json:"competitor" jsonschema:"key of the competitor"`
}

func (a *API) cellTool(ctx context.Context, in cellInput) (Cell, error) {
	return bodyOf(a.cell(ctx, &AtCell{InArea{in.Area}, in.Feature, ByCompetitor{in.Competitor}}))
}

type changesInput struct {
	Competitor string `json:"competitor,omitempty" jsonschema:"key of a competitor"`
	Area       string `json:"area,omitempty" jsonschema:"key of an area"`
	Kind       string `json:"kind,omitempty" jsonschema:"such as price_changed, plan_added, limit_changed, feature_added, entry_added"`
	Level      string `json:"level,omitempty" jsonschema:"the least: minor, notable or major"`
	Since      string `json:"since,omitempty" jsonschema:"a day such as 2026-11-18"`
	Cursor     string `json:"cursor,omitempty" jsonschema:"next of the answer before"`
}

func (a *API) changesTool(ctx context.Context, in changesInput) (Page[Change], error) {
	since, err := day(in.Since)
	if err != nil {
		return Page[Change]{}, err
	}
	ask := &AskChanges{
		Paging: Paging{in.Cursor, found}, Competitor: in.Competitor, Area: in.Area, Kind: in.Kind,
		Level: string(extract.Level(in.Level)), Status: "published",
	}
	if since != nil {
		ask.Since = since.In(time.UTC)
	}
	return pageOf(a.changes(ctx, ask))
}

type pricesInput struct {
	Competitor string `json:"competitor,omitempty" jsonschema:"key of a competitor"`
	Area       string `json:"area,omitempty" jsonschema:"key of an area"`
}

func (a *API) pricesTool(ctx context.Context, in pricesInput) (Page[Plan], error) {
	return pageOf(a.prices(ctx, &AskPrices{in.Area, in.Competitor}))
}

type reportInput struct {
	Week string `json:"week,omitempty" jsonschema:"such as 2026-W47; the week of today where it is left out"`
	Area string `json:"area,omitempty" jsonschema:"key of an area; all where it is left out"`
}

func (a *API) reportTool(ctx context.Context, in reportInput) (Report, error) {
	return bodyOf(a.report(ctx, &AskReport{in.Week, in.Area}))
}

// pageOf is what an operation lists.
func pageOf[T any](list *List[T], err error) (Page[T], error) {
	if err != nil {
		return Page[T]{}, err
	}
	return list.Body, nil
}

// bodyOf is what an operation answers about one thing.
func bodyOf[T any](one *One[T], err error) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	return one.Body, nil
}
