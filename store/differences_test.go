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

// growing is a page that shows a little noise at each visit and at every fifth an article more, as changelogs do.
func growing(r *rand.Rand, visits int) [][]byte {
	var articles, bodies [][]byte
	article := func() []byte {
		var b bytes.Buffer
		for range 60 {
			fmt.Fprintf(&b, "word%d ", r.IntN(3000))
		}
		return fmt.Appendf(nil, "<article>%s</article>\n", b.Bytes())
	}
	for range 200 {
		articles = append(articles, article())
	}
	for i := range visits {
		if i%5 == 4 {
			articles = append([][]byte{article()}, articles...)
		}
		page := bytes.Join(articles, nil)
		bodies = append(bodies, fmt.Appendf(page, "<script nonce=%016x></script>", r.Uint64()))
	}
	return bodies
}

func TestAPageThatGrowsIsKeptInSteps(t *testing.T) {
	const visits = 60
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		_, _, source := landscape(t, st)
		bodies := growing(rand.New(rand.NewPCG(3, 4)), visits)
		snaps := make([]store.Snapshot, visits)
		for i, body := range bodies {
			snaps[i] = store.Snapshot{SourceID: source.ID, At: monday.Add(time.Duration(i) * time.Hour)}
			require.NoError(t, st.SaveSnapshot(ctx, &snaps[i], body))
		}
		require.NoError(t, st.SetBase(ctx, source.ID, store.Base{SnapshotID: &snaps[visits-1].ID}))
		for i, body := range bodies {
			got, err := st.Body(ctx, snaps[i].ID)
			require.NoError(t, err)
			require.True(t, bytes.Equal(body, got), i)
		}
		require.NoError(t, st.Verify(ctx))

		var kept struct{ Full, Later, Steps int }
		require.NoError(t, st.Gorm().Raw(`SELECT sum(CASE WHEN base_id IS NULL THEN 1 ELSE 0 END) AS full,
			sum(CASE WHEN base_id IS NULL THEN 0 ELSE length(data) END) AS later,
			count(DISTINCT CASE WHEN base_id IN (SELECT id FROM blobs WHERE base_id IS NOT NULL) THEN base_id END) AS steps
			FROM blobs`).Scan(&kept).Error)
		require.Equal(t, 1, kept.Full)
		require.Greater(t, kept.Steps, 2)
		perVersion := kept.Later / visits
		t.Logf("%d bytes a version, %d steps", perVersion, kept.Steps)
		require.Less(t, perVersion, 600, "an article is some 200 bytes; twelve came, and are not kept with every version after them")

		// The oldest go, one after the other; what later versions are made from stays for as long as it is needed.
		for i := 10; i < visits; i += 10 {
			r := store.Retention{PagesBefore: snaps[i].At, PagesLeast: 1, PagesGrace: snaps[i].At}
			plan, err := st.PlanPrune(ctx, r)
			require.NoError(t, err)
			took, err := st.Prune(ctx, r)
			require.NoError(t, err)
			require.Equal(t, plan.Pruned.Pages, took.Pages)
			require.GreaterOrEqual(t, took.Bodies, plan.Bodies)
			require.NoError(t, st.Verify(ctx))
			for j := i; j < visits; j++ {
				got, err := st.Body(ctx, snaps[j].ID)
				require.NoError(t, err)
				require.True(t, bytes.Equal(bodies[j], got), j)
			}
		}
	})
}
