package report

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// landscape is what an area (nil: all of them) is made of, before anything is known of it.
type landscape struct {
	area        *store.Area
	features    []store.Feature
	competitors []store.Competitor
	best        map[int64]bool // ids of the competitors that are best in class
}

// landscapeOf is kept, the same one until any of its rows is written: nobody may change it.
func landscapeOf(ctx context.Context, st *store.Store, area *store.Area) (*landscape, error) {
	return store.Keep(ctx, st, store.OnLandscape, keyOf("landscape", area, nil), func() (*landscape, error) {
		l, areaID := &landscape{best: map[int64]bool{}}, idOf(area)
		var errs [4]error
		if area != nil { // whose name may be another by now
			now, err := st.Area(ctx, areaID)
			l.area, errs[0] = &now, err
		}
		l.features, errs[1] = st.Features(ctx, areaID)
		l.competitors, errs[2] = Competitors(ctx, st, areaID)
		links, err := st.AreaCompetitors(ctx)
		for _, link := range links {
			l.best[link.CompetitorID] = l.best[link.CompetitorID] || link.AreaID == areaID && link.BestInClass
		}
		errs[3] = err
		return l, errors.Join(errs[:]...)
	})
}

// plot is what is made of one feature and its cells.
type plot struct {
	view      matrix.GapView
	row       matrix.Row
	lead      bool
	standings map[store.Standing]int
}

// ground is what is made of the landscape and the cells of an area, or of all, as of a time or now. What customers say
// changes more often than they do and takes nothing of it along.
type ground struct {
	*landscape
	number int64 // of cells, see store.CellsWritten
	plots  map[int64]*plot

	survey    []matrix.GapView
	leads     []store.Feature
	sheet     matrix.Sheet // of one area
	standings map[store.Standing]int
}

// groundOf is kept: nobody may change it. After a write to cells only the features are made anew whose cells they are.
func groundOf(ctx context.Context, st *store.Store, area *store.Area, asOf *time.Time) (ground, error) {
	return store.Renew(ctx, st, onGround, keyOf("ground", area, asOf), func(old ground) (g ground, err error) {
		if g.landscape, err = landscapeOf(ctx, st, area); err != nil {
			return g, err
		}
		written, number, err := st.CellsWritten(ctx, old.number)
		if err != nil {
			return g, err
		}
		g.number = number
		if g.landscape == old.landscape {
			err = g.renew(ctx, st, asOf, old, written)
		} else {
			err = g.make(ctx, st, asOf)
		}
		if err == nil {
			g.layOut()
		}
		return g, err
	})
}

// make makes all features out of all cells.
func (g *ground) make(ctx context.Context, st *store.Store, asOf *time.Time) error {
	g.plots = make(map[int64]*plot, len(g.features))
	if asOf == nil {
		c, err := crops(ctx, st)
		g.plant(g.features, c.cells)
		return err
	}
	cells, err := st.CellsAsOf(ctx, idOf(g.area), before(*asOf))
	g.plant(g.features, byFeature(cells))
	return err
}

// renew takes over what an old ground of the same landscape is made of, but for some features.
func (g *ground) renew(ctx context.Context, st *store.Store, asOf *time.Time, old ground, written []int64) (err error) {
	anew := slices.DeleteFunc(slices.Clone(g.features), func(f store.Feature) bool {
		_, ok := slices.BinarySearch(written, f.ID)
		return !ok
	})
	g.plots = maps.Clone(old.plots)
	if asOf == nil {
		c, err := crops(ctx, st)
		g.plant(anew, c.cells)
		return err
	}
	ids := make([]int64, len(anew))
	for i, f := range anew {
		ids[i] = f.ID
	}
	cells, err := st.CellsOfAsOf(ctx, before(*asOf), ids...)
	g.plant(anew, byFeature(cells))
	return err
}

// plant makes some features out of their cells.
func (g *ground) plant(features []store.Feature, of map[int64][]store.Cell) {
	for _, f := range features {
		in := matrix.Input{Features: []store.Feature{f}, Competitors: g.competitors, Cells: of[f.ID]}
		p := &plot{
			view: matrix.Survey(in)[0], row: matrix.Rows(in)[0], lead: len(matrix.Leads(in)) > 0, standings: map[store.Standing]int{},
		}
		for _, c := range in.Cells {
			p.standings[c.Standing]++
		}
		g.plots[f.ID] = p
	}
}

// layOut puts the features together, in their order.
func (g *ground) layOut() {
	g.survey, g.standings = make([]matrix.GapView, len(g.features)), map[store.Standing]int{}
	rows := make([]matrix.Row, len(g.features))
	for i, f := range g.features {
		p := g.plots[f.ID]
		g.survey[i], rows[i] = p.view, p.row
		if p.lead {
			g.leads = append(g.leads, f)
		}
		for standing, n := range p.standings {
			g.standings[standing] += n
		}
	}
	if g.area != nil {
		g.sheet = matrix.Arrange(*g.area, g.competitors, rows, g.best)
	}
}

// before is the last moment before a time.
func before(t time.Time) time.Time { return t.Add(-time.Microsecond) }

func idOf(area *store.Area) int64 {
	if area == nil {
		return 0
	}
	return area.ID
}
