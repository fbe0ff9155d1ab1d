package diff

import (
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/extract"
)

// beside tells which sentences beside the plans of a price list were edited: what more of something costs, what is not
// carried over, and which answers were turned around. What comes or goes there alone is the page's talk. All of it is
// minor: what matters most of a price list its plans say, and a sample or a rate that a page reckons with looks like such a
// sentence.
func (l Limits) beside(old, new extract.Document, mem Memory) []Change {
	old.Blocks, new.Blocks = besidePlans(old), besidePlans(new)
	var out []Change
	for _, c := range l.page(old, new, mem) {
		talk := talks(new.Kind, c.Before) && talks(new.Kind, c.After)
		if c.Before != "" && c.After != "" && (!talk && !onlyWords(c) || reversed(c.Before, c.After)) {
			c.Level = extract.Minor
			out = append(out, c)
		}
	}
	return out
}

// onlyWords tells an edit in which the same figures stand, and the same kinds of words that bind.
func onlyWords(c Change) bool {
	return figures(c.Before) == figures(c.After) && duties(c.Before) == duties(c.After)
}

// sentence tells a text of some words: an amount that stands alone is what a calculator shows.
func sentence(s string) bool {
	said := 0
	for word := range strings.FieldsSeq(s) {
		if strings.Trim(word, "0123456789") != "" {
			said++
		}
		if said == leastSaid {
			return true
		}
	}
	return false
}

// leastSaid is how many words a sentence has at least.
const leastSaid = 4

// binds tells a sentence with a figure, or one that is not such as may turn on a page that is known, and the answers to
// questions: one without either may turn around, too.
func binds(kind extract.Kind, b extract.Block) bool {
	s := saying(b)
	return sentence(s) && !(b.Heading && !anyDigit.MatchString(s)) && !talks(kind, s) || answers(b)
}

// talks tells a sentence that readers take nothing from.
func talks(kind extract.Kind, s string) bool {
	return !anyDigit.MatchString(s) && extract.Talk(kind, s)
}

// besidePlans are the sentences that bind ahead of and behind all that the plans of a price list tell. Frames are among them,
// as of any page.
func besidePlans(doc extract.Document) []extract.Block {
	told := toldIn(doc.Plans)
	tells := func(b extract.Block) bool { return !b.Frame && told.line(key(b.Text)) }
	first, last := slices.IndexFunc(doc.Blocks, tells), len(doc.Blocks)-1
	if first < 0 {
		first, last = len(doc.Blocks), -1
	}
	for last > first && !tells(doc.Blocks[last]) {
		last--
	}
	out := make([]extract.Block, 0, len(doc.Blocks))
	for i, b := range doc.Blocks {
		if b.Frame || (i < first || i > last) && binds(doc.Kind, b) && !told.heads(key(b.Text)) {
			out = append(out, b)
		}
	}
	return out
}

// toldPlans is what a price list's lines are known by that tell its plans.
type toldPlans struct {
	plans  map[string]bool
	values map[string]map[string]bool // of a row, by its name; of a plan none
}

func toldIn(plans []extract.Plan) toldPlans {
	t := toldPlans{map[string]bool{}, map[string]map[string]bool{}}
	keys := map[string]string{} // the plans of a price list say the same names and values again and again
	keyOf := func(s string) string {
		k, ok := keys[s]
		if !ok {
			k = key(s)
			keys[s] = k
		}
		return k
	}
	for _, p := range plans {
		t.plans[keyOf(p.Name)] = true
		for _, f := range p.Features {
			name := keyOf(f.Name)
			if t.values[name] == nil {
				t.values[name] = map[string]bool{}
			}
			t.values[name][keyOf(f.Text)] = true
		}
	}
	return t
}

// line tells a line that is the name of a plan or of a row, or a row's name and one of its values behind it.
func (t toldPlans) line(s string) bool {
	if t.plans[s] {
		return true
	}
	for end := nextWord(s, 0); end <= maxTold; end = nextWord(s, end+1) {
		for value := range t.values[s[:end]] {
			if end == len(s) || value != "" && strings.Contains(s[end:], value) {
				return true
			}
		}
		if end == len(s) {
			break
		}
	}
	return false
}

// maxTold bounds how long a row's name is looked for, in bytes.
const maxTold = 200

// heads tells a line that names several plans, as the head of a table does.
func (t toldPlans) heads(s string) bool {
	named := 0
	for name := range t.plans {
		if strings.Contains(" "+s+" ", " "+name+" ") {
			named++
		}
	}
	return named > 1
}
