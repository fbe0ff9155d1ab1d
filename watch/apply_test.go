package watch

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/config"
	"github.com/gapwatch/gapwatch/store"
)

func BenchmarkApplyTenThousandSourcesAgain(b *testing.B) {
	st := openBenchStore(b)
	var text strings.Builder
	text.WriteString("competitors:\n")
	for i := range 10_000 {
		if i%5 == 0 {
			fmt.Fprintf(&text, "- key: c%d\n  sources:\n", i/5)
		}
		fmt.Fprintf(&text, "  - {kind: page, url: \"http://127.0.0.1:18080/%d\"}\n", i)
	}
	want, err := config.ParseLandscape("landscape.yaml", []byte(text.String()))
	require.NoError(b, err)
	start := time.Now()
	_, err = Apply(b.Context(), st, want, ApplyOptions{Now: start})
	require.NoError(b, err)
	b.Logf("first time: %s", time.Since(start))
	b.ReportAllocs()
	for b.Loop() {
		plan, err := Apply(b.Context(), st, want, ApplyOptions{Now: time.Now()})
		require.NoError(b, err)
		require.Equal(b, 12_000, plan.Same)
	}
}

func openBenchStore(b *testing.B) *store.Store {
	b.Helper()
	st, err := store.Open(b.Context(), store.Options{Address: b.TempDir() + "/gapwatch.db"})
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, st.Close()) })
	require.NoError(b, st.Migrate(b.Context()))
	return st
}
