package watch

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A list is read as spreadsheets write and copy it: the same accounts stand in each of these.
func TestAListIsReadAsSpreadsheetsWriteIt(t *testing.T) {
	for name, list := range map[string]string{
		"commas":                          "name,arr,owner\n\"Rail, Ltd\",\"12,500\",Eva\nInn,,Bo\n",
		"commas after a byte order mark":  "\ufeff\"name\",\"arr\",\"owner\"\r\n\"Rail, Ltd\",12500,Eva\r\nInn,,Bo\r\n",
		"semicolons and a decimal comma":  "name;arr;owner\nRail, Ltd;12.500,00;Eva\nInn;;Bo\n",
		"tabs, as cells are copied":       "name\tarr\towner\nRail, Ltd\t12500\tEva\nInn\t\tBo",
		"semicolons, one name has commas": "\"name\";\"arr\";\"owner\";\"a,b,c,d,e\"\n\"Rail, Ltd\";12500;Eva;\nInn;;Bo;\n",
	} {
		t.Run(name, func(t *testing.T) {
			rows, head, err := ReadAccounts(strings.NewReader(list), AccountList{Name: "list", Currency: "EUR"})
			require.NoError(t, err)
			require.Equal(t, []string{"name", "arr", "owner"}, head[:3])
			require.Len(t, rows, 2)
			require.Equal(t, "Rail, Ltd", rows[0].Name)
			require.EqualValues(t, 1_250_000, rows[0].ARRMinor)
			require.Equal(t, "Eva", rows[0].Owner)
			require.Equal(t, "Inn", rows[1].Name)
			require.False(t, rows[1].ARRKnown)
			require.Equal(t, "Bo", rows[1].Owner)
		})
	}
}
