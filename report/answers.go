package report

import (
	"context"
	"errors"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// Answer says whether a competitor has a feature.
type Answer struct {
	store.Competitor
	store.CellValue
	UpdatedAt time.Time  // zero: nobody has said anything of it yet
	Since     *time.Time // when it came into its state
	Ahead     bool       // of us
	Say       matrix.Saying
}

// whyNever is why a cell is unknown that nobody has said anything of.
const whyNever = "no page that is watched speaks of it yet"

// CellValue is a cell as it stands and when it last changed; of what nobody has said anything it is unknown, since ever.
func CellValue(ctx context.Context, st *store.Store, featureID, competitorID int64) (store.CellValue, time.Time, error) {
	cell, err := st.Cell(ctx, featureID, competitorID)
	if errors.Is(err, store.ErrNotFound) {
		return store.CellValue{State: store.Unknown, Why: whyNever}, time.Time{}, nil
	}
	return cell.CellValue, cell.UpdatedAt, err
}

// Answers says for each competitor whether it has a feature, in a sentence that is safe to say.
func Answers(ctx context.Context, st *store.Store, f store.Feature, competitors []store.Competitor) ([]Answer, error) {
	cells, err := st.CellsOf(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	evidence, err := st.EvidenceOfFeature(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	said, proof := map[int64]store.Cell{}, map[int64][]store.Evidence{}
	for _, c := range cells {
		said[c.CompetitorID] = c
	}
	for _, e := range evidence {
		proof[e.CompetitorID] = append(proof[e.CompetitorID], e)
	}
	out := make([]Answer, len(competitors))
	for i, c := range competitors {
		cell, ok := said[c.ID]
		if !ok {
			cell.CellValue = store.CellValue{State: store.Unknown, Why: whyNever}
		}
		out[i] = Answer{
			Competitor: c, CellValue: cell.CellValue, UpdatedAt: cell.UpdatedAt, Since: cell.Since,
			Say:   matrix.Say(c.Name, f, cell.CellValue, proof[c.ID]),
			Ahead: f.OwnState != "" && f.OwnState != store.Unknown && matrix.Ahead(cell.State, f.OwnState),
		}
	}
	return out, nil
}
