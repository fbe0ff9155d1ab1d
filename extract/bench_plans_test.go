package extract_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/extracttest"
)

type wantedPlan struct {
	Name     string        `json:"name"`
	Also     []string      `json:"also"` // names that are as right
	Group    string        `json:"group"`
	Custom   bool          `json:"custom"`
	Optional bool          `json:"optional"` // right where it is read, no miss where it is not
	Prices   []wantedPrice `json:"prices"`
}

type wantedPrice struct {
	Amount   string          `json:"amount"`
	Currency string          `json:"currency"`
	Period   extract.Period  `json:"period"`
	Billing  extract.Billing `json:"billing"` // judged where it is given
	Per      string          `json:"per"`     // judged where it is given
	From     bool            `json:"from"`    // judged where it is given
	Optional bool            `json:"optional"`
}

type wantedRow struct {
	Section string            `json:"section"`
	Name    string            `json:"name"`
	Cells   map[string]string `json:"cells"` // by plan: yes, no or the value
}

func judgePlans(all []extract.Plan, want wanted) (misses []string) {
	got := slices.DeleteFunc(slices.Clone(all), func(p extract.Plan) bool { return p.AddOn })
	for _, w := range want.Plans {
		i := find(got, w)
		switch {
		case i >= 0:
			misses = append(misses, judgePlan(got[i], w)...)
			misses = append(misses, judgeBullets(got[i], want.Bullets[w.Name])...)
			got = slices.Delete(got, i, i+1)
		case !w.Optional:
			misses = append(misses, fmt.Sprintf("plan %q missed", w.Name))
		}
	}
	for _, p := range got {
		misses = append(misses, fmt.Sprintf("false plan %q %v", p.Name, amounts(p)))
	}
	if want.Rows != nil {
		misses = append(misses, judgeRows(all, want)...)
	}
	return misses
}

func amounts(p extract.Plan) []string {
	var list []string
	for _, price := range p.Prices {
		list = append(list, price.String())
	}
	return list
}

// find is the plan that is meant: by name, and among equal names by group and by prices.
func find(got []extract.Plan, w wantedPlan) int {
	best, most := -1, -1
	for i, p := range got {
		if !sameName(p.Name, append([]string{w.Name}, w.Also...)) {
			continue
		}
		score := 0
		if slices.Equal(words(p.Group), words(w.Group)) {
			score += 100
		}
		for _, price := range w.Prices {
			if slices.ContainsFunc(p.Prices, price.is) {
				score++
			}
		}
		if score > most {
			best, most = i, score
		}
	}
	return best
}

func sameName(got string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return slices.Equal(planWords(got), planWords(name)) })
}

// planWords are the words of a plan's name without "plan" and the like behind it.
func planWords(name string) []string {
	w := words(name)
	for len(w) > 1 && slices.Contains([]string{"plan", "tier", "edition", "package"}, w[len(w)-1]) {
		w = w[:len(w)-1]
	}
	return w
}

func judgePlan(p extract.Plan, w wantedPlan) (misses []string) {
	miss := func(format string, args ...any) {
		misses = append(misses, fmt.Sprintf("plan %q: ", w.Name)+fmt.Sprintf(format, args...))
	}
	if p.Custom != w.Custom {
		miss("custom is %v, read as %v", w.Custom, p.Custom)
	}
	if w.Group != "" && !slices.Equal(words(p.Group), words(w.Group)) {
		miss("group is %q, read as %q", w.Group, p.Group)
	}
	for _, price := range w.Prices {
		i := slices.IndexFunc(p.Prices, price.is)
		switch {
		case i >= 0:
			misses = append(misses, price.details(w.Name, p.Prices)...)
		case !price.Optional:
			miss("price %s %s %s missed", price.Amount, price.Currency, price.Period)
		}
	}
	for _, got := range p.Prices {
		if !slices.ContainsFunc(w.Prices, func(w wantedPrice) bool { return w.is(got) }) {
			miss("false price %s %s", got, got.Period)
		}
	}
	return misses
}

// is tells whether amount, currency and period are the same; nothing is nothing in every currency.
func (w wantedPrice) is(p extract.Price) bool {
	want := decimal.RequireFromString(w.Amount)
	if !want.Equal(p.Decimal()) {
		return false
	}
	return want.IsZero() || w.Currency == p.Currency && w.Period == p.Period
}

// details judges billing, unit and "from"; a plan may have the same amount twice, so one that fits is enough.
func (w wantedPrice) details(plan string, got []extract.Price) (misses []string) {
	for _, p := range got {
		if !w.is(p) {
			continue
		}
		wrong := w.wrong(p)
		if len(wrong) == 0 {
			return nil
		}
		misses = append(misses, fmt.Sprintf("plan %q: price %s: %s", plan, w.Amount, strings.Join(wrong, ", ")))
	}
	return misses
}

func (w wantedPrice) wrong(p extract.Price) (list []string) {
	if w.Billing != "" && w.Billing != p.Billing {
		list = append(list, fmt.Sprintf("billing is %s, read as %q", w.Billing, p.Billing))
	}
	if w.Per != "" && !strings.Contains(extracttest.Squash(strings.ToLower(p.Per)), extracttest.Squash(strings.ToLower(w.Per))) {
		list = append(list, fmt.Sprintf("per is %s, read as %q", w.Per, p.Per))
	}
	if w.From && !p.From {
		list = append(list, "from is missed")
	}
	return list
}

func judgeBullets(p extract.Plan, want []string) (misses []string) {
	for _, bullet := range want {
		has := slices.ContainsFunc(p.Features, func(f extract.FeatureRow) bool {
			return slices.Equal(words(f.Name), words(bullet)) || slices.Equal(words(f.Name+" "+f.Text), words(bullet)) ||
				slices.Equal(words(f.Text+" "+f.Name), words(bullet)) || slices.Equal(words(f.Text), words(bullet))
		})
		if !has {
			misses = append(misses, fmt.Sprintf("plan %q: line %q missed", p.Name, bullet))
		}
	}
	return misses
}
