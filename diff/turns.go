package diff

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/gapwatch/gapwatch/extract/money"
)

// WithoutTurns leaves out text that a page turns by itself: it shows one of several texts that its scripts or hidden
// elements hold all along. So the text that came must be in the bytes of the old page already, and the one that went still
// in those of the new page. A number or a price is never left out, nor what came or went alone. old and new are
// the bodies of the two captures.
func WithoutTurns(changes []Change, old, new []byte) []Change {
	if !MayTurn(changes) {
		return changes
	}
	t := turning{old: old, new: new}
	var out []Change
	for _, c := range changes {
		if !t.edit(c) {
			out = append(out, c)
		}
	}
	return t.swaps(out)
}

// maxTurns bounds how many changes of one page are looked at: a page of which more differs does not turn.
const maxTurns = 12

// MayTurn tells changes that are worth the look at two bodies.
func MayTurn(changes []Change) bool {
	if len(changes) > maxTurns {
		return false
	}
	went, came := false, false
	for _, c := range changes {
		if c.Kind == TextChanged {
			went, came = went || c.Before != "", came || c.After != ""
		}
	}
	return went && came
}

// turning holds the bodies of two captures.
type turning struct{ old, new []byte }

// edit tells an edit whose every replaced run of words stood in reserve before, and is kept there now.
func (t turning) edit(c Change) bool {
	if c.Kind != TextChanged || c.Before == "" || c.After == "" {
		return false
	}
	runs, ok := replaced(strings.Fields(c.Before), strings.Fields(c.After))
	for _, r := range runs {
		ok = ok && reserved(r.before, t.new) && reserved(r.after, t.old)
	}
	return ok && len(runs) > 0
}

// swaps leaves out texts that came in the place of others under the same heading.
func (t turning) swaps(changes []Change) []Change {
	went, came := map[string]bool{}, map[string]bool{}
	for _, c := range changes {
		switch {
		case c.Kind != TextChanged:
		case c.After == "" && reserved(c.Before, t.new):
			went[c.Subject] = true
		case c.Before == "" && reserved(c.After, t.old):
			came[c.Subject] = true
		}
	}
	var out []Change
	for _, c := range changes {
		swapped := c.Kind == TextChanged && went[c.Subject] && came[c.Subject] &&
			(c.After == "" && reserved(c.Before, t.new) || c.Before == "" && reserved(c.After, t.old))
		if !swapped {
			out = append(out, c)
		}
	}
	return out
}

// reserved tells words without a number that stand in a body, in whatever place.
func reserved(words string, body []byte) bool {
	if anyDigit.MatchString(words) || strings.ContainsFunc(words, money.IsSign) {
		return false
	}
	found := 0
	for piece := range strings.FieldsFuncSeq(words, func(r rune) bool { return !unicode.IsLetter(r) && r != ' ' && r != '-' }) {
		piece = strings.Trim(piece, " -")
		switch {
		case !strings.Contains(piece, " "):
		case !bytes.Contains(body, []byte(piece)):
			return false
		default:
			found += len(piece)
		}
	}
	return found >= 8
}

// run is a run of words that took the place of another.
type run struct{ before, after string }

// maxWords bounds the texts whose words are aligned.
const maxWords = 80

// replaced lists the runs of words in which two texts differ. It reports false where one of them came or went alone, or
// where the texts are long.
func replaced(a, b []string) (runs []run, ok bool) {
	if len(a) > maxWords || len(b) > maxWords {
		return nil, false
	}
	i, j := 0, 0
	for _, m := range append(common(a, b), [2]int{len(a), len(b)}) {
		if (m[0] > i) != (m[1] > j) {
			return nil, false
		}
		if m[0] > i {
			runs = append(runs, run{strings.Join(a[i:m[0]], " "), strings.Join(b[j:m[1]], " ")})
		}
		i, j = m[0]+1, m[1]+1
	}
	return runs, true
}

// common is a longest common subsequence, as pairs of places.
func common(a, b []string) [][2]int {
	n := make([][]int, len(a)+1)
	for i := range n {
		n[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if n[i][j] = max(n[i+1][j], n[i][j+1]); a[i] == b[j] {
				n[i][j] = n[i+1][j+1] + 1
			}
		}
	}
	var out [][2]int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			out = append(out, [2]int{i, j})
			i, j = i+1, j+1
		case n[i+1][j] >= n[i][j+1]:
			i++
		default:
			j++
		}
	}
	return out
}
