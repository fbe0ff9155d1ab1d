package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
)

//go:embed templates/report.html
var page string

//go:embed templates/report.css
var style string

// HTML writes the report as one page that stands by itself: no script, nothing loaded from elsewhere. What competitors
// and customers wrote is text, never markup.
func HTML(w io.Writer, r Report) error {
	t, err := template.New("report").Funcs(template.FuncMap{
		"day":        Day,
		"seen":       dayOrNever,
		"arithmetic": Arithmetic,
		"upper":      upper,
		"short":      shortAddress,
		"style":      func() template.CSS { return template.CSS(style) }, // our own file
	}).Parse(page)
	if err != nil {
		return fmt.Errorf("report template: %w", err)
	}
	return t.Execute(w, r)
}

// StyleHash is the source expression that lets a strict Content-Security-Policy accept the report's own style.
func StyleHash() string {
	sum := sha256.Sum256([]byte(style))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
