package diff

import (
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/extract"
)

// spoken is what a page says, as a price list's plans are looked for in it.
type spoken struct {
	lines map[string]int // how often each line stands there
	text  string         // all of it, without a blank: an amount may be in pieces
}

func spokenBy(doc extract.Document) spoken {
	s := spoken{lines: make(map[string]int, len(doc.Blocks))}
	var all strings.Builder
	for _, b := range doc.Blocks {
		s.lines[key(b.Text)]++
		all.WriteString(unspaced(b.Text))
		all.WriteByte('\n')
	}
	s.text = all.String()
	return s
}

func unspaced(s string) string { return strings.Join(strings.Fields(s), "") }

// withoutStaying leaves out the plans that one page lists and the other does not, although it says their names, amounts and
// features as often: that page is built in a way that was read otherwise, and sells the same.
func withoutStaying(plans []extract.Plan, here, there extract.Document) []extract.Plan {
	if len(plans) == 0 {
		return nil
	}
	a, b := spokenBy(here), spokenBy(there)
	return slices.DeleteFunc(plans, func(p extract.Plan) bool { return stays(p, a, b) })
}

func stays(p extract.Plan, here, there spoken) bool {
	name := key(p.Name)
	if here.lines[name] == 0 || there.lines[name] < here.lines[name] {
		return false
	}
	said := 0 // of what tells more of the plan than its name
	for _, price := range p.Prices {
		amount := unspaced(price.Quote)
		if n := strings.Count(here.text, amount); amount == "" || n == 0 || strings.Count(there.text, amount) < n {
			return false
		}
		said++
	}
	for _, f := range p.Features {
		row := key(f.Name)
		if there.lines[row] < here.lines[row] {
			return false
		}
		said += min(1, here.lines[row])
	}
	return said > 0
}
