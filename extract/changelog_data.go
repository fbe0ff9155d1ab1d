package extract

import (
	"slices"
	"time"

	"github.com/gapwatch/gapwatch/extract/dates"
	"github.com/gapwatch/gapwatch/extract/fold"
)

// Types of schema.org whose dates say when something was published.
var newsTypes = []string{"Article", "BlogPosting", "NewsArticle", "TechArticle", "SocialMediaPosting", "LiveBlogPosting", "CreativeWork"}

// story is an article of schema.org data: its headline, and the day on which it came out.
type story struct {
	headline string
	day      time.Time
	prec     dates.Precision
}

// structuredEntries reads lists of news whose dates stand in their schema.org data (JSON-LD) alone. A story counts where
// its headline is a line of the page.
func (t *tree) structuredEntries(pieces []piece) []Entry {
	stories := map[string]story{}
	for _, data := range t.linkedData() {
		eachStory(data, 0, func(s story) { stories[s.headline] = s })
	}
	if len(stories) < 2 {
		return nil
	}
	var heads []int
	for i, p := range pieces {
		if _, ok := stories[p.text]; ok {
			heads = append(heads, i)
		}
	}
	var out []Entry
	for k, i := range heads {
		end := len(pieces)
		if k+1 < len(heads) {
			end = heads[k+1]
		}
		end = flatEnd(pieces, dayCard{mark: i, lo: i, hi: end}, nil)
		s := stories[pieces[i].text]
		out = append(out, t.entry(pieces[i].text, pieces[i], piece{date: s.day, prec: s.prec}, pieces[i+1:end]))
	}
	if len(distinct(out)) < 2 {
		return nil
	}
	return out
}

// eachStory visits the articles of nested data.
func eachStory(v any, depth int, visit func(story)) {
	if depth > 12 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			eachStory(x, depth+1, visit)
		}
	case map[string]any:
		if s, ok := storyOf(v); ok {
			visit(s)
		}
		for _, key := range []string{"@graph", "blogPost", "blogPosts", "itemListElement", "item", "mainEntity", "hasPart"} {
			if x, ok := v[key]; ok {
				eachStory(x, depth+1, visit)
			}
		}
	}
}

func storyOf(v map[string]any) (story, bool) {
	kind, _ := v["@type"].(string)
	headline, _ := v["headline"].(string)
	if headline == "" {
		headline, _ = v["name"].(string)
	}
	stamp, _ := v["datePublished"].(string)
	day, prec, ok := dates.Strict(fold.Text(stamp))
	return story{cut(fold.Text(headline), maxField), day, prec}, ok && headline != "" && slices.Contains(newsTypes, kind)
}
