package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// tag is a start tag as it was read.
type tag struct {
	atom    atom.Atom
	name    string
	selfEnd bool // "/>"
}

// startTag reads a start tag with its attributes.
func (p *parser) startTag(rest string) bool {
	i, ok := p.readName(rest, 1)
	if !ok {
		return false
	}
	t := p.named(i - 1)
	p.attrs = p.attrs[:0]
	for {
		if i = skipBlanks(rest, i); i >= len(rest) {
			return false
		}
		switch rest[i] {
		case '>':
			p.at += i + 1
			return p.startElement(t)
		case '/':
			if i+1 >= len(rest) || rest[i+1] != '>' {
				return false
			}
			t.selfEnd = true
			i++
			continue
		}
		if i, ok = p.attribute(rest, i); !ok {
			return false
		}
	}
}

// endTag reads an end tag.
func (p *parser) endTag(rest string) bool {
	if len(rest) < 3 || rest[2]|0x20 < 'a' || rest[2]|0x20 > 'z' {
		return false
	}
	i, ok := p.readName(rest, 2)
	if !ok {
		return false
	}
	t := p.named(i - 2)
	if i = skipBlanks(rest, i); i >= len(rest) || rest[i] != '>' {
		return false
	}
	p.at += i + 1
	return p.endElement(t)
}

// readName reads the name of a tag into p.name and returns where it ends.
func (p *parser) readName(rest string, from int) (end int, ok bool) {
	for i := from; i < len(rest); i++ {
		c := rest[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c |= 0x20
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c == ':', c == '_', c == '.':
		case c == ' ', c == '\n', c == '\t', c == '\f', c == '/', c == '>':
			return i, true
		default:
			return 0, false
		}
		if i-from >= maxTagName {
			return 0, false
		}
		p.name[i-from] = c
	}
	return 0, false
}

// named is the tag whose name has been read.
func (p *parser) named(size int) tag {
	if a := atom.Lookup(p.name[:size]); a != 0 {
		return tag{atom: a, name: a.String()}
	}
	return tag{name: string(p.name[:size])}
}

// attribute reads one attribute and returns where it ends. Of two of one name the first counts.
func (p *parser) attribute(rest string, i int) (end int, ok bool) {
	from := i
	for i < len(rest) && !endsKey(rest[i]) {
		if rest[i] >= 0x80 || i-from >= maxTagName {
			return 0, false
		}
		i++
	}
	if i == from {
		return 0, false
	}
	key := p.key(rest[from:i])
	value := ""
	after := skipBlanks(rest, i)
	if after < len(rest) && rest[after] == '=' {
		if value, i, ok = p.value(rest, skipBlanks(rest, after+1)); !ok {
			return 0, false
		}
	}
	for _, a := range p.attrs {
		if a.Key == key {
			return i, !strings.HasPrefix(rest[i-1:], "/>") // html.Parse takes the end of such a value for that of the element
		}
	}
	if len(p.attrs) == mostPlain {
		return 0, false
	}
	p.attrs = append(p.attrs, html.Attribute{Key: key, Val: value})
	return i, true
}

func endsKey(c byte) bool {
	switch c {
	case '=', ' ', '\n', '\t', '\f', '/', '>':
		return true
	}
	return false
}

// key is the name of an attribute in lower case; common ones take no memory.
func (p *parser) key(s string) string {
	var lower [maxTagName]byte
	plain := true
	for i := range len(s) {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
			plain = false
		}
		lower[i] = c
	}
	if plain {
		return s
	}
	return string(lower[:len(s)])
}

// value reads the value of an attribute.
func (p *parser) value(rest string, i int) (value string, end int, ok bool) {
	if i >= len(rest) || rest[i] == '>' {
		return "", 0, false
	}
	if quote := rest[i]; quote == '"' || quote == '\'' {
		size := strings.IndexByte(rest[i+1:], quote)
		if size < 0 {
			return "", 0, false
		}
		return unescapeValue(rest[i+1:i+1+size], quote), i + size + 2, true
	}
	size := strings.IndexAny(rest[i:], " \n\t\f>")
	if size < 0 || strings.ContainsAny(rest[i:i+size], "\"'<&`") {
		return "", 0, false
	}
	return rest[i : i+size], i + size, true
}

// unescapeValue undoes the character references of a value. Those of values have rules of their own, which only the
// tokenizer knows.
func unescapeValue(s string, quote byte) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	z := html.NewTokenizer(strings.NewReader("<a b=" + string(quote) + s + string(quote) + ">"))
	z.Next()
	z.TagName()
	_, value, _ := z.TagAttr()
	return string(value)
}

func skipBlanks(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\f') {
		i++
	}
	return i
}

// adjusted gives names within drawings the letters that html.Parse gives them.
func adjusted(t *tag, attrs []html.Attribute) {
	if name, ok := svgNames[t.name]; ok {
		t.name = name
		t.atom = atom.Lookup([]byte(name))
	}
	for i := range attrs {
		a := &attrs[i]
		if name, ok := svgAttributes[a.Key]; ok {
			a.Key = name
		}
		switch a.Key {
		case "xlink:actuate", "xlink:arcrole", "xlink:href", "xlink:role", "xlink:show", "xlink:title", "xlink:type",
			"xml:lang", "xml:space", "xmlns:xlink":
			a.Namespace, a.Key, _ = strings.Cut(a.Key, ":")
		}
	}
}

// Names of elements and attributes of drawings that have capitals (WHATWG HTML, 13.2.6.1 and 13.2.6.5).
var (
	svgNames = byLowerCase(`altGlyph altGlyphDef altGlyphItem animateColor animateMotion animateTransform clipPath feBlend
		feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight
		feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset
		fePointLight feSpecularLighting feSpotLight feTile feTurbulence foreignObject glyphRef linearGradient
		radialGradient textPath`)
	svgAttributes = byLowerCase(`attributeName attributeType baseFrequency baseProfile calcMode clipPathUnits diffuseConstant
		edgeMode filterUnits glyphRef gradientTransform gradientUnits kernelMatrix kernelUnitLength keyPoints keySplines
		keyTimes lengthAdjust limitingConeAngle markerHeight markerUnits markerWidth maskContentUnits maskUnits numOctaves
		pathLength patternContentUnits patternTransform patternUnits pointsAtX pointsAtY pointsAtZ preserveAlpha
		preserveAspectRatio primitiveUnits refX refY repeatCount repeatDur requiredExtensions requiredFeatures
		specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles surfaceScale systemLanguage
		tableValues targetX targetY textLength viewBox viewTarget xChannelSelector yChannelSelector zoomAndPan`)
)

func byLowerCase(names string) map[string]string {
	m := map[string]string{}
	for name := range strings.FieldsSeq(names) {
		m[strings.ToLower(name)] = name
	}
	return m
}
