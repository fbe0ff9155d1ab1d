package extract

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html/charset"

	"github.com/gapwatch/gapwatch/extract/dates"
)

// maxLinks bounds the addresses of a sitemap: the protocol's own limit (sitemaps.org).
const maxLinks = 50_000

func parseURL(s string) *url.URL {
	u, err := url.Parse(s)
	if err != nil {
		return nil
	}
	return u
}

// readSitemap reads a sitemap, a sitemap index, or a plain list of addresses.
func readSitemap(text string, l Limits, d *Document) error {
	if !strings.HasPrefix(strings.TrimSpace(text), "<") {
		return readAddressList(text, d)
	}
	if _, err := gateXML([]byte(text), l); err != nil {
		return err
	}
	z := xml.NewDecoder(strings.NewReader(text))
	z.Strict = false
	z.CharsetReader = charset.NewReaderLabel
	var link Link
	var name string
	for {
		tok, err := z.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("%w: this is not a sitemap that can be read", ErrParse)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			name = tok.Name.Local
		case xml.CharData:
			switch value := strings.TrimSpace(string(tok)); {
			case value == "":
			case name == "loc":
				link.URL = cut(value, maxAddress)
			case name == "lastmod":
				if when, _, ok := dates.Strict(value); ok {
					link.Modified = when
				}
			}
		case xml.EndElement:
			if tok.Name.Local == "url" || tok.Name.Local == "sitemap" {
				if toPage(link.URL) && len(d.Links) < maxLinks {
					d.Links = append(d.Links, link)
				}
				link = Link{}
			}
			name = ""
		}
	}
	if len(d.Links) == 0 {
		return fmt.Errorf("%w: the sitemap lists no address", ErrParse)
	}
	return nil
}

func readAddressList(text string, d *Document) error {
	for row := range strings.Lines(text) {
		row = strings.TrimSpace(row)
		if u, err := url.Parse(row); err == nil && u.Scheme != "" && toPage(row) && len(d.Links) < maxLinks {
			d.Links = append(d.Links, Link{URL: row})
		}
	}
	if len(d.Links) == 0 {
		return fmt.Errorf("%w: this is not a sitemap: it lists no address", ErrParse)
	}
	return nil
}

// toPage tells an address of the web, be it a relative one, as no script and no file is.
func toPage(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "") && address != ""
}
