package alert

import (
	"fmt"
	"strings"
)

// anchor is a link of ours with its words.
type anchor struct{ Text, Link string }

// links are the links that a message ends with. Links of single items are not among them.
func (m Message) links() []anchor {
	var list []anchor
	add := func(text, link string) {
		if link != "" {
			list = append(list, anchor{text, link})
		}
	}
	switch m.Type {
	case TypeChange:
		add("See the proof", m.Link)
	case TypeReport:
		add("Read the report", m.Link)
	default:
		add("Open in Gapwatch", m.Link)
	}
	add("Mute this", m.Mute)
	return list
}

// because says in a sentence why somebody got a message.
func (m Message) because() string {
	if m.Why == "" {
		return ""
	}
	return "You get this because of your subscription: " + clean(m.Why) + "."
}

// short are the parts that a chat channel shows, what is said of the message itself first.
func (m Message) short() []Part {
	parts := m.notes()
	switch {
	case len(m.Brief) > 0:
		return append(parts, Part{Lines: m.Brief})
	case m.Change != nil:
		return append(parts, m.one()...)
	}
	return append(parts, m.parts()...)
}

// long are the parts that a mail shows.
func (m Message) long() []Part {
	parts := m.notes()
	if m.Change != nil {
		parts = append(parts, m.one()...)
	}
	return append(parts, m.parts()...)
}

func (m Message) notes() []Part {
	if len(m.Notes) == 0 {
		return nil
	}
	return []Part{{Lines: m.Notes}}
}

// one is the change of a message that has one: before and after, the words that prove it, where and when.
func (m Message) one() []Part {
	c := m.Change
	var lines []string
	if c.Before != "" {
		lines = append(lines, "Before: "+line(c.Before, wordLimit))
	}
	if c.After != "" && (c.Before != "" || !strings.Contains(m.Title, clean(c.After))) {
		lines = append(lines, "After: "+line(c.After, wordLimit))
	}
	where := fmt.Sprintf("Seen on their %s page %s on %s (%s)", c.SourceKind, clean(c.SourceURL), m.moment(c.SeenAt), m.zone())
	if c.Level != "" {
		where += ", " + string(c.Level)
	}
	proof := Item{Note: where}
	if q := clean(c.Quote); q != "" {
		proof.Text, proof.Quote = "Their words:", q
	}
	return []Part{{Lines: lines, Items: []Item{proof}}}
}

// lone tells a part whose only item needs no bullet.
func (p Part) lone() bool { return p.Heading == "" && len(p.Items) == 1 }

// plain writes parts as text for people, wrapped by whoever shows it.
func plain(parts []Part, write func(string) string) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Heading != "" {
			fmt.Fprintf(&b, "%s\n", write(p.Heading))
		}
		for _, l := range p.Lines {
			fmt.Fprintf(&b, "%s\n", write(l))
		}
		for _, it := range p.Items {
			plainItem(&b, it, p.lone(), write)
		}
		if p.More > 0 {
			fmt.Fprintf(&b, "and %d more\n", p.More)
		}
		b.WriteString("\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

func plainItem(b *strings.Builder, it Item, lone bool, write func(string) string) {
	bullet, indent := "* ", "  "
	if lone {
		bullet, indent = "", ""
	}
	if it.Text != "" {
		fmt.Fprintf(b, "%s%s\n", bullet, write(it.Text))
	}
	if it.Quote != "" {
		fmt.Fprintf(b, "%s“%s”\n", indent, write(it.Quote))
	}
	if it.Note != "" {
		fmt.Fprintf(b, "%s%s\n", indent, write(it.Note))
	}
	if it.Link != "" {
		fmt.Fprintf(b, "%s%s\n", indent, it.Link)
	}
}

func asIs(s string) string { return s }
