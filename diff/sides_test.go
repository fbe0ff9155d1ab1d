package diff

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// marked writes pieces with brackets around what moved.
func marked(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Moved {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestWordsOfTwoTexts(t *testing.T) {
	for _, tt := range []struct{ name, before, after, old, new string }{
		{"a price is marked without its currency", "$249 per month", "$299 per month", "$[249] per month", "$[299] per month"},
		{"a currency that moved", "$49", "€49", "[$]49", "[€]49"},
		{"a number with its point", "1,000.50 events", "1,000 events", "[1,000.50] events", "[1,000] events"},
		{"nothing moved", "Talk to us", "Talk to us", "Talk to us", "Talk to us"},
		{"everything is new", "", "Beta", "", "[Beta]"},
		{"scripts without blanks", "月額100円", "月額200円", "月額[100]円", "月額[200]円"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			old, new := Words(tt.before, tt.after)
			require.Equal(t, tt.old, marked(old))
			require.Equal(t, tt.new, marked(new))
		})
	}
}

func TestTwoPagesSideBySide(t *testing.T) {
	rows := Sides(
		[]string{"Menu", "Scale", "For teams.", "$249 a month", "Unlimited seats", "Talk to us", "Foot"},
		[]string{"Menu", "Scale", "For teams.", "$299 a month", "Unlimited seats", "Talk to us", "Foot", "New"}, 1)
	var got []string
	for _, r := range rows {
		if r.Skipped > 0 {
			got = append(got, strings.Repeat(".", r.Skipped))
			continue
		}
		got = append(got, marked(r.Before)+" | "+marked(r.After))
	}
	require.Equal(t, []string{
		"..", "For teams. | For teams.", "$[249] a month | $[299] a month", "Unlimited seats | Unlimited seats", ".",
		"Foot | Foot", " | [New]",
	}, got)
}
