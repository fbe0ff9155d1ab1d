package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Markdown writes the report as CommonMark. What competitors wrote is escaped: it is text, never markup.
func Markdown(w io.Writer, r Report) error {
	b := bufio.NewWriter(w)
	m := md{b}
	m.line("# %s", esc(r.Title()))
	m.line("%s", esc(r.Summary()))
	m.coverage(r)
	m.shipped(r)
	m.changes("Prices that moved", r.Prices, "No price moved.")
	m.changes("Other changes", r.Other, "Nothing else changed.")
	m.moves(r)
	m.gaps(r)
	m.annotations(r)
	m.heading("Queues")
	for _, line := range r.Queues.Lines() {
		m.item("%s", esc(upper(line)))
	}
	return b.Flush()
}

type md struct{ *bufio.Writer }

func (m md) line(format string, args ...any) { fmt.Fprintf(m, format+"\n\n", args...) }
func (m md) heading(s string)                { fmt.Fprintf(m, "\n## %s\n\n", s) }
func (m md) item(format string, args ...any) { fmt.Fprintf(m, "- "+format+"\n", args...) }

func (m md) coverage(r Report) {
	m.heading("Coverage")
	m.line("%s", r.coverageSentence())
	for _, u := range r.Coverage.Unseen {
		m.item("**Could not look:** %s, %s `%s` (%s): %s; %s", esc(u.Competitor), u.Kind, code(u.URL), u.Class,
			esc(u.Reason), dayOrNever(u.Since))
	}
}

func (m md) shipped(r Report) {
	m.heading("What shipped")
	if len(r.Shipped) == 0 {
		m.line("No changelog or feed is watched.")
	}
	for _, s := range r.Shipped {
		fmt.Fprintf(m, "**%s**\n\n", esc(s.Competitor))
		if len(s.Entries) == 0 {
			m.line("%s", s.Quiet())
			continue
		}
		for _, e := range s.Entries {
			when := ""
			if e.Date != nil {
				when = ", " + Day(*e.Date)
			}
			m.item("%s (%s, %s%s)%s", link(e.Title, e.URL), e.Level, e.Type, when, also(e.Also))
		}
		fmt.Fprintln(m)
	}
}

func (m md) changes(title string, lines []ChangeLine, none string) {
	m.heading(title)
	if len(lines) == 0 {
		m.line("%s", none)
	}
	for _, c := range lines {
		m.item("**%s:** %s. Seen %s, %s", esc(c.Competitor), esc(c.Sentence), Day(c.SeenAt), link("page", c.URL))
		if c.Quote != "" {
			fmt.Fprintf(m, "  > %s\n", esc(c.Quote))
		}
	}
}

func (m md) moves(r Report) {
	m.heading("Matrix moves")
	if len(r.Moves) == 0 {
		m.line("No cell moved.")
	}
	for _, v := range r.Moves {
		m.item("%s. Because: %s", esc(v.Sentence()), esc(v.Why))
	}
}

func (m md) gaps(r Report) {
	m.heading("Gaps that customers feel")
	if len(r.Gaps) == 0 {
		m.line("No gap has an annotation.")
	}
	for _, g := range r.Gaps {
		m.item("%s", esc(g.Sentence()))
		for _, line := range Arithmetic(g.ARR) {
			fmt.Fprintf(m, "  - %s\n", esc(line))
		}
		if len(g.Ahead) > 0 {
			fmt.Fprintf(m, "  - Ahead of us: %s\n", esc(strings.Join(g.Ahead, ", ")))
		}
	}
}

func (m md) annotations(r Report) {
	m.heading("New annotations")
	if len(r.Annotations) == 0 {
		m.line("Nobody annotated a gap in this week.")
	}
	for _, a := range r.Annotations {
		m.item("%s%s%s: “%s”", esc(a.Kind), prefixed(", ", a.Account), prefixed(", ", a.Feature), esc(a.What))
	}
}

// also names the further addresses of an entry.
func also(addresses []string) string {
	var b strings.Builder
	for i, a := range addresses {
		if i == 0 {
			b.WriteString("; also at ")
		} else {
			b.WriteString(", ")
		}
		b.WriteString(link(shortAddress(a), a))
	}
	return b.String()
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + esc(s)
}

var mdSpecial = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", "#", `\#`, "|", `\|`,
	"!", `\!`, "\n", " ", "\r", " ",
)

func esc(s string) string { return mdSpecial.Replace(s) }

func code(s string) string { return strings.NewReplacer("`", "", "\n", " ").Replace(s) }

// link writes a link to an address that only a web page can have, else the text alone.
func link(text, url string) string {
	if !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://") || strings.ContainsAny(url, "()<> \n") {
		return esc(text)
	}
	return "[" + esc(text) + "](" + url + ")"
}
