package web

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// The shapes of states and standings are symbols in templates/icons.html and their colours tokens in 00-tokens.css. A matrix
// of thousands of cells draws them as backgrounds: an element with a picture in each cell takes a browser too long. What a
// background shows inherits no colour, so each shape is written once in its colour by day and once in that by night.
var (
	glyphSymbol = regexp.MustCompile(`<symbol id="(st?-([a-z]+))" viewBox="([^"]+)">(.+?)</symbol>`)
	glyphColour = regexp.MustCompile(`--([a-z]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);`)
)

// glyphs is a style sheet with a property for each shape, such as --glyph-s-yes, that holds it as a picture.
func glyphs(icons, tokens []byte) ([]byte, error) {
	colours := map[string][2]string{}
	for _, m := range glyphColour.FindAllSubmatch(tokens, -1) {
		colours[string(m[1])] = [2]string{string(m[2]), string(m[3])}
	}
	var day, night bytes.Buffer
	for _, m := range glyphSymbol.FindAllSubmatch(icons, -1) {
		id, box, drawing := string(m[1]), string(m[3]), string(m[4])
		colour, ok := colours[string(m[2])]
		if !ok {
			return nil, fmt.Errorf("no colour for the shape %s", id)
		}
		fmt.Fprintf(&day, "--glyph-%s: %s;", id, picture(box, drawing, colour[0]))
		fmt.Fprintf(&night, "--glyph-%s: %s;", id, picture(box, drawing, colour[1]))
	}
	if day.Len() == 0 {
		return nil, fmt.Errorf("no shapes among the icons")
	}
	return fmt.Appendf(nil, "@layer tokens{:root{%[1]s}"+
		"@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){%[2]s}}"+
		"@media screen{[data-theme=dark]{%[2]s}}}\n", day.String(), night.String()), nil
}

// picture is a drawing in one colour, as CSS takes it.
func picture(box, drawing, colour string) string {
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="` + box + `">` + strings.ReplaceAll(drawing, "currentColor", colour) + `</svg>`
	return `url("data:image/svg+xml,` + url.PathEscape(strings.ReplaceAll(svg, `"`, `'`)) + `")`
}
