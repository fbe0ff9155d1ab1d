package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// unknown says that a word is none of those allowed, and which one may have been meant.
func unknown(what, word string, allowed []string) string {
	text := fmt.Sprintf("unknown %s %q", what, word)
	if near := nearest(word, allowed); near != "" {
		return text + fmt.Sprintf(", did you mean %q?", near)
	}
	if len(allowed) == 0 {
		return text
	}
	const most = 12
	if len(allowed) > most {
		return text + "; for example " + strings.Join(allowed[:most], ", ")
	}
	if len(allowed) == 1 {
		return text + "; there is only " + allowed[0]
	}
	return text + "; there are " + strings.Join(allowed, ", ")
}

// nearest is the allowed word that a misspelt one most likely means; empty when none is near.
func nearest(word string, allowed []string) string {
	folded := foldWord(word)
	best, bestAt := "", max(1, len(folded)/3)+1
	for _, candidate := range allowed {
		other := foldWord(candidate)
		d := distance(folded, other)
		if len(folded) > 2 && (strings.HasPrefix(other, folded) || strings.HasPrefix(folded, other)) {
			d = min(d, 1) // alias for aliases, definitions for definition
		} else if shared := sharedPrefix(folded, other); shared > 3 && shared >= len(folded)/2 {
			d = min(d, 2) // prices for pricing
		}
		if d < bestAt {
			best, bestAt = candidate, d
		}
	}
	return best
}

// foldWord lets Host-Gap, hostGap and host_gap be the same word.
func foldWord(s string) string {
	return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(s))
}

func sharedPrefix(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// distance counts the letters to insert, delete, replace or swap with a neighbour to make b of a.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 64 || len(y) > 64 {
		return 64
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}

// sortedKeys are the keys of a map in order.
func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
