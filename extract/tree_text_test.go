package extract

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

func TestLongerCountsReadableText(t *testing.T) {
	text := "<p>e\u0301te\u0301 <b>and</b>  more<script>much more</script> <span style='display:none'>hidden</span></p>"
	root, err := html.Parse(strings.NewReader(text))
	require.NoError(t, err)
	size := len("été and more")
	for limit := range 2 * size {
		require.Equal(t, size > limit, (&tree{text: map[*html.Node]string{}}).longer(root.LastChild.LastChild, limit))
	}
}
