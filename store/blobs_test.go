package store_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
	"github.com/gapwatch/gapwatch/store/storetest"
)

// pages makes pages that look like HTML: words that repeat, and a dozen places that differ at every visit.
type pages struct {
	r    *rand.Rand
	rows []string
}

func newPages(seed uint64, size int) *pages {
	p := &pages{r: rand.New(rand.NewPCG(seed, seed))}
	for length := 0; length < size; length += len(p.rows[len(p.rows)-1]) {
		row := fmt.Sprintf("<div class=\"row-%d\"><p>", p.r.IntN(50))
		for range 12 {
			row += fmt.Sprintf("word%d ", p.r.IntN(3000))
		}
		p.rows = append(p.rows, row+"</p></div>\n")
	}
	return p
}

// version is the page at one visit; a row of it may have changed for good since the last.
func (p *pages) version(drift bool) []byte {
	if drift {
		p.rows[p.r.IntN(len(p.rows))] = fmt.Sprintf("<div>news %d</div>\n", p.r.Uint64())
	}
	var b bytes.Buffer
	for i, row := range p.rows {
		if i%(len(p.rows)/12+1) == 0 {
			fmt.Fprintf(&b, "<script nonce=%016x%016x></script>\n", p.r.Uint64(), p.r.Uint64())
		}
		b.WriteString(row)
	}
	return b.Bytes()
}

func TestTwoHundredNoisyVersionsCostLittleAndComeBackByteForByte(t *testing.T) {
	const versions = 200
	for name, size := range map[string]int{"a small page": 40_000, "a large page": 250_000} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, st *store.Store) {
				ctx := t.Context()
				_, _, source := landscape(t, st)
				page := newPages(1, size)
				bodies := map[int64][]byte{}
				for i := range versions + 1 {
					body := page.version(i%10 == 9)
					snap := store.Snapshot{SourceID: source.ID, At: monday.Add(time.Duration(i) * time.Hour)}
					require.NoError(t, st.SaveSnapshot(ctx, &snap, body))
					bodies[snap.ID] = body
				}
				count := 0
				require.NoError(t, st.EachSnapshot(ctx, func(snap store.Snapshot, body []byte) error {
					require.True(t, bytes.Equal(bodies[snap.ID], body))
					count++
					return nil
				}))
				require.Equal(t, versions+1, count)
				var data struct{ Total, First int }
				require.NoError(t, st.Gorm().Raw("SELECT sum(length(data)) AS total, max(length(data)) AS first FROM blobs").
					Scan(&data).Error)
				perVersion := (data.Total - data.First) / versions
				t.Logf("%d bytes a version, first %d", perVersion, data.First)
				require.Less(t, perVersion, 1400) // leaves room for the rows about it, within 2 kB
			})
		})
	}
}

func TestBodiesOfAllSizesComeBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		_, _, source := landscape(t, st)
		for _, size := range []int{0, 1, 511, 512, 100_000, 600_000, 3 << 20, 8 << 20} {
			page := newPages(uint64(size)+1, max(size, 24))
			for range 2 {
				body := page.version(true)[:]
				if size < 1000 {
					body = body[:min(size, len(body))]
				}
				snap := store.Snapshot{SourceID: source.ID, At: monday}
				require.NoError(t, st.SaveSnapshot(ctx, &snap, body))
				got, err := st.Body(ctx, snap.ID)
				require.NoError(t, err)
				require.True(t, bytes.Equal(body, got), size)
			}
		}
		count, err := st.VerifySnapshots(ctx, nil)
		require.NoError(t, err)
		require.Equal(t, 16, count)
		var total int64
		require.NoError(t, st.Gorm().Raw("SELECT max(length(data)) FROM blobs WHERE encoding = 'patch'").Scan(&total).Error)
		require.Less(t, total, int64(100_000))
	})
}

func TestTheSameBytesAreStoredOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		_, _, source := landscape(t, st)
		body := newPages(1, 5000).version(false)
		for range 3 {
			require.NoError(t, st.SaveSnapshot(ctx, &store.Snapshot{SourceID: source.ID, At: monday}, body))
		}
		var blobs int
		require.NoError(t, st.Gorm().Raw("SELECT count(*) FROM blobs").Scan(&blobs).Error)
		require.Equal(t, 1, blobs)
	})
}

func TestDamagedBytesAreFoundAndNamed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		_, _, source := landscape(t, st)
		for i := range 3 {
			body := newPages(uint64(i), 5000).version(false)
			require.NoError(t, st.SaveSnapshot(ctx, &store.Snapshot{SourceID: source.ID, At: monday}, body))
		}
		require.NoError(t, st.Gorm().Exec("UPDATE blobs SET data = ?, encoding = 'raw' WHERE id = 2", []byte("other")).Error)
		_, err := st.Body(ctx, 2)
		require.ErrorIs(t, err, store.ErrDamaged)
		seen := 0
		count, err := st.VerifySnapshots(ctx, func(done, total int) {
			seen++
			require.Equal(t, 3, total)
		})
		require.ErrorIs(t, err, store.ErrDamaged)
		require.ErrorContains(t, err, "snapshots [2]")
		require.Equal(t, 2, count)
		require.Equal(t, 3, seen)
	})
}
