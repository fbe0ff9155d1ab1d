package web

import (
	"net/http"

	"github.com/gapwatch/gapwatch/report"
	"github.com/gapwatch/gapwatch/store"
)

// matrixStart leads to the first area's matrix.
func (s *Server) matrixStart(w http.ResponseWriter, r *http.Request) error {
	areas, err := s.store.Areas(r.Context())
	if err != nil {
		return err
	}
	if len(areas) == 0 {
		return s.show(w, r, "empty.html", page{Title: "Matrix", Current: "/matrix"})
	}
	http.Redirect(w, r, "/matrix/"+areas[0].Key, http.StatusSeeOther)
	return nil
}

// matrixView is one area's matrix: features down, competitors across.
type matrixView struct {
	Area        store.Area
	Areas       []store.Area
	Competitors []store.Competitor
	Groups      []matrixGroup
}

type matrixGroup struct {
	Name string
	Rows []matrixRow
}

type matrixRow struct {
	Feature store.Feature
	Cells   []matrixCell
}

type matrixCell struct {
	store.CellValue
	Competitor store.Competitor
	Link       string
}

func (s *Server) matrix(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	area, err := s.store.AreaByKey(ctx, r.PathValue("area"))
	if err != nil {
		return err
	}
	view := matrixView{Area: area}
	if view.Areas, err = s.store.Areas(ctx); err != nil {
		return err
	}
	if view.Competitors, err = report.Competitors(ctx, s.store, area.ID); err != nil {
		return err
	}
	features, err := s.store.Features(ctx, area.ID)
	if err != nil {
		return err
	}
	cells, err := s.store.Cells(ctx, area.ID)
	if err != nil {
		return err
	}
	view.Groups = groupRows(area, features, view.Competitors, cells)
	return s.show(w, r, "matrix.html", page{Title: "Matrix, " + area.Name, Current: "/matrix", Body: view})
}

// groupRows arranges cells; a cell that nobody has evidence for is unknown, and never blank.
func groupRows(
	area store.Area, features []store.Feature, competitors []store.Competitor, cells []store.Cell,
) []matrixGroup {
	at := make(map[[2]int64]store.CellValue, len(cells))
	for _, c := range cells {
		at[[2]int64{c.FeatureID, c.CompetitorID}] = c.CellValue
	}
	var groups []matrixGroup
	for _, f := range features {
		row := matrixRow{Feature: f}
		for _, c := range competitors {
			value, ok := at[[2]int64{f.ID, c.ID}]
			if !ok {
				value = store.CellValue{State: store.Unknown}
			}
			row.Cells = append(row.Cells, matrixCell{
				CellValue:  value,
				Competitor: c,
				Link:       "/matrix/" + area.Key + "/" + f.Key + "/" + c.Key,
			})
		}
		if len(groups) == 0 || groups[len(groups)-1].Name != f.GroupName {
			groups = append(groups, matrixGroup{Name: f.GroupName})
		}
		last := &groups[len(groups)-1]
		last.Rows = append(last.Rows, row)
	}
	return groups
}

// cellView is the proof of one cell.
type cellView struct {
	Area       store.Area
	Feature    store.Feature
	Competitor store.Competitor
	Value      store.CellValue
	Evidence   []store.Evidence
	History    []store.CellVersion
}

func (s *Server) cell(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var view cellView
	var err error
	if view.Area, err = s.store.AreaByKey(ctx, r.PathValue("area")); err != nil {
		return err
	}
	if view.Feature, err = s.store.FeatureByKey(ctx, view.Area.Key, r.PathValue("feature")); err != nil {
		return err
	}
	if view.Competitor, err = s.store.CompetitorByKey(ctx, r.PathValue("competitor")); err != nil {
		return err
	}
	if view.Evidence, err = s.store.EvidenceFor(ctx, view.Feature.ID, view.Competitor.ID); err != nil {
		return err
	}
	if view.History, err = s.store.CellHistory(ctx, view.Feature.ID, view.Competitor.ID); err != nil {
		return err
	}
	view.Value = store.CellValue{State: store.Unknown, Why: "No page that is watched speaks of it yet."}
	if n := len(view.History); n > 0 {
		view.Value = view.History[n-1].CellValue
	}
	title := view.Competitor.Name + ", " + view.Feature.Name
	return s.show(w, r, "cell.html", page{Title: title, Current: "/matrix", Body: view})
}
