package api

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// AskMatrix chooses what of a matrix is answered.
type AskMatrix struct {
	InArea
	AsOf         string   `query:"as_of" format:"date" doc:"The matrix as it was at the end of this day."`
	Compare      string   `query:"compare" format:"date" doc:"Only features with a cell that said something else at the end of this day; such cells tell what they said."`
	Text         string   `query:"text" doc:"Only features whose name, alias or definition holds it."`
	Group        string   `query:"group" doc:"Only features of this group."`
	Competitor   []string `query:"competitor,explode" doc:"Only these columns."`
	Gaps         bool     `query:"gaps" doc:"Only features in which somebody is ahead of us, or that somebody asked for."`
	Contested    bool     `query:"contested" doc:"Only features with a contested cell."`
	ChangedSince string   `query:"changed_since" format:"date" doc:"Only features with a cell that changed on this day or later."`
}

// day reads a day such as 2026-11-18; nil for none.
func day(text string) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil, huma.Error422UnprocessableEntity(fmt.Sprintf("%q is not a day; write it like 2026-11-18.", text))
	}
	return &t, nil
}

func (a *API) matrix(ctx context.Context, in *AskMatrix) (*One[report.SheetData], error) {
	_, data, err := a.sheet(ctx, in)
	return &One[report.SheetData]{Body: data}, err
}

// sheet is what is asked of a matrix, and the day that it shows.
func (a *API) sheet(ctx context.Context, in *AskMatrix) (at time.Time, data report.SheetData, err error) {
	area, err := a.st(ctx).AreaByKey(ctx, in.Area)
	if err != nil {
		return at, data, err
	}
	asOf, err := day(in.AsOf)
	if err != nil {
		return at, data, err
	}
	earlier, err := day(in.Compare)
	if err != nil {
		return at, data, err
	}
	since, err := day(in.ChangedSince)
	if err != nil {
		return at, data, err
	}
	filter := matrix.Filter{
		Text: in.Text, Group: in.Group, Competitors: in.Competitor, Gaps: in.Gaps, Contested: in.Contested,
	}
	if since != nil {
		filter.ChangedSince = *since
	}
	at = a.now()
	if asOf != nil {
		at, *asOf = *asOf, asOf.AddDate(0, 0, 1)
	}
	if earlier != nil {
		data, err = report.ComparedSheet(ctx, a.st(ctx), area, asOf, earlier.AddDate(0, 0, 1), filter)
	} else {
		data, err = report.ChosenSheet(ctx, a.st(ctx), area, asOf, filter)
	}
	return at, data, err
}

// AtCell names a cell by its path.
type AtCell struct {
	InArea
	Feature string `path:"feature" doc:"Key of the feature."`
	ByCompetitor
}

// Cell is a cell with its proof.
type Cell struct {
	Feature    Feature    `json:"feature"`
	Competitor Competitor `json:"competitor"`
	Value      CellValue  `json:"value"`
	Say        Saying     `json:"safe_to_say"`
	Evidence   []Evidence `json:"evidence"`
	History    []CellStep `json:"history" doc:"Newest first."`
	Path       string     `json:"path" doc:"Of the page with the proof."`
}

// CellValue is what a cell says.
type CellValue struct {
	State      store.State    `json:"state"`
	PlanFrom   string         `json:"plan_from,omitempty"`
	AddOn      bool           `json:"add_on,omitempty"`
	Limit      string         `json:"limit,omitempty"`
	Platform   string         `json:"platform,omitempty"`
	Note       string         `json:"note,omitempty"`
	Standing   store.Standing `json:"standing,omitempty"`
	Why        string         `json:"why,omitempty"`
	VerifiedBy string         `json:"verified_by,omitempty"`
	VerifiedAt *time.Time     `json:"verified_at,omitempty"`
	ExpiresAt  *time.Time     `json:"expires_at,omitempty"`
}

func newCellValue(v store.CellValue) CellValue {
	return CellValue{
		v.State, v.PlanFrom, v.AddOn, v.LimitText, v.Platform, v.Note, v.Standing, v.Why, v.VerifiedBy, v.VerifiedAt, v.ExpiresAt,
	}
}

// Saying is one sentence that is safe to say.
type Saying struct {
	Sentence string     `json:"sentence"`
	Until    *time.Time `json:"until,omitempty"`
	Source   string     `json:"source,omitempty"`
}

// Evidence is a quote that supports a cell.
type Evidence struct {
	ID          int64       `json:"id"`
	State       store.State `json:"state"`
	PlanFrom    string      `json:"plan_from,omitempty"`
	Quote       string      `json:"quote" doc:"Verbatim."`
	Phrase      string      `json:"phrase" doc:"What was matched to the feature."`
	Section     string      `json:"section,omitempty"`
	Score       float64     `json:"score"`
	URL         string      `json:"url"`
	Source      int64       `json:"source"`
	Snapshot    int64       `json:"snapshot" doc:"The stored page that holds the quote."`
	Change      *int64      `json:"change,omitempty"`
	ObservedAt  time.Time   `json:"observed_at"`
	ConfirmedAt time.Time   `json:"confirmed_at"`
	VanishedAt  *time.Time  `json:"vanished_at,omitempty"`
	DismissedAt *time.Time  `json:"dismissed_at,omitempty"`
	DismissedBy string      `json:"dismissed_by,omitempty"`
	Reason      string      `json:"dismiss_reason,omitempty"`
}

