package matrix

import (
	"strings"

	"github.com/gapwatch/gapwatch/extract"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
	"github.com/gapwatch/gapwatch/store"
)

// Finding is what one document says of one feature: evidence before it has a row.
type Finding struct {
	Feature   string // key
	Section   string
	Phrase    string // the row's name, the bullet, the entry's title: verbatim
	Score     float64
	State     store.State
	PlanFrom  string // lowest plan that has it
	AddOn     bool
	LimitText string
	Quote     string
}

// Unmatched is a phrase that may name a feature and matches none well enough to be evidence by itself.
type Unmatched struct {
	Section    string
	Text       string
	Candidates []store.Candidate
}

// Read finds the evidence of a document. Silence says nothing: a feature that the document does not speak of is not
// among the findings.
func (c *Catalogue) Read(doc extract.Document) ([]Finding, []Unmatched) {
	r := reader{catalogue: c, seen: map[string]bool{}}
	r.groups(byPrice(doc.Plans))
	for _, row := range rows(doc.Plans) {
		r.row(row)
	}
	listing := extract.ListingOf(doc.Entries)
	for _, e := range doc.Entries {
		listing.Classify(&e)
		f, ok := entryFinding(e)
		if !ok {
			continue
		}
		if m, taken := r.take(f); !taken {
			r.ask(f, m)
		}
	}
	return merge(r.found), r.unmatched
}

// reader gathers what a document says.
type reader struct {
	catalogue *Catalogue
	found     []Finding
	unmatched []Unmatched
	seen      map[string]bool
}

// Scores that evidence needs beyond Automatic where little speaks for it.
const (
	surely = 0.95 // what a cell, a heading or a group names, and not the line itself
	denied = 0.90 // what no plan has: a false no is the worst that a matrix can say
)

// take keeps a finding for every feature that its phrase names surely enough, and tells whether there is one, and what
// the phrase means at best.
func (r *reader) take(f Finding) (Match, bool) {
	best, all := r.catalogue.read(f.Section, f.Phrase)
	taken := false
	for _, m := range all {
		if f.State == store.No && m.Score < denied {
			continue
		}
		f.Feature, f.Score = m.Feature, m.Score
		r.found = append(r.found, f)
		taken = true
	}
	return best, taken
}

// ask puts a phrase that may name a feature aside, for a person to decide.
func (r *reader) ask(f Finding, m Match) {
	if key := same(f.Phrase); !r.seen[key] && m.Score < Automatic && !r.catalogue.ignored[key] && worthAsking(f.Phrase, m) {
		r.seen[key] = true
		r.unmatched = append(r.unmatched, Unmatched{f.Section, f.Phrase, m.Candidates})
	}
}

// row reads a line of a price list: its name, what its cells name, and the heading of what is only counted.
func (r *reader) row(row tableRow) {
	f := row.finding()
	named := r.cells(row)
	before := len(r.found)
	if m, taken := r.take(f); !taken {
		if !named && !(allowance(f.Phrase) && r.heading(f)) {
			r.ask(f, m)
		}
		return
	}
	for i := before; i < len(r.found); i++ {
		r.narrow(&r.found[i], row)
	}
}

// cells keeps what the cells of a line name one by one, each from the first plan that names it.
func (r *reader) cells(row tableRow) bool {
	named := map[string]bool{}
	for _, cell := range row.cells {
		state, has := cellState(cell.FeatureRow)
		if !has || cell.State != extract.RowValue {
			continue
		}
		for _, piece := range listed(cell.Text) {
			m := r.catalogue.Match(row.name, piece)
			if m.Score < surely || named[m.Feature] {
				continue
			}
			named[m.Feature] = true
			f := Finding{Feature: m.Feature, Section: row.name, Phrase: piece, Score: m.Score, Quote: piece}
			cell.fill(&f, state, row.name)
			r.found = append(r.found, f)
		}
	}
	return len(named) > 0
}

