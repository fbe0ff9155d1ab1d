package extract

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPlansAreReadInEveryMarkup reads small pages, each in a style of its own.
func TestPlansAreReadInEveryMarkup(t *testing.T) {
	for _, row := range []struct{ name, file, want string }{
		{
			"name and price in one line of a table's head", "head_in_one_line.html",
			"Small 9 EUR: Boxes 10, Lids yes, Labels no, Help Mail; " +
				"Large 29 EUR: Boxes 100, Lids yes, Labels yes, Help Mail; " +
				"Huge custom: Boxes Unlimited, Lids yes, Labels yes, Help Phone",
		},
		{
			"definition lists say a term and a value", "definition_lists.html",
			"Small 9 USD: Boxes 10, Lids yes; Large 29 USD: Boxes 100, Lids yes, Labels yes",
		},
		{
			"headings with what follows them", "flat_sections.html",
			"Small 9 USD: 10 boxes yes, Lids yes; Large 29 USD: 100 boxes yes, Labels yes",
		},
		{
			"a row of cards is no comparison, although all have as many parts", "cards_of_equal_height.html",
			"Small 9 USD: 10 boxes yes; Large 29 USD: 100 boxes yes; " +
				"Larger 59 USD: 500 boxes yes; Huge custom: All boxes yes",
		},
		{
			"an element like the names of the cards that holds nothing to read", "empty_name.html",
			"Small 9 USD: 10 boxes yes; Large 29 USD: 100 boxes yes",
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			body, err := os.ReadFile(filepath.Join("testdata", "markup", row.file))
			require.NoError(t, err)
			doc, err := Read(Page{Kind: Pricing, URL: "https://boxes.example/plans", Body: body})
			require.NoError(t, err)
			require.Equal(t, row.want, planWords(doc.Plans))
		})
	}
}

// planWords writes plans shortly.
func planWords(plans []Plan) string {
	var all []string
	for _, p := range plans {
		price := "custom"
		if !p.Custom {
			price = fmt.Sprintf("%d %s", p.Prices[0].Decimal().IntPart(), p.Prices[0].Currency)
		}
		var rows []string
		for _, f := range p.Features {
			value := f.Text
			if f.State != RowValue {
				value = string(f.State)
			}
			rows = append(rows, f.Name+" "+value)
		}
		all = append(all, p.Name+" "+price+": "+strings.Join(rows, ", "))
	}
	return strings.Join(all, "; ")
}