func newEvidence(e store.Evidence) Evidence {
	return Evidence{
		e.ID, e.State, e.PlanFrom, e.Quote, e.Phrase, e.Section, e.Score, e.URL, e.SourceID, e.SnapshotID, e.ChangeID,
		e.ObservedAt, e.ConfirmedAt, e.VanishedAt, e.DismissedAt, e.DismissedBy, e.DismissReason,
	}
}

// CellStep is one step in a cell's history.
type CellStep struct {
	At    time.Time `json:"at"`
	By    string    `json:"by"`
	Value CellValue `json:"value"`
}

func (a *API) cell(ctx context.Context, in *AtCell) (*One[Cell], error) {
	area, f, c, err := a.place(ctx, in)
	if err != nil {
		return nil, err
	}
	st := a.st(ctx)
	value, at, err := report.CellValue(ctx, st, f.ID, c.ID)
	if err != nil {
		return nil, err
	}
	evidence, err := st.EvidenceFor(ctx, f.ID, c.ID)
	if err != nil {
		return nil, err
	}
	history, err := st.CellHistory(ctx, f.ID, c.ID)
	if err != nil {
		return nil, err
	}
	say := matrix.Say(c.Name, f, value, evidence)
	out := &One[Cell]{ETag: version(at), Body: Cell{
		Feature: newFeature(area.Key, f), Competitor: newCompetitor(c), Value: newCellValue(value),
		Say: Saying{say.Sentence, say.Until, say.Source}, Evidence: []Evidence{}, History: []CellStep{},
		Path: report.CellPath(area.Key, f.Key, c.Key),
	}}
	for _, e := range evidence {
		out.Body.Evidence = append(out.Body.Evidence, newEvidence(e))
	}
	for _, v := range history {
		out.Body.History = append(out.Body.History, CellStep{v.At, actor(ctx, v.Actor), newCellValue(v.CellValue)})
	}
	return out, nil
}

// actor is who did something: a person's whole address is for those who look after people, and their own.
func actor(ctx context.Context, by string) string {
	if c := caller(ctx); c.Role == admin || strings.EqualFold(by, c.Email) {
		return by
	}
	return alert.HideMailbox(by)
}

// place finds the cell that a path names.
func (a *API) place(ctx context.Context, in *AtCell) (area store.Area, f store.Feature, c store.Competitor, err error) {
	if area, err = a.st(ctx).AreaByKey(ctx, in.Area); err != nil {
		return area, f, c, err
	}
	if f, err = a.st(ctx).FeatureByKey(ctx, area.Key, in.Feature); err != nil {
		return area, f, c, err
	}
	c, err = a.st(ctx).CompetitorByKey(ctx, in.Competitor)
	return area, f, c, err
}

// Said is what a person says of a cell.
type Said struct {
	State    store.State `json:"state" enum:"yes,partial,beta,planned,no,unknown,not applicable"`
	PlanFrom string      `json:"plan_from,omitempty" doc:"Plan from which it can be had."`
	AddOn    bool        `json:"add_on,omitempty"`
	Limit    string      `json:"limit,omitempty"`
	Platform string      `json:"platform,omitempty" doc:"Where alone it can be had, such as iOS."`
	Note     string      `json:"note,omitempty"`
}

func (s Said) word() watch.CellWord {
	return watch.CellWord{
		State: s.State, PlanFrom: s.PlanFrom, LimitText: s.Limit, AddOn: s.AddOn, Platform: s.Platform, Note: s.Note,
	}
}

// CellWord is a person's word on a cell.
type CellWord struct {
	AtCell
	Edit
	Body struct {
		Said
		Expires string `json:"expires,omitempty" format:"date" doc:"Day by which it is to be confirmed again; left out: in 180 days."`
	}
}

func (a *API) verify(ctx context.Context, in *CellWord) (*One[Cell], error) {
	_, f, c, err := a.place(ctx, &in.AtCell)
	if err != nil {
		return nil, err
	}
	seen, err := in.seen()
	if err != nil {
		return nil, err
	}
	if seen == nil {
		_, now, err := report.CellValue(ctx, a.st(ctx), f.ID, c.ID)
		if err != nil {
			return nil, err
		}
		seen = &now
	}
	word := in.Body.word()
	word.Expires = in.Body.Expires
	err = watch.VerifyCell(ctx, a.st(ctx), f.ID, c.ID, word, *seen, caller(ctx).Person, a.now().UTC())
	if err != nil {
		return nil, err
	}
	return a.cell(ctx, &in.AtCell)
}

// ByID names a thing by its number.
type ByID struct {
	ID int64 `path:"id" minimum:"1"`
}

// Reason is why something counts no more.
type Reason struct {
	ByID
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500"`
	}
}

func (a *API) dismissEvidence(ctx context.Context, in *Reason) (*One[Evidence], error) {
	err := watch.DismissEvidence(ctx, a.st(ctx), in.ID, in.Body.Reason, caller(ctx).Person, a.now().UTC())
	if err != nil {
		return nil, err
	}
	e, err := a.st(ctx).Evidence(ctx, in.ID)
	return &One[Evidence]{Body: newEvidence(e)}, err
}

func (a *API) restoreEvidence(ctx context.Context, in *ByID) (*One[Evidence], error) {
	if err := watch.RestoreEvidence(ctx, a.st(ctx), in.ID, caller(ctx).Person, a.now().UTC()); err != nil {
		return nil, err
	}
	e, err := a.st(ctx).Evidence(ctx, in.ID)
	return &One[Evidence]{Body: newEvidence(e)}, err
}
