package extract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract/markup"
)

// TestExaminingIsJudgingAndReading goes through every page that is kept for other tests.
func TestExaminingIsJudgingAndReading(t *testing.T) {
	kinds := []Kind{Pricing, Changelog, PageKind, Feed}
	require.NoError(t, filepath.WalkDir("testdata", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".json") || strings.HasSuffix(path, ".txt") {
			return err
		}
		body, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, kind := range kinds {
			p := Page{Kind: kind, URL: "https://boxes.example/", Body: body}
			verdict, doc, err := Examine(p)
			require.Equal(t, Health(p), verdict, path)
			if verdict.State != OK {
				continue
			}
			want, wantErr := Read(p)
			require.Equal(t, want, doc, path)
			require.Equal(t, wantErr == nil, err == nil, path)
		}
		return nil
	}))
}

// TestTheGateSaysTheSameOfTreeAndTokens keeps the two ways of looking at a page from drifting apart.
func TestTheGateSaysTheSameOfTreeAndTokens(t *testing.T) {
	where := Page{URL: "https://www.tallowby.test/pricing"}.bearings()
	pages := 0
	require.NoError(t, filepath.WalkDir("testdata", func(path string, d os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".html") {
			return err
		}
		body, err := os.ReadFile(path)
		require.NoError(t, err)
		if root, whole, ok := markup.Plain(strings.ToValidUTF8(string(body), "\ufffd")); ok && whole {
			pages++
			require.Equal(t, skim(body, where).judge(), skimTree(root, where).judge(), path)
		}
		return nil
	}))
	require.Positive(t, pages)
}
