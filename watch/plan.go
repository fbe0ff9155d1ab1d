package watch

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/crawler"
	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/store"
)

// ApplyPlan is what applying a landscape would do, in words for people and as rows for the store.
type ApplyPlan struct {
	Added    []ApplyStep
	Changed  []ApplyStep
	Removed  []ApplyStep // in the database and not in the file: stays, unless it is pruned
	Same     int         // rows that are as the file says
	Problems []string    // why it cannot be applied

	areaIDs       map[string]int64
	featureIDs    map[string]int64 // by path
	competitorIDs map[string]int64
	areas         []store.Area
	features      []plannedFeature
	competitors   []store.Competitor
	sources       []plannedSource
	rules         []plannedRules
	links         map[string][]link // by area: all its competitors, where they change
	subscriptions []store.Subscription
	moved         []int64 // subscriptions that are told at other times or elsewhere
	gone          struct{ areas, features, competitors, sources, subscriptions []int64 }
}

// ApplyStep is one row that is added, changed or removed.
type ApplyStep struct {
	What   string `json:"what"`             // area, feature, competitor, source, subscription
	Name   string `json:"name"`             // which one
	Before string `json:"before,omitempty"` // what changes, in words
	After  string `json:"after,omitempty"`
}

type plannedFeature struct {
	area string
	row  store.Feature
}

type plannedSource struct {
	competitor string
	row        store.Source
}

type plannedRules struct {
	competitor string
	at         address
	sourceID   int64 // 0: the source is new
	rules      []extract.Rule
}

// link says that a competitor matters in an area.
type link struct {
	competitor string
	best       bool
}

// Plan compares what the database holds with what a file says. A section that the file leaves out is left alone, and
// so are the features of an area, or the sources of a competitor, that names none.
func Plan(current store.Landscape, want config.Landscape) ApplyPlan {
	p := ApplyPlan{areaIDs: map[string]int64{}, featureIDs: map[string]int64{}, competitorIDs: map[string]int64{}, links: map[string][]link{}}
	p.planAreas(current, want)
	p.planCompetitors(current, want)
	p.planLinks(current, want)
	p.planSubscriptions(current, want)
	return p
}

// record notes what becomes of one row of the file, and says whether it has to be saved.
func (p *ApplyPlan) record(what, name string, known bool, before, after words) (save bool) {
	switch {
	case !known:
		p.Added = append(p.Added, ApplyStep{What: what, Name: name, After: after.String()})
	case !slices.Equal(before, after):
		p.Changed = append(p.Changed, ApplyStep{
			What: what, Name: name, Before: before.without(after).String(), After: after.without(before).String(),
		})
	default:
		p.Same++
		return false
	}
	return true
}

func (p *ApplyPlan) remove(what, name string) {
	p.Removed = append(p.Removed, ApplyStep{What: what, Name: name})
}

func (p *ApplyPlan) planAreas(current store.Landscape, want config.Landscape) {
	known := byKey(current.Areas, func(a store.Area) string { return a.Key })
	for _, a := range current.Areas {
		p.areaIDs[a.Key] = a.ID
	}
	features := map[int64]map[string]store.Feature{}
	for _, f := range current.Features {
		if features[f.AreaID] == nil {
			features[f.AreaID] = map[string]store.Feature{}
		}
		features[f.AreaID][f.Key] = f
	}
	for _, a := range current.Areas {
		for key, f := range features[a.ID] {
			if f.RemovedAt == nil {
				p.featureIDs[store.FeaturePath(a.Key, key)] = f.ID
			}
		}
	}
	listed := map[string]bool{}
	for _, a := range want.Areas {
		listed[a.Key] = true
		old, ok := known[a.Key]
		row := store.Area{ID: old.ID, Key: a.Key, Name: a.Name, Team: a.Team}
		if p.record("area", a.Key, ok && old.RemovedAt == nil, areaWords(old), areaWords(row)) {
			p.areas = append(p.areas, row)
		}
		p.planFeatures(a, features[old.ID])
	}
	for _, a := range current.Areas {
		if a.RemovedAt == nil && want.Areas != nil && !listed[a.Key] {
			p.remove("area", a.Key)
			p.gone.areas = append(p.gone.areas, a.ID)
			p.removeFeatures(a.Key, features[a.ID], nil)
		}
	}
}

func (p *ApplyPlan) planFeatures(a config.Area, known map[string]store.Feature) {
	listed := map[string]bool{}
	for i, f := range a.Features {
		listed[f.Key] = true
		old, ok := known[f.Key]
		row := store.Feature{
			ID: old.ID, AreaID: old.AreaID, Key: f.Key, Name: f.Name, Definition: f.Definition, GroupName: f.Group,
			Aliases: f.Aliases, OwnState: store.State(f.Own.State), OwnNote: f.Own.Note, Position: i,
		}
		if p.record("feature", a.Key+"/"+f.Key, ok && old.RemovedAt == nil, featureWords(old), featureWords(row)) {
			p.features = append(p.features, plannedFeature{a.Key, row})
		}
	}
	if a.Features != nil {
		p.removeFeatures(a.Key, known, listed)
	}
}

func (p *ApplyPlan) removeFeatures(area string, known map[string]store.Feature, listed map[string]bool) {
	for _, old := range sortedBy(known, func(f store.Feature) int64 { return f.ID }) {
		if old.RemovedAt == nil && !listed[old.Key] {
			p.remove("feature", area+"/"+old.Key)
			p.gone.features = append(p.gone.features, old.ID)
		}
	}
}

