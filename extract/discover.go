package extract

import (
	"strings"

	"github.com/PuerkitoBio/goquery"

	"github.com/gapwatch/gapwatch/extract/fold"
	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// Proposal is an address that a competitor's page points to and that may be worth watching.
type Proposal struct {
	Kind Kind   `json:"kind"`
	URL  string `json:"url"`
	Why  string `json:"why"`
}

var (
	pricingLink   = regexp.MustCompile(`(?i)\b(pricing|prices|plans|preise|tarifs)\b`)
	changelogLink = regexp.MustCompile(`(?i)\b(change ?log|what['’]?s new|release ?notes|releases|product updates|updates)\b`)
	separators    = strings.NewReplacer("-", " ", "_", " ", "/", " ", ".", " ")
)

// Discover proposes sources from a page, usually a home page: feeds it declares, pages its links call pricing or
// changelog, its sitemap. Each address is proposed once.
func Discover(p Page) ([]Proposal, error) {
	text, err := decode(p)
	if err != nil {
		return nil, err
	}
	var d Document
	t := p.tree(text, &d)
	var out []Proposal
	add := func(kind Kind, href, why string) {
		address := t.resolve(href)
		for _, o := range out {
			if o.URL == address {
				return
			}
		}
		if address != "" {
			out = append(out, Proposal{kind, address, why})
		}
	}
	page := goquery.NewDocumentFromNode(t.root)
	page.Find(`link[rel~="alternate"]`).Each(func(_ int, s *goquery.Selection) {
		typ := s.AttrOr("type", "")
		if strings.Contains(typ, "rss") || strings.Contains(typ, "atom") || strings.Contains(typ, "feed+json") {
			add(Feed, s.AttrOr("href", ""), "the page declares it as a feed")
		}
	})
	page.Find("a[href]").Each(func(_ int, s *goquery.Selection) {
		href, label := s.AttrOr("href", ""), fold.Text(s.Text())
		said := label + " " + separators.Replace(href)
		switch {
		case len(label) > 60:
		case changelogLink.MatchString(said):
			add(Changelog, href, `a link says "`+first(label, href)+`"`)
		case pricingLink.MatchString(said):
			add(Pricing, href, `a link says "`+first(label, href)+`"`)
		}
	})
	add(Sitemap, "/sitemap.xml", "the usual place of a sitemap; not asked for yet")
	return out, nil
}