// narrow moves a feature that the cells of its line name themselves to the first plan that does: the line "Sign-in" may
// offer passwords to all and single sign-on to some.
func (r *reader) narrow(f *Finding, row tableRow) {
	for _, g := range r.found {
		if g.Feature == f.Feature && g.Section == row.name && g.Phrase != f.Phrase {
			f.State, f.PlanFrom, f.AddOn, f.LimitText = g.State, g.PlanFrom, g.AddOn, g.LimitText
			return
		}
	}
}

// heading keeps the feature that the heading above a counted thing names: under "Functions", "Memory: 1 GB" says that
// there are functions.
func (r *reader) heading(f Finding) bool {
	if f.Section == "" || f.State == store.No || f.State == store.Unknown {
		return false
	}
	m := r.catalogue.Match("", f.Section)
	if m.Score < surely {
		return false
	}
	f.Feature, f.Score, f.Phrase, f.Quote, f.Section, f.LimitText = m.Feature, m.Score, f.Section, f.Section, "", ""
	r.found = append(r.found, f)
	return true
}

// groups keeps what the products that plans belong to are called, from the cheapest plan of each.
func (r *reader) groups(plans []extract.Plan) {
	seen := map[string]bool{}
	for _, p := range plans {
		name := strings.TrimSpace(planWords.ReplaceAllString(p.Group, ""))
		if name == "" || seen[p.Group] || len(strings.Fields(name)) > 4 {
			continue
		}
		seen[p.Group] = true
		if m := r.catalogue.Match("", name); m.Score >= surely {
			r.found = append(r.found, Finding{
				Feature: m.Feature, Phrase: p.Group, Score: m.Score, State: store.Yes, PlanFrom: p.Name, Quote: p.Group,
			})
		}
	}
}

var planWords = regexp.MustCompile(`(?i)\b(plans?|pricing|prices|editions?|compare)\b`)

// worthAsking tells phrases that a person should see from prices, quantities and prose.
func worthAsking(text string, m Match) bool {
	words := len(strings.Fields(text))
	return words <= 12 && !prose.MatchString(text) && !priced.MatchString(text) && !allowance(text) && (m.Score >= 0.3 || words <= 5) && len(tokens(text)) > 0
}

// entryFinding is what an entry proves.
func entryFinding(e extract.Entry) (Finding, bool) {
	state, ok := EntryState(e.Type, e.Title)
	return Finding{State: state, Phrase: e.Title, Quote: e.Quote}, ok
}

// EntryState is what an entry says of the feature that it speaks of: something that was launched or improved is there.
// False where it proves nothing.
func EntryState(typ extract.EntryType, title string) (store.State, bool) {
	switch {
	case typ != extract.Launch && typ != extract.Improvement:
		return store.Unknown, false
	case soon.MatchString(title):
		return store.Planned, true
	case inBeta.MatchString(title):
		return store.Beta, true
	}
	return store.Yes, true
}

// merge keeps one finding per feature and phrase and drops what says nothing.
func merge(found []Finding) []Finding {
	var out []Finding
	seen := map[string]bool{}
	for _, f := range found {
		key := f.Feature + "\x00" + Fold(f.Phrase) + "\x00" + Fold(f.Section)
		if f.State == store.Unknown || seen[key] {
			continue
		}
		seen[key] = true
		out = append(out, f)
	}
	return out
}

// Cells is what a document alone would make of the matrix: the best finding of each feature, in catalogue order, as
// Decide would choose it.
func (c *Catalogue) Cells(doc extract.Document) []Finding {
	found, _ := c.Read(doc)
	order := map[string]int{}
	for i, p := range byPrice(doc.Plans) {
		order[p.Name] = i
	}
	best := map[string]Finding{}
	for _, f := range found {
		b, ok := best[f.Feature]
		if !ok || strength[f.State] > strength[b.State] ||
			strength[f.State] == strength[b.State] && order[f.PlanFrom] < order[b.PlanFrom] {
			best[f.Feature] = f
		}
	}
	var out []Finding
	for _, feature := range c.features {
		if f, ok := best[feature.Key]; ok {
			out = append(out, f)
		}
	}
	return out
}
