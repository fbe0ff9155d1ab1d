package extract

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"golang.org/x/net/html/charset"
)

// maxAttributes of one element that a feed may have, so that no library meets one that would exhaust it.
const maxAttributes = 1000

// maxBase bounds the addresses against which an element resolves its own, in bytes: a library keeps one for each element
// around it, joined to those further out.
const maxBase = 1000

// gated is what the gate has seen of a feed.
type gated struct {
	items int  // elements that are items of some dialect
	tags  int  // elements; a library keeps each of those that it does not know
	sound bool // all of it could be walked
}

// gateXML lets through what no library is exhausted by: bounded depth, items and attributes. A document type is walked
// over and never obeyed: no entity of its own is expanded, no other file is asked for.
func gateXML(body []byte, l Limits) (gated, error) {
	if seen, ok := scanXML(body, l); ok {
		return seen, nil
	}
	return walkXML(body, l)
}

// scanXML walks the tags of plain markup by their brackets, a dozen times faster than a parser. It says yes or does not
// know: whatever is unusual or near a limit is left to walkXML.
func scanXML(body []byte, l Limits) (seen gated, ok bool) {
	depth := 0
	for {
		at := bytes.IndexByte(body, '<')
		if at < 0 {
			seen.sound = true
			return seen, depth == 0
		}
		body = body[at:]
		end := -1
		switch {
		case bytes.HasPrefix(body, []byte("<!--")):
			end = after(body, 4, "-->")
		case bytes.HasPrefix(body, []byte("<![CDATA[")):
			end = after(body, 9, "]]>")
		case bytes.HasPrefix(body, []byte("<?")):
			end = after(body, 2, "?>")
		case bytes.HasPrefix(body, []byte("</")):
			end = after(body, 2, ">")
			depth--
		case !bytes.HasPrefix(body, []byte("<!")):
			seen.tags++
			end = tagEnd(body)
			if end > 0 && bytes.Contains(body[:end], []byte("base")) {
				return seen, false // an address may be named in it
			}
			if end > 0 && body[end-2] != '/' {
				depth++
			}
			if isItem(body) {
				seen.items++
			}
		}
		if end < 0 || depth < 0 || depth > l.XMLDepth || seen.items > l.XMLItems {
			return seen, false
		}
		body = body[end:]
	}
}

// after is where a part that ends with a mark ends, from the start of its content on; -1 where it does not.
func after(body []byte, start int, mark string) int {
	at := bytes.Index(body[start:], []byte(mark))
	if at < 0 {
		return -1
	}
	return start + at + len(mark)
}

// tagEnd is where a start tag of usual length ends; a bracket within quotes does not end it.
func tagEnd(body []byte) int {
	quote := byte(0)
	for i, c := range body[:min(len(body), maxAttributes)] {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == 0 && c == '>':
			return i + 1
		}
	}
	return -1
}

// isItem tells the start tag of an item in any dialect, whatever its prefix.
func isItem(tag []byte) bool {
	name := tag[1:min(len(tag), 64)]
	if i := bytes.IndexAny(name, " \t\r\n/>"); i >= 0 {
		name = name[:i]
	}
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	return string(name) == "item" || string(name) == "entry"
}

// walkXML walks the tokens of a parser that builds nothing.
func walkXML(body []byte, l Limits) (gated, error) {
	var seen gated
	z := xml.NewDecoder(bytes.NewReader(body))
	z.Strict = false
	z.CharsetReader = charset.NewReaderLabel
	bases := []int{0} // bytes of the addresses of each element that is open, and of those around it
	for {
		tok, err := z.RawToken()
		if errors.Is(err, io.EOF) {
			seen.sound = true
			return seen, nil
		}
		if err != nil {
			return seen, nil // not well formed: only the reader that builds no tree may read on
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			depth := len(bases)
			if depth > l.XMLDepth {
				return seen, fmt.Errorf("%w: the feed is nested more than %d deep", ErrParse, l.XMLDepth)
			}
			seen.tags++
			if name := tok.Name.Local; name == "item" || name == "entry" {
				if seen.items++; seen.items > l.XMLItems {
					return seen, fmt.Errorf("%w: the feed holds more than %d items", ErrParse, l.XMLItems)
				}
			}
			if len(tok.Attr) > maxAttributes {
				return seen, fmt.Errorf("%w: an element of the feed has more than 1,000 attributes", ErrParse)
			}
			bases = append(bases, bases[depth-1]+baseOf(tok))
			if bases[depth] > maxBase {
				return seen, fmt.Errorf("%w: the feed resolves addresses against one of more than 1,000 bytes", ErrParse)
			}
		case xml.EndElement:
			bases = bases[:max(len(bases)-1, 1)]
		}
	}
}

// baseOf is how long the address is that an element names for those within it.
func baseOf(e xml.StartElement) int {
	for _, a := range e.Attr {
		if a.Name.Local == "base" {
			return len(a.Value)
		}
	}
	return 0
}
