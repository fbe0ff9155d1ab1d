package diff

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gapwatch/gapwatch/extract"
)

// pages are the fixtures of both rooms.
func pages(t *testing.T) (out []string) {
	t.Helper()
	for _, root := range []string{"testdata", filepath.Join("..", "extract", "testdata", "bench")} {
		require.NoError(t, filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".html") && !strings.HasSuffix(path, ".xml") {
				return err
			}
			body, err := os.ReadFile(path)
			out = append(out, string(body))
			return err
		}))
	}
	require.NotEmpty(t, out)
	return out
}

// fixtures are the pages of both rooms, read as each kind.
func fixtures(t *testing.T) []extract.Document {
	t.Helper()
	var docs []extract.Document
	for _, body := range pages(t) {
		for _, kind := range []extract.Kind{extract.Pricing, extract.Changelog, extract.PageKind, extract.Feed} {
			page := extract.Page{Kind: kind, URL: "https://a.example/", Body: []byte(body)}
			if doc, err := extract.Read(page); err == nil {
				docs = append(docs, doc)
			}
		}
	}
	require.NotEmpty(t, docs)
	return docs
}

// TestTheSameEssenceMeansNoChange is what lets a page pass without a comparison.
func TestTheSameEssenceMeansNoChange(t *testing.T) {
	same, other := 0, 0
	r := rand.New(rand.NewPCG(1, 2))
	for _, doc := range fixtures(t) {
		require.True(t, SameEssence(Essence(doc), Essence(doc)))
		require.Empty(t, Documents(doc, doc, Memory{}))
		for range 10 {
			changed := mutated(doc, r)
			_, collapsed := extract.Collapsed(doc, changed)
			if !SameEssence(Essence(doc), Essence(changed)) {
				other++
				continue
			}
			same++
			require.False(t, collapsed)
			require.Empty(t, Documents(doc, changed, Memory{}))
			require.Empty(t, Documents(changed, doc, Memory{}))
		}
	}
	require.Positive(t, same)
	require.Positive(t, other)
}

// mutated is a document with one thing changed by chance.
func mutated(doc extract.Document, r *rand.Rand) extract.Document {
	doc.Blocks = append([]extract.Block{}, doc.Blocks...)
	doc.Plans = append([]extract.Plan{}, doc.Plans...)
	doc.Entries = append([]extract.Entry{}, doc.Entries...)
	if n := len(doc.Blocks); n > 1 {
		b := &doc.Blocks[r.IntN(n)]
		switch r.IntN(6) {
		case 0:
			b.Text += " and 15 more"
		case 1:
			b.Text = strings.ToUpper(b.Text)
		case 2:
			b.Text += " updated 2026-03-01 10:20:30"
		case 3:
			r.Shuffle(n, func(i, j int) { doc.Blocks[i], doc.Blocks[j] = doc.Blocks[j], doc.Blocks[i] })
		case 4:
			doc.Blocks = doc.Blocks[:n/20]
		}
	}
	if n := len(doc.Plans); n > 0 && r.IntN(2) == 0 {
		p := &doc.Plans[r.IntN(n)]
		p.Prices = append([]extract.Price{}, p.Prices...)
		p.Features = append([]extract.FeatureRow{}, p.Features...)
		switch k := r.IntN(5); {
		case k == 0:
			p.Name += " Plus"
		case k == 1 && len(p.Prices) > 0:
			p.Prices[0].Minor++
		case k == 2 && len(p.Features) > 0:
			p.Features[0].Text += "0"
		case k == 3:
			p.Quote += "!"
		case k == 4:
			p.Custom = !p.Custom
		}
	}
	if n := len(doc.Entries); n > 0 && r.IntN(2) == 0 {
		e := &doc.Entries[r.IntN(n)]
		switch r.IntN(4) {
		case 0:
			e.Title += " again"
		case 1:
			e.Date = e.Date.AddDate(0, 0, 1)
		case 2:
			e.Items = nil
		case 3:
			e.Key += "x"
		}
	}
	return doc
}

func TestEssencesOfOtherSizesAreNone(t *testing.T) {
	require.False(t, SameEssence(nil, nil))
	require.False(t, SameEssence(nil, Essence(extract.Document{})))
	require.NotEqual(t, Essence(extract.Document{Kind: extract.Sitemap}), Essence(extract.Document{Kind: extract.PageKind}))
}
