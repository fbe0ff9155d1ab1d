package api

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/gapwatch/gapwatch/store"
)

// Summary is what a language model drafted of a change.
type Summary struct {
	Text      string     `json:"text"`
	Quote     string     `json:"quote" doc:"What it leans on, verbatim on the stored page."`
	Model     string     `json:"model"`
	Draft     bool       `json:"draft" doc:"Nobody has taken it: it is no more than what a language model wrote."`
	DecidedBy string     `json:"decided_by,omitempty"`
	DecidedAt *time.Time `json:"decided_at,omitempty"`
}

func (a *API) summary(ctx context.Context, in *ByID) (*One[Summary], error) {
	c, err := a.st(ctx).VisibleChange(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	d, err := a.st(ctx).Summary(ctx, c.ID, a.line.Drafts())
	return &One[Summary]{Body: Summary{d.Text, d.Quote, d.Model, !d.Taken, d.DecidedBy, d.DecidedAt}}, err
}

func (a *API) takeSummary(ctx context.Context, in *ByID) (*One[Summary], error) {
	if err := a.decideSummary(ctx, in.ID, true); err != nil {
		return nil, err
	}
	return a.summary(ctx, in)
}

func (a *API) dismissSummary(ctx context.Context, in *ByID) (*None, error) {
	return nil, a.decideSummary(ctx, in.ID, false)
}

func (a *API) decideSummary(ctx context.Context, changeID int64, taken bool) error {
	c, err := a.st(ctx).VisibleChange(ctx, changeID)
	if err != nil {
		return err
	}
	return a.st(ctx).DecideSummary(ctx, c.ID, taken, caller(ctx).Person.Name, a.now().UTC())
}

// Mapping is the feature that a language model takes a phrase for.
type Mapping struct {
	Feature string `json:"feature" doc:"area/feature. A draft: nobody has said so."`
	Quote   string `json:"quote" doc:"What it leans on, verbatim on the stored page."`
	Model   string `json:"model"`
}

// mappings are the drafts of some phrases, by phrase; none where no model is switched on.
func (a *API) mappings(ctx context.Context, phrases []store.Phrase) (map[int64]*Mapping, error) {
	if !a.line.Drafts() {
		return nil, nil
	}
	ids := make([]int64, len(phrases))
	for i, p := range phrases {
		ids[i] = p.ID
	}
	drafts, err := a.st(ctx).Mappings(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[int64]*Mapping, len(drafts))
	for _, d := range drafts {
		out[*d.PhraseID] = &Mapping{d.Key(), d.Quote, d.Model}
	}
	return out, nil
}

// Model is the language model that is switched on, what it was asked, and what became of it.
type Model struct {
	Name    string `json:"name"`
	Host    string `json:"host"`
	Asked   int64  `json:"asked" doc:"Within the last 24 hours."`
	PerDay  int    `json:"per_day" doc:"At most."`
	Waiting int64  `json:"waiting" doc:"Drafts that nobody has decided on."`
	Taken   int64  `json:"taken"`
	Others  int64  `json:"others" doc:"Dismissed, or decided in another way."`
	Refused int64  `json:"refused" doc:"Answers that were no draft: their quote stands on no stored page, or they said more than it."`
}

// Model says how the language model fares; store.ErrNotFound where none is switched on.
func (a *API) Model(ctx context.Context) (*Model, error) {
	if !a.line.Drafts() {
		return nil, fmt.Errorf("language model: %w", store.ErrNotFound)
	}
	n, err := a.st(ctx).CountDrafts(ctx, a.now().Add(-24*time.Hour))
	if err != nil {
		return nil, err
	}
	m := Model{
		Name: a.line.Drafting.Model.Name, PerDay: a.line.Drafting.PerDay,
		Asked: n.Asked, Waiting: n.Waiting, Taken: n.Taken, Others: n.Others, Refused: n.Refused,
	}
	if u, err := url.Parse(a.line.Drafting.Model.Address); err == nil {
		m.Host = u.Host
	}
	return &m, nil
}

func (a *API) model(ctx context.Context, _ *None) (*One[Model], error) {
	m, err := a.Model(ctx)
	if err != nil {
		return nil, err
	}
	return &One[Model]{Body: *m}, nil
}
