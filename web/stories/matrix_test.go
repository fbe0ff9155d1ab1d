package stories

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/store"
)

// 3: in a matrix that is larger than the screen, the cell that the arrow keys come to is never under the heads, which stay.
func TestTheKeysOfTheMatrixLeadToWhatIsSeen(t *testing.T) {
	t.Parallel()
	w, d := here(t), newDesk(t)
	var features []store.Feature
	var competitors []store.Competitor
	for i := range 40 {
		features = append(features, store.Feature{AreaID: 1, Key: fmt.Sprintf("f%d", i), Name: fmt.Sprintf("Feature %d", i), Position: i + 10})
		competitors = append(competitors, store.Competitor{Key: fmt.Sprintf("c%d", i), Name: fmt.Sprintf("A company with a name of some length %d", i)})
	}
	require.NoError(t, d.st.SaveFeatures(t.Context(), features))
	require.NoError(t, d.st.SaveCompetitors(t.Context(), competitors))
	b := d.open(w)
	for _, how := range []look{light, phone} {
		b.see(how)
		b.visit("/matrix/replay")
		ask[bool](b, `document.querySelector("[data-matrix] tbody tr .cell[tabindex='0']").focus(), true`)
		for _, way := range []struct {
			key   string
			times int
		}{{kb.ArrowDown, 35}, {kb.ArrowUp, 25}, {kb.ArrowRight, 25}, {kb.ArrowLeft, 18}} {
			for range way.times {
				b.key(way.key)
			}
			b.painted()
			require.True(t, ask[bool](b, `(({top, left, width, height}) => document.elementFromPoint(left + width / 2, top + height / 2) === document.activeElement)
				(document.activeElement.getBoundingClientRect())`), "%s, after %q", how, way.key)
		}
	}
}
