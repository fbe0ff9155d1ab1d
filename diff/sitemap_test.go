package diff_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/diff"
	"github.com/gapwatch/gapwatch/extract"
)

func sitemap(paths ...string) extract.Document {
	d := extract.Document{Kind: extract.Sitemap}
	for _, p := range paths {
		d.Links = append(d.Links, extract.Link{URL: "https://acme.test/" + p})
	}
	return d
}

func TestAPageThatASitemapGainsIsNews(t *testing.T) {
	changes := diff.Documents(sitemap("", "pricing"), sitemap("pricing", "live", "", "live"), diff.Memory{})
	require.Len(t, changes, 1)
	require.Equal(t, "https://acme.test/live", changes[0].After)
	require.Equal(t, "https://acme.test/live", changes[0].Quote)
	require.Equal(t, extract.Minor, changes[0].Level)
	require.Empty(t, diff.Documents(sitemap("", "pricing"), sitemap("pricing"), diff.Memory{}), "a page that is gone")
}

// Sitemaps are made by jobs that fail: what is left out once and is back is not new.
func TestAPageThatASitemapLeftOutIsNotNewAgain(t *testing.T) {
	whole, half := sitemap("", "pricing", "live"), sitemap("", "pricing")
	mem := diff.Memory{}.Remember(whole).Remember(half)
	require.Empty(t, diff.Documents(half, whole, mem))
	require.Len(t, diff.Documents(half, sitemap("", "pricing", "other"), mem), 1)
}

func TestManyNewPagesAreOneChange(t *testing.T) {
	var paths []string
	for i := range 1000 {
		paths = append(paths, fmt.Sprint("guide/", i))
	}
	changes := diff.Documents(sitemap("pricing"), sitemap(paths...), diff.Memory{})
	require.Len(t, changes, 1)
	require.Equal(t, "large change: more than 200 new pages", changes[0].Subject)
}
