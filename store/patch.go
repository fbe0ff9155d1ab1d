package store

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// Bounds of a patch.
const (
	patchStep   = 16 // bytes between the places of the base that are remembered
	patchWindow = 32 // bytes by which a place is known again
	patchBits   = 15 // of the table of places
	patchNear   = 96 // how far ahead an edit that keeps its length is looked over
)

var errPatch = errors.New("a patch that fits no base")

// makePatch says how body is made from base: in turns, new bytes and a piece copied from the base. Two captures of a
// page are the same but for short pieces, so nearly all of it is comparing; most edits keep their length or move the
// rest by a little, and where that is not so, the next place that both have is found by a table of places.
//
// A patch is the number of turns, the turns (new bytes, copied bytes, how far the copy begins from the end of the last
// one), and all new bytes, one after the other; numbers are varints.
func makePatch(base, body []byte) []byte {
	var turns, fresh []byte
	count := 0
	var places *[1 << patchBits]int32
	at, from, last := 0, 0, 0 // in body; in base; where the last copy ended
	for at < len(body) {
		start := at
		n := sameBytes(base[from:], body[at:])
		if n < patchWindow && !(at+n == len(body) && n > 0) {
			if places == nil {
				places = placesOf(base)
			}
			at, from, n = nextCommon(base, body, at, from, places)
		}
		turns = binary.AppendUvarint(turns, uint64(at-start))
		turns = binary.AppendUvarint(turns, uint64(n))
		turns = binary.AppendVarint(turns, int64(from-last))
		fresh = append(fresh, body[start:at]...)
		at, from = at+n, from+n
		last = from
		count++
	}
	out := binary.AppendUvarint(make([]byte, 0, len(turns)+len(fresh)+4), uint64(count))
	return append(append(out, turns...), fresh...)
}

// placesOf remembers where in base a window begins that is told from others by its hash; 0 is nowhere.
func placesOf(base []byte) *[1 << patchBits]int32 {
	var places [1 << patchBits]int32
	for i := 0; i+patchWindow <= len(base); i += patchStep {
		if h := windowHash(base[i:]); places[h] == 0 {
			places[h] = int32(i + 1)
		}
	}
	return &places
}

func windowHash(b []byte) uint32 {
	const prime = 0x9E3779B185EBCA87
	h := binary.LittleEndian.Uint64(b) * prime
	h = (bits.RotateLeft64(h, 31) ^ binary.LittleEndian.Uint64(b[8:])) * prime
	h = (bits.RotateLeft64(h, 31) ^ binary.LittleEndian.Uint64(b[16:])) * prime
	h = (bits.RotateLeft64(h, 31) ^ binary.LittleEndian.Uint64(b[24:])) * prime
	return uint32(h >> (64 - patchBits))
}

// nextCommon finds the next place in body, from at on, that base has too, and how much of it. Without any it is the end.
func nextCommon(base, body []byte, at, from int, places *[1 << patchBits]int32) (to, in, n int) {
	for i := at; i+patchWindow <= len(body); i++ {
		if by := i - at; by <= patchNear && from+by+patchWindow <= len(base) {
			if n := sameBytes(base[from+by:], body[i:]); n >= patchWindow {
				return i, from + by, n
			}
		}
		p := int(places[windowHash(body[i:])]) - 1
		if p < 0 {
			continue
		}
		if n := sameBytes(base[p:], body[i:]); n >= patchWindow {
			back := 0
			for i-back > at && p-back > 0 && body[i-back-1] == base[p-back-1] {
				back++
			}
			return i - back, p - back, n + back
		}
	}
	return len(body), from, 0
}

// sameBytes counts the bytes that two slices begin with alike.
func sameBytes(a, b []byte) int {
	n := min(len(a), len(b))
	i := 0
	for ; i+8 <= n; i += 8 {
		if x := binary.LittleEndian.Uint64(a[i:]) ^ binary.LittleEndian.Uint64(b[i:]); x != 0 {
			return i + bits.TrailingZeros64(x)/8
		}
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

// applyPatch undoes makePatch. The size is that of what comes out.
func applyPatch(base, patch []byte, size int64) ([]byte, error) {
	r := patchReader{rest: patch}
	count := r.number()
	if r.bad || size < 0 || size > maxUnpacked || count > uint64(len(patch)) {
		return nil, errPatch
	}
	turns := patchReader{rest: r.rest}
	for range count {
		r.number()
		r.number()
		r.signed()
	}
	fresh, at := r.rest, 0
	out := make([]byte, 0, size)
	for range count {
		added, copied, by := turns.number(), turns.number(), turns.signed()
		at += int(by)
		if turns.bad || added > uint64(len(fresh)) || at < 0 || at > len(base) || copied > uint64(len(base)-at) ||
			added+copied > uint64(size-int64(len(out))) {
			return nil, errPatch
		}
		out = append(out, fresh[:added]...)
		fresh = fresh[added:]
		out = append(out, base[at:at+int(copied)]...)
		at += int(copied)
	}
	if int64(len(out)) != size {
		return nil, errPatch
	}
	return out, nil
}

// patchReader reads the numbers of a patch.
type patchReader struct {
	rest []byte
	bad  bool
}

func (r *patchReader) number() uint64 {
	v, n := binary.Uvarint(r.rest)
	return uint64(r.took(int64(v), n))
}

func (r *patchReader) signed() int64 {
	v, n := binary.Varint(r.rest)
	return r.took(v, n)
}

func (r *patchReader) took(v int64, n int) int64 {
	if n <= 0 {
		r.bad = true
		r.rest = nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}
