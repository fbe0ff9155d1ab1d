package extract

import (
	"bytes"
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// Read understands a page. The error wraps ErrParse where the bytes are not what the kind promises and ErrDecode where
// they cannot be turned into text; a page that says little is no error.
func Read(p Page) (Document, error) {
	p.Limits = p.Limits.orDefault()
	d, err := read(p)
	d.Entries = p.Rules.dropEntries(d.Entries)
	d.cutFields(p.Limits.Field)
	return d, err
}

func read(p Page) (Document, error) {
	d := Document{Kind: p.Kind, Reader: ReaderVersion}
	if p.Kind == Feed {
		err := readFeed(p, &d)
		return d, err
	}
	if looksBinary(p.Body) {
		return d, fmt.Errorf("%w: this is not text but some other kind of file", ErrParse)
	}
	text, err := p.decoded()
	if err != nil {
		return d, err
	}
	if p.Kind == Sitemap {
		err := readSitemap(text, p.Limits, &d)
		return d, err
	}
	if isFeed(text) && p.Kind != Pricing {
		err := readFeed(p, &d)
		return d, err
	}
	d.Cut = cutShort(text)
	t := p.tree(text, &d)
	p.Rules.apply(t.root, &d)
	d.Blocks = t.blocks()
	switch p.Kind {
	case Pricing:
		d.Plans = t.plans()
	case Changelog:
		d.Entries = t.entries()
	}
	return d, nil
}

// cutShort tells a page that was cut: it ends without closing itself while parts of it are still open. Pages that
// merely leave out the last tags close their parts.
func cutShort(text string) bool {
	tail := strings.ToLower(text[max(0, len(text)-4096):])
	if strings.Contains(tail, "</html") || strings.Contains(tail, "</body") {
		return false
	}
	return strings.Count(text, "<div") > strings.Count(text, "</div") && strings.Contains(text, "<body")
}

// decode turns a body into UTF-8: by byte order mark, else as sent, else as the page itself says, else by its bytes.
func decode(p Page) (string, error) {
	body := p.Body
	if b, ok := bytes.CutPrefix(body, []byte("\xef\xbb\xbf")); ok {
		return strings.ToValidUTF8(uncopied(b), "\ufffd"), nil
	}
	enc, name, sure := encodingOf(p)
	if name == "utf-8" || !sure && utf8.Valid(body) {
		return strings.ToValidUTF8(uncopied(body), "\ufffd"), nil
	}
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return "", fmt.Errorf("%w: its bytes are not %s, although it says so", ErrDecode, name)
	}
	return strings.ToValidUTF8(string(out), "\ufffd"), nil
}

// uncopied is a body as a string, of which pages of megabytes need no second one: nobody writes to a body.
func uncopied(body []byte) string { return unsafe.String(unsafe.SliceData(body), len(body)) }

func encodingOf(p Page) (encoding.Encoding, string, bool) {
	_, params, err := mime.ParseMediaType(p.ContentType)
	label := strings.ToLower(params["charset"])
	if err == nil && strings.HasPrefix(label, "utf-16") && !hasUTF16Mark(p.Body) {
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), label, true
	}
	enc, name, sure := charset.DetermineEncoding(p.Body, cleanType(p.ContentType))
	if name == "windows-1252" && !sure && mostlyUTF8(p.Body) {
		return enc, "utf-8", true
	}
	if name == "utf-8" && label == "" && !sure && !mostlyUTF8(p.Body) {
		return charset.DetermineEncoding(p.Body, "text/html; charset=windows-1252")
	}
	return enc, name, sure
}

func hasUTF16Mark(b []byte) bool {
	return bytes.HasPrefix(b, []byte{0xfe, 0xff}) || bytes.HasPrefix(b, []byte{0xff, 0xfe})
}

// cleanType drops what is not a media type, so that one evil parameter does not decide.
func cleanType(contentType string) string {
	if _, _, err := mime.ParseMediaType(contentType); err != nil {
		return ""
	}
	return contentType
}

// looksBinary tells images, archives and noise from text: many control bytes at the beginning.
func looksBinary(b []byte) bool {
	if hasUTF16Mark(b) {
		return false
	}
	head := b[:min(len(b), 4096)]
	control, nul, bad := 0, 0, 0
	for _, c := range head {
		switch {
		case c == 0:
			nul++
		case c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b:
			control++
		case c >= 0x80:
			bad++
		}
	}
	if nul > len(head)/3 { // UTF-16 without a mark has every other byte zero
		return nul > len(head)*2/3
	}
	return control > len(head)/20 || bad > len(head)/4 && control > len(head)/100 && !utf8.Valid(trimPartial(head))
}

// trimPartial drops a rune that the cut has split.
func trimPartial(b []byte) []byte {
	for i := 0; i < 3 && len(b) > 0 && !utf8.Valid(b); i++ {
		b = b[:len(b)-1]
	}
	return b
}

// cutFields shortens titles and names to what is stored of one.
func (d *Document) cutFields(limit int) {
	d.Title = cut(d.Title, limit)
	for i := range d.Blocks {
		d.Blocks[i].Section = cut(d.Blocks[i].Section, limit)
	}
	for i := range d.Entries {
		e := &d.Entries[i]
		e.Title, e.Quote = cut(e.Title, limit), cut(e.Quote, limit)
	}
	for i := range d.Plans {
		p := &d.Plans[i]
		p.Name, p.Group, p.Quote = cut(p.Name, limit), cut(p.Group, limit), cut(p.Quote, limit)
		for j := range p.Features {
			f := &p.Features[j]
			f.Section, f.Name, f.Text = cut(f.Section, limit), cut(f.Name, limit), cut(f.Text, limit)
		}
	}
}
