package markup

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// differs says where two trees differ, or nothing.
func differs(a, b *html.Node) string {
	if a.Type != b.Type || a.DataAtom != b.DataAtom || a.Data != b.Data || a.Namespace != b.Namespace ||
		!slices.Equal(a.Attr, b.Attr) {
		return fmt.Sprintf("%v %q %v and %v %q %v", a.Type, a.Data, a.Attr, b.Type, b.Data, b.Attr)
	}
	c, d := a.FirstChild, b.FirstChild
	for c != nil && d != nil {
		if d.Parent != b || (d.PrevSibling == nil) != (c.PrevSibling == nil) {
			return fmt.Sprintf("links of %q", d.Data)
		}
		if s := differs(c, d); s != "" {
			return a.Data + " > " + s
		}
		c, d = c.NextSibling, d.NextSibling
	}
	if c != nil || d != nil || (a.LastChild == nil) != (b.LastChild == nil) {
		return fmt.Sprintf("%q: number of children", a.Data)
	}
	return ""
}

const inPage = "<!doctype html><html><head><title>t</title></head><body>%s</body></html>"

// plainPieces are read by Plain itself.
func plainPieces() []string {
	return []string{
		"", "text", "a < b &amp; c &lt d", "<p>one<p>two<div>three</div>", "<ul><li>a<li>b<ul><li>c</ul></ul>",
		"<dl><dt>a<dd>b<dt>c</dl>", "<table><tr><td>a<td>b<tr><th>c</table>", "<b><i>x</i></b><b>y</b>",
		"<table><caption>c</caption><colgroup><col><col></colgroup><thead><tr><th>h</thead><tbody><tr><td><p>a</table>",
		"<select><option>a<option selected>b<optgroup label=c></optgroup></select>", "<a href='?a=1&copy=2&amp;b'>x</a>",
		`<svg viewBox="0 0 1 1" xlink:href="#a"><lineargradient/><path d="M0"/><title>t</title><a><g></g></a></svg>`,
		"<pre>\n\nx</pre>", "<textarea>\nx &amp; <b></textarea>", "<script>if (a<b) '</s'</script>", "<!-- a - b &amp; -->",
		"<br/><img src=/a/ alt=''/><input disabled/>", "<DIV CLASS=A Class=b>x</DIV>", "<form><p>x</p></form><form></form>",
		"<em z=1 a=2>x</em>", "<svg d=/>0</svg>", "<noscript><p>x</noscript>", "<custom-part x>y</custom-part>", "<div/>x</div>",
		"<h1>a</h1><h2>b</h2>", "<iframe><b></iframe>", "<b>1<b>2<b>3<b>4</b>5</b></b></b>", "<button><p>x</p></button>",
		"<table> <tbody> <tr> <td> x </td> </tr> </tbody> </table>", "<style>a>b{}</style>", "<template><p>x<b>y</b></template>z", "<script><!-- x --></script>", "</li>",
	}
}

// mendedPieces need the rules of html.Parse.
func mendedPieces() []string {
	return []string{
		"<b><p>x</b>y</p>", "<a>x<a>y</a>", "<table>x</table>", "<p>x</div></p>", "</p>", "<li><b>x<li>y", "<template><tr></template>", "<template><form></template>",
		"<svg><p>x</p></svg>", "<svg><![CDATA[x]]></svg>", "<p><span><div>x</div></span>", "<form><form></form></form>",
		"<math><mi>x</mi></math>", "<script><!-- <script> --></script>", "<h1>a<h2>b</h2></h1>", "<?php ?>", "<!x>", "</>",
		"<select><input></select>", "<div", "<td>x", "<!--->", "<svg d d=/>0", "<body class=a>", "<p>x</br>", "</body>x", "<nobr>", "\x00",
	}
}

func TestPlainIsReadAsTheStandardSays(t *testing.T) {
	for _, piece := range plainPieces() {
		text := fmt.Sprintf(inPage, piece)
		want, err := html.Parse(strings.NewReader(text))
		require.NoError(t, err)
		got, _, ok := Plain(text)
		require.True(t, ok, piece)
		require.Empty(t, differs(want, got), piece)
	}
	for _, piece := range mendedPieces() {
		_, _, ok := Plain(fmt.Sprintf(inPage, piece))
		require.False(t, ok, piece)
	}
}

func TestPagesWithoutTheirOuterTagsAreRead(t *testing.T) {
	for _, text := range []string{
		"<!doctype html><title>t</title><p>x", "<!-- a --><!DOCTYPE html>\n<!-- b --><html lang=en>\n<meta charset=utf-8>\n<body>\n x",
		"<!doctype html><html><head></head>\n<!-- c -->\n<div>x</div></html>", "<!doctype html><script></script><body id=a><p>x</p></body></html>\n",
		"<!doctype html><p><div>x</body></html>\n<!-- e -->", "<html><p><b>x</b></p>", "<!doctype html><p>x</p></body> <!-- c --> </html>",
		"<!doctype html><head>\r\n<style>a</style></head><body>x\r\ny</body></html><!-- d -->",
	} {
		want, err := html.Parse(strings.NewReader(text))
		require.NoError(t, err)
		got, _, ok := Plain(text)
		if ok {
			require.Empty(t, differs(want, got), text)
		}
	}
}

