package matrix

import (
	_ "embed"
	"encoding/binary"
	"math"
	"sort"
	"strings"
)

// likenessFile says how alike words are in meaning, whatever they are about: a vector a stem, made by matrix/likeness.
// A number of stems comes first, then where each ends, the stems in order, and their vectors, two figures a byte.
//
//go:embed likeness.bin
var likenessFile string

// wordVectors is the content of such a file. It is used as it lies in the program, so that only what is asked for takes memory.
type wordVectors string

// LikenessWidth is how many figures a vector has.
const LikenessWidth = 64

// widest is the largest figure of a vector, and widestAt how many deviations from zero it stands for.
const (
	widest   = 7
	widestAt = 2.7
)

// vector is where a word lies among all words; words of like meaning lie in like directions.
type vector struct {
	figures [LikenessWidth]int8
	length  float64 // 0: the word is unknown
}

// vectorOf is the vector of a stem.
func vectorOf(stem string) vector { return wordVectors(likenessFile).of(stem) }

// of is the vector of a stem.
func (f wordVectors) of(stem string) (v vector) {
	n := f.number(0)
	i := sort.Search(n, func(i int) bool { return f.word(i) >= stem })
	if i == n || f.word(i) != stem {
		return vector{}
	}
	packed := f[4*(n+1)+f.number(n)+i*LikenessWidth/2:]
	sum := 0
	for k := range LikenessWidth / 2 {
		b := packed[k]
		v.figures[2*k], v.figures[2*k+1] = int8(b&15)-widest, int8(b>>4)-widest
		sum += int(v.figures[2*k])*int(v.figures[2*k]) + int(v.figures[2*k+1])*int(v.figures[2*k+1])
	}
	v.length = math.Sqrt(float64(sum))
	return v
}

// number is one of the numbers that come first: how many stems there are, and where each ends.
func (f wordVectors) number(i int) int {
	return int(binary.LittleEndian.Uint32([]byte(f[4*i : 4*i+4])))
}

// word is the stem at a place in their order.
func (f wordVectors) word(i int) string {
	begin, words := 0, f[4*(f.number(0)+1):]
	if i > 0 {
		begin = f.number(i)
	}
	return string(words[begin:f.number(i+1)])
}

// like is how alike two words are in meaning, 0 to 1: the cosine of their vectors where it is above zero.
func (v *vector) like(w *vector) float64 {
	if v.length == 0 || w.length == 0 {
		return 0
	}
	sum := int32(0)
	for i := range v.figures {
		sum += int32(v.figures[i]) * int32(w.figures[i])
	}
	return max(0, float64(sum)/(v.length*w.length))
}

// PackLikeness is the content of likeness.bin for stems, in order, and their vectors of LikenessWidth figures.
func PackLikeness(stems []string, vectors map[string][]float64) []byte {
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(stems)))
	end := 0
	for _, s := range stems {
		end += len(s)
		out = binary.LittleEndian.AppendUint32(out, uint32(end))
	}
	out = append(out, strings.Join(stems, "")...)
	for _, s := range stems {
		v := vectors[s]
		for k := 0; k < LikenessWidth; k += 2 {
			out = append(out, packed(v, k)|packed(v, k+1)<<4)
		}
	}
	return out
}

// packed is one figure of a vector in four bits.
func packed(v []float64, i int) byte {
	sum := 0.0
	for _, x := range v {
		sum += x * x
	}
	deviation := math.Sqrt(sum / float64(len(v)))
	return byte(min(widest, max(-widest, math.Round(v[i]/deviation*widest/widestAt))) + widest)
}
