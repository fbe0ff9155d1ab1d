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

// What is no line or no amount is told with its line, and is never taken for something else.
func TestAListThatCannotBeReadSaysWhere(t *testing.T) {
	for line, told := range map[string]string{
		"Rail \"Ltd,1":             `list:2: bare "`,
		"\"Rail\"Ltd,1":            `list:2: extraneous or missing "`,
		"\"Rail,1":                 `list:2: extraneous or missing "`,
		",1":                       "list:2: the name is empty",
		"Rail,1.25E+06":            "list:2: \"1.25E+06\" is not an amount",
		"Rail,1_000":               "list:2: \"1_000\" is not an amount",
		"Rail,-5":                  "list:2: \"-5\" is not an amount",
		"Rail,($5)":                "list:2: \"($5)\" is not an amount",
		"Rail,USD −5":              "list:2: \"USD −5\" is not an amount",
		"Rail,9223372036854775807": "is not an amount",
	} {
		t.Run(line, func(t *testing.T) {
			rows, _, err := ReadAccounts(strings.NewReader("name,arr\n"+line+"\n"), AccountList{Name: "list", Currency: "USD"})
			require.ErrorContains(t, err, told)
			require.Empty(t, rows)
		})
	}
	for amount, minor := range map[string]int64{
		"$84,000.00": 8_400_000, "84 000 USD": 8_400_000, "84'000.-": 8_400_000, "US$ 84k": 8_400_000, "１２３": 12_300, "84,000 a year": 8_400_000,
	} {
		rows, _, err := ReadAccounts(strings.NewReader("name\tarr\nRail\t"+amount+"\n"), AccountList{Name: "list", Currency: "USD"})
		require.NoError(t, err, amount)
		require.EqualValues(t, minor, rows[0].ARRMinor, amount)
	}
}
