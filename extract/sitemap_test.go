package extract

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestASitemapWithDaysThatNeverWere(t *testing.T) {
	for _, day := range []string{"0000-00-00", "0000-00-00T00:00:00Z", "2026-13-01", "0001-01-01T00:00:00Z", "9999-12-31"} {
		body := `<urlset><url><loc>https://acme.test/x</loc><lastmod>` + day + `</lastmod></url></urlset>`
		doc, err := Read(Page{Kind: Sitemap, URL: "https://acme.test/sitemap.xml", Body: []byte(body)})
		require.NoError(t, err, day)
		require.Len(t, doc.Links, 1)
		require.True(t, doc.Links[0].Modified.IsZero(), "%s: %s", day, doc.Links[0].Modified)
		_, err = json.Marshal(doc)
		require.NoError(t, err, day)
	}
}

func TestASitemapListsPagesOnly(t *testing.T) {
	body := `<urlset><url><loc>javascript:alert(1)</loc></url><url><loc>file:///etc/passwd</loc></url><url><loc>/relative</loc></url>` +
		`<url><loc>https://acme.test/x</loc></url></urlset>`
	doc, err := Read(Page{Kind: Sitemap, URL: "https://acme.test/sitemap.xml", Body: []byte(body)})
	require.NoError(t, err)
	require.Equal(t, []Link{{URL: "/relative"}, {URL: "https://acme.test/x"}}, doc.Links)
}
