package config

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds of an OPML file.
const (
	opmlSize     = 16 << 20
	opmlDepth    = 64
	opmlOutlines = 20_000
)

// ParseOPML reads the feeds of a list that feed readers export. A folder names the competitor of the feeds in it; a
// feed outside any folder is its own.
func ParseOPML(name string, data []byte) (Landscape, error) {
	wrong := func(line, column int, format string, args ...any) (Landscape, error) {
		return Landscape{}, Problems{{File: name, Line: line, Column: column, Text: fmt.Sprintf(format, args...)}}
	}
	if len(data) > opmlSize {
		return wrong(0, 0, "larger than %s", Size(opmlSize))
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = true
	d.CharsetReader = latin1
	list, o := newSourcesOnly(), opml{}
	for {
		token, err := d.Token()
		line, column := d.InputPos()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return wrong(line, column, "not OPML: %s", err)
		}
		if err := o.take(token, list); err != nil {
			return wrong(line, column, "%s", err)
		}
	}
	if !o.seen {
		return wrong(0, 0, "not OPML: there is no <opml> element")
	}
	return list.landscape, nil
}

// opml is where in the tree of outlines the reader stands.
type opml struct {
	seen     bool
	folders  []string // title of each open element; empty for those that are no folder
	outlines int
}

func (o *opml) take(token xml.Token, list *sourcesOnly) error {
	switch t := token.(type) {
	case xml.Directive:
		return errors.New("a document type is not allowed; remove the <! ...> line")
	case xml.EndElement:
		o.folders = o.folders[:len(o.folders)-1]
	case xml.StartElement:
		if len(o.folders) >= opmlDepth {
			return fmt.Errorf("nested more than %d deep", opmlDepth)
		}
		o.seen = o.seen || t.Name.Local == "opml"
		o.folders = append(o.folders, "")
		if t.Name.Local == "outline" {
			return o.outline(t, list)
		}
	}
	return nil
}

func (o *opml) outline(t xml.StartElement, list *sourcesOnly) error {
	if o.outlines++; o.outlines > opmlOutlines {
		return fmt.Errorf("more than %d outlines", opmlOutlines)
	}
	attrs := map[string]string{}
	for _, a := range t.Attr {
		attrs[strings.ToLower(a.Name.Local)] = strings.TrimSpace(a.Value)
	}
	title := attrs["title"]
	if title == "" {
		title = attrs["text"]
	}
	url := attrs["xmlurl"]
	if url == "" {
		o.folders[len(o.folders)-1] = title
		return nil
	}
	competitor := title
	for _, folder := range o.folders {
		if keyOf(folder) != "" {
			competitor = folder
		}
	}
	if keyOf(competitor) == "" {
		return fmt.Errorf("the feed %q has no title", clip(url))
	}
	list.add(competitor, Source{Kind: "feed", URL: url})
	return nil
}

// latin1 serves the one other character set that such files still use.
func latin1(charset string, r io.Reader) (io.Reader, error) {
	switch strings.ToLower(charset) {
	case "utf-8", "us-ascii":
		return r, nil
	case "iso-8859-1", "latin1", "windows-1252":
		data, err := io.ReadAll(r)
		runes := make([]rune, len(data))
		for i, b := range data {
			runes[i] = rune(b)
		}
		return strings.NewReader(string(runes)), err
	}
	return nil, fmt.Errorf("character set %q; save it as UTF-8", charset)
}
