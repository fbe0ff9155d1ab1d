package watch

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/store"
)

// planLinks works out which competitors matter in which areas. The file decides for the competitors it lists; what was
// said of others stays.
func (p *ApplyPlan) planLinks(current store.Landscape, want config.Landscape) {
	now := p.currentLinks(current)
	next := map[string]map[string]bool{} // area -> competitor -> best in class
	listed := map[string]bool{}
	for _, k := range want.Competitors {
		listed[k.Key] = !want.SourcesOnly
	}
	for area, links := range now {
		for competitor, best := range links {
			if !listed[competitor] {
				set(next, area, competitor, best)
			}
		}
	}
	for _, a := range want.Areas {
		p.refer("competitor", a.Competitors, p.competitorIDs, want.HasCompetitor, "area "+a.Key)
		for _, competitor := range a.Competitors {
			set(next, a.Key, competitor, next[a.Key][competitor])
		}
	}
	for _, k := range want.Competitors {
		p.refer("area", k.Areas, p.areaIDs, want.HasArea, "competitor "+k.Key)
		p.refer("area", k.BestInClass, p.areaIDs, want.HasArea, "competitor "+k.Key)
		for _, area := range k.Areas {
			set(next, area, k.Key, false)
		}
		for _, area := range k.BestInClass {
			set(next, area, k.Key, true)
		}
	}
	p.compareLinks(now, next)
}

// currentLinks are the links that the database holds, by key.
func (p *ApplyPlan) currentLinks(current store.Landscape) map[string]map[string]bool {
	areas, competitors := map[int64]string{}, map[int64]string{}
	for _, a := range current.Areas {
		areas[a.ID] = a.Key
	}
	for _, k := range current.Competitors {
		competitors[k.ID] = k.Key
	}
	links := map[string]map[string]bool{}
	for _, l := range current.AreaCompetitors {
		set(links, areas[l.AreaID], competitors[l.CompetitorID], l.BestInClass)
	}
	return links
}

func set(links map[string]map[string]bool, area, competitor string, best bool) {
	if links[area] == nil {
		links[area] = map[string]bool{}
	}
	links[area][competitor] = best
}

// compareLinks plans the areas whose competitors change.
func (p *ApplyPlan) compareLinks(now, next map[string]map[string]bool) {
	var areas []string
	for area := range now {
		areas = append(areas, area)
	}
	for area := range next {
		areas = append(areas, area)
	}
	slices.Sort(areas)
	for _, area := range slices.Compact(areas) {
		before, after := linkWords(now[area]), linkWords(next[area])
		if before == after {
			continue
		}
		p.Changed = append(p.Changed, ApplyStep{What: "competitors of area", Name: area, Before: before, After: after})
		p.links[area] = sortedLinks(next[area])
	}
}

func sortedLinks(links map[string]bool) []link {
	list := make([]link, 0, len(links))
	for competitor, best := range links {
		list = append(list, link{competitor, best})
	}
	slices.SortFunc(list, func(a, b link) int { return cmp.Compare(a.competitor, b.competitor) })
	return list
}

func linkWords(links map[string]bool) string {
	var list []string
	for _, l := range sortedLinks(links) {
		if l.best {
			l.competitor += " (best in class)"
		}
		list = append(list, l.competitor)
	}
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}
