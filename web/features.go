package web

import (
	"cmp"
	"context"
	"slices"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/watch"
)

// lookAlike is the least score of a feature that is offered for a text.
const lookAlike = 0.3

// featureChoice is a feature in a list of all.
type featureChoice struct{ Key, Name string } // key: area/feature

// featureChoices lists the features of some areas; of several, each is named with its area.
func (s *Server) featureChoices(ctx context.Context, areas ...store.Area) ([]featureChoice, error) {
	var out []featureChoice
	for _, area := range areas {
		features, err := s.store.Features(ctx, area.ID)
		if err != nil {
			return nil, err
		}
		for _, f := range features {
			name := f.Name
			if len(areas) > 1 {
				name = area.Name + ", " + name
			}
			out = append(out, featureChoice{area.Key + "/" + f.Key, name})
		}
	}
	return out, nil
}

// featuresAnywhere finds the features of all areas that a text speaks of, best first.
func (s *Server) featuresAnywhere(ctx context.Context, text string) ([]spokenOf, error) {
	areas, err := s.store.Areas(ctx)
	if err != nil {
		return nil, err
	}
	return s.featuresIn(ctx, text, areas)
}

// spokenOf is a feature that a text seems to speak of.
type spokenOf struct {
	Area    store.Area
	Feature store.Feature
	Score   float64
	Meant   bool // the one of its area that the text means
}

// Key names the feature as area/feature.
func (f spokenOf) Key() string { return f.Area.Key + "/" + f.Feature.Key }

// featuresIn finds the features of some areas that a text speaks of, best first. What people have decided about phrases
// counts here as it does for competitors' pages.
func (s *Server) featuresIn(ctx context.Context, text string, areas []store.Area) ([]spokenOf, error) {
	catalogues, err := watch.Catalogues(ctx, s.store, areas)
	if err != nil {
		return nil, err
	}
	var out []spokenOf
	for i, area := range areas {
		match := catalogues[i].Match("", text)
		for _, c := range match.Candidates {
			if f, ok := catalogues[i].Feature(c.Feature); ok && c.Score >= lookAlike {
				out = append(out, spokenOf{area, f, c.Score, match.Feature == c.Feature})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b spokenOf) int { return cmp.Compare(b.Score, a.Score) })
	return out, nil
}
