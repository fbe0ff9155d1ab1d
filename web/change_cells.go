package web

import (
	"context"
	"strings"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// cellChoice is a feature that a change seems to speak of, and its cell as it stands.
type cellChoice struct {
	Key, Name string
	Now       store.CellValue
	Chosen    bool // it surely speaks of this one
}

// mostChoices bounds the cells that are offered apart from the list of all.
const mostChoices = 4

// cellChoices finds the cells that a change may be evidence for, among those of the areas in which its competitor
// matters. One is chosen before anybody looks only where the words mean that feature and the change says what becomes
// of it: what is accepted in two clicks is told to customers.
func (s *Server) cellChoices(ctx context.Context, v *changeView) error {
	areas, err := s.store.AreasOf(ctx, v.CompetitorID)
	if err != nil {
		return err
	}
	if v.Features, err = s.featureChoices(ctx, areas...); err != nil {
		return err
	}
	found, err := s.featuresIn(ctx, speaksOf(v.Change), areas)
	if err != nil {
		return err
	}
	becomes := v.becomes()
	for i, f := range found[:min(len(found), mostChoices)] {
		now, _, err := report.CellValue(ctx, s.store, f.Feature.ID, v.CompetitorID)
		if err != nil {
			return err
		}
		c := cellChoice{f.Key(), f.Feature.Name, now, i == 0 && f.Meant && becomes != ""}
		if c.Chosen {
			v.Becomes = becomes
		}
		v.Choices = append(v.Choices, c)
	}
	return nil
}

// speaksOf is what a change says of features: nothing where it is about prices and plans.
func speaksOf(c store.Change) string {
	switch c.Kind {
	case diff.FeatureAdded, diff.FeatureRemoved, diff.LimitChanged:
		if _, row, ofPlan := strings.Cut(c.Subject, ": "); ofPlan {
			return row
		}
		return c.Subject
	case diff.EntryAdded, diff.EntryChanged:
		return c.Subject
	case diff.TextChanged:
		return c.Quote
	}
	return ""
}

// becomes is what a change says a cell becomes; empty where it does not say. What one plan loses another may keep.
func (v *changeView) becomes() store.State {
	switch v.Kind {
	case diff.FeatureAdded:
		return store.Yes
	case diff.FeatureRemoved:
		if v.Subject == v.Quote {
			return store.No
		}
	case diff.EntryAdded:
		if state, ok := matrix.EntryState(v.Entry.Type, v.Entry.Title); ok {
			return state
		}
	}
	return ""
}
