package config

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// ErrFormat: the name of the file does not say a format that can be applied.
var ErrFormat = errors.New("cannot be applied")

// ParseFile reads a landscape in the format that the name of its file says: YAML (or JSON, which is YAML), CSV or OPML.
func ParseFile(name string, data []byte) (Landscape, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".yaml", ".yml", ".json":
		return ParseLandscape(name, data)
	case ".csv", ".tsv":
		return ParseCSV(name, data)
	case ".opml":
		return ParseOPML(name, data)
	}
	return Landscape{}, fmt.Errorf("%s %w: write a .yaml, .csv or .opml file", name, ErrFormat)
}

// sourcesOnly gathers a landscape from a plain list of sources.
type sourcesOnly struct {
	landscape Landscape
	place     map[string]int  // competitor key -> index
	seen      map[string]bool // competitor, kind and address
}

func newSourcesOnly() *sourcesOnly {
	return &sourcesOnly{landscape: Landscape{SourcesOnly: true}, place: map[string]int{}, seen: map[string]bool{}}
}

// add puts a source to its competitor, once.
func (l *sourcesOnly) add(competitor string, s Source) {
	key := keyOf(competitor)
	at, ok := l.place[key]
	if !ok {
		at = len(l.landscape.Competitors)
		l.place[key] = at
		l.landscape.Competitors = append(l.landscape.Competitors, Competitor{Key: key, Name: competitor})
	}
	if id := strings.Join([]string{key, string(s.Kind), s.URL}, "\x00"); !l.seen[id] {
		l.seen[id] = true
		k := &l.landscape.Competitors[at]
		k.Sources = append(k.Sources, s)
	}
}

// keyOf makes a key of a name: "Acme Analytics" becomes acme-analytics.
func keyOf(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(name)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '_':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-.")
}
