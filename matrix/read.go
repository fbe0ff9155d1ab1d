package matrix

import (
	"math"
	"slices"
	"sort"
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

var (
	soon      = regexp.MustCompile(`(?i)\b(coming soon|soon|planned|roadmap|upcoming)\b`)
	inBeta    = regexp.MustCompile(`(?i)\b(beta|alpha|preview|early access|experimental)\b`)
	onRequest = regexp.MustCompile(`(?i)\b(on request|upon request|by request|contact (us|sales))\b`)
	extraCost = regexp.MustCompile(`(?i)\b(add[- ]?on|additional (cost|fee|charge)|extra (cost|fee|charge)|sold separately|paid extra|optional extra|for an extra)\b`)
	nothing   = regexp.MustCompile(`(?i)^(0|none|no|not (included|available|needed)|n/?a|-|–|—|✗|x)$`)
)

// Read finds the evidence of a document. Silence says nothing: a feature that the document does not speak of is not
// among the findings.
func (c *Catalogue) Read(doc extract.Document) ([]Finding, []Unmatched) {
	var found []Finding
	var unmatched []Unmatched
	seen := map[string]bool{}
	take := func(f Finding, section, text string) {
		m := c.Match(section, text)
		switch {
		case m.Score >= Automatic && m.Feature != "":
			f.Feature, f.Score, f.Section, f.Phrase = m.Feature, m.Score, section, text
			found = append(found, f)
		case !seen[Fold(text)] && worthAsking(text, m):
			seen[Fold(text)] = true
			unmatched = append(unmatched, Unmatched{section, text, m.Candidates})
		}
	}
	for _, row := range rows(doc.Plans) {
		take(row.finding(), row.section, row.name)
	}
	for _, e := range doc.Entries {
		e.Classify()
		if f, ok := entryFinding(e); ok {
			take(f, "", e.Title)
		}
	}
	return merge(found), unmatched
}

// worthAsking tells phrases that a person should see from prices, quantities and prose.
func worthAsking(text string, m Match) bool {
	words := len(strings.Fields(text))
	return words <= 12 && !prose.MatchString(text) && !priced.MatchString(text) && !allowance(text) && (m.Score >= 0.3 || words <= 5) && len(tokens(text)) > 0
}

// tableRow is one line of a price list across its plans.
type tableRow struct {
	section, name string
	cells         []planCell // in the order of price
	table         bool       // more than one plan says something of it
}

type planCell struct {
	plan  string
	addOn bool
	extract.FeatureRow
}

// rows turns plans into lines, the cheapest plan first.
func rows(plans []extract.Plan) []tableRow {
	index := map[string]int{}
	var out []tableRow
	for _, p := range byPrice(plans) {
		for _, f := range p.Features {
			key := Fold(f.Section) + "\x00" + Fold(f.Name)
			i, ok := index[key]
			if !ok {
				i = len(out)
				index[key] = i
				out = append(out, tableRow{section: f.Section, name: f.Name})
			}
			out[i].cells = append(out[i].cells, planCell{p.Name, p.AddOn, f})
			out[i].table = len(out[i].cells) > 1
		}
	}
	return out
}

// byPrice orders plans from the cheapest to those that must be asked for; between equals the page's order stands.
func byPrice(plans []extract.Plan) []extract.Plan {
	sorted := slices.Clone(plans)
	sort.SliceStable(sorted, func(i, j int) bool { return monthly(sorted[i]) < monthly(sorted[j]) })
	return sorted
}

// monthly is what a plan costs a month, for ordering alone.
func monthly(p extract.Plan) float64 {
	best := math.Inf(1)
	for _, price := range p.Prices {
		v := price.Decimal().InexactFloat64()
		if price.Period == extract.Year {
			v /= 12
		}
		best = min(best, v)
	}
	return best
}

// finding says what a line proves: the lowest plan that has it counts. Only where several plans are compared and none
// has it is it no.
func (r tableRow) finding() Finding {
	f := Finding{State: store.Unknown, Quote: r.name}
	for _, cell := range r.cells {
		state, ok := cellState(cell.FeatureRow)
		if !ok {
			continue
		}
		f.State, f.PlanFrom, f.AddOn = state, cell.plan, cell.addOn || extraCost.MatchString(cell.Text+" "+r.name)
		if cell.State == extract.RowValue {
			f.LimitText = cell.Text
		}
		return f
	}
	if r.table {
		f.State = store.No
		for _, cell := range r.cells {
			if soon.MatchString(cell.Text) {
				f.State = store.Planned
			}
		}
	}
	return f
}

// cellState is what a plan has of a line, if it has it.
func cellState(f extract.FeatureRow) (store.State, bool) {
	text := f.Text + " " + f.Name
	switch {
	case f.State == extract.RowNo, f.State == extract.RowValue && (nothing.MatchString(strings.TrimSpace(f.Text)) || soon.MatchString(f.Text)):
		return store.No, false
	case soon.MatchString(f.Name):
		return store.Planned, true
	case inBeta.MatchString(text):
		return store.Beta, true
	case onRequest.MatchString(f.Text) && !strings.Contains(strings.ToLower(f.Text), "contact"):
		return store.Partial, true
	}
	return store.Yes, true
}

// entryFinding is what an entry proves: something that was launched or improved is there.
func entryFinding(e extract.Entry) (Finding, bool) {
	f := Finding{State: store.Yes, Quote: e.Quote}
	switch {
	case e.Type != extract.Launch && e.Type != extract.Improvement:
		return f, false
	case soon.MatchString(e.Title):
		f.State = store.Planned
	case inBeta.MatchString(e.Title):
		f.State = store.Beta
	}
	return f, true
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
