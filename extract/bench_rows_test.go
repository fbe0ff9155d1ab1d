package extract_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gapwatch/gapwatch/extract"
	"github.com/gapwatch/gapwatch/extract/extracttest"
)

// row is a line of a comparison table as it was read: what each plan says of it.
type row struct {
	section, name string
	cells         map[string]extract.FeatureRow
}

// rowsOf puts the lines of all plans together. A line that stands twice under one heading is two rows.
func rowsOf(plans []extract.Plan) (rows []*row) {
	at := map[string]*row{}
	for _, p := range plans {
		times := map[string]int{}
		for _, f := range p.Features {
			key := f.Section + "\x00" + f.Name
			times[key]++
			key = fmt.Sprint(key, times[key])
			if at[key] == nil {
				at[key] = &row{f.Section, f.Name, map[string]extract.FeatureRow{}}
				rows = append(rows, at[key])
			}
			plan := strings.Join(planWords(p.Name), " ")
			if _, set := at[key].cells[plan]; !set {
				at[key].cells[plan] = f
			}
		}
	}
	return rows
}

// judgeRows compares the comparison tables. What one plan alone says is a line of its card and is not judged here.
func judgeRows(plans []extract.Plan, want wanted) (misses []string) {
	got := rowsOf(plans)
	for _, w := range want.Rows {
		i := bestRow(got, w)
		if i < 0 {
			misses = append(misses, fmt.Sprintf("row %q missed", w.Name))
			continue
		}
		misses = append(misses, judgeCells(got[i], w)...)
		got = slices.Delete(got, i, i+1)
	}
	for _, r := range got {
		if len(r.cells) > 1 && !isBullet(want.Bullets, r.name) {
			misses = append(misses, fmt.Sprintf("false row %q / %q", r.section, r.name))
		}
	}
	return misses
}

func isBullet(bullets map[string][]string, name string) bool {
	for _, lines := range bullets {
		if slices.ContainsFunc(lines, func(line string) bool { return slices.Equal(words(line), words(name)) }) {
			return true
		}
	}
	return false
}

func bestRow(got []*row, w wantedRow) int {
	best, most := -1, -1
	for i, r := range got {
		if !sameRow(w.Name, r.name) {
			continue
		}
		score := len(r.cells)
		if slices.Equal(words(w.Section), words(r.section)) {
			score += 1000
		}
		if slices.Equal(words(w.Name), words(r.name)) {
			score += 2000
		}
		if score > most {
			best, most = i, score
		}
	}
	return best
}

// sameRow: the names are equal, or one carries a description behind the name.
func sameRow(want, got string) bool {
	a, b := words(want), words(got)
	starts := func(long, short []string) bool {
		return len(short) > 0 && len(long) >= len(short) && slices.Equal(long[:len(short)], short)
	}
	return starts(a, b) || starts(b, a)
}

func judgeCells(r *row, w wantedRow) (misses []string) {
	if w.Section != "" && !slices.Equal(words(w.Section), words(r.section)) {
		misses = append(misses, fmt.Sprintf("row %q: section is %q, read as %q", w.Name, w.Section, r.section))
	}
	for _, plan := range slices.Sorted(maps.Keys(w.Cells)) {
		f, ok := r.cells[strings.Join(planWords(plan), " ")]
		if !ok {
			misses = append(misses, fmt.Sprintf("row %q: no cell of %s", w.Name, plan))
		} else if !sameCell(w.Cells[plan], f) {
			misses = append(misses, fmt.Sprintf("row %q: %s says %s, read as %s %q", w.Name, plan, w.Cells[plan], f.State, f.Text))
		}
	}
	return misses
}

func sameCell(want string, f extract.FeatureRow) bool {
	if want == string(extract.RowYes) || want == string(extract.RowNo) {
		return string(f.State) == want
	}
	a, b := extracttest.Squash(strings.ToLower(want)), extracttest.Squash(strings.ToLower(f.Text))
	return f.State == extract.RowValue && b != "" && (strings.Contains(b, a) || strings.Contains(a, b) && 2*len(b) >= len(a))
}
