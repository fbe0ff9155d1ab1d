package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// How much one search shows.
const (
	hitsShown    = 40
	answersShown = 3
)

// searchView answers "do they have it?" first, and then shows where the words stand.
type searchView struct {
	Text    string
	Answers []featureAnswer
	Hits    []searchHit
}

// featureAnswer is a feature that the question names, with what every competitor has of it.
type featureAnswer struct {
	Area    store.Area
	Feature store.Feature
	Answers []report.Answer
}

// searchHit is one place where the words stand.
type searchHit struct {
	Kind    string
	Title   string
	Link    string
	Where   string
	Snippet []snippetPart
	Theirs  bool // words of a competitor or a customer
}

// snippetPart is a piece of a found text; those that were searched for are marked.
type snippetPart struct {
	Text   string
	Marked bool
}

func (s *Server) search(w http.ResponseWriter, r *http.Request) error {
	if !s.attempts.allow("find:"+who(r).Email, searchRate) {
		return errTooMany
	}
	v := searchView{Text: wanted(r)}
	if err := s.fillSearch(r.Context(), who(r), &v); err != nil {
		return err
	}
	return s.show(w, r, "search.html", page{Title: "Search", Current: "/search", Body: v})
}

func (s *Server) fillSearch(ctx context.Context, by viewer, v *searchView) error {
	if v.Text == "" {
		return nil
	}
	hits, err := s.store.Search(ctx, v.Text, nil, hitsShown)
	if err != nil {
		return err
	}
	var places []store.Hit
	for _, h := range hits {
		if h.Kind != store.HitFeature || len(v.Answers) >= answersShown {
			places = append(places, h)
		} else if err := s.addAnswer(ctx, v, h.ID); err != nil {
			return err
		}
	}
	if v.Hits, err = s.found(ctx, by, places); err != nil {
		return err
	}
	if len(v.Answers) == 0 {
		return s.guessFeature(ctx, v)
	}
	return nil
}

// wanted is the text that the address searches for.
func wanted(r *http.Request) string { return bounded(strings.TrimSpace(r.URL.Query().Get("q")), 200) }

// found are the places of hits that people may open.
func (s *Server) found(ctx context.Context, by viewer, hits []store.Hit) (out []searchHit, err error) {
	if hits, err = report.Findable(ctx, s.store, hits); err != nil {
		return nil, err
	}
	for _, h := range hits {
		place, err := s.hit(ctx, by, h)
		if errors.Is(err, store.ErrNotFound) {
			continue // removed
		}
		if err != nil {
			return nil, err
		}
		out = append(out, place)
	}
	return out, nil
}

// guessFeature answers for the features that a question means without using their words.
func (s *Server) guessFeature(ctx context.Context, v *searchView) error {
	found, err := s.featuresAnywhere(ctx, v.Text)
	if err != nil {
		return err
	}
	for _, f := range found {
		if !f.Meant || len(v.Answers) >= answersShown {
			continue
		}
		if err := s.addAnswer(ctx, v, f.Feature.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) addAnswer(ctx context.Context, v *searchView, featureID int64) error {
	f, err := s.store.Feature(ctx, featureID)
	if errors.Is(err, store.ErrNotFound) || f.RemovedAt != nil {
		return nil
	}
	if err != nil {
		return err
	}
	area, err := s.store.Area(ctx, f.AreaID)
	if err != nil {
		return err
	}
	competitors, err := report.Competitors(ctx, s.store, area.ID)
	if err != nil {
		return err
	}
	answers, err := report.Answers(ctx, s.store, f, competitors)
	v.Answers = append(v.Answers, featureAnswer{area, f, answers})
	return err
}

// hit finds the page that shows what was found.
func (s *Server) hit(ctx context.Context, by viewer, h store.Hit) (searchHit, error) {
	now := s.now().In(by.Location())
	out := searchHit{Kind: string(h.Kind), Title: h.Title, Snippet: snippet(h.Snippet), Theirs: true}
	switch h.Kind {
	case store.HitChange:
		c, err := s.store.ChangeByID(ctx, h.ID)
		if err != nil {
			return out, err
		}
		out.Title, out.Link, out.Theirs = sentence(c.Change), link("/changes/", c.ID), false
		out.Where = c.CompetitorName + ", " + day(c.PublishedAt, now)
	case store.HitEntry:
		e, err := s.store.EntryByID(ctx, h.ID)
		if err != nil {
			return out, err
		}
		out.Link = "/competitors/" + e.CompetitorKey + "#entry-" + fmtID(e.ID)
		out.Where = e.CompetitorName + ", " + day(e.Date, now)
	case store.HitEvidence:
		return s.evidenceHit(ctx, h, out)
	case store.HitAnnotation:
		a, err := s.store.AnnotationByID(ctx, h.ID)
		if err != nil {
			return out, err
		}
		out.Link, out.Where = annotationLink(by, a), string(a.Kind)
		if a.FeatureKey != "" {
			out.Where = a.FeatureName + ", " + out.Where
		}
	case store.HitFeature:
		f, err := s.store.Feature(ctx, h.ID)
		if err != nil {
			return out, err
		}
		area, err := s.store.Area(ctx, f.AreaID)
		out.Link, out.Where, out.Theirs = "/gaps/"+area.Key+"/"+f.Key, area.Name, false
		return out, err
	}
	return out, nil
}

// annotationLink is where a person may read an annotation: at its gap, as long as it has none in the form that changes it
// or, for those who may not change it, in the inbox.
func annotationLink(by viewer, a store.AnnotationView) string {
	switch {
	case a.FeatureKey != "":
		return "/gaps/" + a.AreaKey + "/" + a.FeatureKey + "#annotation-" + fmtID(a.ID)
	case by.May(string(Contributor)):
		return link("/annotations/", a.ID)
	}
	return "/queue?what=inbox"
}

func (s *Server) evidenceHit(ctx context.Context, h store.Hit, out searchHit) (searchHit, error) {
	e, err := s.store.Evidence(ctx, h.ID)
	if err != nil {
		return out, err
	}
	f, err := s.store.Feature(ctx, e.FeatureID)
	if err != nil {
		return out, err
	}
	area, err := s.store.Area(ctx, f.AreaID)
	if err != nil {
		return out, err
	}
	c, err := s.store.Competitor(ctx, e.CompetitorID)
	out.Link = report.CellPath(area.Key, f.Key, c.Key) + "#evidence-" + fmtID(e.ID)
	out.Where = c.Name + ", " + f.Name
	return out, err
}

// snippet parts a found text at the marks of the search.
func snippet(text string) []snippetPart {
	var out []snippetPart
	for text != "" {
		before, rest, found := strings.Cut(text, store.MarkFrom)
		if before != "" {
			out = append(out, snippetPart{Text: before})
		}
		if !found {
			break
		}
		var marked string
		marked, text, _ = strings.Cut(rest, store.MarkTo)
		out = append(out, snippetPart{marked, true})
	}
	return out
}
