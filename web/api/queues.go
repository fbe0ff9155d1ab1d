package api

import (
	"context"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// AskPhrases reads the queue of phrases.
type AskPhrases struct{ Paging }

// Phrase is something a competitor wrote that may name a feature and matches none well enough.
type Phrase struct {
	ID          int64             `json:"id"`
	Area        string            `json:"area"`
	Competitor  string            `json:"competitor"`
	Section     string            `json:"section,omitempty"`
	Text        string            `json:"text"`
	Candidates  []store.Candidate `json:"candidates,omitempty" doc:"Features that it may mean, the best first."`
	Drafted     *Mapping          `json:"drafted,omitempty" doc:"What a language model takes it for."`
	Source      int64             `json:"source"`
	Snapshot    int64             `json:"snapshot"`
	FirstSeenAt time.Time         `json:"first_seen_at"`
	Decision    string            `json:"decision" doc:"open, mapped or ignored."`
}

func (a *API) newPhrases(ctx context.Context, phrases ...store.Phrase) (func(store.Phrase) Phrase, error) {
	competitors, err := a.competitorKeys(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := a.st(ctx).Areas(ctx)
	areas := make(map[int64]string, len(rows))
	for _, r := range rows {
		areas[r.ID] = r.Key
	}
	if err != nil {
		return nil, err
	}
	drafted, err := a.mappings(ctx, phrases)
	return func(p store.Phrase) Phrase {
		return Phrase{
			p.ID, areas[p.AreaID], competitors[p.CompetitorID], p.Section, p.Text, p.Candidates, drafted[p.ID], p.SourceID, p.SnapshotID,
			p.FirstSeenAt, p.Decision,
		}
	}, err
}

func (a *API) phrases(ctx context.Context, in *AskPhrases) (*List[Phrase], error) {
	after, err := in.number()
	if err != nil {
		return nil, err
	}
	rows, err := a.st(ctx).PhrasesFrom(ctx, after+1, in.Limit+1)
	if err != nil {
		return nil, err
	}
	item, err := a.newPhrases(ctx, rows...)
	if err != nil {
		return nil, err
	}
	return paged(rows, in.Limit, item, func(p store.Phrase) string { return byID(p.ID) }), nil
}

// PhraseWord is a decision about a phrase.
type PhraseWord struct {
	ByID
	Body struct {
		Decision string `json:"decision" enum:"map,new,ignore,reopen" doc:"map: it means a feature; new: it is a feature of its own; ignore: for ever; reopen: take the decision back."`
		Feature  string `json:"feature,omitempty" doc:"area/feature, for map."`
		Name     string `json:"name,omitempty" doc:"Of a new feature; left out: the phrase itself."`
	}
}

func (a *API) decidePhrase(ctx context.Context, in *PhraseWord) (*One[Phrase], error) {
	st, by, now := a.st(ctx), caller(ctx).Actor, a.now().UTC()
	var err error
	switch in.Body.Decision {
	case "ignore":
		err = watch.IgnorePhrase(ctx, st, in.ID, by)
	case "reopen":
		err = watch.ReopenPhrase(ctx, st, in.ID, by, now)
	case "new":
		_, err = watch.NewFeature(ctx, st, in.ID, in.Body.Name, by, now)
	default:
		area, key, _ := strings.Cut(in.Body.Feature, "/")
		f, missing := st.FeatureByKey(ctx, area, key)
		if missing != nil {
			return nil, huma.Error422UnprocessableEntity("Name the feature that the phrase means, as area/feature.")
		}
		err = watch.MapPhrase(ctx, st, in.ID, f, by, now)
	}
	if err != nil {
		return nil, err
	}
	p, err := st.Phrase(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	item, err := a.newPhrases(ctx, p)
	if err != nil {
		return nil, err
	}
	return &One[Phrase]{Body: item(p)}, nil
}

// AskCells reads the queue of cells.
type AskCells struct {
	Paging
	Standing string `query:"standing" enum:"contested,stale" default:"contested"`
}

// WaitingCell is a cell that waits for a person.
type WaitingCell struct {
	Area       string    `json:"area"`
	Feature    string    `json:"feature"`
	Competitor string    `json:"competitor"`
	Value      CellValue `json:"value"`
	UpdatedAt  time.Time `json:"updated_at"`
	Path       string    `json:"path"`
}

func newWaitingCell(c store.CellView) WaitingCell {
	return WaitingCell{
		c.AreaKey, c.FeatureKey, c.CompetitorKey, newCellValue(c.CellValue), c.UpdatedAt,
		report.CellPath(c.AreaKey, c.FeatureKey, c.CompetitorKey),
	}
}

func (a *API) waitingCells(ctx context.Context, in *AskCells) (*List[WaitingCell], error) {
	from, err := in.number()
	if err != nil {
		return nil, err
	}
	rows, _, err := a.st(ctx).CellsStanding(ctx, store.Standing(in.Standing), int(from)+in.Limit+1)
	if err != nil {
		return nil, err
	}
	return sliced(rows, in.Paging, newWaitingCell)
}