func (p *ApplyPlan) planCompetitors(current store.Landscape, want config.Landscape) {
	known := byKey(current.Competitors, func(k store.Competitor) string { return k.Key })
	for _, k := range current.Competitors {
		p.competitorIDs[k.Key] = k.ID
	}
	sources := map[int64][]store.Source{}
	for _, s := range current.Sources {
		sources[s.CompetitorID] = append(sources[s.CompetitorID], s)
	}
	listed := map[string]bool{}
	for _, k := range want.Competitors {
		listed[k.Key] = true
		old, ok := known[k.Key]
		row := store.Competitor{ID: old.ID, Key: k.Key, Name: k.Name, Homepage: k.Homepage}
		if want.SourcesOnly && ok {
			row.Name, row.Homepage = old.Name, old.Homepage
		}
		if p.record("competitor", k.Key, ok && old.RemovedAt == nil, competitorWords(old), competitorWords(row)) {
			p.competitors = append(p.competitors, row)
		}
		p.planSources(k, sources[old.ID], current.Rules)
	}
	for _, k := range current.Competitors {
		if k.RemovedAt == nil && want.Competitors != nil && !listed[k.Key] {
			p.remove("competitor", k.Key)
			p.gone.competitors = append(p.gone.competitors, k.ID)
			p.removeSources(k.Key, sources[k.ID], nil)
		}
	}
}

// address is what makes two sources of one competitor the same.
type address struct {
	kind extract.Kind
	url  string
}

// addressOf is the address of a source in the file. A password in it stays in the file: a crawler refuses it anyway, and
// what the database does not hold no page, report or message can show.
func addressOf(s config.Source) address { return address{extract.Kind(s.Kind), crawler.Mask(s.URL)} }

func (p *ApplyPlan) planSources(k config.Competitor, sources []store.Source, rules map[int64][]extract.Rule) {
	known := make(map[address]store.Source, len(sources))
	for _, s := range sources {
		known[address{s.Kind, s.URL}] = s
	}
	listed := make(map[address]bool, len(k.Sources))
	for _, s := range k.Sources {
		at := addressOf(s)
		if listed[at] {
			continue // they differed in their credentials alone
		}
		listed[at] = true
		old, ok := known[at]
		row := old
		row.Kind, row.URL, row.Host, row.RemovedAt = at.kind, at.url, crawler.HostKey(at.url), nil
		row.Render, row.EverySeconds = string(s.Render), int64(time.Duration(s.Every)/time.Second)
		row.Window, row.Zone, row.Jitter = string(s.Window), string(s.Zone), int(s.Jitter)
		p.planRules(k.Key, s, old, rules[old.ID])
		same := ok && old.RemovedAt == nil && old.Render == row.Render && old.Host == row.Host && samePace(old, row)
		if same {
			p.Same++
			continue
		}
		p.record("source", sourceName(k.Key, row), ok && old.RemovedAt == nil, sourceWords(old), sourceWords(row))
		p.sources = append(p.sources, plannedSource{k.Key, row})
	}
	if k.Sources != nil {
		p.removeSources(k.Key, sources, listed)
	}
}

// samePace tells whether two rows of a source say the same of when to look.
func samePace(a, b store.Source) bool {
	return a.EverySeconds == b.EverySeconds && a.Window == b.Window && a.Zone == b.Zone && a.Jitter == b.Jitter
}

// planRules gives a source the rules of the file; a file that lists none leaves them alone.
func (p *ApplyPlan) planRules(competitor string, s config.Source, old store.Source, standing []extract.Rule) {
	if s.Rules == nil {
		return
	}
	at := addressOf(s)
	rules := make([]extract.Rule, 0, len(s.Rules))
	for _, r := range s.Rules {
		rules = append(rules, extract.Rule{Verb: extract.Verb(r.Verb), CSS: r.CSS, Match: r.Match})
	}
	if slices.Equal(rules, standing) {
		return
	}
	name := sourceName(competitor, store.Source{Kind: at.kind, URL: at.url})
	_, err := extract.CompileRules(rules)
	for _, r := range rules {
		err = errors.Join(err, r.Suits(at.kind))
	}
	if err != nil {
		p.Problems = append(p.Problems, fmt.Sprintf("%s: %v", name, err))
		return
	}
	p.record("rules", name, len(standing) > 0, ruleWords(standing), ruleWords(rules))
	p.rules = append(p.rules, plannedRules{competitor, at, old.ID, rules})
}

func (p *ApplyPlan) removeSources(competitor string, sources []store.Source, listed map[address]bool) {
	for _, s := range sources {
		if s.RemovedAt == nil && !listed[address{s.Kind, s.URL}] {
			p.remove("source", sourceName(competitor, s))
			p.gone.sources = append(p.gone.sources, s.ID)
		}
	}
}

// refer checks that keys mean something the file or the database has.
func (p *ApplyPlan) refer(what string, keys []string, ids map[string]int64, inFile func(string) bool, from string) {
	for _, key := range keys {
		if _, ok := ids[key]; !ok && !inFile(key) {
			p.Problems = append(p.Problems, fmt.Sprintf("%s names %s %q, which there is not", from, what, key))
		}
	}
}

func byKey[T any](rows []T, key func(T) string) map[string]T {
	m := make(map[string]T, len(rows))
	for _, row := range rows {
		m[key(row)] = row
	}
	return m
}

func sortedBy[T any](m map[string]T, id func(T) int64) []T {
	rows := make([]T, 0, len(m))
	for _, row := range m {
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b T) int { return cmp.Compare(id(a), id(b)) })
	return rows
}
