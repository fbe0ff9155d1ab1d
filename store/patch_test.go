package store

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// madeUpPage is a page of many like rows with a nonce in it.
func madeUpPage(rows int, nonce string) []byte {
	var b strings.Builder
	for i := range rows {
		fmt.Fprintf(&b, "<tr><th>Row %d</th><td class=cell>%d</td><td>%s</td></tr>\n", i, i*7%13, []string{"yes", "no"}[i%2])
		if i%40 == 0 {
			fmt.Fprintf(&b, "<script nonce=%s src=/build/%s/x.js></script>\n", nonce, nonce)
		}
	}
	return []byte(b.String())
}

func TestAPatchSaysWhatDiffers(t *testing.T) {
	base, body := madeUpPage(1000, "0123456789abcdef"), madeUpPage(1000, "fedcba9876543210")
	patch := makePatch(base, body)
	require.Less(t, len(patch), 2000, "fifty times a nonce and a place")
	restored, err := applyPatch(base, patch, int64(len(body)))
	require.NoError(t, err)
	require.Equal(t, body, restored)
}

func TestPatchesRestoreWhateverWasEdited(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	base := madeUpPage(300, "n")
	for range 500 {
		body := bytes.Clone(base)
		for range r.IntN(6) {
			i, n := r.IntN(len(body)+1), r.IntN(200)
			j := min(i+n, len(body))
			switch r.IntN(4) {
			case 0: // taken out
				body = append(body[:i:i], body[j:]...)
			case 1: // put in
				body = append(body[:i:i], append([]byte(strings.Repeat("new ", n)), body[i:]...)...)
			case 2: // moved
				piece := bytes.Clone(body[i:j])
				body = append(append(body[:i:i], body[j:]...), piece...)
			case 3: // written over
				for k := i; k < j; k++ {
					body[k] = byte(r.IntN(256))
				}
			}
		}
		restored, err := applyPatch(base, makePatch(base, body), int64(len(body)))
		require.NoError(t, err)
		require.True(t, bytes.Equal(body, restored))
	}
}

func FuzzPatch(f *testing.F) {
	f.Add([]byte("abc"), []byte("abd"))
	f.Add([]byte{}, []byte("x"))
	f.Add(madeUpPage(20, "a"), madeUpPage(20, "bcd"))
	f.Fuzz(func(t *testing.T, base, body []byte) {
		restored, err := applyPatch(base, makePatch(base, body), int64(len(body)))
		require.NoError(t, err)
		require.True(t, bytes.Equal(body, restored))
		if out, err := applyPatch(base, body, int64(len(base))); err == nil { // what is no patch must do no harm
			require.Len(t, out, len(base))
		}
	})
}
