package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// How much of a queue a page lists.
const queueShown = 12

// queueView is what waits for a person, one sort at a time.
type queueView struct {
	What      string // unmatched, contested, stale, proposed, inbox
	Tabs      []queueTab
	Phrase    *queuePhrase // the one to decide now
	Next      []store.Phrase
	Cell      *queueCell
	Cells     []store.CellView // Cell and those after it
	Proposal  *queueProposal
	Proposals []store.ProposalView
	Note      *queueNote
	Notes     []store.AnnotationView
	Undo      int64  // what was decided last; 0 for none
	To        string // where it went
	Features  []featureChoice
}

// queueTab is one queue with what waits in it.
type queueTab struct {
	What, Word string
	Count      int64
}

// queuePhrase is a phrase that matches no feature, on its page, with what it may mean.
type queuePhrase struct {
	store.Phrase
	Area       store.Area
	Competitor store.Competitor
	Source     store.Source
	Context    extract.Context
	Found      bool
	Maybe      []candidate
	Drafted    *store.MappingView // nil: no language model said anything
	Later      int64              // the next phrase
}

// candidate is a feature that a phrase may mean.
type candidate struct {
	Key, Name, Definition string
	Score                 float64
	Now                   store.CellValue
}

func (s *Server) queue(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	v := queueView{What: q.Get("what")}
	if v.What == "" {
		v.What = "unmatched"
	}
	v.Undo, _ = strconv.ParseInt(q.Get("decided"), 10, 64)
	v.To = q.Get("to")
	if err := s.queueTabs(ctx, &v); err != nil {
		return err
	}
	from, _ := strconv.ParseInt(q.Get("from"), 10, 64)
	var err error
	switch v.What {
	case "contested", "stale":
		err = s.queueCells(ctx, &v, from)
	case "proposed":
		err = s.queueProposals(ctx, &v, from)
	case "inbox":
		err = s.queueInbox(ctx, &v, from)
	case "unmatched":
		err = s.queuePhrases(ctx, &v, from)
	default:
		err = badRequest("there is no queue %q", v.What)
	}
	if err != nil {
		return err
	}
	return s.show(w, r, "queue.html", page{Title: "Queue", Current: "/queue", Body: v})
}

// At is the address of the queue from one that waits in it on. The last decision can still be taken back there.
func (v queueView) At(id int64) string {
	at := map[string]string{"what": v.What, "from": fmtID(id), "to": v.To}
	if v.Undo != 0 {
		at["decided"] = fmtID(v.Undo)
	}
	return address("/queue", at)
}

func (s *Server) queueTabs(ctx context.Context, v *queueView) error {
	_, contested, err := s.store.CellsStanding(ctx, store.Contested, 1)
	if err != nil {
		return err
	}
	_, stale, err := s.store.CellsStanding(ctx, store.Stale, 1)
	if err != nil {
		return err
	}
	phrases, err := s.store.CountPhrases(ctx)
	if err != nil {
		return err
	}
	proposed, err := s.store.CountProposals(ctx)
	if err != nil {
		return err
	}
	inbox, err := s.store.CountInbox(ctx)
	v.Tabs = []queueTab{
		{"contested", "Contested", contested}, {"stale", "Stale", stale}, {"proposed", "Proposed", proposed},
		{"unmatched", "Unmatched", phrases}, {"inbox", "Annotations", inbox},
	}
	return err
}

func (s *Server) queuePhrases(ctx context.Context, v *queueView, from int64) error {
	phrases, err := ring(ctx, from, s.store.PhrasesFrom, func(p store.Phrase) int64 { return p.ID })
	if err != nil || len(phrases) == 0 {
		return err
	}
	v.Next = phrases
	p := queuePhrase{Phrase: phrases[0]}
	if len(phrases) > 1 {
		p.Later = phrases[1].ID
	}
	if err := s.fillPhrase(ctx, &p); err != nil {
		return err
	}
	v.Phrase = &p
	v.Features, err = s.featureChoices(ctx, p.Area)
	return err
}

// ring reads a queue from an id on. Where its end is reached what was put off comes again.
func ring[T any](
	ctx context.Context, from int64, read func(ctx context.Context, from int64, limit int) ([]T, error), id func(T) int64,
) ([]T, error) {
	rows, err := read(ctx, from, queueShown)
	if err != nil || from == 0 || len(rows) == queueShown {
		return rows, err
	}
	again, err := read(ctx, 0, queueShown-len(rows))
	for _, r := range again {
		if id(r) < from {
			rows = append(rows, r)
		}
	}
	return rows, err
}

// fillPhrase finds the phrase on its page, and what it may mean by what people have said before.
func (s *Server) fillPhrase(ctx context.Context, p *queuePhrase) (err error) {
	if p.Area, err = s.store.Area(ctx, p.AreaID); err != nil {
		return err
	}
	if p.Competitor, err = s.store.Competitor(ctx, p.CompetitorID); err != nil {
		return err
	}
	if p.Source, err = s.store.Source(ctx, p.SourceID); err != nil {
		return err
	}
	proof := s.prove(ctx, store.Evidence{SnapshotID: p.SnapshotID, SourceID: p.SourceID, Quote: p.Text})
	p.Context, p.Found = proof.Context, proof.Found
	for _, c := range p.Candidates {
		f, err := s.store.FeatureByKey(ctx, p.Area.Key, c.Feature)
		if err != nil {
			continue // removed since
		}
		now, _, err := report.CellValue(ctx, s.store, f.ID, p.CompetitorID)
		if err != nil {
			return err
		}
		p.Maybe = append(p.Maybe, candidate{p.Area.Key + "/" + f.Key, f.Name, f.Definition, c.Score, now})
	}
	p.Drafted, err = s.draftedMapping(ctx, p.ID)
	return err
}

// queueDecide is a decision about a phrase: it means a feature, a new one, or nothing that matters.
func (s *Server) queueDecide(w http.ResponseWriter, r *http.Request) error {
	ctx, by, now := r.Context(), who(r).Actor(), s.now().UTC()
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	phrase, err := s.store.Phrase(ctx, id)
	if err != nil {
		return err
	}
	if r.PostFormValue("undo") == "" && phrase.Decision != store.PhraseOpen && phrase.DecidedBy != by {
		return watch.ErrChanged
	}
	said := "“" + phrase.Text + "” "
	switch to := r.PostFormValue("to"); {
	case r.PostFormValue("undo") != "":
		err, said = watch.ReopenPhrase(ctx, s.store, id, by, now), said+"is back in the queue."
		if err != nil {
			return err
		}
		return s.done(w, r, address("/queue", map[string]string{"from": fmtID(id)}), said)
	case to == "ignore":
		err, said = watch.IgnorePhrase(ctx, s.store, id, by), said+"is ignored for ever."
	case to == "new":
		_, err = watch.NewFeature(ctx, s.store, id, r.PostFormValue("name"), by, now)
		said += "is a new feature."
	default:
		var f store.Feature
		area, key, _ := strings.Cut(to, "/")
		if f, err = s.store.FeatureByKey(ctx, area, key); err != nil {
			return badRequest("choose the feature that the phrase means")
		}
		err, said = watch.MapPhrase(ctx, s.store, id, f, by, now), said+"means "+f.Name+" from now on."
	}
	if err != nil {
		return err
	}
	next := map[string]string{"decided": fmtID(id), "from": fmtID(id)}
	return s.done(w, r, address("/queue", next), said)
}