// TestFixturesAreReadAsTheStandardSays reads every page that is kept for other tests.
func TestFixturesAreReadAsTheStandardSays(t *testing.T) {
	pages, plain := 0, 0
	require.NoError(t, filepath.WalkDir(filepath.Join("..", "testdata"), func(path string, d os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".html") {
			return err
		}
		body, err := os.ReadFile(path)
		require.NoError(t, err)
		text := strings.ToValidUTF8(string(body), "\ufffd")
		want, err := html.Parse(strings.NewReader(text))
		require.NoError(t, err)
		pages++
		if got, _, ok := Plain(text); ok {
			plain++
			require.Empty(t, differs(want, got), path)
		}
		return nil
	}))
	require.Greater(t, plain, pages/2)
}

func FuzzPlain(f *testing.F) {
	for _, piece := range append(plainPieces(), mendedPieces()...) {
		f.Add(fmt.Sprintf(inPage, piece))
		f.Add("<!doctype html>" + piece)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "\ufffd")
		got, _, ok := Plain(text)
		if !ok {
			return
		}
		want, err := html.Parse(strings.NewReader(text))
		require.NoError(t, err)
		require.Empty(t, differs(want, got))
	})
}

// TestMadeUpMarkupIsReadAsTheStandardSays writes pages by chance: mostly in order, with a fault here and there.
func TestMadeUpMarkupIsReadAsTheStandardSays(t *testing.T) {
	names := strings.Fields(`p div span ul ol li dl dt dd a b i em code section article header footer nav main h1 h2 h3 table
		thead tbody tfoot tr td th caption colgroup select option optgroup button form label svg g path title desc pre
		template details summary blockquote figure small strong fieldset br img input hr col wbr source link meta
		script style textarea noscript iframe custom-part`)
	const pages = 20_000
	plain := 0
	for seed := range uint64(pages) {
		w := writer{Rand: rand.New(rand.NewPCG(seed, 7)), names: names}
		w.WriteString([]string{"<!doctype html>", "", "<!doctype html><html><head></head><body>", "<!doctype html><title>x</title>"}[w.IntN(4)])
		w.content(0)
		w.WriteString([]string{"", "</body></html>", "</body>\n</html>\n"}[w.IntN(3)])
		got, _, ok := Plain(w.String())
		if !ok {
			continue
		}
		plain++
		want, err := html.Parse(strings.NewReader(w.String()))
		require.NoError(t, err)
		require.Empty(t, differs(want, got), w.String())
	}
	require.Greater(t, plain, pages/20)
}

type writer struct {
	strings.Builder
	*rand.Rand
	names []string
}

func (w *writer) content(depth int) {
	for range w.IntN(4) {
		switch w.IntN(5) {
		case 0:
			w.WriteString([]string{"x", " ", "\n", "a&amp;b", "<!--c-->", "1 < 2"}[w.IntN(6)])
		default:
			if depth < 6 {
				w.element(w.names[w.IntN(len(w.names))], depth)
			}
		}
	}
}

// element writes an element with what belongs into it, and leaves out an end tag now and then.
func (w *writer) element(name string, depth int) {
	w.WriteString("<" + name + []string{"", " a=1", " b='2' a", "/"}[w.IntN(4)] + ">")
	inner := map[string]string{
		"ul": "li", "ol": "li", "dl": "dt", "table": "tr", "thead": "tr", "tbody": "tr", "tfoot": "tr", "tr": "td",
		"select": "option", "svg": "g", "colgroup": "col", "g": "path",
	}[name]
	switch {
	case inner != "":
		for range w.IntN(3) {
			w.element(inner, depth+1)
		}
	case slices.Contains(strings.Fields("br img input hr col wbr source link meta"), name):
		return
	case slices.Contains(strings.Fields("script style textarea iframe noscript title"), name):
		w.WriteString("x")
	default:
		w.content(depth + 1)
	}
	if w.IntN(12) > 0 {
		w.WriteString("</" + name + ">")
	}
}

// An element of very many attributes is left to the library, because each is looked for among those before it.
func TestAttributesWithoutEndAreNotComparedWithEachOther(t *testing.T) {
	var b strings.Builder
	b.WriteString("<p")
	for i := range 50_000 {
		fmt.Fprintf(&b, " a%d=1", i)
	}
	_, _, ok := Plain(b.String() + ">Pro</p>")
	require.False(t, ok)
}
