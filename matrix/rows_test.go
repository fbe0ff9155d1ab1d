package matrix_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/matrix"
	"github.com/gapwatch/gapwatch/store"
)

// labelled is a row of an invented price list, with the features it may be said to name; "" is none.
type labelled struct {
	section, text string
	right         []string
}

// labelledRows reads a file of testdata/rows: a catalogue and rows. content.txt describes the form.
func labelledRows(t *testing.T, file string) ([]store.Feature, []labelled) {
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	var features []store.Feature
	var rows []labelled
	for line := range strings.Lines(string(data)) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		part := strings.Split(rest, "|")
		for i := range part {
			part[i] = strings.TrimSpace(part[i])
		}
		switch kind {
		case "feature":
			require.Len(t, part, 5, line)
			features = append(features, store.Feature{
				ID: int64(len(features) + 1), Key: part[0], Name: part[1], Definition: part[3], GroupName: part[4],
				Aliases: strings.Split(part[2], ";"),
			})
		case "row":
			require.Len(t, part, 3, line)
			right := strings.Split(strings.ReplaceAll(part[2], "none", ""), ",")
			rows = append(rows, labelled{part[0], part[1], right})
		}
	}
	return features, rows
}

// tally counts answers.
type tally struct{ right, wrong, must, hit, auto, autoRight, autoHit int }

func (y *tally) add(m matrix.Match, want labelled) bool {
	right := slices.Contains(want.right, m.Feature)
	must := !slices.Contains(want.right, "")
	if must {
		y.must++
	}
	if m.Feature == "" {
		return right
	}
	automatic := m.Score >= matrix.Automatic
	if automatic {
		y.auto++
	}
	if !right {
		y.wrong++
		return false
	}
	y.right++
	if must {
		y.hit++
	}
	if automatic {
		y.autoRight++
		if must {
			y.autoHit++
		}
	}
	return true
}

func (y tally) figures() (precision, recall, autoPrecision, autoCoverage float64) {
	share := func(a, b int) float64 { return float64(a) / float64(max(b, 1)) }
	return share(y.right, y.right+y.wrong), share(y.hit, y.must), share(y.autoRight, y.auto), share(y.autoHit, y.must)
}

// What is matched without asking must be right nearly always, and most of what can be matched should be. The rows are
// of many areas, because what helps in one must not hurt in another.
func TestRowsOfManyAreas(t *testing.T) {
	files, err := filepath.Glob("testdata/rows/*.txt")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 8)
	var all tally
	rows := 0
	for _, file := range files {
		features, list := labelledRows(t, file)
		c := matrix.NewCatalogue(features, nil)
		rows += len(list)
		var of tally
		for _, want := range list {
			m := c.Match(want.section, want.text)
			all.add(m, want)
			if !of.add(m, want) {
				t.Logf("%s: %s | %s -> %q %.2f, right: %q", filepath.Base(file), want.section, want.text, m.Feature, m.Score, want.right)
			}
		}
		p, r, ap, ac := of.figures()
		t.Logf("%s: precision %.3f recall %.3f, automatic: precision %.3f coverage %.3f", filepath.Base(file), p, r, ap, ac)
	}
	require.GreaterOrEqual(t, rows, 500)
	precision, recall, autoPrecision, autoCoverage := all.figures()
	t.Logf("all: precision %.3f recall %.3f, automatic: precision %.3f coverage %.3f", precision, recall, autoPrecision, autoCoverage)
	require.GreaterOrEqual(t, 2*precision*recall/(precision+recall), 0.94)
	require.GreaterOrEqual(t, autoPrecision, 0.98)
	require.GreaterOrEqual(t, autoCoverage, 0.85)
}
