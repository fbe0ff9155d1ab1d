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
const (
	phrasesShown = 12
	cellsShown   = 100
)

// queueView is what waits for a person, one sort at a time.
type queueView struct {
	What     string // unmatched, contested, stale, inbox
	Tabs     []queueTab
	Phrase   *queuePhrase // the one to decide now
	Next     []store.Phrase
	Cells    []store.CellView
	Notes    []queueNote
	Undo     int64 // the phrase that was decided last; 0 for none
	Features []featureChoice
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
	Later      int64 // the next phrase
}

// candidate is a feature that a phrase may mean.
type candidate struct {
	Key, Name, Definition string
	Score                 float64
	Now                   store.CellValue
}

// queueNote is an annotation that no gap has yet, with the gaps it may belong to.
type queueNote struct {
	store.AnnotationView
	Maybe []foundGap
}

func (s *Server) queue(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	v := queueView{What: q.Get("what")}
	if v.What == "" {
		v.What = "unmatched"
	}
	v.Undo, _ = strconv.ParseInt(q.Get("decided"), 10, 64)
	if err := s.queueTabs(ctx, &v); err != nil {
		return err
	}
	var err error
	switch v.What {
	case "contested", "stale":
		v.Cells, _, err = s.store.CellsStanding(ctx, store.Standing(v.What), cellsShown)
	case "inbox":
		err = s.queueInbox(ctx, &v)
	case "unmatched":
		from, _ := strconv.ParseInt(q.Get("from"), 10, 64)
		err = s.queuePhrases(ctx, &v, from)
	default:
		err = badRequest("there is no queue %q", v.What)
	}
	if err != nil {
		return err
	}
	return s.show(w, r, "queue.html", page{Title: "Queue", Current: "/queue", Body: v})
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
	inbox, err := s.store.Annotations(ctx, store.AnnotationFilter{Inbox: true, Limit: cellsShown})
	v.Tabs = []queueTab{
		{"contested", "Contested", contested}, {"stale", "Stale", stale}, {"unmatched", "Unmatched", phrases},
		{"inbox", "Annotations", int64(len(inbox))},
	}
	return err
}

func (s *Server) queuePhrases(ctx context.Context, v *queueView, from int64) error {
	phrases, err := s.store.PhrasesFrom(ctx, from, phrasesShown)
	if err != nil {
		return err
	}
	if len(phrases) == 0 && from > 0 { // the end is reached: what was put off comes again
		phrases, err = s.store.PhrasesFrom(ctx, 0, phrasesShown)
	}
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
	return nil
}

func (s *Server) queueInbox(ctx context.Context, v *queueView) error {
	notes, err := s.store.Annotations(ctx, store.AnnotationFilter{Inbox: true, Limit: phrasesShown})
	if err != nil {
		return err
	}
	for _, n := range notes {
		maybe, err := s.findGaps(ctx, n.What)
		if err != nil {
			return err
		}
		v.Notes = append(v.Notes, queueNote{n, maybe})
	}
	areas, err := s.store.Areas(ctx)
	if err != nil {
		return err
	}
	v.Features, err = s.featureChoices(ctx, areas...)
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

// annotationAssign finds the gap of an annotation that waited in the inbox.
func (s *Server) annotationAssign(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return store.ErrNotFound
	}
	feature := r.PostFormValue("feature")
	if other := r.PostFormValue("other"); other != "" {
		feature = other
	}
	if feature == "" {
		return badRequest("choose the feature that the annotation is about")
	}
	if a, err := s.store.Annotation(ctx, id); err != nil {
		return err
	} else if a.GapID != nil {
		return watch.ErrChanged
	}
	if err := watch.MoveAnnotations(ctx, s.store, []int64{id}, feature, s.now().UTC()); err != nil {
		return err
	}
	return s.done(w, r, "/queue?what=inbox", "Attached to "+feature+".")
}
