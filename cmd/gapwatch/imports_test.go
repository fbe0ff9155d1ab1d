package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/gapwatch/gapwatch/"

// mayImport is the table "Who may import whom" of ARCHITECTURE.md. A folder that it does not name may not exist.
func mayImport() map[string][]string {
	return map[string][]string{
		"config":  {},
		"crawler": {},
		"extract": {},
		"draft":   {},
		"diff":    {"extract"},
		"store":   {"extract", "diff"},
		"matrix":  {"store", "extract", "diff"},
		"alert":   {"store", "extract", "diff"},
		"report":  {"store", "matrix", "extract", "diff"},
		"watch":   {"crawler", "extract", "diff", "store", "matrix", "alert", "report", "draft", "config"},
		"web":     {"store", "matrix", "report", "alert", "draft", "watch", "config", "extract", "diff"},
		"cmd": {
			"config", "crawler", "extract", "diff", "store", "matrix", "alert", "report", "draft", "watch", "web",
		},
	}
}

// onlyIn names the rooms that may use a library.
func onlyIn() map[string][]string {
	return map[string][]string{
		"github.com/gocolly/colly":         {"crawler"},
		"github.com/PuerkitoBio/":          {"extract"},
		"github.com/mmcdole/gofeed":        {"extract"},
		"gorm.io/":                         {"store"},
		"github.com/jackc/pgx":             {"store"},
		"modernc.org/sqlite":               {"store"},
		"database/sql":                     {"store"},
		"github.com/riverqueue/river":      {"store", "watch"},
		"github.com/chromedp":              {"crawler"},
		"github.com/spf13/cobra":           {"cmd"},
		"github.com/danielgtaylor/":        {"web"},
		"github.com/modelcontextprotocol/": {"web"},
		"github.com/prometheus":            {"watch", "web"},
		"golang.org/x/image":               {"report"},
	}
}

// alsoInTests are libraries that tests may use where the code may not.
func alsoInTests() map[string][]string {
	return map[string][]string{
		"github.com/PuerkitoBio/": {"web", "report"},
		"github.com/chromedp":     {"web"},
	}
}

func TestImportsKeepToTheTable(t *testing.T) {
	root := filepath.Join("..", "..")
	var wrong []string
	require.NoError(t, eachGoFile(root, func(file, room string) error {
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if why := forbidden(room, imported, strings.HasSuffix(file, "_test.go")); why != "" {
				wrong = append(wrong, file+": "+why)
			}
		}
		return nil
	}))
	require.Empty(t, wrong, "see 'Who may import whom' in ARCHITECTURE.md")
}

// forbidden says why a room may not import a package; empty where it may.
func forbidden(room, imported string, test bool) string {
	allowed, known := mayImport()[room]
	if !known {
		return "the folder " + room + " is not in the table"
	}
	if ours, ok := strings.CutPrefix(imported, module); ok {
		target, _, _ := strings.Cut(ours, "/")
		if test && ours == "store/storetest" || target == room || slices.Contains(allowed, target) {
			return ""
		}
		return room + " may not import " + target
	}
	for library, rooms := range onlyIn() {
		if !strings.HasPrefix(imported, library) || slices.Contains(rooms, room) {
			continue
		}
		if test && slices.Contains(alsoInTests()[library], room) {
			continue
		}
		return imported + " belongs into " + strings.Join(rooms, " and ") + " only"
	}
	return ""
}

// eachGoFile visits the project's Go files with the room they are in.
func eachGoFile(root string, visit func(file, room string) error) error {
	return fs.WalkDir(os.DirFS(root), ".", func(file string, d fs.DirEntry, err error) error {
		name := path.Base(file)
		if err != nil || file == "." {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(name, ".") || name == "testdata") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		room, _, _ := strings.Cut(file, "/")
		return visit(file, room)
	})
}

func TestForbiddenImports(t *testing.T) {
	rows := []struct {
		name, room, imported string
		test                 bool
		want                 string
	}{
		{"the store may use extract", "store", module + "extract", false, ""},
		{"a room may use its own folders", "store", module + "store/storetest", false, ""},
		{"extract knows nothing of ours", "extract", module + "store", false, "extract may not import store"},
		{"diff does not fetch", "diff", module + "crawler", false, "diff may not import crawler"},
		{"gorm stays in the store", "web", "gorm.io/gorm/clause", false, "gorm.io/gorm/clause belongs into store only"},
		{"colly stays in the crawler", "watch", "github.com/gocolly/colly/v2", false, "belongs into crawler only"},
		{"jobs are inserted where they are worked", "web", "github.com/riverqueue/river", false, "store and watch only"},
		{"tests of pages may use selectors", "web", "github.com/PuerkitoBio/goquery", true, ""},
		{"pages may not", "web", "github.com/PuerkitoBio/goquery", false, "belongs into extract only"},
		{"tests may ask for a database", "watch", module + "store/storetest", true, ""},
		{"a folder of everything may not be", "util", "fmt", false, "the folder util is not in the table"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			why := forbidden(row.room, row.imported, row.test)
			require.Contains(t, why, row.want)
			require.Equal(t, row.want == "", why == "", why)
		})
	}
}

func TestTheTableOfImportsIsTheOneThatIsWritten(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "ARCHITECTURE.md"))
	require.NoError(t, err)
	for room := range mayImport() {
		require.Regexp(t, `(?m)^\| [^|]*\b`+room+`\b[^|]* \|`, string(text), "ARCHITECTURE.md has no row for %s", room)
	}
}
