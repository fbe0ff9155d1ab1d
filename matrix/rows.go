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

// What words beside a name say of it. A capability may itself be called a preview or a roadmap: alone, such a word says
// nothing of the state.
var (
	soon      = regexp.MustCompile(`(?i)\b(coming soon|available soon|launching soon|upcoming|on (the|our) roadmap)\b|^\W*(soon|planned|roadmap|in development)\W*$|[(\[](soon|planned|roadmap)[)\]]`)
	inBeta    = regexp.MustCompile(`(?i)\b(beta|alpha|early access|experimental|(in|public|private|technical|limited) preview)\b|^\W*preview\W*$|[(\[]preview[)\]]`)
	onRequest = regexp.MustCompile(`(?i)\b(on|upon|by) request\b`)
	extraCost = regexp.MustCompile(`(?i)\b(add[- ]?ons?|additional (cost|fee|charge)s?|extra (cost|fee|charge)s?|sold separately|paid extra|optional extra|for an extra)\b|^\+\s?[$€£]\s?\d`)
	nothing   = regexp.MustCompile(`(?i)^(0|none|no|not (included|available|needed|supported)|unavailable|n/?a|-|–|—|✗|x)$`)
)

// tableRow is one line of a price list across its plans.
type tableRow struct {
	section, name string
	cells         []planCell // in the order of price
	whole         bool       // every plan that is compared says something of it
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
	widest := 2
	for _, p := range byPrice(plans) {
		for _, f := range p.Features {
			if Fold(f.Section) == Fold(f.Name) {
				f.Section = ""
			}
			key := Fold(f.Section) + "\x00" + Fold(f.Name)
			i, ok := index[key]
			if !ok {
				i = len(out)
				index[key] = i
				out = append(out, tableRow{section: f.Section, name: f.Name})
			}
			out[i].cells = append(out[i].cells, planCell{p.Name, p.AddOn, f})
			widest = max(widest, len(out[i].cells))
		}
	}
	for i := range out {
		out[i].whole = len(out[i].cells) == widest
	}
	return out
}

// byPrice orders plans from the cheapest to those that must be asked for; between equals the page's order stands.
func byPrice(plans []extract.Plan) []extract.Plan {
	sorted := slices.Clone(plans)
	sort.SliceStable(sorted, func(i, j int) bool { return monthly(sorted[i]) < monthly(sorted[j]) })
	return sorted
}

// monthly is what a plan costs a month, for ordering alone: a plan of which nothing is known comes before those that
// must be asked for.
func monthly(p extract.Plan) float64 {
	if len(p.Prices) == 0 && !p.Custom {
		return math.MaxFloat64
	}
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

// finding says what a line proves: the lowest plan that has it counts. Only where all plans are compared and none has it
// is it no.
func (r tableRow) finding() Finding {
	f := Finding{State: store.Unknown, Section: r.section, Phrase: r.name, Quote: r.name}
	for _, cell := range r.cells {
		if state, ok := cellState(cell.FeatureRow); ok {
			cell.fill(&f, state, r.name)
			return f
		}
	}
	for _, cell := range r.cells {
		if soon.MatchString(cell.Text) {
			f.State = store.Planned
			return f
		}
	}
	if r.whole {
		f.State = store.No
	}
	return f
}

// fill says from which plan a line's capability can be had, and how.
func (p planCell) fill(f *Finding, state store.State, name string) {
	f.State, f.PlanFrom = state, p.plan
	f.AddOn = p.addOn || extraCost.MatchString(p.Text) || extraCost.MatchString(name)
	if p.State == extract.RowValue {
		f.LimitText = p.Text
	}
}

// cellState is what a plan has of a line, if it has it.
func cellState(f extract.FeatureRow) (store.State, bool) {
	text := strings.TrimSpace(f.Text)
	switch {
	case f.State == extract.RowNo, f.State == extract.RowValue && (nothing.MatchString(text) || soon.MatchString(text)):
		return store.No, false
	case soon.MatchString(f.Name):
		return store.Planned, true
	case inBeta.MatchString(text), inBeta.MatchString(f.Name):
		return store.Beta, true
	case onRequest.MatchString(text):
		return store.Partial, true
	}
	return store.Yes, true
}

// listed are the things that a cell names in words: "SSO, SAML, SCIM", "2 projects 5 teams".
func listed(text string) []string {
	var out []string
	for _, piece := range listing.Split(text, -1) {
		from := 0
		for _, at := range counts.FindAllStringIndex(piece, -1) {
			out = append(out, strings.TrimSpace(piece[from:at[0]]))
			from = at[0]
		}
		out = append(out, strings.TrimSpace(piece[from:]))
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" || len(strings.Fields(s)) > 6 || len(tokens(s)) == 0 })
}

// counts begins the next thing where several are counted without a sign between them.
var counts = regexp.MustCompile(`(?i)\s(?:\d[\d.,]*|unlimited)\s`)
